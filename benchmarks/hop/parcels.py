"""The records of the hop: JSON of the size of a short article, each with a number of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import orjson

from streams.ops.connection import connected_consumer, connected_producer
from streams.pipeline.kafka.sending import send_records
from streams.runner import OutRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiokafka import TopicPartition

    from streams.settings import Settings

VALUE_BYTES: Final = 1_500
PORTION: Final = 5_000
"""Records made and sent at a time."""
_SENTENCE: Final = "Ferries to the outer islands stayed in port on Tuesday as the wind rose. "
READ_WAIT_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Count:
    """What stands in a topic that was to get each number from 0 on once."""

    records: int
    missing: int
    repeated: int


def parcel(number: int) -> bytes:
    """Return the value of a record."""
    value = {"id": f"parcel-{number}", "number": number, "text": ""}
    room = VALUE_BYTES - len(orjson.dumps(value))
    value["text"] = (_SENTENCE * (room // len(_SENTENCE) + 1))[:room]
    return orjson.dumps(value)


def portions(topic: str, records: int, partitions: int) -> Iterator[list[OutRecord]]:
    """Yield the records of the source in portions, spread evenly over its partitions."""
    for first in range(0, records, PORTION):
        numbers = range(first, min(first + PORTION, records))
        yield [OutRecord(topic, b"%d" % number, parcel(number), partition=number % partitions) for number in numbers]


async def fill(settings: Settings, topic: str, records: int, partitions: int) -> None:
    """Put the records on the source topic."""
    async with connected_producer(settings) as producer:
        for portion in portions(topic, records, partitions):
            await send_records(producer, portion)


def count(numbers: Counter[int], expected: int) -> Count:
    """Return what numbers stand for, each with how often it was found."""
    total = numbers.total()
    missing = sum(number not in numbers for number in range(expected))
    return Count(records=total, missing=missing, repeated=total - len(numbers))


async def count_target(settings: Settings, ends: dict[TopicPartition, int], expected: int) -> Count:
    """Read a target topic up to these ends, as a reader of committed records does, and count."""
    numbers: Counter[int] = Counter()
    async with connected_consumer(settings) as consumer:
        consumer.assign(list(ends))
        await consumer.seek_to_beginning(*ends)
        pending = {partition for partition, end in ends.items() if end}
        while pending:
            for records in (await consumer.getmany(*pending, timeout_ms=READ_WAIT_MS)).values():
                numbers.update(int(orjson.loads(record.value)["number"]) for record in records)
            pending = {partition for partition in pending if await consumer.position(partition) < ends[partition]}
    return count(numbers, expected)
