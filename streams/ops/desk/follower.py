"""Reads a topic from its beginning and then follows it, over and over while the broker is away."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aiokafka import TopicPartition

from streams.ops.administration import partition_count
from streams.ops.cancelling import cancel_all
from streams.ops.connection import connected_probe, end_offsets
from streams.ops.desk.persistence import persist
from streams.ops.errors import OperationFailed
from streams.ops.reading import read_until, topic_consumer

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from aiokafka import AIOKafkaConsumer

    from streams.ops.desk.sink import Sink
    from streams.settings import Settings

POLL_MS: Final = 200
BATCH: Final = 200
"""Records that are taken over before requests get their turn."""
LOOK_SECONDS: Final = 2.0
"""How often the broker is asked whether it is there: a consumer alone would wait for it in silence."""
ANSWER_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Follower:
    """Follows one topic. The broker keeps no trace of it: no group, no commits."""

    settings: Settings
    topic: str
    """Its name on the broker."""
    sink: Sink
    has_read: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once it has read what stood on the topic."""

    async def run(self) -> None:
        """Follow until cancelled. What the broker refuses is told to the sink, and tried again."""
        await persist(self.topic, self._follow, self.sink.away)

    async def _follow(self) -> None:
        name = self.topic
        count = await partition_count(self.settings, name)
        partitions = [TopicPartition(name, number) for number in range(count)]
        async with connected_probe(self.settings) as probe:
            ends = await end_offsets(probe, partitions)
        async with topic_consumer(self.settings) as consumer:
            consumer.assign(partitions)
            await consumer.seek_to_beginning(*partitions)
            self.sink.begin()
            async with aclosing(read_until(consumer, ends)) as portions:
                async for records in portions:
                    await self.sink.load(records)
            await self.sink.loaded()
            self.has_read.set()
            await _first_to_end(self._take(consumer), _ask(consumer, name))

    async def _take(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            batches = await consumer.getmany(timeout_ms=POLL_MS, max_records=BATCH)
            for record in (record for records in batches.values() for record in records):
                self.sink.changed(record)
            await asyncio.sleep(0)


async def _first_to_end(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Run until one of them ends, and raise what it raised."""
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await cancel_all(tasks)


async def _ask(consumer: AIOKafkaConsumer, name: str) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        topics = await asyncio.wait_for(consumer.topics(), ANSWER_SECONDS)
        if name not in topics:
            raise OperationFailed(f"the topic {name} is gone")
