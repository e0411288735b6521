"""Which delivery a broker makes possible, for workers and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiokafka.errors import KafkaError

from streams.ops.connection import connected_probe
from streams.ops.errors import OperationFailed
from streams.pipeline.kafka.transactions import has_transactions
from streams.settings import Delivery

if TYPE_CHECKING:
    from streams.settings import Settings


async def with_delivery(settings: Settings) -> Settings:
    """Return the settings with a delivery that the broker can do.

    Raises `BrokerUnreachable`, and `OperationFailed` where exactly once is asked of a broker without transactions.
    """
    if settings.delivery is Delivery.AT_LEAST_ONCE:
        return settings
    async with connected_probe(settings):  # its errors tell the way out
        possible = await has_transactions(settings)
    if settings.delivery is Delivery.EXACTLY_ONCE and not possible:
        raise OperationFailed(
            "the broker has no transactions; set WIREFEED_DELIVERY to auto or at_least_once, or use Apache Kafka"
        )
    delivery = Delivery.EXACTLY_ONCE if possible else Delivery.AT_LEAST_ONCE
    return settings.model_copy(update={"delivery": delivery})


async def stated_delivery(settings: Settings) -> str:
    """Return the delivery in words, and whether it was set or found by asking the broker."""
    if settings.delivery is not Delivery.AUTO:
        return f"{settings.delivery.value} (set)"
    try:
        return f"{(await with_delivery(settings)).delivery.value} (auto: what the broker can do)"
    except (KafkaError, TimeoutError) as error:
        return f"auto (the broker could not be asked: {type(error).__name__})"
