"""One partition of a stage: a record in, pending outputs, state writes and changes of the account out.

All of it is synchronous and knows no broker. A driver sends what is pending, then the writes to the changelog, then
calls `commit`; a crash before that repeats the records, which every stage answers with the same decisions.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from schemas import UndecodableMessage
from streams.errors import ItemTooLarge, WireError
from streams.runner.account import ACCOUNT_PREFIX, Account
from streams.runner.counts import COUNTS_KEY
from streams.runner.deadletter import dead_letter, letter_record, refusal_letter
from streams.runner.limits import SizeLimits
from streams.runner.out_record import OutRecord, encoded
from streams.runner.spans import TRACEPARENT, spans_of, work_on
from streams.runner.stage import Result
from streams.runner.tablestate import TableState
from streams.topics import counts_topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from schemas import DeadLetter
    from streams.runner.account import Entry
    from streams.runner.pending import PendingOutput
    from streams.runner.record import Record
    from streams.runner.spans import Span
    from streams.runner.stage import Handler, OpenHandler, Stage
    from streams.runner.tablestate import Write
    from streams.settings import Settings

log = structlog.get_logger(__name__)


class _Made(NamedTuple):
    """What was made of one record."""

    result: Result
    records: list[OutRecord]
    letter: DeadLetter | None


class PartitionProcessor:
    """Processes the records of one partition of a stage, in order.

    `store` is the dictionary-like store of the stage's table, as it was last committed, and `changelog` the topic that
    its writes go to. `limits` may be shared; they are those of the settings where not given.
    """

    def __init__(
        self,
        stage: Stage,
        open_handler: OpenHandler,
        *,
        settings: Settings,
        store: Any,
        partition: int,
        changelog: str = "the changelog",
        limits: SizeLimits | None = None,
    ) -> None:
        self.stage = stage
        self.partition = partition
        self._settings = settings
        self._open_handler = open_handler
        self._changelog = changelog
        self._limits = limits or SizeLimits(settings)
        self._state = TableState(store, partition)
        self.handler: Handler = open_handler(self._state, settings)
        self._account = Account(stage, partition, self._state)

    def begin_epoch(self, through: int) -> bool:
        """Begin a new epoch of the account where it still stands at this offset of a topic that was recreated."""
        return self._account.begin_epoch(through)

    def prepare(self, records: Sequence[Record]) -> None:
        """Show the handler the records that `process` is given next; a failure costs the preparation alone."""
        try:
            self.handler.prepare(records)
        except Exception:
            log.exception("records can't be prepared", stage=self.stage.name, partition=self.partition)

    def process(self, record: Record, pending: PendingOutput) -> tuple[Record, ...]:
        """Handle a record and add what came of it. Whatever the record holds, it costs itself alone.

        Returns the records that waited for it: they must be processed before the record that comes next.
        """
        began = 0 if pending.spans is None else time.time_ns()
        self._state.begin()
        try:
            made = self._made(record)
            entry = self._account.enter(record, made.result, made.letter)
        except Exception as error:  # noqa: BLE001  # the one boundary around everything that a record can touch
            made, entry = self._refused(record, error)
        pending.handled += 1
        for outgoing in made.records:
            pending.add(outgoing)
        if entry.tallies:
            pending.tallies.extend(entry.tallies)
            pending.outcomes.update(entry.changes)
        if entry.new and made.result.end_to_end:
            pending.end_to_end.extend(made.result.end_to_end)
        if entry.new and made.letter is not None:
            pending.errors.append(made.letter.error)
        if pending.spans is not None:
            pending.spans.extend(self._spans(record, made, began))
        return made.result.following

    def due(self, now: datetime) -> list[OutRecord]:
        """Return the records that the handler sends because a time has come; one that can't be sent is left out."""
        self._state.begin()
        try:
            records = [encoded(send, self.stage.name, self._settings) for send in self.handler.due(now)]
        except Exception:
            log.exception("timer failed", stage=self.stage.name, partition=self.partition)
            self._rollback()
            return []
        for record in records:
            if not self._fits(record):
                log.error("timer's record is too large", stage=self.stage.name, topic=record.topic, bytes=record.size)
        return [record for record in records if self._fits(record)]

    def finish(self, pending: PendingOutput) -> None:
        """Add the report of the account to what is sent, and the counts to what is written.

        The account is written before what handlers write: counts, then outcomes. Should a crash lose the rest, the
        records come again, handlers decide as before, and outcomes are set to what they are. In any other order a
        decision could be kept and its outcome lost: what a handler says of other items, it says only at first.
        """
        self._state.put(COUNTS_KEY, self._account.counts())
        self._state.move_first(COUNTS_KEY, ACCOUNT_PREFIX)
        key = f"{self.stage.name}/{self.partition}".encode()
        pending.add(OutRecord(counts_topic(self._settings), key, self._account.report()))

    def writes(self) -> list[Write]:
        """Return the writes that the changelog has yet to get, in order."""
        return self._state.writes()

    def commit(self, writes: Sequence[Write]) -> None:
        """Put writes into the store, once the changelog has them."""
        self._state.commit(writes)

    def sizes(self) -> Mapping[str, int]:
        """Return sizes of what the handler holds in memory."""
        return self.handler.sizes()

    def _spans(self, record: Record, made: _Made, began: int) -> tuple[Span, ...]:
        error = None if made.letter is None else made.letter.error
        work = work_on(record, self.stage.name, began, time.time_ns(), error)
        return spans_of(work, record.header(TRACEPARENT), made.records)

    def _made(self, record: Record) -> _Made:
        result = self.handler.handle(self._account.standing(record))
        records = [encoded(send, self.stage.name, self._settings) for send in result.sends]
        self._check_sizes(records)
        if self._state.has_written:
            written = self._state.written_since_begin()
            self._check_sizes([OutRecord(self._changelog, key, value) for key, value in written])
        letter = None
        if result.refused:
            letter = self._with_first(record, refusal_letter(record, self.stage.name, result))
            records.append(letter_record(record, letter, self._settings, self._limits))
        return _Made(result, records, letter)

    def _refused(self, record: Record, error: Exception) -> tuple[_Made, Entry]:
        self._log_failure(record, error)
        self._rollback()
        letter = self._with_first(record, dead_letter(record, self.stage.name, error))
        result, records = self._in_place_of(record)
        records.insert(0, letter_record(record, letter, self._settings, self._limits))
        made = _Made(result._replace(items=1), records, letter)
        try:
            return made, self._account.enter(record, made.result, letter)
        except Exception:
            log.exception("record can't be entered", stage=self.stage.name, offset=record.offset)
            self._rollback()
            return made, self._account.pass_over(record, letter)

    def _with_first(self, record: Record, letter: DeadLetter) -> DeadLetter:
        """Return a letter with the id of the first one where the record was put back."""
        first = self._account.first_letter(record)
        return letter if first is None else letter.model_copy(update={"first_id": first})

    def _in_place_of(self, record: Record) -> tuple[Result, list[OutRecord]]:
        try:
            result = self.handler.refused(record)
            return result, [encoded(send, self.stage.name, self._settings) for send in result.sends]
        except Exception:
            log.exception("nothing is done in place of a record", stage=self.stage.name, offset=record.offset)
            self._rollback()
            return Result(), []

    def _rollback(self) -> None:
        if self._state.rollback():
            # What the handler and the account hold in memory may be ahead of their state now.
            self.handler = self._open_handler(self._state, self._settings)
            self._account.reload()

    def _fits(self, record: OutRecord) -> bool:
        return record.size <= self._limits.of(record.topic)

    def _check_sizes(self, records: Sequence[OutRecord]) -> None:
        limit_of = self._limits.of  # not `_fits`: this is asked for each record that is sent
        for record in records:
            if record.size > limit_of(record.topic):
                raise ItemTooLarge(
                    f"the item makes a record of {record.size:,} bytes for {record.topic}, more than a topic takes; "
                    "raise WIREFEED_MAX_ITEM_BYTES and the topics' max.message.bytes to let it through"
                )

    def _log_failure(self, record: Record, error: Exception) -> None:
        log.warning(
            "dead letter",
            stage=self.stage.name,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            error=type(error).__name__,
            exc_info=None if isinstance(error, UndecodableMessage | WireError) else error,
        )
