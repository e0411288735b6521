"""What of an item is live, as in `wirefeed lifecycle`: cases of items that arrive, told by the lifecycle stage."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from schemas import PubStatus, Retraction, WireItem
from streams.errors import MalformedItem
from streams.pipeline.files.rows import RowFeed, stages_through
from streams.pipeline.local import EPOCH, LocalPipeline
from streams.runner import Outcome
from streams.settings import Settings
from streams.topics import ACCEPTED, ITEMS
from streams.wire import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from schemas import Message, Origin

ARRIVAL_STEP: Final = timedelta(milliseconds=1)
UNNAMED: Final = "file"
_ARRIVAL_FIELDS: Final = ("received", "version_created", "modified", "updated")


def lifecycle_lines(rows: Iterable[Mapping[str, Any]], settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    """Yield for each case what is live of its target at `now`, after its items arrived in the order given.

    `superseded` are the versions older than the newest that may be published; `retracted` the versions that a kill or
    a withhold took or kept back; the notice itself is none of them. Raises `MalformedItem` for a case without `now` or
    `target`.
    """
    # A case says of an item what matters to its lifecycle, which the text does not.
    settings = (settings or Settings()).model_copy(update={"min_body_chars": 0})
    for row in rows:
        yield _case(row, settings)


def _case(row: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    now, target, rows = parse_date(row.get("now")), row.get("target"), row.get("items")
    if now is None or not isinstance(target, dict) or not isinstance(rows, list):
        raise MalformedItem(f"lifecycle case {row.get('name')!r} lacks now, target or items")
    pipeline = LocalPipeline(settings, stages=stages_through("lifecycle"), keep=(ITEMS, ACCEPTED), keep_tallies=True)
    feed = RowFeed(pipeline)
    life = _Life(_key_of(target, settings))
    for item, at in _arrivals(rows, now):
        feed.feed(item, at)
        life.follow(pipeline)
    pipeline.advance(now)
    life.follow(pipeline)
    return {"name": row.get("name"), **life.report()}


def _arrivals(rows: list[Any], now: datetime) -> Iterator[tuple[dict[str, Any], datetime]]:
    """Yield the items of a case; each arrives a little after the one before, at its own time where that is later."""
    at = EPOCH
    for row in rows:
        if isinstance(row, dict):
            stated = next((row[name] for name in _ARRIVAL_FIELDS if row.get(name)), None)
            at = min(max(at + ARRIVAL_STEP, parse_date(stated) or at), now)
            yield {"item_id": UNNAMED, **row}, at


def _key_of(target: Mapping[str, Any], settings: Settings) -> str:
    """Return the item key of a target: that of an item without text under its provider and id."""
    pipeline = LocalPipeline(settings, stages=stages_through("intake"), keep=(ITEMS,))
    RowFeed(pipeline).feed({"provider": target.get("provider"), "item_id": str(target.get("item_id")), "body": ""})
    pipeline.run()
    items = _items(pipeline.take(ITEMS))
    if not items:
        raise MalformedItem(f"the target {target!r} names no item")
    return items[0].provenance.item_key


def _items(messages: Iterable[Message]) -> list[WireItem]:
    return [message for message in messages if isinstance(message, WireItem)]


class _Life:
    """What the lifecycle stage made of one target."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._publishable: set[int] = set()
        self._retracted: set[int] = set()
        self._late: set[int] = set()
        self._live: WireItem | None = None
        self._killed = False

    def follow(self, pipeline: LocalPipeline) -> None:
        """Run the pipeline, and take note of what arrived of the target and what was sent on."""
        pipeline.run()
        ended: dict[Origin, Outcome | None] = {}
        for tally in pipeline.take_tallies():
            ended.setdefault(tally.origin, tally.outcome)
        for item in _items(pipeline.take(ITEMS)):
            if item.provenance.item_key == self._key:
                self._arrive(item, ended.get(item.provenance.origin))
        for message in pipeline.take(ACCEPTED):
            if isinstance(message, Retraction | WireItem) and message.provenance.item_key == self._key:
                self._go_on(message)

    def report(self) -> dict[str, Any]:
        """Return what is live now."""
        live = None if self._killed else self._live
        newest = max(self._publishable, default=0) if live is None else live.provenance.version
        older = {version for version in self._publishable if version < newest} | self._late
        return {
            "live": live is not None,
            "live_version": live.provenance.version if live is not None else None,
            "superseded": sorted(older),
            "retracted": sorted(self._publishable if self._killed else self._retracted),
            "headline": live.headline if live is not None else None,
        }

    def _arrive(self, item: WireItem, outcome: Outcome | None) -> None:
        version = item.provenance.version
        if item.pubstatus is PubStatus.CANCELED:
            self._killed = True
        elif item.pubstatus is PubStatus.USABLE:
            self._publishable.add(version)
            self._retracted |= {version} if outcome is Outcome.RETRACTED else set()
            self._late |= {version} if outcome is Outcome.SUPERSEDED else set()

    def _go_on(self, message: Retraction | WireItem) -> None:
        if isinstance(message, WireItem):
            self._live = message
            return
        self._live = None
        self._retracted |= {version for version in self._publishable if version <= message.provenance.version}
