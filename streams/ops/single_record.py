"""Reads one record of a topic by its place."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from streams.ops.reading import read_until
from streams.runner import to_record

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer, TopicPartition

    from streams.runner import Record


async def read_one(consumer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> Record | None:
    """Return the record at an offset, None where the broker has it no more. The consumer is assigned to its place."""
    consumer.assign([place])
    consumer.seek(place, offset)
    async with aclosing(read_until(consumer, {place: offset + 1})) as portions:
        async for records in portions:
            return next((to_record(each) for each in records if each.offset == offset), None)
    return None
