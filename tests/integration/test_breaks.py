"""Topics that lost records which nobody had read, or that were deleted and created again, on Apache Kafka."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete

from streams.ops.administration import create_topics
from streams.ops.connection import connected_admin
from streams.topics import RAW
from tests.integration.test_life import item

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiokafka.admin import AIOKafkaAdminClient

    from tests.running.pipeline import Pipeline, Raw

pytestmark = pytest.mark.kafka


def articles(first: int, end: int) -> list[Raw]:
    """Return articles on events of their own."""
    return [
        item(f"n{number}", 1, f"The {number} buses of line {number} run again. " * 4) for number in range(first, end)
    ]


async def _until_gone(admin: AIOKafkaAdminClient, name: str) -> None:
    async with asyncio.timeout(30):
        while True:
            if name not in await admin.list_topics():
                return
            await asyncio.sleep(0.2)


async def test_records_that_retention_took_are_reported(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """With their offsets, in the log and in the status; the worker goes on behind them and the account balances."""
    pipeline = await make_pipeline(kafka_broker)
    first = pipeline.start_worker()
    await pipeline.feed(articles(0, 3))
    await pipeline.until_done(3)
    first.stop()
    await pipeline.feed(articles(3, 8))
    async with connected_admin(pipeline.settings) as admin:
        await admin.delete_records(
            {TopicPartition(RAW.full_name(pipeline.settings), 0): RecordsToDelete(before_offset=6)}
        )

    second = pipeline.start_worker()
    status = await pipeline.until(lambda status: bool(status.notices) and status.settled, seconds=180)
    assert status.total.records == 5
    (notice,) = status.notices
    assert notice.text.startswith("offsets 3 to 5 are gone and intake has not read them")
    assert "records are gone" in second.log.read_text()


async def test_a_topic_recreated_begins_a_new_epoch_of_the_account(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """What it carries is read from its beginning and counted besides what came before, and the account balances."""
    pipeline = await make_pipeline(kafka_broker)
    first = pipeline.start_worker()
    await pipeline.feed(articles(0, 4))
    await pipeline.until_done(4)
    first.stop()
    name = RAW.full_name(pipeline.settings)
    async with connected_admin(pipeline.settings) as admin:
        await admin.delete_topics([name])
        await _until_gone(admin, name)
    await create_topics(pipeline.settings)
    await pipeline.feed(articles(4, 7))

    second = pipeline.start_worker()
    status = await pipeline.until(lambda status: bool(status.notices) and status.settled, seconds=180)
    assert (status.total.records, status.total.items, status.total.outcomes["published"]) == (7, 7, 7)
    assert [notice.text[:40] for notice in status.notices] == ["intake had read up to offset 4, and the "]
    assert "a new epoch of the account begins" in second.log.read_text()
