"""How every Kafka client of the project is connected: one place that knows about TLS and SASL."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from typing import TYPE_CHECKING, Any, Final

from aiokafka.errors import KafkaError

from streams.header_names import accept_any_header_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
    from aiokafka.client import AIOKafkaClient

    from streams.settings import Settings

accept_any_header_name()

PROBE_SECONDS: Final = 5.0
PROBE_WAIT_MS: Final = 10
"""An answer without records comes only after this wait, and tells the ends that are asked for: it must be short."""
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


READ_COMMITTED: Final = "read_committed"
"""What a transaction has not committed is not read."""


def probe_options() -> dict[str, Any]:
    """Return the keyword arguments of a consumer for `end_offsets`: it reads little and waits for nothing."""
    return {
        "isolation_level": READ_COMMITTED,
        "fetch_max_wait_ms": PROBE_WAIT_MS,
        "fetch_max_bytes": PROBE_BYTES,
        "max_partition_fetch_bytes": PROBE_BYTES,
    }


METADATA_SECONDS: Final = 0.1
"""Least time between two questions for metadata, as aiokafka itself waits before it repeats other requests."""


def pace_metadata(client: AIOKafkaClient) -> None:
    """Let a client that is not started yet ask for metadata at most ten times a second.

    While a partition has no leader, or no broker answers, aiokafka asks again at once: 6,000 times in ten seconds in a
    drill, which took a worker's processor from the heartbeats of its own group.
    """
    ask = client._metadata_update  # noqa: SLF001  # aiokafka has no setting for it
    asked = float("-inf")

    async def paced(*args: Any) -> bool:
        nonlocal asked
        await asyncio.sleep(asked + METADATA_SECONDS - time.monotonic())
        asked = time.monotonic()
        updated: bool = await ask(*args)
        return updated

    client._metadata_update = paced  # noqa: SLF001


async def end_offsets(
    probe: AIOKafkaConsumer, partitions: Collection[TopicPartition], *, seconds: float = PROBE_SECONDS
) -> dict[TopicPartition, int]:
    """Return the end offsets of partitions as fetches report them.

    `probe` is a consumer whose assignment and positions may be changed. The embedded broker, asked for an end offset,
    counts only the first record of the last batch; the end offset that it reports with a fetch is right. What is in an
    open transaction is past the end. Raises TimeoutError, naming a partition, where no fetch reports one in time.
    """
    if not partitions:
        return {}
    # Assigned before they are asked for: else aiokafka learns of the topics one by one, each a tenth of a second later.
    probe.assign(list(partitions))
    stated: dict[TopicPartition, int] = await probe.end_offsets(partitions)
    for partition, end in stated.items():
        probe.seek(partition, end)
    pending = set(partitions)
    deadline = time.monotonic() + seconds
    while pending:
        await probe.getmany(timeout_ms=PROBE_WAIT_MS)
        pending = {partition for partition in pending if readable_end(probe, partition) is None}
        if pending and time.monotonic() > deadline:
            raise TimeoutError(str(min(pending)))
    return {partition: max(end, readable_end(probe, partition) or 0) for partition, end in stated.items()}


def readable_end(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int | None:
    """Return how far a reader of committed transactions can read, as the last fetch told; None before the first.

    The high watermark is past it while a transaction is open, such as that of a worker that was killed.
    """
    end: int | None = consumer.last_stable_offset(partition)
    return end


STOP_SECONDS: Final = 5.0
"""A producer whose sender has failed may wait for ever for what it can't send."""


async def end_producer(producer: AIOKafkaProducer) -> None:
    """Stop a transactional producer, also one that the broker refuses."""
    _take_errors(producer)
    with contextlib.suppress(KafkaError, TimeoutError, AssertionError):
        await asyncio.wait_for(producer.stop(), STOP_SECONDS)
    _take_errors(producer)


async def end_consumer(consumer: AIOKafkaConsumer) -> None:
    """Stop a consumer, also one whose broker is away. Raises `CancelledError` where this task is cancelled meanwhile.

    aiokafka 0.14 cancels its fetches when it stops. It raises the cancellation of one that waits for its next try as if
    it were ours, which leaves connections open; while it waits for another, it takes ours for that one's and goes on.
    """
    task = asyncio.current_task()
    before = 0 if task is None else task.cancelling()
    try:
        await consumer.stop()
    except asyncio.CancelledError:
        await consumer._client.close()  # noqa: SLF001  # what `stop` did not get to
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError


def _take_errors(producer: Any) -> None:
    """Take the errors that a failed producer has for whoever might wait for it.

    Nobody does: who sent has been told already. Python would log each of them as an exception that was never retrieved
    (aiokafka 0.14).
    """
    batches = (batch for waiting in producer._message_accumulator._batches.values() for batch in waiting)  # noqa: SLF001
    waiters = [batch._drain_waiter for batch in batches]  # noqa: SLF001
    manager = producer._txn_manager  # noqa: SLF001
    if manager is not None:
        waiters.append(manager.wait_for_transaction_end())
    for waiter in waiters:
        if waiter is not None and waiter.done() and not waiter.cancelled():
            waiter.exception()


LOOK_BACK: Final = 16
"""Offsets before the end that are read in search of the last record; four times as many each time none is there."""


async def ends_of_records(
    probe: AIOKafkaConsumer, ends: Mapping[TopicPartition, int], *, seconds: float = PROBE_SECONDS
) -> dict[TopicPartition, int]:
    """Return for each partition the offset after its last record before `ends`, or where it begins if it has none.

    A partition may end with what is no record: the end of a transaction, or records of one that was aborted.
    `probe` has the partitions, as `end_offsets` leaves it, and its positions may be changed: a consumer that
    gets an assignment and is closed at once hangs (aiokafka 0.14). Raises TimeoutError, naming a partition.
    """
    found: dict[TopicPartition, int] = {}
    begins: dict[TopicPartition, int] = await probe.beginning_offsets(list(ends)) if ends else {}
    back = LOOK_BACK
    while missing := [partition for partition in ends if partition not in found]:
        starts = {partition: max(begins[partition], ends[partition] - back) for partition in missing}
        for partition, start in starts.items():
            probe.seek(partition, start)
        found.update(await _last_records(probe, {partition: ends[partition] for partition in missing}, seconds))
        found.update({p: begins[p] for p in missing if p not in found and starts[p] == begins[p]})
        back *= 4
    return found


async def _last_records(
    probe: AIOKafkaConsumer, ends: Mapping[TopicPartition, int], seconds: float
) -> dict[TopicPartition, int]:
    """Read to the ends; return the offset after the last record of each partition that had one."""
    found: dict[TopicPartition, int] = {}
    deadline = time.monotonic() + seconds
    pending = set(ends)
    while pending := {partition for partition in pending if await probe.position(partition) < ends[partition]}:
        for partition, records in (await probe.getmany(*pending, timeout_ms=PROBE_WAIT_MS)).items():
            within = [record.offset + 1 for record in records if record.offset < ends[partition]]
            found.update({partition: max(within)} if within else {})
        if time.monotonic() > deadline:
            raise TimeoutError(str(min(pending)))
    return found
