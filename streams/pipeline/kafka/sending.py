"""Sending records with a producer: record batches built for each partition, and awaited."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError

from streams.pipeline.many_keys import partitions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiokafka import AIOKafkaProducer

    from streams.runner import OutRecord

BATCH_BYTES: Final = 900_000
"""Under the broker's default limit of 1 MB for a record batch."""

_TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)


class RecordTooLarge(Exception):
    """A record is over what the broker takes for its topic."""

    def __init__(self, topic: str, size: int) -> None:
        super().__init__(f"a record of {size} bytes for {topic} is over the limit")
        self.topic = topic
        self.size = size


async def send_records(producer: AIOKafkaProducer, records: Sequence[OutRecord]) -> dict[tuple[str, int], int]:
    """Send records, in order within each partition, and wait until the broker has them all.

    Returns the last offset of each topic and partition written. Raises `RecordTooLarge`, and a KafkaError where the
    broker refuses or can't be reached; some of the records may then have been written. Nothing is still being sent when
    it ends.
    """
    grouped = await _by_place(producer, records)
    sending = (_send_partition(producer, *place, group) for place, group in grouped.items())
    ended = await asyncio.gather(*sending, return_exceptions=True)
    sent: dict[tuple[str, int], int] = {}
    for place, answer in zip(grouped, ended, strict=True):
        if isinstance(answer, BaseException):
            raise answer
        sent[place] = answer
    return sent


async def _by_place(producer: AIOKafkaProducer, records: Sequence[OutRecord]) -> dict[tuple[str, int], list[OutRecord]]:
    """Return the records of each topic and partition, in order."""
    by_topic: defaultdict[str, list[OutRecord]] = defaultdict(list)
    for record in records:
        by_topic[record.topic].append(record)
    grouped: defaultdict[tuple[str, int], list[OutRecord]] = defaultdict(list)
    for topic, of_topic in by_topic.items():
        known = sorted(await producer.partitions_for(topic))
        chosen = iter(partitions_of([record.key for record in of_topic if record.partition is None], known))
        for record in of_topic:
            grouped[topic, next(chosen) if record.partition is None else record.partition].append(record)
    return dict(grouped)


async def _send_partition(producer: AIOKafkaProducer, topic: str, partition: int, records: list[OutRecord]) -> int:
    last = -1
    for group in _groups(records):
        last = await _send_group(producer, topic, partition, group)
    return last


def _groups(records: Sequence[OutRecord]) -> Iterator[list[OutRecord]]:
    """Yield records in groups of a batch each, in order; a record that is larger than a batch is alone."""
    group: list[OutRecord] = []
    size = 0
    for record in records:
        if group and size + record.size > BATCH_BYTES:
            yield group
            group, size = [], 0
        group.append(record)
        size += record.size
    if group:
        yield group


async def _send_group(producer: AIOKafkaProducer, topic: str, partition: int, group: list[OutRecord]) -> int:
    """Send records as one batch; a batch that the broker finds too large is sent in halves."""
    try:
        return await _send_batch(producer, topic, partition, group)
    except _TOO_LARGE as error:
        if len(group) == 1:
            raise RecordTooLarge(topic, group[0].size) from error
    half = len(group) // 2
    await _send_group(producer, topic, partition, group[:half])
    return await _send_group(producer, topic, partition, group[half:])


async def _send_batch(producer: AIOKafkaProducer, topic: str, partition: int, group: list[OutRecord]) -> int:
    batch = producer.create_batch()
    for record in group:
        appended = batch.append(key=record.key, value=record.value, timestamp=None, headers=list(record.headers))
        if appended is None:  # many headers take more than `size` allows for
            raise MessageSizeTooLargeError
    batch.close()
    future = await producer.send_batch(batch, topic, partition=partition)
    try:
        metadata = await future
    except _TOO_LARGE:
        _take_back_numbers(producer, TopicPartition(topic, partition), len(group))
        raise
    return int(metadata.offset) + len(group) - 1


def _take_back_numbers(producer: AIOKafkaProducer, place: TopicPartition, count: int) -> None:
    """Let the next batch of a partition have the numbers of one that the broker refused.

    A transactional producer numbers the records of a partition, and the broker takes no record after a gap. aiokafka
    counts a batch when it is sent, and leaves it counted where it is refused (aiokafka 0.14).
    """
    manager: Any = producer._txn_manager  # noqa: SLF001  # aiokafka has no other way
    if manager is not None:
        manager.increment_sequence_number(place, -count)
