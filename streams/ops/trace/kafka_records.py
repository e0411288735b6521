"""The topics on a broker, read without a group: whole partitions only where no key or time narrows them."""

from __future__ import annotations

from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiokafka import TopicPartition
from aiokafka.errors import GroupCoordinatorNotAvailableError

from streams.ops.connection import connected_admin, connected_probe, offset_bounds
from streams.ops.errors import OperationFailed
from streams.ops.reading import read_until, topic_consumer
from streams.ops.single_record import read_one
from streams.ops.trace.query import Extent
from streams.pipeline.partitioning import partition_of
from streams.runner import Record, to_record
from streams.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from aiokafka import AIOKafkaConsumer, ConsumerRecord
    from aiokafka.admin import AIOKafkaAdminClient

    from streams.ops.trace.query import Query
    from streams.settings import Settings

WAIT_MS: Final = 20
"""A fetch past the end of a partition waits so long for records, and what is read next waits behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KafkaRecords:
    """The records that the topics had when it was opened, those of committed transactions alone."""

    settings: Settings
    admin: AIOKafkaAdminClient
    consumer: AIOKafkaConsumer
    probe: AIOKafkaConsumer
    """Asks for offsets. It fetches nothing: a broker answers in order, and a fetch may wait for records."""
    begins: Mapping[TopicPartition, int]
    ends: Mapping[TopicPartition, int]

    async def find(self, queries: Sequence[Query]) -> list[list[Record]]:
        """Return the records that each query asks for."""
        searches = [_Search(query, self._partitions(query)) for query in queries]
        starts = await self._starts(searches)
        if starts:
            await self._read(searches, starts)
        return [search.found for search in searches]

    async def record_at(self, topic: str, partition: int, offset: int) -> Record | None:
        """Return the record at an offset, None where there is none."""
        place = TopicPartition(topic, partition)
        if not self.begins.get(place, 0) <= offset < self.ends.get(place, 0):
            return None
        return await read_one(self.consumer, place, offset)  # the probe would go on fetching, half a second at a time

    async def extent(self, topic: str, partition: int) -> Extent | None:
        """Return the offsets that a partition has."""
        place = TopicPartition(topic, partition)
        return Extent(self.begins[place], self.ends[place]) if place in self.ends else None

    async def committed(self, topic: str, partition: int) -> int | None:
        """Return the offset that the workers have committed."""
        place = TopicPartition(topic, partition)
        try:
            found = await self.admin.list_consumer_group_offsets(self.settings.app_id, partitions=[place])
        except GroupCoordinatorNotAvailableError:
            return None  # no worker has ever joined
        return found[place].offset if place in found and found[place].offset >= 0 else None

    def _partitions(self, query: Query) -> list[TopicPartition]:
        """Return the partitions that a query is about, in which there are records."""
        name = query.topic.full_name(self.settings)
        partitions = sorted(place for place in self.ends if place.topic == name)
        if not partitions:
            raise OperationFailed(f"there is no topic {name}; `wirefeed topics create` makes those of the flow")
        if query.key is not None:
            numbers = [place.partition for place in partitions]
            partitions = [TopicPartition(name, partition_of(query.key.encode(), numbers))]
        return [place for place in partitions if self.begins[place] < self.ends[place]]

    async def _starts(self, searches: Sequence[_Search]) -> dict[TopicPartition, int]:
        """Return the offset to start at in each partition that has a record since the earliest time asked for."""
        times: dict[TopicPartition, int] = {}
        for search in searches:
            for place in search.partitions:
                times[place] = min(times.get(place, search.query.since_ms), search.query.since_ms)
        dated = {place: since for place, since in times.items() if since > 0}
        found = await self.probe.offsets_for_times(dated) if dated else {}
        starts = {place: self.begins[place] for place in times.keys() - dated.keys()}
        starts |= {place: at.offset for place, at in found.items() if at is not None}
        return {place: start for place, start in starts.items() if start < self.ends[place]}

    async def _read(self, searches: Sequence[_Search], starts: Mapping[TopicPartition, int]) -> None:
        readers = {place: [search for search in searches if place in search.partitions] for place in starts}
        self.consumer.assign(list(starts))
        for place, start in starts.items():
            self.consumer.seek(place, start)
        async with aclosing(read_until(self.consumer, {place: self.ends[place] for place in starts})) as portions:
            async for records in portions:
                for record in records:
                    for search in readers[TopicPartition(record.topic, record.partition)]:
                        search.take(record)
                for place, reading in readers.items():
                    if all(search.ended for search in reading):
                        self.consumer.pause(place)  # `read_until` reads no more of it


@dataclass(slots=True)
class _Search:
    """A query that is being answered."""

    query: Query
    partitions: Sequence[TopicPartition]
    found: list[Record] = field(default_factory=list)
    values: set[bytes | None] = field(default_factory=set)
    ended: bool = False
    """Whether enough was found."""

    def take(self, record: ConsumerRecord) -> None:
        """Keep a record if it is looked for, and end the search where it was the last."""
        query = self.query
        if self.ended or record.timestamp < query.since_ms:  # the embedded broker begins with the batch of that time
            return
        if query.wanted(record.key, record.value):
            self.found.append(to_record(record))
            self.values.add(record.value)
            self.ended = query.enough is not None and len(self.values) >= query.enough
        self.ended = self.ended or query.done()


@asynccontextmanager
async def open_records(settings: Settings) -> AsyncIterator[KafkaRecords]:
    """Connect, and note where each topic of the flow begins and ends. Raises `BrokerUnreachable`."""
    async with AsyncExitStack() as stack:
        admin = await stack.enter_async_context(connected_admin(settings))
        described = await admin.describe_topics([spec.full_name(settings) for spec in TOPICS])
        places = [
            TopicPartition(str(entry["topic"]), part["partition"])
            for entry in described
            if not entry["error_code"]
            for part in entry["partitions"]
        ]
        probe = await stack.enter_async_context(connected_probe(settings))
        begins, ends = await offset_bounds(probe, places)
        probe.unsubscribe()  # it was told to fetch, which is how it learned the ends
        consumer = await stack.enter_async_context(topic_consumer(settings, fetch_max_wait_ms=WAIT_MS))
        yield KafkaRecords(settings=settings, admin=admin, consumer=consumer, probe=probe, begins=begins, ends=ends)
