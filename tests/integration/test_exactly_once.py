"""Workers that are stopped, killed and relieved: a reader of committed transactions sees each record once."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import orjson
import pytest

from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.running.pipeline import Pipeline

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(1_000)]

JSON = (("content-type", b"application/json"),)
COUNT = 80
SMALL = 5
"""Records of a batch, so that there are many transactions to be caught in."""
PATIENCE = 300.0
"""Seconds for a worker to start, or for another one to do what is left, on a busy machine."""
HOPS = ("items", "accepted", "clean", "unique", "enriched", "signatures")
"""Topics on which an article that copies nothing stands once."""


def article(number: int) -> Raw:
    """Return an article that is no copy of another one."""
    words = " ".join(f"q{number}y{place}" for place in range(60))
    fields = {
        "provider": "meridian",
        "item_id": f"n{number}",
        "version": 1,
        "title": f"Notice {number} of the lighthouse board",
        "text": f"The lighthouse board of Varrel published notice {number} on Monday. {words}.",
    }
    return Raw(orjson.dumps(fields), JSON, b"%d" % number)


async def records_by_hop(pipeline: Pipeline) -> dict[str, int]:
    """Return how many records each hop has for a reader of committed transactions."""
    return {name: len(await pipeline.records(name)) for name in HOPS}


async def test_a_worker_that_was_stopped_past_its_session_adds_nothing_when_it_goes_on(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """What it had in hand was done by another worker meanwhile, and each article stands once on every topic.

    Its log says once of a partition that it was given up, and nothing of exceptions that nobody handled.
    """
    pipeline = await make_pipeline(kafka_broker, heavy_batch_records=SMALL)
    first = pipeline.start_worker()
    await pipeline.feed(article(number) for number in range(COUNT))
    await pipeline.until(lambda status: 0 < outcomes(status)["published"] < COUNT, seconds=PATIENCE)
    first.process.send_signal(signal.SIGSTOP)
    try:
        pipeline.start_worker()
        await pipeline.until_done(COUNT, seconds=PATIENCE)
    finally:
        first.process.send_signal(signal.SIGCONT)
    await pipeline.feed(article(number) for number in range(COUNT, COUNT + 20))
    await pipeline.until_done(COUNT + 20, seconds=PATIENCE)
    assert await records_by_hop(pipeline) == dict.fromkeys(HOPS, COUNT + 20)
    assert len(await pipeline.compacted("current")) == COUNT + 20
    lines = first.log.read_text().splitlines()
    given_up = [line.partition("[warning")[2] for line in lines if "partition given up" in line]
    assert sorted(set(given_up)) == sorted(given_up)
    assert [line for line in lines if "never retrieved" in line or "Traceback" in line] == []


async def test_killed_workers_leave_no_record_twice(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Whatever a worker was about to send when it was killed, each article stands once on every topic."""
    pipeline = await make_pipeline(kafka_broker, heavy_batch_records=SMALL)
    await pipeline.feed(article(number) for number in range(COUNT))
    for published in (0, COUNT // 3):
        worker = pipeline.start_worker()
        await pipeline.until(lambda status, so_far=published: outcomes(status)["published"] > so_far, seconds=PATIENCE)  # type: ignore[misc]
        worker.kill()
    pipeline.start_worker()
    await pipeline.until_done(COUNT, seconds=PATIENCE)
    assert await records_by_hop(pipeline) == dict.fromkeys(HOPS, COUNT)


async def test_workers_that_join_and_leave_hand_over_without_repeating_anything(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Partitions move in the middle of batches, and each article stands once on every topic."""
    pipeline = await make_pipeline(kafka_broker, heavy_batch_records=SMALL)
    first = pipeline.start_worker()
    await pipeline.feed(article(number) for number in range(COUNT))
    await pipeline.until(lambda status: outcomes(status)["published"] > 0, seconds=PATIENCE)
    pipeline.start_worker()
    await pipeline.until(lambda status: outcomes(status)["published"] > COUNT // 3, seconds=PATIENCE)
    await asyncio.to_thread(first.stop)
    await pipeline.until_done(COUNT, seconds=PATIENCE)
    assert await records_by_hop(pipeline) == dict.fromkeys(HOPS, COUNT)


async def test_an_orderly_stop_in_the_middle_of_work_ends_at_once(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """What is being sent is finished before the stores close, and the next worker repeats nothing."""
    pipeline = await make_pipeline(kafka_broker, heavy_batch_records=SMALL, store="rocksdb")
    first = pipeline.start_worker()
    await pipeline.feed(article(number) for number in range(COUNT))
    await pipeline.until(lambda status: outcomes(status)["published"] > 0, seconds=PATIENCE)
    first.process.terminate()
    assert await asyncio.to_thread(first.process.wait, PATIENCE) == 0, first.log.read_text()[-2000:]
    assert "still being sent" not in first.log.read_text()
    pipeline.start_worker(state_of=0)
    await pipeline.until_done(COUNT, seconds=PATIENCE)
    assert await records_by_hop(pipeline) == dict.fromkeys(HOPS, COUNT)
