"""aiokafka clients that are always closed, and whose errors tell the user what to do."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError, KafkaError

from streams import kafka
from streams.kafka import READ_COMMITTED, client_options, end_consumer, probe_options
from streams.ops.diagnosis import diagnose, listens, refusal
from streams.ops.errors import BrokerUnreachable, OperationFailed
from streams.topics import record_limit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from aiokafka import TopicPartition

    from streams.settings import Settings

CONNECT_SECONDS: Final = 10.0
REQUEST_MS: Final = 10_000
START_ONE: Final = "start one (`wirefeed broker`, `docker compose up`), or set WIREFEED_BROKERS=host:port"
NO_ANSWER: Final = (
    "something takes the connection, but does not answer as to a client without a login; if the broker asks for a "
    "user, see WIREFEED_SECURITY_PROTOCOL and WIREFEED_SASL_USERNAME, else look at the broker's log"
)


@contextlib.asynccontextmanager
async def connected_admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Yield a connected admin client. Raises `BrokerUnreachable`."""
    client = AIOKafkaAdminClient(request_timeout_ms=REQUEST_MS, **_options(settings))
    try:
        await _start(client.start(), settings)
        yield client
    finally:
        await client.close()


@contextlib.asynccontextmanager
async def connected_producer(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    """Yield a producer that waits for all replicas and is flushed at the end. Raises `BrokerUnreachable`."""
    client = AIOKafkaProducer(
        acks="all",
        linger_ms=10,
        max_batch_size=262_144,
        max_request_size=record_limit(settings),
        request_timeout_ms=4 * REQUEST_MS,
        **_options(settings),
    )
    try:
        await _start(client.start(), settings)
        yield client
    finally:
        await client.stop()


@contextlib.asynccontextmanager
async def connected_consumer(settings: Settings, **options: Any) -> AsyncIterator[AIOKafkaConsumer]:
    """Yield a consumer without a group, whose reading leaves no trace on the broker. Raises `BrokerUnreachable`."""
    client = AIOKafkaConsumer(
        enable_auto_commit=False,
        request_timeout_ms=4 * REQUEST_MS,
        **{"isolation_level": READ_COMMITTED, **_options(settings), **options},
    )
    try:
        await _start(client.start(), settings)
        yield client
    finally:
        await end_consumer(client)


@contextlib.asynccontextmanager
async def connected_probe(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    """Yield a consumer for `end_offsets`: it waits for no records, and its assignment may be changed."""
    async with connected_consumer(settings, **probe_options()) as probe:
        yield probe


async def end_offsets(probe: AIOKafkaConsumer, partitions: Collection[TopicPartition]) -> dict[TopicPartition, int]:
    """Return the end offset of each partition, that of its next record. Raises `OperationFailed`.

    The embedded broker's own answer leaves out records of the last batch. What it reports with a fetch is right.
    """
    try:
        return await kafka.end_offsets(probe, partitions, seconds=CONNECT_SECONDS)
    except TimeoutError as error:
        raise OperationFailed(f"the broker does not say where {error} ends; look at its log") from error


async def offset_bounds(
    probe: AIOKafkaConsumer, partitions: Collection[TopicPartition]
) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """Return the first offset of each partition, and that of its next record. Raises `OperationFailed`."""
    ends = await end_offsets(probe, partitions)
    # After the ends, when the client knows the topics: it learns of others one by one, each .1 s after the last.
    begins: dict[TopicPartition, int] = await probe.beginning_offsets(partitions) if partitions else {}
    return begins, ends


def _options(settings: Settings) -> dict[str, Any]:
    try:
        return client_options(settings)
    except OSError as error:
        raise BrokerUnreachable(
            f"TLS can't be set up: {error}; see WIREFEED_SSL_CAFILE, WIREFEED_SSL_CERTFILE and WIREFEED_SSL_KEYFILE"
        ) from error


async def _start(starting: Any, settings: Settings) -> None:
    try:
        await asyncio.wait_for(starting, CONNECT_SECONDS)
    except (KafkaConnectionError, TimeoutError) as error:
        if cause := await diagnose(settings):
            raise BrokerUnreachable(f"no Kafka broker can be used at {settings.brokers}: {cause}") from error
        cause = NO_ANSWER if await listens(settings) else START_ONE
        raise BrokerUnreachable(f"no Kafka broker answers at {settings.brokers}: {cause}") from error
    except (KafkaError, ValueError) as error:
        raise BrokerUnreachable(f"the broker at {settings.brokers} {refusal(error)}") from error
