"""How every Kafka client of the project is connected: one place that knows about TLS and SASL."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from aiokafka import AIOKafkaConsumer, TopicPartition

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


def probe_options() -> dict[str, Any]:
    """Return the keyword arguments of a consumer for `end_offsets`: it reads little and waits for nothing."""
    return {
        "fetch_max_wait_ms": PROBE_WAIT_MS,
        "fetch_max_bytes": PROBE_BYTES,
        "max_partition_fetch_bytes": PROBE_BYTES,
    }


async def end_offsets(
    probe: AIOKafkaConsumer, partitions: Collection[TopicPartition], *, seconds: float = PROBE_SECONDS
) -> dict[TopicPartition, int]:
    """Return the end offsets of partitions as fetches report them.

    `probe` is a consumer whose assignment and positions may be changed. The embedded broker, asked for an end offset,
    counts only the first record of the last batch; the end offset that it reports with a fetch is right. Raises
    TimeoutError, naming a partition, where no fetch reports one in time.
    """
    if not partitions:
        return {}
    stated: dict[TopicPartition, int] = await probe.end_offsets(partitions)
    probe.assign(list(partitions))
    for partition, end in stated.items():
        probe.seek(partition, end)
    pending = set(partitions)
    deadline = time.monotonic() + seconds
    while pending:
        await probe.getmany(timeout_ms=PROBE_WAIT_MS)
        pending = {partition for partition in pending if probe.highwater(partition) is None}
        if pending and time.monotonic() > deadline:
            raise TimeoutError(str(min(pending)))
    return {partition: max(end, probe.highwater(partition)) for partition, end in stated.items()}


def record_limit(settings: Settings) -> int:
    """Return how many bytes a record may have on our topics: `max.message.bytes`, and a producer's request size.

    It is a multiple of the largest item: a dead letter carries its original in base64, also one that was refused for
    its size, and an enriched article adds offsets and figures to the text.
    """
    return max(1_048_576, 4 * settings.max_item_bytes)
