"""Puts records on `wire.raw`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from streams.ops.administration import partition_count
from streams.ops.connection import connected_producer
from streams.ops.errors import OperationFailed
from streams.ops.intake_files import TooLong
from streams.topics import RAW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiokafka import AIOKafkaProducer

    from streams.ops.intake_files import RawRecord
    from streams.settings import Settings

IN_FLIGHT: Final = 2_000
REFUSALS_KEPT: Final = 100


@dataclass(slots=True)
class Ingested:
    """How many records were sent, and which were left out and why."""

    topic: str
    sent: int = 0
    size: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        """Count an item that was left out, and keep the first reasons."""
        self.skipped += 1
        if len(self.reasons) < REFUSALS_KEPT:
            self.reasons.append(reason)


async def ingest(settings: Settings, records: Iterable[RawRecord | TooLong]) -> Ingested:
    """Send records to `wire.raw` in the order given; return when the broker has all of them.

    Raises `BrokerUnreachable`, and `OperationFailed` where the topic is missing or the broker refuses to go on.
    """
    result = Ingested(topic=RAW.full_name(settings))
    await partition_count(settings, result.topic)  # asking the producer would create it, without our settings
    async with connected_producer(settings) as producer:
        waiting: list[tuple[RawRecord, asyncio.Future[object]]] = []
        for record in records:
            if isinstance(record, TooLong):
                result.skip(str(record))
                continue
            future = await _send(producer, record, result)
            if future is not None:
                waiting.append((record, future))
            if len(waiting) >= IN_FLIGHT:
                await _settle(waiting, result)
        await _settle(waiting, result)
    return result


async def _send(producer: AIOKafkaProducer, record: RawRecord, result: Ingested) -> asyncio.Future[object] | None:
    try:
        future: asyncio.Future[object] = await producer.send(
            result.topic, record.value, key=record.key, headers=list(record.headers)
        )
    except MessageSizeTooLargeError:
        result.skip(f"{record.origin}: {len(record.value):,} bytes are more than a record may have")
        return None
    return future


async def _settle(waiting: list[tuple[RawRecord, asyncio.Future[object]]], result: Ingested) -> None:
    acknowledged = await asyncio.gather(*(future for _, future in waiting), return_exceptions=True)
    for (record, _), answer in zip(waiting, acknowledged, strict=True):
        if isinstance(answer, MessageSizeTooLargeError):
            result.skip(f"{record.origin}: the broker takes no record of {len(record.value):,} bytes")
        elif isinstance(answer, KafkaError):
            raise OperationFailed(
                f"{record.origin} was not taken: {answer or type(answer).__name__}; {result.sent:,} before it were"
            ) from answer
        elif isinstance(answer, BaseException):
            raise answer
        else:
            result.sent += 1
            result.size += len(record.value)
    waiting.clear()
