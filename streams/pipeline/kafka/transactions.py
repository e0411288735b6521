"""Exactly once: outputs, state and the offset of the source go out in one transaction (KIP-98).

Each source partition has a producer of its own, whose transactional id is made of the application, the stage and the
partition. A new owner that starts a producer with this id makes the broker refuse the earlier owner (it is fenced),
also one that was stopped for minutes and has not heard of anything. Kafka Streams' first exactly-once worked like this.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, KafkaError, ProducerFenced
from aiokafka.producer.transaction_manager import TransactionState

from streams.kafka import end_producer, pace_metadata
from streams.pipeline.kafka.outbox import Fenced, producer_options
from streams.pipeline.kafka.sending import send_records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from faust.types import TP

    from streams.pipeline.kafka.outbox import Sent
    from streams.runner import OutRecord
    from streams.settings import Settings

BACKOFF_MS: Final = 5
"""The broker refuses a transaction until it has written the end of the last one: milliseconds, not aiokafka's 100."""
TIMEOUT_MS: Final = 60_000
"""The broker ends a transaction that is open for so long: usually it takes milliseconds, longer while it is away."""


class TransactionalOutbox:
    """A transactional producer for each source partition that this worker has."""

    transactional = True

    def __init__(self, settings: Settings, stages: Mapping[str, str]) -> None:
        """`stages` has the name of the stage of each source topic."""
        self._settings = settings
        self._stages = stages
        self._producers: dict[TP, AIOKafkaProducer] = {}
        self._locks: dict[TP, asyncio.Lock] = {}
        self._reached: dict[TP, int] = {}
        """The offset that was last sent for each partition."""

    async def begin(self, sources: Collection[TP]) -> None:
        """Fence earlier owners of the partitions, this worker itself included.

        When it returns, what an earlier owner left open is aborted, and what it committed can be read: only then may
        the state and the committed offset be read. Raises a KafkaError where the broker can't be reached, and an
        AssertionError where it says that there are no brokers, as one does that has just been woken up.
        """
        await self._stop(list(self._producers))
        started = await asyncio.gather(*(self._start(source) for source in sources), return_exceptions=True)
        self._producers = {
            source: producer
            for source, producer in zip(sources, started, strict=True)
            if not isinstance(producer, BaseException)
        }
        if failed := [each for each in started if isinstance(each, BaseException)]:
            await self._stop(list(self._producers))
            raise failed[0]
        self._locks = {source: asyncio.Lock() for source in sources}
        self._reached = {}

    def parts(self, outputs: Sequence[OutRecord], state: Sequence[OutRecord]) -> list[list[OutRecord]]:
        """Return everything as one portion."""
        return [[*outputs, *state]]

    async def send(self, source: TP, records: Sequence[OutRecord], offset: int | None = None) -> Sent:
        """Send records and the offset in one transaction; when that fails, no reader sees any of it.

        Raises `Fenced`, or a KafkaError or OSError, after which it can be tried again.
        """
        producer = self._producers.get(source)
        if producer is None:
            raise Fenced("the partition is not in this assignment")
        async with self._locks[source]:
            if not records and offset is not None and offset <= self._reached.get(source, -1):
                return {}  # a batch has been faster than who looks at idle partitions
            try:
                sent = await self._transact(producer, source, records, offset)
            except AssertionError as error:  # aiokafka's answer to a transaction that its state doesn't allow
                raise Fenced(_reason(error)) from error
            except (KafkaError, OSError) as error:
                # What is left of the producer says whether another transaction is possible. Aborted: yes. A producer
                # that the broker refuses, or one that has lost count of its records: no, and a new one must not be
                # started here, since it would fence an owner that came after this one.
                fenced = isinstance(error, ProducerFenced)  # also where nothing had to be aborted, and it looks usable
                if not fenced and self._producers.get(source) is producer and _usable(producer):
                    raise
                raise Fenced(_reason(error)) from error
            if offset is not None:
                self._reached[source] = offset
            return sent

    def reached(self, source: TP) -> int | None:
        """Return the offset that was last committed in this assignment, or None.

        The broker answers a commit before the offset in it can be read back.
        """
        return self._reached.get(source)

    async def stop(self) -> None:
        """Disconnect."""
        await self._stop(list(self._producers))

    async def _transact(
        self, producer: AIOKafkaProducer, source: TP, records: Sequence[OutRecord], offset: int | None
    ) -> Sent:
        """Send both at the same time, which saves a tenth of the time of a transaction; the end waits for both."""
        async with producer.transaction():
            sent, committed = await asyncio.gather(
                send_records(producer, records), self._send_offset(producer, source, offset), return_exceptions=True
            )
            # The first of the two to be refused ends the transaction, and the other one only says that there is none.
            if isinstance(committed, BaseException) and isinstance(sent, IllegalOperation):
                raise committed
            if isinstance(sent, BaseException):
                raise sent
            if isinstance(committed, BaseException):
                raise committed
            return sent

    async def _send_offset(self, producer: AIOKafkaProducer, source: TP, offset: int | None) -> None:
        if offset is not None:
            place = TopicPartition(source.topic, source.partition)
            await producer.send_offsets_to_transaction({place: offset}, self._settings.app_id)

    async def _start(self, source: TP) -> AIOKafkaProducer:
        stage = self._stages[source.topic]
        producer = AIOKafkaProducer(
            **producer_options(self._settings, f"{stage}-{source.partition}"),
            transactional_id=f"{self._settings.app_id}-{stage}-{source.partition}",
            transaction_timeout_ms=TIMEOUT_MS,
            retry_backoff_ms=BACKOFF_MS,
        )
        pace_metadata(producer.client)
        try:
            await producer.start()
        except BaseException:
            await end_producer(producer)
            raise
        return producer

    async def _stop(self, sources: Collection[TP]) -> None:
        producers = [self._producers.pop(source) for source in sources]
        await asyncio.gather(*(end_producer(producer) for producer in producers))


def _reason(error: Exception) -> str:
    if isinstance(error, ProducerFenced):
        return "another worker has taken the partition over (ProducerFenced)"
    return f"its producer can send no more ({error!r})"


def _usable(producer: AIOKafkaProducer) -> bool:
    manager: Any = producer._txn_manager  # noqa: SLF001  # aiokafka has no other way to ask
    return manager is not None and manager.state is TransactionState.READY
