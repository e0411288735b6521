"""Runs a loop for each receiver, and starts them again when rules or partitions change."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from streams.alerts import RuleEngine
from streams.delivery import DeliveryLoop, UnusableReceiver, sender_of
from streams.ops.administration import create_topics, deliveries
from streams.ops.cancelling import cancel_all
from streams.ops.connection import connected_consumer, connected_producer
from streams.ops.delivery.backend import Assignments, Clients, KafkaBackend, PartitionsMoved
from streams.ops.delivery.state import StateWriter, read_state
from streams.topics import ALERTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiokafka import AIOKafkaConsumer, TopicPartition

    from streams.alerts import RuleSet, RuleSource
    from streams.delivery import Sender
    from streams.settings import Settings

REFRESH_SECONDS: Final = 1.0
LONGEST_POLL_MS: Final = 2_000_000_000
"""A receiver may be down for days, during which its loop reads little; the group would expel it."""
_LOG: Final = structlog.get_logger("streams.delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """How to deliver."""

    from_beginning: bool = False
    """A receiver that is new gets what the topic still has; else what comes from now on."""
    drain: bool = False
    """End when all that is on the topic is delivered; what waits for a time is kept for the next start."""


async def deliver(
    settings: Settings, source: RuleSource, environment: Mapping[str, str], wanted: DeliverySettings
) -> None:
    """Deliver by the rules of a file, which is read again when it changes. Raises `UnusableReceiver` at the start."""
    await create_topics(settings, [deliveries(settings)])
    rules, senders = source.rules, _senders(source.rules, environment)
    while True:
        changed = await _until_changed(settings, source, rules, senders, wanted)
        if not changed:
            return
        try:
            senders = _senders(source.rules, environment)
            rules = source.rules
            _LOG.info("rules read again", rules=len(rules.rules))
        except UnusableReceiver as error:
            _LOG.error("rules not used", reason=str(error))


async def _until_changed(
    settings: Settings, source: RuleSource, rules: RuleSet, senders: Mapping[str, Sender], wanted: DeliverySettings
) -> bool:
    """Deliver until the rules change; return whether they have. With `drain` it ends when all is delivered."""
    loops = [asyncio.create_task(_receiver(settings, rules, name, sender, wanted)) for name, sender in senders.items()]
    watching = asyncio.create_task(_watch(source))
    tasks = {watching, *loops}
    try:
        while True:
            done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # raises what went wrong
            if watching in done:
                return True
            if loops and tasks == {watching}:
                return False
    finally:
        await cancel_all((watching, *loops))


async def _watch(source: RuleSource) -> None:
    """Return when there are other rules; say once what is wrong with a file that can't be used."""
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        if not source.refresh():
            continue
        if source.problem is None:
            return
        _LOG.error("rules not used", reason=str(source.problem))


def _senders(rules: RuleSet, environment: Mapping[str, str]) -> dict[str, Sender]:
    """Return the senders of the receivers that some rule names."""
    return {
        name: sender_of(name, receiver, environment)
        for name, receiver in rules.receivers.items()
        if rules.of_receiver(name)
    }


async def _receiver(settings: Settings, rules: RuleSet, name: str, sender: Sender, wanted: DeliverySettings) -> None:
    """Deliver to one receiver, by a consumer group of its own."""
    async with (
        connected_producer(settings) as producer,
        connected_consumer(
            settings,
            group_id=f"{settings.app_id}-deliver-{name}",
            auto_offset_reset="earliest",  # where the committed place is gone: rather too much than too little
            max_poll_interval_ms=LONGEST_POLL_MS,
            session_timeout_ms=int(1000 * settings.session_timeout),
            fetch_max_wait_ms=settings.fetch_wait_ms,  # the embedded broker waits for a part of it though there is news
        ) as consumer,
    ):
        assignments = Assignments()
        clients = Clients(consumer=consumer, producer=producer, assignments=assignments)
        consumer.subscribe([ALERTS.full_name(settings)], listener=assignments)
        while True:
            partitions = await _assigned(consumer, assignments, from_beginning=wanted.from_beginning)
            _LOG.info("delivering", receiver=name, partitions=[each.partition for each in partitions])
            with contextlib.suppress(PartitionsMoved):
                loop = await _loop_of(settings, rules, (name, sender), clients, partitions)
                if await _run(loop, consumer, partitions, drain=wanted.drain):
                    return


async def _assigned(
    consumer: AIOKafkaConsumer, assignments: Assignments, *, from_beginning: bool
) -> list[TopicPartition]:
    """Wait for partitions; begin a new receiver where it is to begin, and note that place at once."""
    await assignments.some.wait()
    assignments.moved = False
    partitions = sorted(consumer.assignment())
    for partition in partitions:
        committed = await consumer.committed(partition)
        if committed is not None:
            consumer.seek(partition, committed)  # what was read but not committed is read again
            continue
        await (consumer.seek_to_beginning(partition) if from_beginning else consumer.seek_to_end(partition))
        await consumer.commit({partition: await consumer.position(partition)})
    return partitions


async def _loop_of(
    settings: Settings, rules: RuleSet, sender: tuple[str, Sender], clients: Clients, partitions: list[TopicPartition]
) -> DeliveryLoop:
    """Return a loop that goes on where the receiver was left, after what was put back is delivered."""
    name, sends = sender
    state = await read_state(settings, name, [each.partition for each in partitions])
    engine = RuleEngine(rules, name, state.watches.values())
    engine.forget(datetime.now(UTC))
    writer = StateWriter(settings, name, clients.producer, state)
    backend = KafkaBackend(settings, name, clients, writer)
    give_up_after = rules.receivers[name].give_up_after
    loop = DeliveryLoop(engine, sends, backend, give_up_after=give_up_after, sleep=asyncio.sleep)
    for key, notification in state.again.items():
        await loop.deliver_again([notification])
        await writer.put(key, None)
    return loop


async def _run(
    loop: DeliveryLoop, consumer: AIOKafkaConsumer, partitions: list[TopicPartition], *, drain: bool
) -> bool:
    """Deliver; return True when everything is delivered and that was asked for."""
    while True:
        handled = await loop.step()
        if drain and not handled and await _is_at_end(consumer, partitions):
            return True


async def _is_at_end(consumer: AIOKafkaConsumer, partitions: list[TopicPartition]) -> bool:
    for partition in partitions:
        end = consumer.last_stable_offset(partition)
        if end is None or await consumer.position(partition) < end:
            return False
    return True
