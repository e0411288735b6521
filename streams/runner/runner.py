"""The one runner under all stages: read, decode, call, send, dead-letter, ack, count, each in one place.

A batch is handled record by record; its outputs are sent and acknowledged, then its state goes to the changelog, then
the batch is done and its offset may be committed. A crash anywhere before that repeats the batch, which every stage
answers with the same decisions.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import structlog
import xxhash
from aiokafka.errors import KafkaError
from faust.types import TP

from schemas import SCHEMA_HEADER, Provenance, UndecodableMessage, encode, schema_name
from streams.errors import ItemTooLarge, WireError
from streams.runner.account import Account
from streams.runner.deadletter import dead_letter, refusal_letter
from streams.runner.outbox import OutRecord, RecordTooLarge
from streams.runner.stage import Handler, Result, Send
from streams.runner.tablestate import TableState
from streams.topics import DEAD, counts_topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from streams.runner.observer import Observer
    from streams.runner.outbox import Outbox
    from streams.runner.record import Batch, Record
    from streams.runner.stage import Stage
    from streams.settings import Settings

log = structlog.get_logger(__name__)

BREATH: Final = 0.02
"""Seconds of work after which the event loop gets its turn."""
RETRY_FIRST: Final = 0.2
RETRY_MOST: Final = 10.0
FLUSH_BYTES: Final = 4_000_000


@dataclass(slots=True)
class Opened:
    """A partition that this worker handles: its state, its handler and its counts."""

    state: TableState
    handler: Handler
    account: Account


@dataclass(slots=True)
class Slice:
    """What was made of the records since the last flush."""

    out: list[OutRecord] = field(default_factory=list)
    size: int = 0
    records: int = 0
    began: float = field(default_factory=time.monotonic)
    outcomes: Counter[str] = field(default_factory=Counter)
    dead: list[str] = field(default_factory=list)
    end_to_end: list[float] = field(default_factory=list)

    def add(self, record: OutRecord) -> None:
        """Add a record to be sent."""
        self.out.append(record)
        self.size += record.size


class PartitionLost(Exception):
    """The partition went to another worker in the middle of a batch."""


class StageRunner:
    """Runs one stage on the partitions that this worker has of its source topic."""

    def __init__(
        self, stage: Stage, *, settings: Settings, store: Callable[[], Any], outbox: Outbox, observer: Observer
    ) -> None:
        self.stage = stage
        self.changelog = f"{settings.app_id}-{stage.name}-changelog"
        self.source = stage.source.full_name(settings)
        self._settings = settings
        self._store = store
        self._outbox = outbox
        self._observer = observer
        self._opened: dict[int, Opened] = {}

    # -- partitions

    def opened(self, partition: int) -> Opened:
        """Return the partition's state and handler, opened on first use."""
        found = self._opened.get(partition)
        if found is None:
            state = TableState(self._store(), partition)
            began = time.perf_counter()
            handler = self.stage.open(state, self._settings)
            found = self._opened[partition] = Opened(state, handler, Account(self.stage, partition, state))
            log.info(
                "partition opened",
                stage=self.stage.name,
                partition=partition,
                seconds=round(time.perf_counter() - began, 3),
                **handler.sizes(),
            )
        return found

    def close(self, partition: int) -> None:
        """Forget a partition's handler; its state is in the changelog."""
        if self._opened.pop(partition, None) is not None:
            self._observer.forget(self.stage.name, partition)

    def close_all(self) -> None:
        """Forget every handler."""
        for partition in list(self._opened):
            self.close(partition)

    def due(self, partition: int, now: datetime) -> tuple[Send, ...]:
        """Return what time alone brings about on a partition."""
        return self.opened(partition).handler.due(now)

    # -- batches

    async def process(self, batch: Batch) -> bool:
        """Handle a batch; return True when all that came of it is acknowledged, False when the partition was lost."""
        try:
            await self._process(batch)
        except PartitionLost:
            log.info("batch given up", stage=self.stage.name, partition=batch.partition, offset=batch.first_offset)
            self.close(batch.partition)
            return False
        except BaseException:
            self.close(batch.partition)
            raise
        return True

    async def _process(self, batch: Batch) -> None:
        slice_ = Slice()
        breath = time.monotonic()
        for record in batch.records:
            self._check(batch)
            # Opened anew where a failure in the middle of a record's writes made it be closed.
            self._one(self.opened(batch.partition), record, slice_)
            now = time.monotonic()
            if now - breath > BREATH:
                await asyncio.sleep(0)
                breath = time.monotonic()
            if now - slice_.began > self._settings.batch_seconds or slice_.size > FLUSH_BYTES:
                await self._flush(batch, slice_)
                slice_ = Slice()
                breath = time.monotonic()
        await self._flush(batch, slice_)

    @staticmethod
    def _check(batch: Batch) -> None:
        if batch.revoked:
            raise PartitionLost

    def _one(self, opened: Opened, record: Record, slice_: Slice) -> None:
        state = opened.state
        state.mark()
        try:
            result = opened.handler.handle(record)
            out = [self._encode(send) for send in result.sends]
            self._check_sizes(out, state)
            letter = refusal_letter(record, self.stage.name, result)
        except Exception as error:  # noqa: BLE001  # whatever it is, it costs this record alone
            self._log_failure(record, error)
            if state.take_back():
                # What the handler holds in memory may be ahead of its state now.
                opened.handler = self.stage.open(state, self._settings)
            letter, result, out = dead_letter(record, self.stage.name, error), Result(items=1), []
        if letter is not None:
            out.append(self._encode(Send(DEAD, "", letter), key=record.key))
        if opened.account.is_new(record):
            slice_.end_to_end.extend(result.end_to_end)
            slice_.dead.extend([letter.error] if letter is not None else [])
        slice_.outcomes.update(opened.account.enter(record, result, letter))
        slice_.records += 1
        for outgoing in out:
            slice_.add(outgoing)

    def _log_failure(self, record: Record, error: Exception) -> None:
        log.warning(
            "dead letter",
            stage=self.stage.name,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            error=type(error).__name__,
            message=str(error)[:300],
            exc_info=None if isinstance(error, UndecodableMessage | WireError) else error,
        )

    def _encode(self, send: Send, *, key: bytes | None = None) -> OutRecord:
        message = send.message
        headers = send.headers
        if message is not None:
            headers = ((SCHEMA_HEADER, schema_name(type(message)).encode()), *headers)
            provenance = getattr(message, "provenance", None)
            if isinstance(provenance, Provenance):
                headers = (*headers, ("traceparent", _traceparent(provenance, self.stage.name)))
        return OutRecord(
            topic=send.topic.full_name(self._settings),
            key=send.key.encode() if key is None and send.topic is not DEAD else key,
            value=None if message is None else encode(message),
            headers=headers,
        )

    def _check_sizes(self, out: Iterable[OutRecord], state: TableState) -> None:
        written = (OutRecord(self.changelog, key, value) for key, value in state.written_since_mark())
        for record in (*out, *written):
            if not self._outbox.fits(record):
                raise ItemTooLarge(
                    f"the item makes a record of {record.size:,} bytes for {record.topic}, more than a topic takes; "
                    "raise WIREFEED_MAX_ITEM_BYTES and the topics' max.message.bytes to let it through"
                )

    # -- sending

    async def _flush(self, batch: Batch, slice_: Slice) -> None:
        if not slice_.records:
            return
        opened = self.opened(batch.partition)
        report = opened.account.save()
        slice_.add(OutRecord(counts_topic(self._settings), f"{self.stage.name}/{batch.partition}".encode(), report))
        await self._until_sent(batch, slice_.out)
        writes = [
            OutRecord(self.changelog, key, value, partition=batch.partition) for key, value in opened.state.writes
        ]
        sent = await self._until_sent(batch, writes)
        opened.state.settle()
        last = sent.get((self.changelog, batch.partition))
        if last is not None:
            self._store().set_persisted_offset(TP(self.changelog, batch.partition), last)
        self._report(batch, slice_, opened)

    async def _until_sent(self, batch: Batch, records: list[OutRecord]) -> dict[tuple[str, int], int]:
        """Send, again and again while the broker can't be reached; give up when the partition is lost."""
        pause = RETRY_FIRST
        while True:
            self._check(batch)
            try:
                return await self._outbox.send(records)
            except RecordTooLarge:
                raise
            except KafkaError as error:
                log.warning("could not send, trying again", stage=self.stage.name, error=repr(error), seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, RETRY_MOST)

    def _report(self, batch: Batch, slice_: Slice, opened: Opened) -> None:
        name, observer = self.stage.name, self._observer
        observer.record_batch(name, batch.partition, slice_.records, time.monotonic() - slice_.began)
        for outcome, number in slice_.outcomes.items():
            observer.outcome(name, outcome, number)
        for error in slice_.dead:
            observer.dead(name, error)
        for seconds in slice_.end_to_end:
            observer.end_to_end(seconds)
        for what, size in opened.handler.sizes().items():
            observer.table_size(name, batch.partition, what, size)


def _traceparent(provenance: Provenance, stage: str) -> bytes:
    span = xxhash.xxh64_hexdigest(f"{stage}/{provenance.item_key}/{provenance.version}".encode())
    return f"00-{provenance.trace_id}-{span}-01".encode()
