"""Puts records on `wire.raw`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from streams.ops.administration import partition_count
from streams.ops.connection import connected_producer
from streams.ops.errors import OperationFailed
from streams.ops.intake_files import Refusal
from streams.ops.read_ahead import ReadAhead
from streams.topics import RAW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aiokafka import AIOKafkaProducer

    from streams.ops.intake_files import RawRecord
    from streams.settings import Settings

IN_FLIGHT: Final = 2_000
"""Records that the broker may not yet have acknowledged; more are not read."""
REFUSALS_KEPT: Final = 100
STOP_SECONDS: Final = 3.0
"""How long after an interruption the broker may take for what is in flight, and then to close the connection."""


@dataclass(slots=True)
class Ingested:
    """How many records were sent, how many of them the broker has, and which were left out and why."""

    topic: str
    sent: int = 0
    acknowledged: int = 0
    size: int = 0
    """Bytes of the records that the broker has."""
    refused: int = 0
    reasons: list[str] = field(default_factory=list)
    interrupted: bool = False

    def refuse(self, reason: str) -> None:
        """Count an item that was left out, and keep the first reasons."""
        self.refused += 1
        if len(self.reasons) < REFUSALS_KEPT:
            self.reasons.append(reason)


async def ingest(
    settings: Settings,
    records: Iterable[RawRecord | Refusal],
    *,
    stop: asyncio.Event | None = None,
    progress: Callable[[Ingested], object] = lambda _: None,
) -> Ingested:
    """Send records to `wire.raw` in the order given; return when the broker has all of them.

    Once `stop` is set no more is read, and the result is `interrupted`; what is in flight gets `STOP_SECONDS`.
    `progress` is called after each record that was read.
    Raises `BrokerUnreachable`, and `OperationFailed` where the topic is missing or the broker refuses to go on.
    """
    result = Ingested(topic=RAW.full_name(settings))
    working = asyncio.ensure_future(_ingest(settings, records, result, progress))
    stopping = asyncio.ensure_future((stop or asyncio.Event()).wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    while not working.done():
        result.interrupted = True
        working.cancel()  # each time it gives up one thing: reading, waiting for the broker, closing the connection
        await asyncio.wait((working,), timeout=STOP_SECONDS)
    if not working.cancelled():
        working.result()
    return result


async def _ingest(
    settings: Settings,
    records: Iterable[RawRecord | Refusal],
    result: Ingested,
    progress: Callable[[Ingested], object],
) -> None:
    await partition_count(settings, result.topic)  # asking the producer would create it, without our settings
    async with connected_producer(settings) as producer:
        flight = _Flight(producer, result)
        try:
            async with ReadAhead(records, IN_FLIGHT) as read:
                async for record in read:
                    if isinstance(record, Refusal):
                        result.refuse(str(record))
                    else:
                        await flight.send(record)
                    progress(result)
        except asyncio.CancelledError:
            if not result.interrupted:
                raise
        await flight.land()


class _Flight:
    """The records that are on their way to the broker, and what it says of each."""

    def __init__(self, producer: AIOKafkaProducer, result: Ingested) -> None:
        self._producer = producer
        self._result = result
        self._free = asyncio.Semaphore(IN_FLIGHT)
        self._pending: set[asyncio.Future[object]] = set()
        self._failure: OperationFailed | None = None

    async def send(self, record: RawRecord) -> None:
        """Send a record, once there is room for it. Raises `OperationFailed` where the broker refused one before."""
        await self._free.acquire()
        if self._failure is not None:
            raise self._failure
        try:
            future: asyncio.Future[object] = await self._producer.send(
                self._result.topic, record.value, key=record.key, headers=list(record.headers)
            )
        except MessageSizeTooLargeError:
            self._result.refuse(f"{record.origin}: {len(record.value):,} bytes are more than a record may have")
            self._free.release()
            return
        self._result.sent += 1
        self._pending.add(future)
        future.add_done_callback(lambda done: self._answered(record, done))

    async def land(self) -> None:
        """Wait until the broker has answered for all. Raises `OperationFailed` where it refused one."""
        if self._pending:
            await asyncio.wait(set(self._pending))
            await asyncio.sleep(0)  # let the callbacks of the last ones run
        if self._failure is not None:
            raise self._failure

    def _answered(self, record: RawRecord, answer: asyncio.Future[object]) -> None:
        self._pending.discard(answer)
        self._free.release()
        error = None if answer.cancelled() else answer.exception()
        if isinstance(error, MessageSizeTooLargeError):
            self._result.refuse(f"{record.origin}: the broker takes no record of {len(record.value):,} bytes")
        elif error is not None or answer.cancelled():
            self._fail(record, error)
        else:
            self._result.acknowledged += 1
            self._result.size += len(record.value)

    def _fail(self, record: RawRecord, error: BaseException | None) -> None:
        if isinstance(error, KafkaError) and self._failure is None:
            self._failure = OperationFailed(
                f"{record.origin} was not taken: {error or type(error).__name__}; "
                f"the broker has {self._result.acknowledged:,} of {self._result.sent:,} records sent"
            )
