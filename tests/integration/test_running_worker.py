"""A worker as an operator sees it: its pages, a replay, a worker that is stuck."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from streams.ops.connection import connected_admin
from streams.ops.dead_letters import Filter, dead_letters, replay
from streams.topics import ITEMS
from tests.running.pipeline import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.running.pipeline import Pipeline

pytestmark = pytest.mark.broker

STUCK = 75


def item(number: int, text: str = "Four miners were killed when a shaft collapsed, police said. ") -> Raw:
    """Return an article of its own."""
    row = {
        "id": f"a{number}",
        "url": f"https://desk.example/{number}",
        "host": "desk.example",
        "title": f"Story {number}",
        "text": f"{text}{number}",
    }
    return Raw(orjson.dumps(row), (("content-type", b"application/json"),))


async def page(web: str, path: str) -> tuple[int, bytes]:
    """Return status and body of a page of a worker."""

    def read() -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"{web}{path}", timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    return await asyncio.to_thread(read)


async def test_a_worker_tells_how_it_is(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """With its work done it is alive and ready, its metrics say what it did, and table data is not served."""
    pipeline: Pipeline = await make_pipeline(embedded_broker, partitions=2)
    worker = pipeline.start_worker()
    await pipeline.feed([item(1), item(2), Raw(b"{broken", (("content-type", b"application/json"),))])
    await pipeline.until_done(3)
    assert await page(worker.web, "/livez") == (200, b'{"ok":true,"reasons":[]}')
    assert await page(worker.web, "/readyz") == (200, b'{"ok":true,"reasons":[]}')
    status, exposition = await page(worker.web, "/metrics")
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(exposition.decode())
        for sample in family.samples
    }
    assert status == 200
    assert sum(value for key, value in found.items() if key[0] == "wirefeed_outcomes_total") == 3
    assert found["wirefeed_dead_letters_total", ("error", "MalformedItem"), ("stage", "intake")] == 1
    assert found["wirefeed_end_to_end_seconds_count",] >= 1
    assert (await page(worker.web, "/table/"))[0] == 404


async def test_replaying_twice_doubles_nothing(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """What was refused goes through once its reason is gone; a second replay of the same is left alone."""
    pipeline: Pipeline = await make_pipeline(embedded_broker, partitions=1, max_item_bytes=1_000)
    worker = pipeline.start_worker()
    long = item(1, "Nine people drowned when a ferry capsized, the coast guard said. " * 40)
    await pipeline.feed([long, item(2)])
    await pipeline.until_done(2)
    worker.stop()

    pipeline.settings = pipeline.settings.model_copy(update={"max_item_bytes": 5_000_000})
    letters = [letter async for letter in dead_letters(pipeline.settings, Filter(error="ItemTooLarge"))]
    for _ in range(2):
        assert await replay(pipeline.settings, letters) == 1
    pipeline.start_worker()
    status = await pipeline.until(lambda status: status.lag == 0 and status.total.outcomes["published"] == 2)
    assert (status.total.items, status.total.ended) == (2, 2)
    assert sorted(await pipeline.compacted("current")) == ["desk.example/a1", "desk.example/a2"]
    assert await pipeline.messages("duplicates") == []
    assert len([letter async for letter in dead_letters(pipeline.settings, Filter())]) == 1


async def test_a_stuck_worker_ends_itself(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """Where a partition can make no progress, the worker says so and ends, to be started again."""
    pipeline: Pipeline = await make_pipeline(embedded_broker, partitions=1, stall_seconds=3.0)
    worker = pipeline.start_worker()
    await pipeline.feed([item(1)])
    await pipeline.until_done(1)
    async with connected_admin(pipeline.settings) as admin:
        await admin.delete_topics([ITEMS.full_name(pipeline.settings)])
    await pipeline.feed([item(2)])
    assert await asyncio.to_thread(worker.process.wait, 90) == STUCK
    log = worker.log.read_text()
    assert "no progress" in log
    assert "worker is stuck and ends" in log
