"""Runs a stage on the partitions that this worker has: batches in, acknowledged outputs out.

With transactions, the outputs of some records, their state and the offset of the next one go out as one. Without, the
outputs are sent and acknowledged, then their state goes to the changelog; when that is done for all records of a batch,
the batch's offset may be committed too.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiokafka.errors import KafkaError
from faust.types import TP

from streams.pipeline.kafka.outbox import Fenced
from streams.pipeline.kafka.sending import RecordTooLarge
from streams.pipeline.topology import changelog_topic
from streams.runner import OutRecord, PartitionProcessor, PendingOutput, SizeLimits
from streams.runner.limits import NOTHING_KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from streams.pipeline.kafka.outbox import Outbox, Sent
    from streams.runner import Batch, Observer, OpenHandler, Record, Stage, Tracer
    from streams.settings import Settings

log = structlog.get_logger(__name__)

BREATH: Final = 0.02
"""Seconds of work after which the event loop gets its turn."""
RETRY_FIRST: Final = 0.2
RETRY_MOST: Final = 10.0
"""Seconds between two tries of sending, at first and at most."""
FLUSH_BYTES: Final = 4_000_000
"""Outputs are sent when so many bytes are pending, which bounds the memory of a batch."""


TOPIC: Final = attrgetter("topic")
NOTHING: Final[Mapping[tuple[str, int], int]] = MappingProxyType({})


class PartitionLost(Exception):
    """The partition is no longer this worker's, or is read again from its committed offset."""


@dataclass(slots=True)
class _Work:
    """A batch and the processor that works on it, which must be the partition's still when something is sent."""

    batch: Batch
    processor: PartitionProcessor
    todo: deque[Record] = field(init=False)
    """Records that are not processed, in order."""
    unsent: tuple[Record, ...] = field(init=False)
    """Records of which nothing is sent, in order."""
    reached: int = field(init=False)
    """The offset of the record that comes after those of which everything is sent."""

    def __post_init__(self) -> None:
        self.unsent = tuple(self.batch.records)
        self.todo = deque(self.unsent)
        self.reached = self.batch.first_offset

    def sent(self, reached: int) -> None:
        """Take note that all that came of the processed records is sent."""
        self.unsent = tuple(self.todo)
        self.reached = reached

    def begin_again(self, processor: PartitionProcessor) -> None:
        """Let another processor process what is not sent."""
        self.processor = processor
        self.todo = deque(self.unsent)


class StageRunner:
    """Runs one stage. A partition is opened at its first use in an assignment and closed when that ends.

    `table` is the stage's Faust table, whose `data` is the store of all partitions that this worker has. `limits` has
    the largest record by topic, as far as the broker has said it.
    """

    def __init__(
        self,
        stage: Stage,
        open_handler: OpenHandler,
        *,
        settings: Settings,
        table: Any,
        outbox: Outbox,
        observer: Observer,
        tracer: Tracer | None = None,
        recreated: Mapping[tuple[str, int], int] = NOTHING,
        limits: Mapping[str, int] = NOTHING_KNOWN,
    ) -> None:
        self.stage = stage
        self.changelog = changelog_topic(stage, settings)
        self.source = stage.source.full_name(settings)
        self._open_handler = open_handler
        self._settings = settings
        self._table = table
        self._outbox = outbox
        self._observer = observer
        self._tracer = tracer
        self._recreated = recreated
        self._limits = SizeLimits(settings, limits)
        self._assigned: frozenset[int] = frozenset()
        self._opened: dict[int, PartitionProcessor] = {}
        self.on_fenced: Callable[[], None] = lambda: None
        """Called when another worker may have taken a partition over, which this one has not heard of."""

    # -- partitions

    def assign(self, partitions: Collection[int]) -> None:
        """Begin an assignment: what an earlier one left open is closed, and only these partitions are opened."""
        self.revoke(list(self._opened))
        self._limits.reset()
        self._assigned = frozenset(partitions)

    def revoke(self, partitions: Collection[int]) -> None:
        """End the assignment of partitions; their state is in the changelog."""
        self._assigned -= frozenset(partitions)
        for partition in partitions:
            self._close(partition)

    def opened(self, partition: int) -> PartitionProcessor:
        """Return the processor of an assigned partition, opened on first use. Raises `PartitionLost`."""
        if partition not in self._assigned:
            raise PartitionLost
        found = self._opened.get(partition)
        if found is None:
            began = time.perf_counter()
            found = self._opened[partition] = PartitionProcessor(
                self.stage,
                self._open_handler,
                settings=self._settings,
                store=self._table.data,
                partition=partition,
                changelog=self.changelog,
                limits=self._limits,
            )
            self._begin_epoch(found)
            log.info(
                "partition opened",
                stage=self.stage.name,
                partition=partition,
                seconds=round(time.perf_counter() - began, 3),
                **found.sizes(),
            )
        return found

    def _begin_epoch(self, processor: PartitionProcessor) -> None:
        through = self._recreated.get((self.stage.name, processor.partition))
        if through is not None and processor.begin_epoch(through):
            log.error(
                "the topic was recreated: a new epoch of the account begins",
                stage=self.stage.name,
                topic=self.source,
                partition=processor.partition,
                counted=through + 1,
            )

    def _close(self, partition: int) -> None:
        if self._opened.pop(partition, None) is not None:
            self._observer.forget(self.stage.name, partition)

    # -- batches and timers

    async def process(self, batch: Batch) -> bool:
        """Process a batch; return True when all that came of it is acknowledged, False when the partition was lost."""
        if not batch.revoked:  # while it waited for its turn: what is open by now is another assignment's
            try:
                await self._process(_Work(batch, self.opened(batch.partition)))
            except PartitionLost:
                pass
            else:
                return True
        log.info("batch given up", stage=self.stage.name, partition=batch.partition, offset=batch.first_offset)
        return False

    async def run_timers(self, now: datetime) -> None:
        """Send what handlers send because a time has come; retried while the broker is away, like any output."""
        for partition in sorted(self._assigned):
            try:
                await self._run_timer(partition, now)
            except (PartitionLost, RecordTooLarge) as error:
                log.info("timer given up", stage=self.stage.name, partition=partition, reason=str(error))
            await asyncio.sleep(0)

    async def _run_timer(self, partition: int, now: datetime) -> None:
        processor = self.opened(partition)
        records = processor.due(now)
        if records:
            await self._until_sent(partition, records, None, lambda: self._opened.get(partition) is not processor)

    async def skip_to(self, partition: int, offset: int) -> bool:
        """Send the offset of an idle partition; return whether it could be sent.

        A transaction ends with a record of the broker's own. Without this, a partition that has been read to its end
        would seem to have one record left.
        """
        if partition not in self._assigned:
            return False
        try:
            await self._outbox.send(TP(self.source, partition), (), offset)
        except Fenced as error:
            self._give_up(partition, error)
            return False
        except (KafkaError, OSError) as error:
            log.info("could not send the offset of an idle partition", stage=self.stage.name, error=repr(error))
            return False
        return True

    async def _process(self, work: _Work) -> None:
        """Process a batch; whatever ends it early closes its processor, which is ahead of the changelog then."""
        while work.unsent:
            try:
                await self._process_records(work)
            except BaseException as error:
                if self._opened.get(work.batch.partition) is work.processor:
                    self._close(work.batch.partition)
                if not isinstance(error, RecordTooLarge):
                    raise
                # The limit of its topic is known now: this time the record costs a dead letter.
                log.warning("the broker refuses a record for its size", stage=self.stage.name, error=str(error))
                work.begin_again(self.opened(work.batch.partition))

    async def _process_records(self, work: _Work) -> None:
        pending = self._pending()
        breath = time.monotonic()
        work.processor.prepare(work.unsent)
        reached = work.reached
        longest = self._settings.batch_seconds
        if self._lost(work):
            raise PartitionLost
        while work.todo:
            record = work.todo.popleft()
            following = work.processor.process(record, pending)
            if following:
                work.todo.extendleft(reversed(following))
            if record.offset >= reached:  # one that waited for this record has a lower offset
                reached = record.offset + 1
            now = time.monotonic()
            full = now - pending.began > longest or pending.size > FLUSH_BYTES
            if not full and now - breath <= BREATH:
                continue  # nobody else had a turn, so that the partition can't have been lost
            if full:
                await self._flush(work, pending, reached)
                pending = self._pending()
            else:
                await asyncio.sleep(0)
            if work.todo and self._lost(work):
                raise PartitionLost
            breath = time.monotonic()
        if pending.handled:
            await self._flush(work, pending, work.batch.next_offset)

    def _pending(self) -> PendingOutput:
        return PendingOutput(spans=None if self._tracer is None else [])

    def _lost(self, work: _Work) -> bool:
        return work.batch.revoked or self._opened.get(work.batch.partition) is not work.processor

    # -- sending

    async def _flush(self, work: _Work, pending: PendingOutput, reached: int) -> None:
        """Send what is pending; `reached` is the offset of the record that comes next."""
        partition, processor = work.batch.partition, work.processor
        processor.finish(pending)
        writes = processor.writes()
        state = [OutRecord(self.changelog, key, value, partition=partition) for key, value in writes]
        sent: Sent = {}
        for records in self._outbox.parts(pending.records, state):
            sent = await self._until_sent(partition, records, reached, lambda: self._lost(work))
        # In another assignment the changelog is read again, and the store is no longer this batch's to write. In the
        # same one it must have what the changelog has, also where the rest of the batch was given up meanwhile.
        if self._opened.get(partition) is not processor:
            raise PartitionLost
        processor.commit(writes)
        work.sent(reached)
        last = sent.get((self.changelog, partition))
        if last is not None:
            self._table.data.set_persisted_offset(TP(self.changelog, partition), last)
        self._report(work, pending)

    async def _until_sent(
        self, partition: int, records: Sequence[OutRecord], offset: int | None, lost: Callable[[], bool]
    ) -> Sent:
        """Send, again and again while the broker can't be reached.

        Raises `PartitionLost` when it is lost, and `RecordTooLarge` where a record can be refused for its size instead.
        """
        pause = RETRY_FIRST
        while records:
            if lost():
                raise PartitionLost
            try:
                return await self._outbox.send(TP(self.source, partition), records, offset)
            except Fenced as error:
                self._give_up(partition, error)
                raise PartitionLost from error
            except (KafkaError, OSError, RecordTooLarge) as error:
                if isinstance(error, RecordTooLarge) and self._limits.lower(error.topic, error.size):
                    raise
                log.warning("could not send, trying again", stage=self.stage.name, error=repr(error), seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, RETRY_MOST)
        return {}

    def _give_up(self, partition: int, reason: Fenced) -> None:
        """Send nothing more for a partition, and have the group say whose it is."""
        log.warning("partition given up", stage=self.stage.name, partition=partition, reason=str(reason))
        self.revoke([partition])
        self.on_fenced()

    def _report(self, work: _Work, pending: PendingOutput) -> None:
        """Tell who watches. All of it is sent by now, and an error of theirs ends no work."""
        try:
            self._tell(work, pending)
        except Exception as error:  # of whatever kind: the next batch has to come
            log.exception("a batch could not be counted", stage=self.stage.name, error=type(error).__name__)

    def _tell(self, work: _Work, pending: PendingOutput) -> None:
        name, partition, observer = self.stage.name, work.batch.partition, self._observer
        observer.record_batch(name, partition, pending.handled, time.monotonic() - pending.began)
        if self._tracer is not None and pending.spans:
            self._tracer.export(pending.spans)
        for outcome, number in pending.outcomes.items():
            observer.outcome(name, outcome, number)
        for error in pending.errors:
            observer.dead(name, error)
        for topic, number in Counter(map(TOPIC, pending.records)).items():
            observer.sent(name, topic, number)
        for elapsed in pending.end_to_end:
            observer.end_to_end(*elapsed)
        for what, size in work.processor.sizes().items():
            observer.table_size(name, partition, what, size)
