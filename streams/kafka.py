"""How every Kafka client of the project is connected: one place that knows about TLS and SASL."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, Any, Final

from aiokafka import AIOKafkaConsumer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiokafka import TopicPartition

    from streams.settings import Settings

PROBE_SECONDS: Final = 5.0
PROBE_WAIT_MS: Final = 100
PROBE_BYTES: Final = 65_536


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return the TLS context for the brokers, or None where the protocol has no TLS.

    Raises OSError (an `ssl.SSLError` or FileNotFoundError) where a certificate or key can't be read.
    """
    if "SSL" not in settings.security_protocol:
        return None
    context = ssl.create_default_context(cafile=settings.ssl_cafile)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ssl_certfile is not None:
        secret = settings.ssl_password
        context.load_cert_chain(
            settings.ssl_certfile, settings.ssl_keyfile, secret.get_secret_value() if secret is not None else None
        )
    return context


def bootstrap_servers(settings: Settings) -> list[str]:
    """Return the brokers to ask first, as `host:port`; a scheme such as `kafka://` is dropped."""
    brokers = (broker.strip() for broker in settings.brokers.replace(";", ",").split(","))
    return [broker.rpartition("://")[2] for broker in brokers if broker]


def client_options(settings: Settings) -> dict[str, Any]:
    """Return the keyword arguments that every aiokafka client (consumer, producer, admin) takes for these settings.

    Raises OSError where TLS is asked for and a certificate or key can't be read.
    """
    options: dict[str, Any] = {
        "bootstrap_servers": bootstrap_servers(settings),
        "security_protocol": settings.security_protocol,
    }
    context = tls_context(settings)
    if context is not None:
        options["ssl_context"] = context
    if settings.security_protocol.startswith("SASL"):
        secret = settings.sasl_password
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = secret.get_secret_value() if secret is not None else None
    return options


async def real_ends(settings: Settings, stated: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
    """Return the end offsets of partitions as a fetch tells them; `stated` is what the broker says when it is asked.

    The embedded broker states one past the first record of the last batch; its answer to a fetch has the real end.
    Partitions of which no fetch tells within `PROBE_SECONDS` keep what was stated.
    """
    ends = dict(stated)
    waiting = {partition for partition, end in stated.items() if end > 0}
    if not waiting:
        return ends
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        enable_auto_commit=False,
        auto_offset_reset="latest",
        fetch_max_wait_ms=PROBE_WAIT_MS,
        fetch_max_bytes=PROBE_BYTES,
        max_partition_fetch_bytes=PROBE_BYTES,
    )
    await consumer.start()
    try:
        consumer.assign(list(waiting))
        for partition in waiting:
            consumer.seek(partition, stated[partition] - 1)
        deadline = time.monotonic() + PROBE_SECONDS
        while waiting and time.monotonic() < deadline:
            await consumer.getmany(*waiting, timeout_ms=PROBE_WAIT_MS)
            for partition in list(waiting):
                highwater = consumer.highwater(partition)
                if highwater is not None:
                    ends[partition] = max(stated[partition], highwater)
                    waiting.discard(partition)
    finally:
        await consumer.stop()
    return ends


def record_limit(settings: Settings) -> int:
    """Return how many bytes a record may have on our topics: `max.message.bytes`, and a producer's request size.

    It is a multiple of the largest item: a dead letter carries its original in base64, also one that was refused for
    its size, and an enriched article adds offsets and figures to the text.
    """
    return max(1_048_576, 4 * settings.max_item_bytes)
