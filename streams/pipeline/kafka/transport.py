"""Faust's Kafka transport, delivering the records of one partition as one batch.

Faust pays per event for four tasks, three queues and a commit list, and its commit can pass an event that is still
in flight (faust-streaming issue 606). Here everything that Faust does per event is done once a batch, and the commit
follows the leading batches that are done. Membership, assignment, tables, recovery and supervision stay Faust's.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from faust.transport.drivers.aiokafka import Consumer, Transport
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from streams.kafka import client_options, end_consumer, end_offsets, ends_of_records, probe_options
from streams.pipeline.kafka.batches import leading_done
from streams.pipeline.kafka.fetching import BATCH_RECORDS, BatchConsumerThread
from streams.pipeline.kafka.membership import Membership
from streams.pipeline.kafka.store import discard_ahead
from streams.runner import Batch, to_records

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

    from streams.settings import Settings

log = structlog.get_logger(__name__)

READ_WAIT: Final = 1.0
"""Seconds that one read waits for records."""
FREED_WAIT: Final = 0.05
"""The same while a partition is not read because its batches wait: it must be read soon after one of them is done."""
IDLE_SECONDS: Final = 0.5
"""Seconds between two looks at the positions of idle partitions."""
IN_FLIGHT: Final = 4
"""When so many batches of a partition wait or are worked on, it isn't fetched. With two, a partition waits for its next
records a sixth of the time where a stage does little for each; with more than four nothing is gained."""
ENDS_SECONDS: Final = 30.0
BEGIN_AGAIN_SECONDS: Final = 1.0
"""Seconds until an assignment that could not begin is tried again: a broker needs some to come to itself."""
REVOKE_WAIT: Final = 10.0
"""Seconds that a rebalance waits for a batch being sent."""


class BatchConsumer(Consumer):
    """Reads batches for the stages' topics; changelogs and Faust's own topics keep the stock path."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_flight: defaultdict[TP, deque[Batch]] = defaultdict(deque)
        self.working: set[Batch] = set()
        self._rewound: dict[TP, int] = {}
        self._settled: set[TP] = set()
        """Partitions that have been read without a gap since their position was set: later gaps are not records."""
        self._missed = False
        self._epoch = 0
        self._work_ended = asyncio.Event()
        self._idle: dict[TP, int] = {}
        self._looked = 0.0
        self._freed = asyncio.Event()
        """Set when a batch has ended that kept its partition from being read."""

    @property
    def _transport(self) -> BatchTransport:
        return cast("BatchTransport", self.transport)

    def _new_consumer_thread(self) -> BatchConsumerThread:
        return BatchConsumerThread(self, loop=self.loop, beacon=self.beacon)

    # -- reading

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self.should_stop or fetcher.should_stop):
                if self._missed:
                    await self._read_again()
                self._note_idle()
                epoch = self._epoch
                records, active = await self._wait_next_records(FREED_WAIT if self._buffered_partitions else READ_WAIT)
                await asyncio.sleep(0)
                if not records or self.should_stop:
                    continue
                # A fetch that overlaps with a rebalance may be of the positions before it or after it: let it go.
                if epoch != self._epoch or not await self._deliver(records, active):
                    self._missed = True
        except self.consumer_stopped_errors:
            if not self.transport.app.should_stop:
                raise
        except asyncio.CancelledError:
            if not self.transport.app.should_stop:
                raise

    async def _wait_next_records(self, timeout: float) -> Any:  # noqa: ASYNC109  # Faust's signature
        """Return records and the partitions they were asked of.

        Where no partition may be read, Faust sleeps for a second; here the end of a batch ends the wait.
        """
        if not self.flow_active or self._get_active_partitions():
            return await super()._wait_next_records(timeout)
        self._freed.clear()
        await self.wait(self._freed.wait(), timeout=timeout)
        return {}, set()

    async def _read_again(self) -> None:
        """Go back to the committed offsets when the flow is on again.

        Only the reading task does this for good: no fetch is under way while it does, so that positions, what was read
        and what is in flight fit together afterwards.
        """
        if not self.flow_active:
            await self.wait(self.can_resume_flow.wait())
        epoch = self._epoch
        try:
            await self._go_back()
        except Exception as error:  # noqa: BLE001  # another rebalance; the next round tries again
            log.info("could not go back to the committed offsets yet", error=repr(error))
            await asyncio.sleep(0.1)
        else:
            self._missed = epoch != self._epoch

    async def _deliver(self, records: Mapping[TP, list[Any]], active: set[TP] | None) -> bool:
        """Hand records to the stages; return False where some had to be let go, since their partition is not ours now.

        The fetch that brought them has moved the position past them.
        """
        complete = True
        generation = self.app.consumer_generation_id
        stage_topics = self.app.topics.acking_topics
        for raw_tp, raw_records in records.items():
            tp = TP(raw_tp.topic, raw_tp.partition)
            if not self.flow_active or generation != self.app.consumer_generation_id:
                return False
            if active is not None and tp not in active and tp not in self._buffered_partitions:
                complete = complete and tp.topic not in stage_topics
                continue
            self.app.monitor.track_tp_end_offset(tp, self.highwater(tp))
            if tp.topic in stage_topics:
                complete = await self._deliver_batches(tp, raw_records) and complete
            else:
                await self._deliver_each(tp, raw_records)
        return complete

    async def _deliver_each(self, tp: TP, raw_records: Iterable[Any]) -> None:
        for raw in raw_records:
            read = self._read_offset[tp]
            if read is None or raw.offset >= read:
                await self.wait_first(self.callback(self._to_message(tp, raw)), self.suspend_flow.wait())
                self._read_offset[tp] = raw.offset

    async def _deliver_batches(self, tp: TP, raw_records: list[Any]) -> bool:
        read = self._read_offset[tp]
        wanted = raw_records
        if read is not None and raw_records[0].offset < read:
            wanted = [raw for raw in raw_records if raw.offset >= read]
        if not wanted or await self._rewind(tp, read, wanted[0].offset):
            return True
        size = self._transport.batch_records.get(tp.topic, BATCH_RECORDS)
        now_ms = int(time.time() * 1000)
        waiting = self.in_flight[tp]
        for first in range(0, len(wanted), size):
            chunk = wanted[first : first + size]
            batch = Batch(tp.topic, tp.partition, to_records(tp.topic, tp.partition, chunk, now_ms))
            waiting.append(batch)
            self._read_offset[tp] = batch.next_offset
            if self._undone(tp) >= IN_FLIGHT:
                self._active_partitions.discard(tp)
                self._buffered_partitions.add(tp)
            await self.wait_first(self.callback(self._batch_message(tp, batch)), self.suspend_flow.wait())
            if batch.revoked or not self.flow_active:
                return False
        return True

    async def _rewind(self, tp: TP, expected: int | None, first: int) -> bool:
        """Read again from where we stood, once, when records before `first` are missing.

        The first fetch after a rebalance can bring records of the position before it. Where the records are still
        missing at the second look, the broker no longer has them, or there were none: transactions and compaction
        leave gaps.
        """
        if expected is None or first <= expected or tp in self._settled or self._rewound.get(tp) == expected:
            self._settled.add(tp)
            return False
        self._rewound[tp] = expected
        log.info("reading again", topic=tp.topic, partition=tp.partition, offset=expected, found=first)
        await self.seek_wait({tp: expected})
        return True

    def _batch_message(self, tp: TP, batch: Batch) -> ConsumerMessage:
        """Return the message in which Faust carries a batch to its agent: at the place of the last record."""
        last = batch.records[-1]
        at, generation = last.timestamp_ms / 1000, self.app.consumer_generation_id
        return ConsumerMessage(
            tp.topic,
            tp.partition,
            last.offset,
            at,
            0,
            None,
            None,
            cast("Any", batch),
            None,
            0,
            0,
            tp,
            generation_id=generation,
        )

    # -- committing

    @contextmanager
    def at_work(self, batch: Batch) -> Iterator[None]:
        """Say that a batch is being worked on: a rebalance waits for it to be finished or given up."""
        self.working.add(batch)
        try:
            yield
        finally:
            self.working.discard(batch)
            self._work_ended.set()

    def finish(self, batch: Batch) -> None:
        """Say that everything made of a batch is acknowledged: its offsets may be committed, and more be fetched."""
        batch.done = True
        tp = TP(batch.topic, batch.partition)
        if tp in self._buffered_partitions and tp in self.in_flight and self._undone(tp) < IN_FLIGHT:
            self._buffered_partitions.discard(tp)
            if tp not in self._paused_partitions:
                self._active_partitions.add(tp)
            self._freed.set()

    def _undone(self, tp: TP) -> int:
        return sum(not batch.done for batch in self.in_flight.get(tp, ()))

    def ack(self, message: Any) -> bool:
        """Take note of an ack; what counts for the commit is `Batch.done`, which only `finish` sets."""
        message.acked = True
        self._unacked_messages.discard(message)
        batch = message.value
        if isinstance(batch, Batch) and not batch.done and not batch.revoked:
            # Faust acks what it skips when the flow is suspended. The records are read again after the rebalance
            # that suspended it, or, should there be none, by the watchdog's restart.
            log.warning("batch skipped", topic=batch.topic, partition=batch.partition, offset=batch.first_offset)
        return True

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return iter(
            [
                tp
                for tp, batches in self.in_flight.items()
                if batches and batches[0].done and (topics is None or tp in topics or tp.topic in topics)
            ]
        )

    def _new_offset(self, tp: TP) -> int | None:
        return leading_done(self.in_flight[tp])

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        """Commit offsets, unless they went out with the transactions of their batches: a late commit would go back."""
        if self._transport.transactional:
            return True
        return bool(await super()._commit(offsets))

    def _note_idle(self) -> None:
        """Note up to where partitions without work have been read; nothing is being fetched while this is called.

        The position of a partition passes what is no record, such as the end of a transaction.
        """
        now = time.monotonic()
        if not self._transport.transactional or not self.flow_active or now - self._looked < IDLE_SECONDS:
            return
        self._looked = now
        thread = cast("BatchConsumerThread", self._thread)
        self._idle.clear()
        for tp in [TP(tp.topic, tp.partition) for tp in self.assignment()]:
            if tp.topic in self.app.topics.acking_topics and not self._undone(tp):
                position = thread.known_position(tp)
                if position is not None and position > (self._committed_offset[tp] or 0):
                    self._idle[tp] = position

    def take_idle(self) -> dict[TP, int]:
        """Return the positions of partitions that have been read to there, with all work done, and forget them."""
        found, self._idle = self._idle, {}
        return found

    def committed(self, tp: TP, offset: int) -> None:
        """Take note of an offset that went out with a transaction."""
        self._committed_offset[tp] = max(offset, self._committed_offset[tp] or 0)

    def request_rejoin(self) -> None:
        """Have the group say again which partitions are this worker's."""
        cast("BatchConsumerThread", self._thread).request_rejoin()

    # -- rebalancing

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Fence earlier owners, then let Faust recover tables and read the committed offsets.

        Where owners can't be fenced it is tried again, outside the group if it takes long. aiokafka would take note of
        an error and stay a member, so that nobody would ever work on these partitions; and after another join Faust
        would wait for events of its recovery that never come.
        """
        sources = {tp for tp in assigned if tp.topic in self._transport.batch_records}
        self._transport.membership.confirm(self._transport.membership.clock())
        self._transport.membership.begin()
        while not self.should_stop:
            try:
                await self._transport.begin_assignment(sources)
            except (KafkaError, OSError, AssertionError) as error:  # AssertionError: see `begin`
                log.warning("assignment can't begin; it is tried again", error=str(error) or type(error).__name__)
                await asyncio.sleep(BEGIN_AGAIN_SECONDS)
            else:
                break
        await super().on_partitions_assigned(assigned, generation_id)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Give up what is in flight for the partitions, then wait until nothing of it is being sent."""
        self._epoch += 1
        self._give_up(revoked)
        await super().on_partitions_revoked(revoked)
        self._give_up(revoked)  # what was delivered until the flow stopped
        try:
            await asyncio.wait_for(self._until_revoked_end(), REVOKE_WAIT)
        except TimeoutError:
            # The next owner fences a transaction; without transactions it repeats what was sent.
            log.warning("a batch is still being sent", partitions=len(revoked), seconds=REVOKE_WAIT)

    async def perform_seek(self) -> None:
        """Have every partition read again from its committed offset; Faust asks for it at the end of a recovery."""
        self._epoch += 1
        self._missed = True
        await self._go_back()

    async def _go_back(self) -> None:
        self._give_up(list(self.in_flight))
        # A transaction under way moves the committed offset: what it holds would be read a second time.
        await self._until_revoked_end()
        await super().perform_seek()
        self._give_up(list(self.in_flight))
        self._rewound.clear()
        self._settled.clear()
        self._idle.clear()
        ours = {TP(tp.topic, tp.partition) for tp in self.assignment() if tp.topic in self.app.topics.acking_topics}
        # Faust and aiokafka leave a partition without a committed offset where it is, past what was just given up.
        uncommitted = [tp for tp in ours if not self._read_offset[tp]]
        if uncommitted:
            earliest = await self.earliest_offsets(*uncommitted)
            await self.seek_wait({tp: earliest.get(tp) or 0 for tp in uncommitted})
            self._read_offset.update({tp: earliest.get(tp) or 0 for tp in uncommitted})
        # The broker may still tell the offset before the last transaction, whose records would be sent again.
        ahead = {tp: end for tp in ours if (end := self._transport.reached(tp) or 0) > (self._read_offset[tp] or 0)}
        if ahead:
            await self.seek_wait(ahead)
            self._read_offset.update(ahead)
        # What waited for its batches waits no longer.
        self._active_partitions.update(ours - self._paused_partitions)

    async def highwaters(self, *partitions: TP) -> Mapping[TP, int]:
        """Return the ends of partitions as fetches tell them, which Faust's recovery reads to."""
        settings = self._transport.settings
        changelogs = {TopicPartition(*tp) for tp in partitions if tp.topic not in self._transport.batch_records}
        probe = AIOKafkaConsumer(**client_options(settings), **probe_options())
        try:
            await probe.start()
            ends = await end_offsets(probe, [TopicPartition(*tp) for tp in partitions], seconds=ENDS_SECONDS)
            # Recovery ends with the last record; a changelog may end with what is no record.
            last = await ends_of_records(probe, {tp: ends[tp] for tp in changelogs}, seconds=ENDS_SECONDS)
        finally:
            await end_consumer(probe)
        discard_ahead(self.app.tables.values(), {TP(*tp): end for tp, end in ends.items()})
        return {TP(tp.topic, tp.partition): end for tp, end in {**ends, **last}.items()}

    def _give_up(self, partitions: Iterable[TP]) -> None:
        for tp in partitions:
            for batch in self.in_flight.pop(TP(tp.topic, tp.partition), ()):
                batch.revoked = not batch.done
            self._buffered_partitions.discard(tp)

    async def until_idle(self) -> None:
        """Wait until no batch is being worked on."""
        await self._until(lambda: not self.working)

    async def _until_revoked_end(self) -> None:
        await self._until(lambda: not any(batch.revoked for batch in self.working))

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._work_ended.clear()
            await self._work_ended.wait()


async def _nothing(_: set[TP]) -> None:
    """Do nothing at the begin of an assignment."""


def _nowhere(_: TP) -> int | None:
    return None


class BatchTransport(Transport):
    """Faust's transport with the batch consumer."""

    Consumer = BatchConsumer

    settings: Settings
    """How to connect, set with what follows by who makes the app."""
    membership: Membership = Membership(float("inf"))
    transactional: bool = False
    """Whether offsets go out with the transactions of the stages."""
    begin_assignment: Callable[[set[TP]], Awaitable[None]] = staticmethod(_nothing)
    """Called with the source partitions of a new assignment before their state and offsets are read."""
    reached: Callable[[TP], int | None] = staticmethod(_nowhere)
    """Returns the offset of a partition that went out with its last transaction in this assignment."""
    batch_records: Mapping[str, int] = MappingProxyType({})
    """Largest batch by topic, where it isn't `BATCH_RECORDS`."""
