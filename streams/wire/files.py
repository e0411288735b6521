"""What `wirefeed parse` and `wirefeed lifecycle` write: rows in, rows out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from schemas import BodyKind, PubStatus
from streams.errors import MalformedItem, WireError
from streams.state import DictState
from streams.wire.assemble import RECEIVED_AHEAD, Record, assemble
from streams.wire.dates import parse_date
from streams.wire.identity import settle_id, settle_provider
from streams.wire.intake import read_entries
from streams.wire.json_item import parse_json_item
from streams.wire.lifecycle import Lifecycle
from streams.wire.limits import Limits
from streams.wire.markup_text import html_to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemas import WireItem

UNNAMED: Final = "file"
"""Provider and id of a file's item where it states none; only for looking into files."""
NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
ARRIVAL_STEP: Final = timedelta(milliseconds=1)


def parse_files(paths: Iterable[str | Path], content_type: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield for each file `{"path", "ok", "error"?, "articles": [...]}`; one that can't be read says why.

    What an item must have on the wire (a provider, an id, a body) is not asked of a file: a provider or id that
    is not stated is null.
    """
    for path in paths:
        yield _parse_file(str(path), content_type)


def lifecycle_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield for each case what is live of its target at `now`, after its items arrived in the order given.

    `superseded` are the versions older than the newest that may be published; `retracted` the versions that a kill or
    a withhold took or kept back; the notice itself is none of them. Raises `MalformedItem` for a case without `now` or
    `target`.
    """
    for row in rows:
        yield _lifecycle_case(row)


def _parse_file(path: str, content_type: str | None) -> dict[str, Any]:
    try:
        record = Record(
            value=Path(path).read_bytes(),
            headers={"content-type": content_type} if content_type else {},
            received=NO_TIME,
            partition=0,
            offset=0,
            unnamed=UNNAMED,
        )
        entries = read_entries(record, Limits(min_body_chars=0))
        items = [entry for entry in entries if not isinstance(entry, WireError)]
        failed = next((entry for entry in entries if isinstance(entry, WireError)), None)
        if failed is not None and not items:
            raise failed
    except (WireError, OSError) as error:
        return {"path": path, "ok": False, "error": f"{type(error).__name__}: {error}", "articles": []}
    return {"path": path, "ok": True, "articles": [_article(item) for item in items]}


def _article(item: WireItem) -> dict[str, Any]:
    provenance = item.provenance
    return {
        "provider": None if provenance.provider == UNNAMED else provenance.provider,
        "item_id": None if provenance.item_id == UNNAMED else provenance.item_id,
        "version": provenance.version if provenance.version or provenance.version_created else None,
        "version_created": _iso(provenance.version_created),
        "published": _iso(provenance.published),
        "pubstatus": item.pubstatus.value,
        "embargoed_until": _iso(item.embargoed_until),
        "urgency": item.urgency,
        "ednote": item.ednote,
        "signals": list(item.signals),
        "headline": item.headline,
        "byline": item.byline,
        "dateline": item.dateline,
        "slugline": item.slugline,
        "subjects": list(item.subjects),
        "language": item.language,
        "uri": provenance.uri,
        "format": item.format,
        "remarks": list(item.remarks),
        "body": html_to_text(item.body) if item.body_kind is BodyKind.HTML else item.body,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None


def _lifecycle_case(row: Mapping[str, Any]) -> dict[str, Any]:
    now = parse_date(row.get("now"))
    target = row.get("target")
    rows = row.get("items")
    if now is None or not isinstance(target, dict) or not isinstance(rows, list):
        raise MalformedItem(f"lifecycle case {row.get('name')!r} lacks now, target or items")
    provider = settle_provider(str(target.get("provider") or UNNAMED))
    key = f"{provider}/{settle_id(str(target.get('item_id')), Limits().max_id_chars)}"
    life = _Life(Lifecycle(DictState()), key)
    for item in _arrivals(rows, now):
        life.arrive(item)
    return {"name": row.get("name"), **life.report(now)}


def _arrivals(rows: list[Any], now: datetime) -> Iterator[WireItem]:
    """Yield the items of a case; each arrives a little after the one before, at its own time where that is later.

    What the intake would refuse does not arrive, as on the wire.
    """
    limits = Limits(min_body_chars=0)
    at = NO_TIME
    for offset, row in enumerate(row for row in rows if isinstance(row, dict)):
        try:
            draft = parse_json_item(row)
            stated = parse_date(row.get("received")) or parse_date(draft.version_created) or at
            at = min(max(at + ARRIVAL_STEP, stated), now)
            record = Record(
                value=b"",
                headers={},
                received=at,
                partition=0,
                offset=offset,
                latest=now + RECEIVED_AHEAD,
                unnamed=UNNAMED,
            )
            arrived = list(assemble(draft, record, 0, limits))
        except WireError:
            continue
        yield from arrived


class _Life:
    """One target's life, told by the decisions."""

    def __init__(self, lifecycle: Lifecycle, key: str) -> None:
        self._lifecycle = lifecycle
        self._key = key
        self._withheld: set[int] = set()
        self._publishable: set[int] = set()
        self._replaced: set[int] = set()
        self._live: WireItem | None = None
        self._killed = False

    def arrive(self, item: WireItem) -> None:
        """Let an item arrive, after what was due before it."""
        at = item.provenance.received
        self._release(at)
        decision = self._lifecycle.accept(item, at=at)
        if item.provenance.item_key != self._key:
            return
        version = item.provenance.version
        if item.pubstatus is PubStatus.CANCELED:
            self._killed = True
        elif item.pubstatus is PubStatus.USABLE:
            self._publishable.add(version)
            if decision.outcome == "retracted":
                self._withheld.add(version)
            if decision.outcome == "superseded":
                self._replaced.add(version)
        retract = decision.retract
        if retract is not None:
            self._withheld |= {seen for seen in self._publishable if seen <= retract.provenance.version}
            self._live = None
        self._publish(decision.publish)

    def report(self, now: datetime) -> dict[str, Any]:
        """Return what is live at `now`."""
        self._release(now)
        live = None if self._killed else self._live
        newest = max(self._publishable, default=0) if live is None else live.provenance.version
        older = {version for version in self._publishable if version < newest} | self._replaced
        return {
            "live": live is not None,
            "live_version": live.provenance.version if live is not None else None,
            "superseded": sorted(older),
            "retracted": sorted(self._publishable if self._killed else self._withheld),
            "headline": live.headline if live is not None else None,
        }

    def _release(self, now: datetime) -> None:
        for key in self._lifecycle.due(now):
            for decision in self._lifecycle.release(key, now=now):
                if key == self._key:
                    self._publish(decision.publish)

    def _publish(self, item: WireItem | None) -> None:
        if item is not None:
            self._live = item
