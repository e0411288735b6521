"""A driver in memory: the stages of the pipeline over records, without a broker.

It runs the code that a worker runs: the same handlers under the same processor, on encoded records, partitioned by the
producer's own partitioner, with state that a restart reads again. File commands and tests stand on it. The clock is the
caller's, and nothing is kept of a topic that was not asked for.
"""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from schemas import SCHEMA_HEADER, decode
from streams.agents import HANDLERS
from streams.pipeline.partitioning import partition_of
from streams.pipeline.topology import STAGES
from streams.runner import OutRecord, PartitionProcessor, PendingOutput, Record
from streams.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from schemas import Message
    from streams.runner import Handler, OpenHandler, Stage, Tally
    from streams.settings import Settings
    from streams.topics import TopicSpec

    Headers = tuple[tuple[str, bytes], ...]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Point(StrEnum):
    """A moment at which a worker may end."""

    HANDLED = "handled"
    """Records are handled, nothing is sent."""
    SENT = "sent"
    """One more output is sent."""
    LOGGED = "logged"
    """One more write is in the changelog."""
    COMMITTED = "committed"
    """Everything is sent and logged, the offsets are not committed."""


class LocalPipeline:
    """Runs stages over records in memory.

    `keep` names the topics whose records are kept; a stage can be rewound only where its source is kept. Records that
    wait for a stage are handled in the order of their arrival, whatever their partitions, so that a run is the same
    each time; with `turn`, in batches of the partition that it picks among those of the stage that have records.
    With `keep_tallies`, how items ended is kept until it is taken. `interrupt`, where given, is called at
    every point of a flush; what it raises ends the run there as a crash would, and after `restart` the records that
    were not done come again.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        stages: Sequence[Stage] = STAGES,
        handlers: Mapping[str, OpenHandler] = HANDLERS,
        keep: Collection[TopicSpec] = (),
        keep_tallies: bool = False,
        batch: int = 500,
        interrupt: Callable[[Stage, Point], None] | None = None,
        turn: Callable[[str, Sequence[int]], int] | None = None,
    ) -> None:
        self.settings = settings
        self.now = EPOCH
        self.reports: dict[str, bytes] = {}
        """The latest report of each stage's partition, by the key on the counts topic."""
        self.interrupt = interrupt
        self._turn = turn
        self._keep_tallies = keep_tallies
        self._tallies: list[Tally] = []
        self._batch = batch
        self._stages = {stage.name: stage for stage in stages}
        self._handlers = handlers
        self._specs = {spec.full_name(settings): spec for spec in TOPICS}
        self._readers = {stage.source.full_name(settings): stage.name for stage in stages}
        self._kept: dict[str, list[Record]] = {spec.name: [] for spec in keep}
        self._ends: dict[tuple[str, int], int] = {}
        self._waiting: dict[str, deque[Record]] = {stage.name: deque() for stage in stages}
        self._stores: dict[str, dict[bytes, bytes]] = {stage.name: {} for stage in stages}
        self._opened: dict[tuple[str, int], PartitionProcessor] = {}

    # -- in

    def produce(
        self,
        topic: TopicSpec,
        value: bytes | None,
        *,
        key: bytes | None = None,
        headers: Headers = (),
        at: datetime | None = None,
    ) -> Record:
        """Put a record on a topic, with the clock's time unless another is given. `run` handles it."""
        stamp = int((at or self.now).timestamp() * 1000)
        return self._append(OutRecord(topic.full_name(self.settings), key, value, headers), stamp)

    def run(self) -> None:
        """Handle all records that wait, and those that come of them, stage by stage."""
        while waiting := [name for name, records in self._waiting.items() if records]:
            self._handle(waiting[0])

    def advance(self, now: datetime) -> None:
        """Move the clock and let the handlers send what a time was waited for; the clock never goes back."""
        self.now = max(self.now, now)
        for name, stage in self._stages.items():
            for partition in range(stage.source.partitions(self.settings)):
                if (name, partition) in self._opened or self._stores[name]:
                    for record in self._processor(name, partition).due(self.now):
                        self._append(record, int(self.now.timestamp() * 1000))

    # -- crashes

    def restart(self, stage: str | None = None) -> None:
        """Forget what handlers hold in memory, of one stage or of all; they open again on their logged state."""
        for name, partition in list(self._opened):
            if stage in {None, name}:
                del self._opened[name, partition]

    def rewind(self, stage: str, offset: int = 0, *, partition: int = 0) -> None:
        """Let a partition be read again from an offset, as after a crash before a commit."""
        source = self._stages[stage].source
        again = [each for each in self._kept[source.name] if each.partition == partition and each.offset >= offset]
        waiting = self._waiting[stage]
        later = [each for each in waiting if each.partition != partition or each.offset < offset]
        self._waiting[stage] = deque((*again, *later))

    # -- out

    def records(self, topic: TopicSpec) -> list[Record]:
        """Return the kept records of a topic, in the order in which they were sent."""
        return list(self._kept[topic.name])

    def messages(self, topic: TopicSpec) -> list[Message]:
        """Return the messages of the kept records of a topic, tombstones left out."""
        return list(_messages(topic, self._kept[topic.name]))

    def take(self, topic: TopicSpec) -> list[Message]:
        """Return the messages of a topic since the last time, tombstones left out, and keep them no longer."""
        taken, self._kept[topic.name] = self._kept[topic.name], []
        return list(_messages(topic, taken))

    def take_tallies(self) -> list[Tally]:
        """Return how items ended since the last time, in the order in which it was entered."""
        taken, self._tallies = self._tallies, []
        return taken

    def compacted(self, topic: TopicSpec) -> dict[str, Message]:
        """Return the latest message of each key of a topic, without the keys whose latest record is a tombstone."""
        latest = {(record.key or b"").decode(): record for record in self._kept[topic.name]}
        live = {key: record for key, record in latest.items() if record.value is not None}
        return dict(zip(live, _messages(topic, live.values()), strict=True))

    def state(self, stage: str) -> dict[bytes, bytes]:
        """Return the logged state of a stage, by key with the partition in front."""
        return dict(self._stores[stage])

    def handler(self, stage: str, partition: int = 0) -> Handler:
        """Return the handler of a stage's partition, opened where it isn't."""
        return self._processor(stage, partition).handler

    # -- the flow

    def _append(self, record: OutRecord, timestamp_ms: int) -> Record:
        spec = self._specs[record.topic]
        partition = self._partition(record, spec)
        offset = self._ends.get((record.topic, partition), 0)
        self._ends[record.topic, partition] = offset + 1
        made = Record(record.topic, partition, offset, record.key, record.value, record.headers, timestamp_ms)
        if spec.name in self._kept:
            self._kept[spec.name].append(made)
        reader = self._readers.get(record.topic)
        if reader is not None:
            self._waiting[reader].append(made)
        return made

    def _partition(self, record: OutRecord, spec: TopicSpec) -> int:
        """Return the partition that a producer would choose; the first where it would choose any."""
        if record.partition is not None or record.key is None:
            return record.partition or 0
        count = spec.partitions(self.settings)
        return 0 if count == 1 else partition_of(record.key, range(count))

    def _processor(self, stage: str, partition: int) -> PartitionProcessor:
        found = self._opened.get((stage, partition))
        if found is None:
            found = self._opened[stage, partition] = PartitionProcessor(
                self._stages[stage],
                self._handlers[stage],
                settings=self.settings,
                store=self._stores[stage],
                partition=partition,
            )
        return found

    def _handle(self, name: str) -> None:
        """Handle the first records that wait for a stage, up to a batch, and flush what came of them.

        What is sent has the time of the record that it came of, as if handling took none.
        """
        stage, records = self._stages[name], self._next(name)
        pending = PendingOutput()
        stamps: list[int] = []
        used = {record.partition: self._processor(name, record.partition) for record in records}
        for partition, processor in used.items():
            processor.prepare([record for record in records if record.partition == partition])
        todo = deque(records)
        while todo:
            record = todo.popleft()
            todo.extendleft(reversed(used[record.partition].process(record, pending)))
            stamps += [record.timestamp_ms] * (len(pending.added) - len(stamps))
        for processor in used.values():
            processor.finish(pending)
        self._at(stage, Point.HANDLED)
        sent = [(made, stamp) for made, stamp in zip(pending.added, stamps, strict=False) if made is not None]
        for made, stamp in sent:
            self._append(made, stamp)
            self._at(stage, Point.SENT)
        for report in pending.records[len(sent) :]:
            self.reports[(report.key or b"").decode()] = report.value or b""
        for processor in used.values():
            self._log(stage, processor)
        self._at(stage, Point.COMMITTED)
        self._tallies += pending.tallies if self._keep_tallies else ()
        self._put_away(name, records)

    def _next(self, name: str) -> list[Record]:
        """Return the records that a stage handles next, up to a batch."""
        waiting = self._waiting[name]
        if self._turn is not None:
            partition = self._turn(name, sorted({record.partition for record in waiting}))
            waiting = deque(record for record in waiting if record.partition == partition)
        return [waiting[place] for place in range(min(self._batch, len(waiting)))]

    def _put_away(self, name: str, records: Sequence[Record]) -> None:
        """Let the records that `_next` returned wait no longer."""
        waiting = self._waiting[name]
        for record in records:
            if self._turn is None:
                waiting.popleft()
            else:
                waiting.remove(record)

    def _log(self, stage: Stage, processor: PartitionProcessor) -> None:
        """Commit the writes of a processor: one by one where a crash may come between them."""
        writes = processor.writes()
        if self.interrupt is None:
            processor.commit(writes)
            return
        for write in writes:
            processor.commit([write])
            self._at(stage, Point.LOGGED)

    def _at(self, stage: Stage, point: Point) -> None:
        if self.interrupt is not None:
            self.interrupt(stage, point)


def _messages(topic: TopicSpec, records: Collection[Record]) -> Iterator[Message]:
    for record in records:
        if record.value is not None:
            yield decode(record.value, topic.types, record.header(SCHEMA_HEADER))
