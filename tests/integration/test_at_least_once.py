"""Without transactions a worker judges by its own heartbeats whether a partition may be another one's by now."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError
from faust.types import TP

from streams.kafka import client_options
from streams.pipeline.kafka import AtLeastOnceOutbox, Fenced
from streams.pipeline.kafka.commits import committing, withhold_outdated
from streams.pipeline.kafka.membership import Membership
from streams.runner import OutRecord
from streams.topics import ITEMS, RAW
from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.running.pipeline import Pipeline, Worker

pytestmark = pytest.mark.timeout(1_000)

PORTION = 60
"""Articles that are put on the wire at a time, until the worker is seen with some of them done and others not."""
PORTIONS = 20
"""A machine that does so many of them between two looks is not known."""
SMALL = 5
"""Records of a batch, so that the worker has one in hand whenever it is stopped."""
PATIENCE = 300.0
"""Seconds for a worker to start, or for another one to do what is left, on a busy machine."""
HOPS = ("items", "accepted", "clean", "unique", "enriched", "signatures")
OPENED = "partition opened"


def article(number: int) -> Raw:
    """Return an article that is no copy of another one."""
    words = " ".join(f"q{number}y{place}" for place in range(60))
    fields = {
        "provider": "meridian",
        "item_id": f"n{number}",
        "title": f"Notice {number} of the lighthouse board",
        "text": f"The lighthouse board of Varrel published notice {number} on Monday. {words}.",
    }
    return Raw(orjson.dumps(fields), (("content-type", b"application/json"),), b"%d" % number)


async def counts(pipeline: Pipeline) -> dict[str, int]:
    """Return how many records each hop has."""
    return {name: len(await pipeline.records(name)) for name in HOPS}


async def stop_at_work(pipeline: Pipeline, worker: Worker) -> int:
    """Stop a worker that has published some of its articles and not all; return how many it was given."""
    for given in range(0, PORTIONS * PORTION, PORTION):
        await pipeline.feed(article(number) for number in range(given, given + PORTION))
        status = await pipeline.until(lambda now, more=given: outcomes(now)["published"] > more, seconds=PATIENCE)
        if outcomes(status)["published"] < given + PORTION:
            worker.process.send_signal(signal.SIGSTOP)
            return given + PORTION
    raise AssertionError("the worker was never seen at work")


async def until_logged(worker: Worker, text: str, times: int) -> None:
    """Wait until a worker has written a text so many times."""
    deadline = time.monotonic() + PATIENCE
    while worker.log.read_text().count(text) < times:
        assert time.monotonic() < deadline, worker.log.read_text()[-3000:]
        await asyncio.sleep(0.2)


async def test_a_worker_that_was_stopped_past_its_session_sends_nothing_of_what_it_had_in_hand(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """It gives the batch up before the group has told it anything; the group then has partitions for it again."""
    pipeline = await make_pipeline(any_broker, delivery="at_least_once", heavy_batch_records=SMALL)
    first = pipeline.start_worker()
    count = await stop_at_work(pipeline, first)
    try:
        second = pipeline.start_worker()
        await until_logged(second, OPENED, 1)  # the group has put the first one out
        await pipeline.until_done(count, seconds=PATIENCE)
        before = await counts(pipeline)
        opened = first.log.read_text().count(OPENED)
    finally:
        first.process.send_signal(signal.SIGCONT)
    await until_logged(first, OPENED, opened + 1)
    # Its log need not say so: on a busy machine the worker may hear of the rebalance before it comes to send.
    assert await counts(pipeline) == before
    assert len(await pipeline.compacted("current")) == count


class Lapse:
    """The clock of a worker that is stopped between its decision to send and the write, and then goes on."""

    def __init__(self, *, returns: bool) -> None:
        self._times: Iterator[float] = iter((0.0, 11.0))
        self._returns = returns
        self.membership = Membership(10.0, self)
        self.membership.confirm(0.0)

    def __call__(self) -> float:
        """Return the next time; where it returns to its group, a heartbeat of the new membership is answered first."""
        now = next(self._times, 11.0)
        if self._returns and now == 11.0:
            self.membership.confirm(now)
        return now


@pytest.mark.parametrize("returns", [False, True])
async def test_a_record_that_waits_in_the_producer_while_the_session_ends_is_not_written(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]], *, returns: bool
) -> None:
    """The last look is just before the write, and a place in the group that was won back is not the old one."""
    pipeline = await make_pipeline(any_broker, delivery="at_least_once")
    source = TP(RAW.full_name(pipeline.settings), 0)
    outbox = AtLeastOnceOutbox(pipeline.settings, Lapse(returns=returns).membership)
    try:
        with pytest.raises(Fenced, match="heartbeat"):
            await outbox.send(source, [OutRecord(ITEMS.full_name(pipeline.settings), b"k", b"v", partition=0)])
        assert await pipeline.records("items") == []
    finally:
        await outbox.stop()


async def test_what_is_sent_of_a_new_assignment_after_a_lapse_is_written(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """The new one is as good as the first; what is left of the first is not written."""
    pipeline = await make_pipeline(any_broker, delivery="at_least_once")
    source, topic = TP(RAW.full_name(pipeline.settings), 0), ITEMS.full_name(pipeline.settings)
    clock = Lapse(returns=True)
    outbox = AtLeastOnceOutbox(pipeline.settings, clock.membership)
    try:
        with pytest.raises(Fenced, match="heartbeat"):
            await outbox.send(source, [OutRecord(topic, b"k", b"old", partition=0)])
        with pytest.raises(Fenced, match="heartbeat"):
            await outbox.send(source, [OutRecord(topic, b"k", b"late", partition=0)])
        clock.membership.begin()
        await outbox.send(source, [OutRecord(topic, b"k", b"new", partition=0)])
        assert [record.value for record in await pipeline.records("items")] == [b"new"]
    finally:
        await outbox.stop()


class Stopped:
    """A membership and its clock, by which the worker can have been stopped for longer than its session."""

    def __init__(self) -> None:
        self.now = 0.0
        self.membership = Membership(10.0, lambda: self.now)
        self.membership.confirm(0.0)

    def go_on(self, *, returns: bool) -> None:
        """Let the worker go on, and come back to its group at once or not yet."""
        self.now = 11.0
        if returns:
            self.membership.confirm(self.now)


@pytest.mark.parametrize("returns", [False, True])
async def test_an_offset_is_not_committed_by_a_worker_that_may_have_lost_its_place_since(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]], *, returns: bool
) -> None:
    """The embedded broker takes it, and the records would be read a second time; what comes after is committed."""
    pipeline = await make_pipeline(any_broker, delivery="at_least_once")
    place = TopicPartition(RAW.full_name(pipeline.settings), 0)
    worker = Stopped()
    options = {**client_options(pipeline.settings), "group_id": pipeline.settings.app_id, "enable_auto_commit": False}
    async with AIOKafkaConsumer(**options) as consumer:
        consumer.assign([place])
        withhold_outdated(consumer._client, worker.membership)
        with committing(worker.membership.begun):
            await consumer.commit({place: 5})
            worker.go_on(returns=returns)
            with pytest.raises(CommitFailedError, match="already rebalanced"):
                await consumer.commit({place: 3})
        assert await consumer.committed(place) == 5
        worker.membership.confirm(worker.now)
        worker.membership.begin()
        with committing(worker.membership.begun):
            await consumer.commit({place: 7})
        assert await consumer.committed(place) == 7
