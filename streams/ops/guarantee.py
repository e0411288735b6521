"""Which delivery a broker makes possible, for workers and for the command line."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError, UnknownError, UnsupportedVersionError

from streams.kafka import client_options, end_producer
from streams.ops.connection import connected_probe
from streams.ops.errors import OperationFailed
from streams.settings import Delivery

if TYPE_CHECKING:
    from streams.settings import Settings

log = structlog.get_logger(__name__)

PROBE_SECONDS: Final = 30.0
"""A coordinator of transactions that is still starting answers after some seconds."""
PROBE_TRIES: Final = 4


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


async def has_transactions(settings: Settings) -> bool:
    """Return whether the broker has transactions. Raises a KafkaError or TimeoutError where it can't be asked."""
    for attempt in range(PROBE_TRIES):
        try:
            await _start_transactional(settings)
        except (UnknownError, UnsupportedVersionError):
            return False
        except KafkaConnectionError:
            raise
        except (KafkaError, TimeoutError) as error:
            # Another worker that asks at the same moment, or a coordinator that is still starting.
            log.info("asking for transactions again", error=repr(error))
            if attempt == PROBE_TRIES - 1:
                raise
        else:
            return True
    return False


async def _start_transactional(settings: Settings) -> None:
    """Start and stop a transactional producer, which is the only way to ask."""
    name = f"{settings.app_id}-transactions-probe"
    producer = AIOKafkaProducer(**client_options(settings), client_id=name, transactional_id=name)
    sender = logging.getLogger("aiokafka.producer.sender")
    sender.addFilter(_is_no_answer)
    try:
        await asyncio.wait_for(producer.start(), PROBE_SECONDS)
    finally:
        sender.removeFilter(_is_no_answer)
        await end_producer(producer)


def _is_no_answer(record: logging.LogRecord) -> bool:
    """Return whether a log record is none of those that say "no": to us that is an answer, to aiokafka an error."""
    return "InitProducerIdRequest" not in record.getMessage()
