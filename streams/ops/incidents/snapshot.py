"""Incidents as they are now: the latest value of each key of the compacted topic."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiokafka import TopicPartition

from schemas import Incident
from streams.ops.administration import partition_count
from streams.ops.connection import connected_probe, end_offsets
from streams.ops.reading import POLL_MS, read_until, topic_consumer
from streams.ops.rendering import message_of
from streams.topics import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from aiokafka import ConsumerRecord

    from streams.settings import Settings


@dataclass(slots=True)
class Snapshot:
    """All incidents, and how fresh they are."""

    read_at: datetime
    """When reading began: every change that was on the topic by then is in it."""
    changed_at: datetime | None = None
    """Time of the newest record of the topic."""
    incidents: dict[str, Incident] = field(default_factory=dict)

    def add(self, record: ConsumerRecord) -> Incident | None:
        """Take over a record; return the incident, or None for a tombstone and for what can't be read."""
        at = datetime.fromtimestamp((record.timestamp or 0) / 1000, UTC)
        self.changed_at = max(self.changed_at or at, at)
        key = (record.key or b"").decode(errors="replace")
        if record.value is None:
            self.incidents.pop(key, None)
            return None
        incident = message_of(record, INCIDENTS)
        if not isinstance(incident, Incident):
            return None
        self.incidents[key] = incident
        return incident

    def freshness(self) -> str:
        """Return how fresh the incidents are, in a sentence."""
        changed = (
            "none has been written yet"
            if self.changed_at is None
            else f"the latest change is of {_time(self.changed_at)}"
        )
        return f"as of {_time(self.read_at)}; {changed}"


async def read_incidents(settings: Settings) -> Snapshot:
    """Return the incidents on the topic, of committed transactions alone. Raises `BrokerUnreachable`."""
    snapshot = Snapshot(datetime.now(UTC))
    async with aclosing(follow_incidents(settings, snapshot, follow=False)) as changes:
        async for _ in changes:
            pass
    return snapshot


async def follow_incidents(
    settings: Settings, snapshot: Snapshot, *, follow: bool = True
) -> AsyncGenerator[tuple[Incident | None, Incident]]:
    """Fill the snapshot, then yield each incident that changes, as it was and as it is."""
    name = INCIDENTS.full_name(settings)
    partitions = [TopicPartition(name, number) for number in range(await partition_count(settings, name))]
    async with connected_probe(settings) as probe:
        ends = await end_offsets(probe, partitions)
    async with topic_consumer(settings) as consumer:
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with aclosing(read_until(consumer, ends)) as portions:
            async for records in portions:
                for record in records:
                    snapshot.add(record)
        while follow:
            batches = await consumer.getmany(timeout_ms=POLL_MS)
            for record in (record for records in batches.values() for record in records):
                before = snapshot.incidents.get((record.key or b"").decode(errors="replace"))
                now = snapshot.add(record)
                if now is not None:
                    yield before, now


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
