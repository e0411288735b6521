"""Incidents of files of articles, as in `wirefeed extract incidents`: the whole way from a row to a toll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from schemas import CasualtyAlert, Incident, LinkAction, LinkedClaims, WireItem
from streams.agents import LinkHandler
from streams.pipeline.files.rows import RowFeed, stages_through
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ALERTS, INCIDENTS, ITEMS, LINKED, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Message, Origin
    from streams.pipeline.files.rows import Row

PLACE_FIELDS: Final = ("name", "country", "lat", "lon", "precision")


def extract_incidents(rows: Iterable[Row], settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "incident"}` for each article, then a line for each incident with a toll, see `summary_of`.

    Articles are `{"id", "url", "host", "published", "title", "text"}` in order of time, with optional `provider`,
    `item_id`, `version`, `pubstatus` and `signals`. An article that reports no incident, or is retracted, is alone
    under its own key.
    """
    pipeline = LocalPipeline(settings or Settings(), keep=(ITEMS, LINKED, INCIDENTS))
    feed = RowFeed(pipeline)
    groups: dict[str, str] = {}
    incidents: dict[str, Incident] = {}
    keys: list[tuple[Any, str]] = []
    for row in rows:
        key = _item_key(pipeline, feed.feed(row))
        for claims in pipeline.take(LINKED):
            if isinstance(claims, LinkedClaims):
                _regroup(groups, claims)
        groups |= _group_now(pipeline, key)
        _update(incidents, pipeline)
        keys.append((row.get("id"), key))
    for row_id, key in keys:
        yield {"id": row_id, "incident": (groups | _group_now(pipeline, key)).get(key, key)}
    yield from (summary_of(incident) for incident in incidents.values() if incident.tolls)


def alerts_of_articles(rows: Iterable[Row], settings: Settings | None = None) -> Iterator[CasualtyAlert]:
    """Yield the alerts that articles raise, in order."""
    pipeline = LocalPipeline(settings or Settings(), keep=(ALERTS,))
    feed = RowFeed(pipeline)
    for row in rows:
        feed.feed(row)
        pipeline.run()
        yield from (each for each in pipeline.take(ALERTS) if isinstance(each, CasualtyAlert))


def _update(incidents: dict[str, Incident], pipeline: LocalPipeline) -> None:
    """Take over how incidents are now; one that has lost all its items has a tombstone."""
    live = {key: each for key, each in pipeline.compacted(INCIDENTS).items() if isinstance(each, Incident)}
    for record in pipeline.records(INCIDENTS):
        key = (record.key or b"").decode()
        if key not in live:
            incidents.pop(key, None)
    incidents |= live
    pipeline.take(INCIDENTS)


def summary_of(incident: Incident) -> dict[str, Any]:
    """Return `{"incident", "title", "start", "place", "tolls"}` of an incident."""
    place, tolls = incident.place, incident.tolls.items()
    return {
        "incident": incident.incident_id,
        "title": incident.title,
        "start": None if incident.start is None else incident.start.isoformat(),
        "place": None if place is None else {name: getattr(place, name) for name in PLACE_FIELDS},
        "tolls": {kind: {"low": toll.low, "best": toll.best, "high": toll.high} for kind, toll in tolls},
    }


def signatures_of(rows: Iterable[Row], settings: Settings | None = None) -> Iterator[tuple[Any, str, list[Message]]]:
    """Yield for each article its id, its item key, and its messages on the signatures topic, which may be none."""
    pipeline = LocalPipeline(settings or Settings(), stages=stages_through("enrich"), keep=(ITEMS, SIGNATURES))
    feed = RowFeed(pipeline)
    for row in rows:
        key = _item_key(pipeline, feed.feed(row))
        yield row.get("id"), key, pipeline.take(SIGNATURES)


def _item_key(pipeline: LocalPipeline, origin: Origin) -> str:
    """Run the pipeline; return the key of the item of a raw record, one of its own where the record was refused."""
    pipeline.run()
    items = (item for item in pipeline.take(ITEMS) if isinstance(item, WireItem))
    keys = (item.provenance.item_key for item in items if item.provenance.origin == origin)
    return next(keys, f"refused/{origin.partition}/{origin.offset}")


def _regroup(groups: dict[str, str], claims: LinkedClaims) -> None:
    key = claims.provenance.item_key
    if claims.action is LinkAction.TAKE:
        groups.pop(key, None)
    elif claims.action is not LinkAction.MENTION:
        groups[key] = claims.incident_id


def _group_now(pipeline: LocalPipeline, key: str) -> dict[str, str]:
    """Return the group that a language's linker has an item in, which need not be an incident yet."""
    for partition in range(SIGNATURES.partitions(pipeline.settings)):
        handler = pipeline.handler("link", partition)
        group = handler.group_of(key) if isinstance(handler, LinkHandler) else None
        if group is not None:
            return {key: group}
    return {}
