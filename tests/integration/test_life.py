"""Embargoes and kills on a running pipeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import orjson
import pytest

from schemas import Incident
from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.running.pipeline import Pipeline

pytestmark = pytest.mark.broker


def item(number: str, version: int, text: str, **more: object) -> Raw:
    """Return a version of an item as JSON."""
    fields = {
        "provider": "meridian",
        "item_id": number,
        "version": version,
        "title": f"Report {number}",
        "text": text,
        "language": "en",
        **more,
    }
    return Raw(orjson.dumps(fields), (("content-type", b"application/json"),), number.encode())


BLAST = (
    "A blast at a grain silo in the port of Varrel killed nine dock workers and wounded 14 others on Tuesday, the "
    "harbour police said. Firefighters were still searching the ruins of the northern pier in the evening."
)


async def test_embargoed_copy_is_published_at_its_time_and_not_before(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """A held item counts as held, is nowhere live, and is published by the clock with nothing else arriving."""
    pipeline = await make_pipeline(embedded_broker)
    pipeline.start_worker()
    await pipeline.feed([item("warm-up", 1, "The tide tables of Varrel for March were published on Monday morning.")])
    await pipeline.until_done(1)
    until = datetime.now(UTC) + timedelta(seconds=6)
    await pipeline.feed([item("survey", 1, BLAST, embargoed_until=until.isoformat())])
    held = await pipeline.until(lambda status: outcomes(status)["held"] == 1)
    assert outcomes(held)["published"] == 1
    assert "meridian/survey" not in await pipeline.compacted("current")

    published = await pipeline.until(lambda status: outcomes(status)["published"] == 2)
    assert outcomes(published)["held"] == 0
    assert published.total.balanced
    record = next(record for record in await pipeline.records("current") if record.key == b"meridian/survey")
    assert datetime.fromtimestamp(record.timestamp / 1000, UTC) >= until


@pytest.mark.parametrize("store", ["memory", "rocksdb"])
async def test_killed_stays_killed_across_a_restart(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]], store: str
) -> None:
    """After a kill nothing of the item is live, though a higher version comes after the worker was started again."""
    pipeline = await make_pipeline(embedded_broker, store=store)
    first = pipeline.start_worker()
    await pipeline.feed([item("blast", 1, BLAST)])
    await pipeline.until_done(1)
    assert "meridian/blast" in await pipeline.compacted("current")
    assert [toll.best for toll in await tolls(pipeline)] == [9]

    await pipeline.feed([item("blast", 2, "Mandatory kill.", pubstatus="canceled")])
    await pipeline.until_done(2)
    assert await pipeline.compacted("current") == {}
    assert await tolls(pipeline) == []

    first.kill()
    pipeline.start_worker(state_of=0)
    await pipeline.feed([item("blast", 3, BLAST.replace("nine", "ten"))])
    status = await pipeline.until_done(3)
    assert outcomes(status)["retracted"] == 2
    assert await pipeline.compacted("current") == {}
    assert await tolls(pipeline) == []


async def tolls(pipeline: Pipeline) -> list[object]:
    """Return the tolls of killed people of all incidents."""
    incidents = (await pipeline.compacted("incidents")).values()
    return [
        incident.tolls["killed"]
        for incident in incidents
        if isinstance(incident, Incident) and "killed" in incident.tolls
    ]
