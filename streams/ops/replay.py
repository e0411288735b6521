"""Puts the records of dead letters back where they were read, each letter once.

A letter counts as put back when its id stands on the topic of replays, which is written after the broker has the
record. A command that ends in between puts some records back a second time; stages take these for records that came
again.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streams.ops.administration import create_topics, partition_count, replays
from streams.ops.connection import connected_producer
from streams.ops.dead_letters import original, replay_headers, short_id
from streams.ops.errors import OperationFailed
from streams.ops.reading import Range, read_topic
from streams.topics import replays_topic

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable

    from aiokafka import AIOKafkaProducer

    from schemas import DeadLetter
    from streams.settings import Settings

IN_FLIGHT: Final = 500
"""Records that are sent before their acknowledgements are awaited; after a crash at most so many are put back twice."""
IN_FLIGHT_BYTES: Final = 32_000_000
IN_FLIGHT_SECONDS: Final = 1.0
"""So that a slow replay, too, is written down as it goes."""


@dataclass(slots=True)
class Replayed:
    """How many dead letters were put back, and how many were not and why."""

    sent: int = 0
    earlier: int = 0
    """Put back by an earlier command."""
    truncated: int = 0
    """Too large to hold their record."""
    broken: list[str] = field(default_factory=list)
    """Ids of those whose base64 is broken, the first hundred."""

    @property
    def looked_at(self) -> int:
        """All letters so far."""
        return self.sent + self.earlier + self.truncated + len(self.broken)


async def replayed_ids(settings: Settings) -> set[int]:
    """Return the short ids of the letters that were put back. Creates the topic of replays where it is missing."""
    await create_topics(settings, [replays(settings)])
    ids: set[int] = set()
    async with aclosing(read_topic(settings, replays_topic(settings), Range(from_beginning=True))) as records:
        async for record in records:
            ids.add(short_id((record.key or b"").decode("utf-8", "replace")))
    return ids


async def open_letters(
    letters: AsyncIterable[DeadLetter], earlier: set[int], result: Replayed, *, again: bool = False
) -> AsyncIterable[DeadLetter]:
    """Yield the letters that can be put back, and count the others; with `again`, those put back earlier too."""
    async for letter in letters:
        if letter.truncated:
            result.truncated += 1
        elif short_id(letter.id) in earlier and not again:
            result.earlier += 1
        else:
            yield letter


async def replay(
    settings: Settings,
    letters: AsyncIterable[DeadLetter],
    *,
    rate: float | None = None,
    again: bool = False,
    progress: Callable[[Replayed], None] = lambda _: None,
    put_back: Callable[[DeadLetter], None] = lambda _: None,
) -> Replayed:
    """Put records back where they were read, with their key, value and headers, and return what became of the letters.

    Each goes to its own partition again, marked with the id of its first dead letter, by which a stage knows it. `rate`
    is how many a second are sent at most. `progress` is called at each letter, `put_back` when the broker has its
    record. Raises `OperationFailed` where a topic is gone; what was put back before stays.
    """
    result = Replayed()
    earlier = await replayed_ids(settings)
    async with connected_producer(settings) as producer:
        window = _Window(settings, producer, result, _Pace(rate), put_back)
        try:
            async for letter in open_letters(letters, earlier, result, again=again):
                await window.send(letter)
                progress(result)
        finally:
            await window.settle()
    return result


class _Pace:
    """Keeps to a rate: nothing is made up for, so that no burst follows a pause."""

    def __init__(self, rate: float | None) -> None:
        self._interval = 1 / rate if rate else 0.0
        self._next = 0.0

    async def wait(self) -> None:
        now = time.monotonic()
        await asyncio.sleep(max(0.0, self._next - now))
        self._next = max(self._next, now) + self._interval


class _Window:
    """Records that are sent and not yet acknowledged."""

    def __init__(
        self,
        settings: Settings,
        producer: AIOKafkaProducer,
        result: Replayed,
        pace: _Pace,
        put_back: Callable[[DeadLetter], None],
    ) -> None:
        self._settings = settings
        self._producer = producer
        self._result = result
        self._pace = pace
        self._put_back = put_back
        self._counts: dict[str, int] = {}
        self._waiting: list[tuple[DeadLetter, asyncio.Future[object]]] = []
        self._size = 0
        self._began = time.monotonic()

    async def send(self, letter: DeadLetter) -> None:
        """Send the record of a letter, and wait for acknowledgements when many are outstanding."""
        try:
            record, headers = original(letter), replay_headers(letter)
        except ValueError:
            self._result.broken.append(letter.id)
            return
        count = await self._partitions(record.topic)
        await self._pace.wait()
        partition = record.partition if record.partition < count else None
        future = await self._producer.send(
            record.topic, record.value, key=record.key, partition=partition, headers=headers
        )
        self._waiting.append((letter, future))
        self._size += len(record.value or b"")
        late = time.monotonic() - self._began >= IN_FLIGHT_SECONDS
        if late or len(self._waiting) >= IN_FLIGHT or self._size >= IN_FLIGHT_BYTES:
            await self.settle()

    async def settle(self) -> None:
        """Wait until the broker has all records, then write down the letters that they came from."""
        waiting, self._waiting, self._size, self._began = self._waiting, [], 0, time.monotonic()
        answers = await asyncio.gather(*(future for _, future in waiting), return_exceptions=True)
        done = [letter for (letter, _), answer in zip(waiting, answers, strict=True) if not _failed(answer)]
        topic = replays_topic(self._settings)
        marks = [await self._producer.send(topic, b"", key=letter.id.encode()) for letter in done]
        await asyncio.gather(*marks)
        self._result.sent += len(done)
        for letter in done:
            self._put_back(letter)
        if failed := next((answer for answer in answers if isinstance(answer, BaseException)), None):
            raise OperationFailed(
                f"the broker did not take all records: {failed!r}; {self._result.sent:,} are put back"
            )

    async def _partitions(self, topic: str) -> int:
        if topic not in self._counts:
            self._counts[topic] = await partition_count(self._settings, topic)
        return self._counts[topic]


def _failed(answer: object) -> bool:
    return isinstance(answer, BaseException)
