"""Sending what a batch made: record batches built for each partition, and awaited."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.partitioner import DefaultPartitioner

from streams.kafka import client_options, record_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.runner import OutRecord
    from streams.settings import Settings

BATCH_BYTES: Final = 900_000
"""Under the broker's default limit of 1 MB for a record batch."""


class Outbox:
    """One idempotent producer for all stages of a worker."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._partitioner = DefaultPartitioner()

    async def start(self) -> None:
        """Connect."""
        if self._producer is not None:
            return
        self._producer = AIOKafkaProducer(
            **client_options(self._settings),
            client_id=f"{self._settings.app_id}-outbox",
            acks="all",
            max_batch_size=BATCH_BYTES,
            max_request_size=record_limit(self._settings),
            linger_ms=0,
        )
        await self._producer.start()

    async def stop(self) -> None:
        """Send what is waiting and disconnect."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def send(self, records: Sequence[OutRecord]) -> dict[tuple[str, int], int]:
        """Send records, in order within each partition, and wait until the broker has them all.

        Returns the last offset of each topic and partition written. Raises a KafkaError where the broker refuses or
        can't be reached; some of the records may then have been written.
        """
        await self.start()
        partitions = {topic: await self._partitions(topic) for topic in {record.topic for record in records}}
        grouped: dict[tuple[str, int], list[OutRecord]] = {}
        for record in records:
            partition = record.partition
            if partition is None:
                partition = self._partitioner(record.key, partitions[record.topic], partitions[record.topic])
            grouped.setdefault((record.topic, partition), []).append(record)
        sent = await asyncio.gather(*(self._send_partition(*place, group) for place, group in grouped.items()))
        return dict(zip(grouped, sent, strict=True))

    async def _partitions(self, topic: str) -> list[int]:
        assert self._producer is not None  # noqa: S101  # send starts it
        return sorted(await self._producer.partitions_for(topic))

    async def _send_partition(self, topic: str, partition: int, records: list[OutRecord]) -> int:
        producer = self._producer
        assert producer is not None  # noqa: S101  # send starts it
        last = -1
        batch = producer.create_batch()
        for record in records:
            if record.size > BATCH_BYTES:
                if batch.record_count():
                    last = await self._send_batch(batch, topic, partition)
                    batch = producer.create_batch()
                last = await self._send_alone(record, topic, partition)
                continue
            if not self._append(batch, record):
                last = await self._send_batch(batch, topic, partition)
                batch = producer.create_batch()
                if not self._append(batch, record):
                    last = await self._send_alone(record, topic, partition)
        if batch.record_count():
            last = await self._send_batch(batch, topic, partition)
        return last

    @staticmethod
    def _append(batch: Any, record: OutRecord) -> bool:
        appended = batch.append(key=record.key, value=record.value, timestamp=None, headers=list(record.headers))
        return appended is not None

    async def _send_batch(self, batch: Any, topic: str, partition: int) -> int:
        assert self._producer is not None  # noqa: S101  # send starts it
        count: int = batch.record_count()
        batch.close()
        future = await self._producer.send_batch(batch, topic, partition=partition)
        metadata = await future
        return int(metadata.offset) + count - 1

    async def _send_alone(self, record: OutRecord, topic: str, partition: int) -> int:
        assert self._producer is not None  # noqa: S101  # send starts it
        try:
            metadata = await self._producer.send_and_wait(
                topic, record.value, key=record.key, partition=partition, headers=list(record.headers)
            )
        except MessageSizeTooLargeError as error:
            raise RecordTooLarge(f"a record of {record.size} bytes for {topic} is over the limit") from error
        return int(metadata.offset)


class RecordTooLarge(Exception):
    """A record is over what the broker takes."""
