"""Transactions of a source partition on Apache Kafka: one owner, and all or nothing."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from faust.types import TP

from streams.ops.connection import connected_consumer
from streams.ops.errors import OperationFailed
from streams.ops.guarantee import has_transactions, with_delivery
from streams.pipeline.kafka import Fenced, TransactionalOutbox
from streams.runner import OutRecord
from streams.settings import Delivery, Settings
from streams.topics import ITEMS, RAW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.running.pipeline import Pipeline


def outbox(settings: Settings) -> TransactionalOutbox:
    """Return an outbox as a worker has it."""
    return TransactionalOutbox(settings, {RAW.full_name(settings): "intake"})


def record(settings: Settings, value: bytes) -> OutRecord:
    """Return a record for `wire.items`."""
    return OutRecord(ITEMS.full_name(settings), b"k", value, partition=0)


async def visible(pipeline: Pipeline) -> list[bytes | None]:
    """Return the values that a reader of committed transactions sees."""
    return [found.value for found in await pipeline.records("items")]


async def committed(settings: Settings, source: TP) -> int | None:
    """Return the offset that the group has committed."""
    async with connected_consumer(settings, group_id=settings.app_id) as consumer:
        assert isinstance(consumer, AIOKafkaConsumer)
        return await consumer.committed(TopicPartition(*source))


async def until(read: Callable[[], Awaitable[object]], expected: object) -> None:
    """Read again until the value is as expected: the broker confirms a transaction before all partitions show it."""
    seen = await read()
    try:
        async with asyncio.timeout(30):
            while seen != expected:
                await asyncio.sleep(0.05)
                seen = await read()
    except TimeoutError:
        raise AssertionError(f"{seen!r} and not {expected!r}") from None


@pytest.mark.kafka
async def test_a_new_owner_ends_what_the_earlier_one_left_open_and_keeps_it_out(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """The open transaction of a worker that was stopped is never seen, and its next one is refused."""
    pipeline = await make_pipeline(kafka_broker)
    settings, source = pipeline.settings, TP(RAW.full_name(pipeline.settings), 0)
    old, new = outbox(settings), outbox(settings)
    try:
        await old.begin([source])
        await old.send(source, [record(settings, b"1")], 1)
        producer = old._producers[source]  # what a killed worker leaves can't be made by its public methods
        await producer.begin_transaction()
        await producer.send_and_wait(ITEMS.full_name(settings), b"left open", key=b"k", partition=0)
        await until(lambda: visible(pipeline), [b"1"])  # a reader does not wait for the open transaction
        await new.begin([source])
        await until(lambda: committed(settings, source), 1)
        await new.send(source, [record(settings, b"2")], 2)
        with pytest.raises(Fenced):
            await old.send(source, [record(settings, b"late")], 9)
        await until(lambda: visible(pipeline), [b"1", b"2"])
        await until(lambda: committed(settings, source), 2)
    finally:
        await old.stop()
        await new.stop()


@pytest.mark.kafka
async def test_a_fenced_owner_leaves_no_error_that_nobody_hears_of(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Whoever sends is told once; Python has nothing to log about exceptions that were never retrieved."""
    pipeline = await make_pipeline(kafka_broker)
    settings, source = pipeline.settings, TP(RAW.full_name(pipeline.settings), 0)
    unheard: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unheard.append(str(context)))
    for records in ([record(settings, b"x" * 800_000)] * 3, []):
        old, new = outbox(settings), outbox(settings)
        await old.begin([source])
        await new.begin([source])
        with pytest.raises(Fenced, match="another worker has taken the partition over"):
            await old.send(source, records, 9)
        await old.stop()
        await new.stop()
        del old, new
        gc.collect()
        await asyncio.sleep(0)
    assert unheard == []


@dataclass(frozen=True)
class Owner:
    """The owner of a source partition."""

    pipeline: Pipeline
    source: TP
    ours: TransactionalOutbox


@pytest.fixture
async def owner(kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]) -> AsyncIterator[Owner]:
    """Own the first partition of `wire.raw`."""
    pipeline = await make_pipeline(kafka_broker)
    made = Owner(pipeline, TP(RAW.full_name(pipeline.settings), 0), outbox(pipeline.settings))
    try:
        await made.ours.begin([made.source])
        yield made
    finally:
        await made.ours.stop()


@pytest.mark.kafka
async def test_records_and_offset_go_out_together_or_not_at_all(owner: Owner) -> None:
    """When one record is refused, neither the others nor the offset are there, and the next transaction works."""
    settings, source, ours = owner.pipeline.settings, owner.source, owner.ours
    huge = record(settings, b"x" * 30_000_000)
    with pytest.raises(Exception, match="over the limit"):
        await ours.send(source, [record(settings, b"with it"), huge], 5)
    assert await committed(settings, source) is None
    await ours.send(source, [record(settings, b"after it")], 6)
    await until(lambda: visible(owner.pipeline), [b"after it"])
    await until(lambda: committed(settings, source), 6)


@pytest.mark.kafka
async def test_an_idle_offset_never_goes_back(owner: Owner) -> None:
    """An offset without records that a batch has passed meanwhile is left out."""
    settings, source, ours = owner.pipeline.settings, owner.source, owner.ours
    await ours.send(source, [record(settings, b"1")], 7)
    await until(lambda: committed(settings, source), 7)
    await ours.send(source, (), 6)
    assert ours.reached(source) == 7
    await until(lambda: committed(settings, source), 7)
    await ours.send(source, (), 8)
    assert ours.reached(source) == 8
    await until(lambda: committed(settings, source), 8)


async def test_a_partition_that_was_not_assigned_has_no_transactions() -> None:
    """Nothing is sent for a partition of which no assignment has begun; no broker is asked."""
    settings = Settings(brokers="127.0.0.1:1")
    with pytest.raises(Fenced):
        await outbox(settings).send(TP("wire.raw.v1", 0), [record(settings, b"1")], 1)


@pytest.mark.kafka
async def test_kafka_has_transactions(kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]) -> None:
    """Asking Kafka says that exactly once is possible."""
    assert await has_transactions((await make_pipeline(kafka_broker)).settings)


@pytest.mark.broker
async def test_the_embedded_broker_has_none(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]], caplog: pytest.LogCaptureFixture
) -> None:
    """Asking the embedded broker says that it isn't, and its answer is no error in the log."""
    settings = (await make_pipeline(embedded_broker)).settings
    assert not await has_transactions(settings)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    assert (await with_delivery(settings)).delivery is Delivery.AT_LEAST_ONCE
    with pytest.raises(OperationFailed, match="no transactions"):
        await with_delivery(settings.model_copy(update={"delivery": Delivery.EXACTLY_ONCE}))
