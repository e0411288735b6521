"""What receivers know, on a compacted topic: a record for each receiver, rule and incident."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiokafka import TopicPartition

from schemas import Notification, UndecodableMessage, Watch, decode, encode
from streams.ops.connection import connected_probe, end_offsets
from streams.ops.reading import read_until, topic_consumer
from streams.topics import deliveries_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiokafka import AIOKafkaProducer, ConsumerRecord

    from streams.settings import Settings

SEPARATOR: Final = "|"
"""Names of receivers and rules can't have it; an incident's id, which may, stands last."""

Key = tuple[str, str]
"""Rule and incident; for a notification that is to be delivered again, nothing and its id."""


@dataclass(slots=True)
class StoredState:
    """What is stored of one receiver on some partitions."""

    watches: dict[Key, Watch] = field(default_factory=dict)
    again: dict[Key, Notification] = field(default_factory=dict)
    """Dead letters that were put back."""
    partitions: dict[Key, int] = field(default_factory=dict)

    def add(self, record: ConsumerRecord, receiver: str) -> None:
        """Take over a record; one of another receiver, or that can't be read, is nothing."""
        name, _, rest = (record.key or b"").decode(errors="replace").partition(SEPARATOR)
        if name != receiver:
            return
        rule, _, last = rest.partition(SEPARATOR)
        key = (rule, last)
        self.watches.pop(key, None)
        self.again.pop(key, None)
        if record.value is None:
            self.partitions.pop(key, None)
            return
        self._put(key, record)

    def _put(self, key: Key, record: ConsumerRecord) -> None:
        try:
            message = decode(record.value, (Watch if key[0] else Notification,))
        except UndecodableMessage:
            return
        self.partitions[key] = record.partition
        if isinstance(message, Watch):
            self.watches[key] = message
        elif isinstance(message, Notification):
            self.again[key] = message


class StateWriter:
    """Writes what a receiver knows, on the partitions of the alerts."""

    def __init__(self, settings: Settings, receiver: str, producer: AIOKafkaProducer, state: StoredState) -> None:
        self._topic = deliveries_topic(settings)
        self._receiver = receiver
        self._producer = producer
        self._partitions = dict(state.partitions)

    async def put(self, key: Key, watch: Watch | None) -> None:
        """Write or remove what is known of an incident; return when the broker has it."""
        partition = self._partitions.get(key, 0) if watch is None else watch.partition
        self._partitions[key] = partition
        value = None if watch is None else encode(watch)
        await self._producer.send_and_wait(self._topic, value, key=record_key(self._receiver, key), partition=partition)


def record_key(receiver: str, key: Key) -> bytes:
    """Return the key of a record."""
    return SEPARATOR.join((receiver, *key)).encode()


async def read_state(settings: Settings, receiver: str, partitions: Iterable[int]) -> StoredState:
    """Return what is stored of a receiver on some partitions."""
    topic = deliveries_topic(settings)
    places = [TopicPartition(topic, number) for number in sorted(partitions)]
    state = StoredState()
    async with connected_probe(settings) as probe:
        ends = await end_offsets(probe, places)
    async with topic_consumer(settings) as consumer:
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        async with aclosing(read_until(consumer, ends)) as portions:
            async for records in portions:
                for record in records:
                    state.add(record, receiver)
    return state
