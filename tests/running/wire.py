"""A short invented wire with everything that happens to items, and what it must end in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

from schemas import encode
from streams.ops.accounting import balances, parse_counts, total
from streams.pipeline import STAGES
from streams.pipeline.local import LocalPipeline
from streams.runner import COUNTS_KEY
from streams.settings import Settings
from streams.topics import CURRENT, ENRICHED, INCIDENTS, RAW, TOPICS

START: Final = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
AFTERWARDS: Final = START + timedelta(hours=6)
JSON: Final = (("content-type", b"application/json"),)

FERRY: Final = (
    "PORT NESSA (Meridian) - A ferry capsized off the island of Tarn on Tuesday and 12 people drowned, police said.\n\n"
    "The Harbour Queen struck a reef in thick fog and sank within minutes of the first distress call."
)
FERRY_LATER: Final = FERRY.replace("12 people drowned", "19 people drowned")
BLAST: Final = (
    "QUETTA (Orbit) - A bomb killed seven people at a vegetable market in Quetta on Tuesday, police said.\n\n"
    "The device was hidden in a handcart, and the blast brought down the roof of the main hall."
)
BLAST_RIGHT: Final = BLAST.replace("seven people", "five people")
BUDGET: Final = (
    "The finance ministry will cut the price of rail tickets by a tenth from July, it says in a paper.\n\n"
    "Season tickets for students become cheaper still, and the railway hires two hundred drivers."
)
PACKAGE: Final = orjson.dumps(
    {
        "items": [
            {"provider": "bulletin", "item_id": "b-1", "body": "The old bridge is closed to lorries."},
            {"provider": "bulletin", "item_id": "b-2", "body": "Nobody knows when.", "embargoed_until": "soon"},
            {"provider": "bulletin", "item_id": "b-3", "body": "The museum of salt opens in May."},
        ]
    }
)
"""Three items, of which one is refused."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A record of the wire, and when it arrives."""

    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = JSON
    at: datetime = START


def item(provider: str, item_id: str, version: int, body: str, **more: Any) -> Raw:
    """Return an item as JSON."""
    row = {
        "provider": provider,
        "item_id": item_id,
        "version": version,
        "url": f"https://{provider}.example/{item_id}",
        "headline": f"Story {item_id}",
        "body": body,
        **more,
    }
    return Raw(orjson.dumps(row))


def wire() -> list[Raw]:
    """Return the records in the order of their arrival, a minute apart."""
    soon = (START + timedelta(hours=2)).isoformat()
    records = [
        item("meridian", "ferry", 1, FERRY),
        item("coast", "c-9", 1, FERRY),
        item("meridian", "ferry", 2, FERRY_LATER),
        item("meridian", "ferry", 1, FERRY + " An older text."),
        item("meridian", "ferry", 2, FERRY_LATER),
        item("orbit", "blast", 1, BLAST),
        item("orbit", "blast", 2, BLAST_RIGHT, signals=["correction"], ednote="Corrects the toll."),
        item("city", "q-2", 1, BLAST_RIGHT),
        item("ministry", "rail", 1, BUDGET, embargoed_until=soon),
        item("ministry", "rail", 2, BUDGET + " Prices rise again in 2030.", embargoed_until=soon),
        item("ministry", "tax", 1, "A new tax on salt is planned for the autumn, it says here.", embargoed_until=soon),
        item("ministry", "tax", 2, "", pubstatus="canceled"),
        item("orbit", "blast", 3, "", signals=["kill"], ednote="Kill this story."),
        item("orbit", "blast", 4, BLAST + " Another paragraph."),
        item("orbit", "late", 2, "", pubstatus="canceled"),
        item("orbit", "late", 1, "A report on the harvest of plums that was withdrawn before it came."),
        Raw(b"{broken"),
        Raw(b"  "),
        Raw(None),
        Raw(PACKAGE),
    ]
    return [replace(record, at=START + timedelta(minutes=number)) for number, record in enumerate(records)]


ENDS: Final = {
    "items": 22,
    "in flight": 0,
    "published": 7,
    "duplicate": 3,
    "superseded": 2,
    "held": 0,
    "retracted": 6,
    "refused": 4,
}
"""How many items the wire has and how they end, once the embargo has passed."""


def feed(pipeline: LocalPipeline, records: list[Raw]) -> None:
    """Put records on `wire.raw`, each at its time, and run after each."""
    for record in records:
        pipeline.advance(record.at)
        pipeline.produce(RAW, record.value, headers=record.headers)
        pipeline.run()


def run_wire(pipeline: LocalPipeline) -> None:
    """Run the whole wire, until after the embargo."""
    feed(pipeline, wire())
    pipeline.advance(AFTERWARDS)
    pipeline.run()


def whole(settings: Settings | None = None, **options: Any) -> LocalPipeline:
    """Return a pipeline that keeps all topics."""
    return LocalPipeline(settings or Settings(), keep=TOPICS, **options)


def end(pipeline: LocalPipeline) -> dict[str, Any]:
    """Return what must be the same whatever happened on the way: compacted topics, tables and account."""
    return {
        "current": {key: encode(message) for key, message in pipeline.compacted(CURRENT).items()},
        "incidents": {key: encode(message) for key, message in pipeline.compacted(INCIDENTS).items()},
        "enriched": {encode(message) for message in pipeline.messages(ENRICHED)},
        "account": outcomes(pipeline),
        **{f"state of {stage.name}": tables(pipeline, stage.name) for stage in STAGES},
    }


def tables(pipeline: LocalPipeline, stage: str) -> dict[bytes, bytes]:
    """Return the state of a stage without its counts of records, which count what comes again by another offset."""
    counts = COUNTS_KEY.encode()
    return {key: value for key, value in pipeline.state(stage).items() if not key.endswith(counts)}


def outcomes(pipeline: LocalPipeline) -> dict[str, int]:
    """Return how many items there were and how they ended."""
    account = total(balances(parse_counts(report) for report in pipeline.reports.values()))
    return {"items": account.items, "in flight": account.in_flight, **account.outcomes}
