"""Reads topics without a consumer group and without commits, so that the broker keeps no trace of it."""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aiokafka import TopicPartition

from streams.kafka import readable_end
from streams.ops.administration import partition_count
from streams.ops.connection import connected_consumer, connected_probe, end_offsets
from streams.ops.errors import OperationFailed
from streams.topics import record_limit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping
    from contextlib import AbstractAsyncContextManager

    from aiokafka import AIOKafkaConsumer, ConsumerRecord

    from streams.settings import Settings

POLL_MS: Final = 500
SILENT_SECONDS: Final = 30.0
"""Seconds after which reading fails when the broker sends none of the records that it reports."""
FETCH_BYTES: Final = 8_388_608


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Which records of a topic to read, and whether to continue with new ones."""

    from_beginning: bool = False
    last: int | None = None
    """At most so many of the existing records, over all partitions: the latest, or with `from_beginning` the first."""
    follow: bool = False
    partition: int | None = None
    since_ms: int = 0
    """Where the beginning is asked for: records before the first with this timestamp are left out."""


async def read_topic(settings: Settings, name: str, wanted: Range) -> AsyncGenerator[ConsumerRecord]:
    """Yield the records of a topic: of one partition in order, of several by time as far as possible.

    Without `follow` it ends with what stood on the topic at the start. Raises `BrokerUnreachable`, and
    `OperationFailed` where there is no such topic or partition, or the broker falls silent.
    """
    partitions = await _partitions(settings, name, wanted.partition)
    async with connected_probe(settings) as probe:
        ends = await end_offsets(probe, partitions)
    async with topic_consumer(settings) as consumer:
        begins = await _begins(consumer, partitions, ends, wanted.since_ms)
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek(partition, _start(begins[partition], ends[partition], wanted))
        async with aclosing(_present(consumer, ends, wanted)) as present:
            async for record in present:
                yield record
        while wanted.follow:
            for record in _by_time(await consumer.getmany(timeout_ms=POLL_MS)):
                yield record


def topic_consumer(settings: Settings, **options: Any) -> AbstractAsyncContextManager[AIOKafkaConsumer]:
    """Return a consumer for whole topics, of committed transactions alone. Opening it raises `BrokerUnreachable`."""
    limits = {"fetch_max_bytes": record_limit(settings) + FETCH_BYTES, "max_partition_fetch_bytes": FETCH_BYTES}
    return connected_consumer(settings, **{**limits, **options})


async def read_until(
    consumer: AIOKafkaConsumer, ends: Mapping[TopicPartition, int]
) -> AsyncGenerator[list[ConsumerRecord]]:
    """Yield records from the consumer's position up to the given ends, in portions.

    A partition's end is put right once by what its first fetch says: the embedded broker, asked for an end, gives one
    past the first record of the last batch. A partition that has been read is paused until all have been: a fetch past
    its end waits at the broker for new records, and the fetches of the others wait behind it. No more is read of a
    partition that the caller pauses.
    """
    ends, trusted = dict(ends), set[TopicPartition]()
    # By position, not by the offsets of records: compaction and control records leave gaps, also right before the end.
    pending = {partition for partition, end in ends.items() if await consumer.position(partition) < end}
    consumer.pause(*(ends.keys() - pending))
    deadline = time.monotonic() + SILENT_SECONDS
    while pending:
        batches = await consumer.getmany(*pending, timeout_ms=POLL_MS)
        for partition in batches.keys() - trusted:
            ends[partition] = max(ends[partition], readable_end(consumer, partition) or 0)
            trusted.add(partition)
        records = [
            record
            for record in _by_time(batches)
            if record.offset < ends[TopicPartition(record.topic, record.partition)]
        ]
        if records:
            deadline = time.monotonic() + SILENT_SECONDS
            yield records
        elif time.monotonic() > deadline:
            raise OperationFailed(f"the broker has given nothing for {SILENT_SECONDS:.0f} s; look at its log")
        pending -= consumer.paused()
        for partition in list(pending):
            if await consumer.position(partition) >= ends[partition]:
                pending.discard(partition)
                consumer.seek(partition, ends[partition])  # what came after the end is read again by who follows
                consumer.pause(partition)
    consumer.resume(*ends)


async def _begins(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], ends: Mapping[TopicPartition, int], since_ms: int
) -> dict[TopicPartition, int]:
    """Return the first offsets of partitions, or those of the first records with a timestamp."""
    begins: dict[TopicPartition, int] = await consumer.beginning_offsets(partitions)
    filled = [place for place in partitions if begins[place] < ends[place]]
    if since_ms <= 0 or not filled:
        return begins
    found = await consumer.offsets_for_times(dict.fromkeys(filled, since_ms))
    return begins | {place: ends[place] if at is None else at.offset for place, at in found.items()}


async def _present(
    consumer: AIOKafkaConsumer, ends: Mapping[TopicPartition, int], wanted: Range
) -> AsyncGenerator[ConsumerRecord]:
    if wanted.from_beginning:
        given = 0
        async for records in read_until(consumer, ends):
            for record in records:
                if given == wanted.last:
                    return
                yield record
                given += 1
    elif wanted.last:
        found = [record async for records in read_until(consumer, ends) for record in records]
        for record in sorted(found, key=_time)[-wanted.last :]:
            yield record


def _start(begin: int, end: int, wanted: Range) -> int:
    if wanted.from_beginning:
        return begin
    return max(begin, end - (wanted.last or 0))


def _by_time(batches: Mapping[TopicPartition, list[ConsumerRecord]]) -> list[ConsumerRecord]:
    return sorted((record for records in batches.values() for record in records), key=_time)


def _time(record: ConsumerRecord) -> tuple[int, int, int]:
    return (record.timestamp or 0, record.partition, record.offset)


async def _partitions(settings: Settings, name: str, only: int | None) -> list[TopicPartition]:
    count = await partition_count(settings, name)
    if only is not None and not 0 <= only < count:
        raise OperationFailed(f"{name} has no partition {only}, only 0 to {count - 1}")
    return [TopicPartition(name, number) for number in range(count) if only in {None, number}]
