"""The topics of the driver in memory, as a trace asks for them, and on a broker."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aiokafka.partitioner import DefaultPartitioner

from streams.ops.administration import create_topics, planned_topics
from streams.ops.connection import connected_producer
from streams.ops.trace import Extent
from streams.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streams.ops.trace import Query
    from streams.pipeline.local import LocalPipeline
    from streams.runner import Record


@dataclass(frozen=True, slots=True)
class LocalRecords:
    """All topics of a pipeline, which must keep them; `lost` has the offset at which `raw` begins."""

    pipeline: LocalPipeline
    lost: int = 0
    read_to: Mapping[str, int] = field(default_factory=dict)
    """By topic: the offset that its reader has got to; the end where not given."""

    async def find(self, queries: Sequence[Query]) -> list[list[Record]]:
        """Return the records that each query asks for, stopping where it has enough."""
        return [self._found(query) for query in queries]

    async def record_at(self, topic: str, partition: int, offset: int) -> Record | None:
        """Return the record at an offset, None where there is none."""
        place = (partition, offset)
        return next((each for each in self._of(topic) if (each.partition, each.offset) == place), None)

    async def extent(self, topic: str, partition: int) -> Extent | None:
        """Return the offsets that a partition has."""
        offsets = [each.offset for each in self._of(topic) if each.partition == partition]
        return Extent(offsets[0], offsets[-1] + 1) if offsets else Extent(0, 0)

    async def committed(self, topic: str, partition: int) -> int | None:
        """Return the offset that the reader of a topic has got to."""
        extent = await self.extent(topic, partition)
        return self.read_to.get(topic, extent.end if extent is not None else None)

    def _of(self, topic: str) -> list[Record]:
        spec = next(spec for spec in TOPICS if spec.full_name(self.pipeline.settings) == topic)
        records = self.pipeline.records(spec)
        return [each for each in records if spec.name != "raw" or each.offset >= self.lost]

    def _found(self, query: Query) -> list[Record]:
        count = query.topic.partitions(self.pipeline.settings)
        numbers = list(range(count))
        only = None if query.key is None else DefaultPartitioner()(query.key.encode(), numbers, numbers)
        found: list[Record] = []
        for record in self._of(query.topic.full_name(self.pipeline.settings)):
            if len({each.value for each in found}) == query.enough or query.done():
                break
            if record.partition == only or only is None:
                due = record.timestamp_ms >= query.since_ms
                found += [record] if due and query.wanted(record.key, record.value) else []
        return found


KEPT = {"retention.ms": "-1"}
BATCH = 1_000
"""Records that are sent before their acknowledgements are awaited."""


async def write_topics(pipeline: LocalPipeline) -> int:
    """Write all topics of a pipeline to the broker of its settings, each record to its own place; return how many."""
    # A wire has times of its own, and a broker soon deletes what is older than the topics keep.
    planned = planned_topics(pipeline.settings)
    await create_topics(pipeline.settings, [replace(each, config={**each.config, **KEPT}) for each in planned])
    records = [record for spec in TOPICS for record in pipeline.records(spec)]
    async with connected_producer(pipeline.settings) as producer:
        for start in range(0, len(records), BATCH):
            sent = [
                await producer.send(
                    record.topic,
                    record.value,
                    key=b"" if record.key is record.value is None else record.key,  # the producer sends no empty record
                    partition=record.partition,
                    headers=list(record.headers),
                    timestamp_ms=record.timestamp_ms,
                )
                for record in records[start : start + BATCH]
            ]
            await asyncio.gather(*sent)
    return len(records)
