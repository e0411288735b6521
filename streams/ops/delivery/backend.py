"""A receiver's backend on Kafka: alerts from its consumer group, state and dead letters to their topics."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError

from schemas import SCHEMA_HEADER, CasualtyAlert, DeadLetter, encode, schema_name
from streams.delivery import Received
from streams.ops.delivery.state import record_key
from streams.ops.rendering import message_of
from streams.topics import ALERTS, DEAD, deliveries_topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

    from schemas import Watch
    from streams.delivery import GivenUp
    from streams.ops.delivery.state import StateWriter
    from streams.settings import Settings

STAGE: Final = "deliver"
MAX_RECORDS: Final = 100
"""Alerts in memory at once: a receiver that is down leaves the others on the topic."""


class PartitionsMoved(Exception):
    """The group has given partitions to another process, or to this one: what is known must be read again."""


class Assignments(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Notes that the partitions have changed."""

    def __init__(self) -> None:
        self.moved = False
        self.some = asyncio.Event()
        """Set while this process has partitions."""

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Partitions go: nothing of them may be stored or committed any more."""
        self.moved = self.moved or bool(list(revoked))
        self.some.clear()

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Partitions come: what is known of their incidents must be read."""
        held = list(assigned)
        self.moved = self.moved or bool(held)
        if held:
            self.some.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """What a receiver is connected by."""

    consumer: AIOKafkaConsumer
    producer: AIOKafkaProducer
    assignments: Assignments


class KafkaBackend:
    """Reads alerts, and keeps what the loop must not lose. Raises `PartitionsMoved` once they have."""

    def __init__(self, settings: Settings, receiver: str, clients: Clients, writer: StateWriter) -> None:
        self._settings = settings
        self._receiver = receiver
        self._consumer = clients.consumer
        self._producer = clients.producer
        self._assignments = clients.assignments
        self._writer = writer

    async def read(self, seconds: float) -> list[Received]:
        """Return the next alerts."""
        self._check()
        batches = await self._consumer.getmany(timeout_ms=int(1000 * seconds), max_records=MAX_RECORDS)
        self._check()
        return [received for records in batches.values() for received in _alerts(records)]

    async def store(self, watches: Mapping[tuple[str, str], Watch | None]) -> None:
        """Write what has changed to the topic of deliveries."""
        self._check()
        for key, watch in watches.items():
            await self._writer.put(key, watch)

    async def give_up(self, letter: GivenUp) -> None:
        """Write a dead letter, which `wirefeed dead replay` puts back to be delivered at the next start."""
        await self._producer.send_and_wait(
            DEAD.full_name(self._settings),
            encode(_dead_letter(self._settings, self._receiver, letter)),
            key=self._receiver.encode(),
            headers=[(SCHEMA_HEADER, schema_name(DeadLetter).encode())],
        )

    async def commit(self, partition: int, offset: int) -> None:
        """Commit the alerts of a partition up to and with an offset."""
        self._check()
        place = TopicPartition(ALERTS.full_name(self._settings), partition)
        try:
            await self._consumer.commit({place: offset + 1})
        except (CommitFailedError, IllegalStateError) as error:
            raise PartitionsMoved from error

    def _check(self) -> None:
        if self._assignments.moved:
            raise PartitionsMoved


def _alerts(records: Iterable[ConsumerRecord]) -> Iterable[Received]:
    for record in records:
        alert = message_of(record, ALERTS)
        if isinstance(alert, CasualtyAlert):  # what can't be read is none of ours
            yield Received(alert, record.partition, record.offset)


def _dead_letter(settings: Settings, receiver: str, letter: GivenUp) -> DeadLetter:
    notification = letter.notification
    key = record_key(receiver, ("", notification.id))
    at = f"{notification.at:%Y%m%dT%H%M%S}"
    return DeadLetter(
        id=f"{STAGE}/{receiver}/{notification.id}/{at}",
        stage=STAGE,
        topic=deliveries_topic(settings),
        partition=letter.partition,
        offset=0,
        key=b64encode(key).decode(),
        value=b64encode(encode(notification)).decode(),
        error="Undeliverable",
        message=f"receiver {receiver}: {letter.reason}",
        at=notification.at,
        attempts=letter.attempts,
    )
