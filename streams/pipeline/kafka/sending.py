"""Sending records with a producer: record batches built for each partition, and awaited."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.partitioner import DefaultPartitioner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiokafka import AIOKafkaProducer

    from streams.runner import OutRecord

BATCH_BYTES: Final = 900_000
"""Under the broker's default limit of 1 MB for a record batch."""

_PARTITIONER: Final = DefaultPartitioner()


class RecordTooLarge(Exception):
    """A record is over what the broker takes."""


async def send_records(producer: AIOKafkaProducer, records: Sequence[OutRecord]) -> dict[tuple[str, int], int]:
    """Send records, in order within each partition, and wait until the broker has them all.

    Returns the last offset of each topic and partition written. Raises a KafkaError where the broker refuses or
    can't be reached; some of the records may then have been written.
    """
    topics = {record.topic for record in records}
    partitions = {topic: sorted(await producer.partitions_for(topic)) for topic in topics}
    grouped: dict[tuple[str, int], list[OutRecord]] = {}
    for record in records:
        partition = record.partition
        if partition is None:
            partition = _PARTITIONER(record.key, partitions[record.topic], partitions[record.topic])
        grouped.setdefault((record.topic, partition), []).append(record)
    sent = await asyncio.gather(*(_send_partition(producer, *place, group) for place, group in grouped.items()))
    return dict(zip(grouped, sent, strict=True))


async def _send_partition(producer: AIOKafkaProducer, topic: str, partition: int, records: list[OutRecord]) -> int:
    last = -1
    batch = producer.create_batch()
    for record in records:
        if record.size > BATCH_BYTES:
            if batch.record_count():
                last = await _send_batch(producer, batch, topic, partition)
                batch = producer.create_batch()
            last = await _send_alone(producer, record, topic, partition)
            continue
        if not _append(batch, record):
            last = await _send_batch(producer, batch, topic, partition)
            batch = producer.create_batch()
            if not _append(batch, record):
                last = await _send_alone(producer, record, topic, partition)
    if batch.record_count():
        last = await _send_batch(producer, batch, topic, partition)
    return last


def _append(batch: Any, record: OutRecord) -> bool:
    appended = batch.append(key=record.key, value=record.value, timestamp=None, headers=list(record.headers))
    return appended is not None


async def _send_batch(producer: AIOKafkaProducer, batch: Any, topic: str, partition: int) -> int:
    count: int = batch.record_count()
    batch.close()
    future = await producer.send_batch(batch, topic, partition=partition)
    metadata = await future
    return int(metadata.offset) + count - 1


async def _send_alone(producer: AIOKafkaProducer, record: OutRecord, topic: str, partition: int) -> int:
    try:
        metadata = await producer.send_and_wait(
            topic, record.value, key=record.key, partition=partition, headers=list(record.headers)
        )
    except MessageSizeTooLargeError as error:
        raise RecordTooLarge(f"a record of {record.size} bytes for {topic} is over the limit") from error
    return int(metadata.offset)
