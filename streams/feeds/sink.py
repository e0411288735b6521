"""The way of all feeds into `wire.raw`: one producer, which waits until all replicas have the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from streams.feeds.delivery import BrokerRefused, RecordTooLarge
from streams.topics import RAW

if TYPE_CHECKING:
    from aiokafka import AIOKafkaProducer

    from streams.feeds.delivery import Delivery
    from streams.settings import Settings


class RawSink:
    """Sends to `wire.raw` by a producer with `acks=all`, which its owner starts and stops."""

    def __init__(self, settings: Settings, producer: AIOKafkaProducer) -> None:
        self._topic = RAW.full_name(settings)
        self._producer = producer

    async def send(self, delivery: Delivery) -> None:
        """Return when the broker has the record. Raises `RecordTooLarge` or `BrokerRefused`."""
        try:
            await self._producer.send_and_wait(self._topic, delivery.value, key=delivery.key, headers=delivery.headers)
        except MessageSizeTooLargeError as error:
            raise RecordTooLarge(f"{len(delivery.value):,} bytes are more than a record may have") from error
        except KafkaError as error:
            raise BrokerRefused(f"the broker has not taken it: {error or type(error).__name__}") from error
