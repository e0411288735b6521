"""How a consumer ends whose broker is away."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest
from aiokafka import TopicPartition

from streams.ops.administration import PlannedTopic, create_topics
from streams.ops.broker import EmbeddedBroker
from streams.ops.connection import connected_consumer
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NEXT_TRY_MS = 60_000


class _Failures(logging.Handler):
    """Knows when a fetch has failed, after which it waits for its next try."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith("Failed fetch messages"):
            self.failed.set()


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[Any]:
    """Yield a context whose consumer has a failed fetch and waits a minute for its next try."""
    failures = _Failures()
    logging.getLogger("aiokafka.consumer.fetcher").addHandler(failures)
    broker = EmbeddedBroker(log=tmp_path / "broker.log")
    try:
        broker.start()
        settings = Settings(brokers=broker.address)
        await create_topics(settings, (PlannedTopic(name="a", partitions=1, config={}),))
        context = connected_consumer(settings, retry_backoff_ms=NEXT_TRY_MS, fetch_max_wait_ms=5_000)
        consumer = await context.__aenter__()
        consumer.assign([TopicPartition("a", 0)])
        consumer.seek(TopicPartition("a", 0), 0)
        await consumer.getmany(timeout_ms=1)
        broker.stop()
        await failures.failed.wait()
        yield context
    finally:
        broker.stop()
        logging.getLogger("aiokafka.consumer.fetcher").removeHandler(failures)


async def test_the_end_of_a_consumer_whose_broker_is_away_is_no_cancellation(waiting: Any) -> None:
    """Who follows a topic goes on: the client's own cancellation of its fetches stays inside."""
    assert not await waiting.__aexit__(None, None, None)


async def test_a_task_that_is_cancelled_while_its_consumer_ends_is_cancelled(waiting: Any) -> None:
    """Our own cancellation goes through."""
    task = asyncio.create_task(waiting.__aexit__(None, None, None))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_task_that_is_cancelled_while_a_fetch_ends_is_cancelled(embedded_broker: str) -> None:
    """The client waits for the end of its reading task, and takes our cancellation for that one's."""
    ended = asyncio.Event()

    async def read() -> None:
        async with connected_consumer(Settings(brokers=embedded_broker)) as consumer:
            reading = consumer._fetcher._fetch_task
            reading.add_done_callback(lambda _: task.cancel())
        ended.set()

    task = asyncio.create_task(read())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not ended.is_set()
