"""The account of a stage's partition: what it read, and how every item ended, exact under redelivery and replay."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import SCHEMA_HEADER, Origin, Provenance, UndecodableMessage, decode
from streams.runner.counts import COUNTS_KEY, Counts
from streams.runner.deadletter import REPLAY_HEADER
from streams.runner.record import moment
from streams.runner.refusals import Refusal, Refusals
from streams.runner.stage import Outcome, Tally
from streams.runner.tallies import Tallies
from streams.topics import RAW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas import DeadLetter
    from streams.runner.record import Record
    from streams.runner.stage import Result, Stage
    from streams.state import KeyedState

ACCOUNT_PREFIX: Final = "~"
"""Of all keys that the account has in a state; no handler writes one."""


EPOCH_KEY: Final = "~epoch"
"""By how much the offsets of `wire.raw` are raised in the account, once the topic was recreated."""


NO_CHANGES: Final[Mapping[str, int]] = MappingProxyType({})


class Entry(NamedTuple):
    """What entering a record changed."""

    new: bool
    """Whether the record had not been entered before."""
    tallies: tuple[Tally, ...] = ()
    """How items ended, those outcomes included that the handler did not give."""
    changes: Mapping[str, int] = NO_CHANGES
    """By how much the number of each outcome changed."""


COUNTED: Final = Entry(new=True)
COUNTED_BEFORE: Final = Entry(new=False)
"""Of a record with which no item ended; most records are one of these."""


class Account:
    """Counts what came of records; kept in the state that the stage's handler has."""

    def __init__(self, stage: Stage, partition: int, state: KeyedState) -> None:
        kept = state.get(COUNTS_KEY)
        self._stage = stage
        self._is_raw = stage.source is RAW
        self._state = state
        self._counts = Counts.from_bytes(kept) if kept else Counts(stage.name, partition)
        self._tallies = Tallies(state)
        self._refusals = Refusals(state)
        self._base = int(state.get(EPOCH_KEY) or b"0")
        self._latest_ms: int | None = None
        """Timestamp of the last record counted, put down as a date when the counts are asked for."""

    def begin_epoch(self, through: int) -> bool:
        """Begin a new epoch where the last offset counted is that of a topic that was recreated since.

        Offsets begin again from 0, and would be taken for those that were counted. Returns whether one was begun.
        """
        if self._counts.through != through:
            return False
        if self._is_raw:
            self._base += through + 1
            self._state.put(EPOCH_KEY, b"%d" % self._base)
        self._counts.through = -1
        return True

    def standing(self, record: Record) -> Record:
        """Return the record as the stage is to handle it: a replay of `wire.raw` stands where the refused one stood.

        Its items then have the origin that they had before, so that every stage takes them for the same items.
        """
        if not self._is_raw:
            return record
        refusal = self._replayed(record)
        offset = record.offset if refusal is None else refusal.offset
        return record if offset + self._base == record.offset else record._replace(offset=offset + self._base)

    def first_letter(self, record: Record) -> str | None:
        """Return the id of the first dead letter of a record that was put back, None for any other record."""
        if not self._is_raw:
            return record.header(REPLAY_HEADER)  # only workers and the replay command write to these topics
        refusal = self._replayed(record)
        return None if refusal is None else f"{record.topic}/{record.partition}/{refusal.offset}"

    def enter(self, record: Record, result: Result, letter: DeadLetter | None) -> Entry:
        """Enter what came of a record."""
        plain = letter is None and not result.tallies and not self._is_raw
        if plain and record.header(REPLAY_HEADER) is None:
            return self._count(record, result)  # most records: nothing ended, and it wasn't refused before
        refusal = self._replayed(record)
        tallies = result.tallies + self._derived(record, result, letter, refusal)
        changes = self._set_outcomes(tallies) if tallies else NO_CHANGES
        new = self._counts.counts(record.offset)
        if self._is_raw:
            self._enter_raw(record, result, letter, refusal, new=new)
        if new:
            self._note(record, forwarded=len(result.sends), letter=letter)
        if tallies:
            return Entry(new, tallies, changes)
        return COUNTED if new else COUNTED_BEFORE

    def _count(self, record: Record, result: Result) -> Entry:
        """Count a record with which no item ended."""
        if not self._counts.counts(record.offset):
            return COUNTED_BEFORE
        self._note(record, forwarded=len(result.sends), letter=None)
        return COUNTED

    def pass_over(self, record: Record, letter: DeadLetter) -> Entry:
        """Count a record whose items can't be told, since the record makes the account itself fail."""
        new = self._counts.counts(record.offset)
        if new:
            self._note(record, forwarded=0, letter=letter)
        return Entry(new)

    def reload(self) -> None:
        """Read the outcomes again, after the state was rolled back; the counts did not change with it."""
        self._tallies = Tallies(self._state)
        self._refusals = Refusals(self._state)
        self._base = int(self._state.get(EPOCH_KEY) or b"0")

    def counts(self) -> bytes:
        """Return the counts as the state keeps them, under `COUNTS_KEY`."""
        self._date_counts()
        return self._counts.to_bytes()

    def report(self) -> bytes:
        """Return what travels on the counts topic."""
        self._date_counts()
        return self._counts.report(self._tallies.totals())

    def _set_outcomes(self, tallies: tuple[Tally, ...]) -> Counter[str]:
        changes: Counter[str] = Counter()
        for tally in tallies:
            _note_change(changes, *self._tallies.set(tally.origin, tally.outcome))
        return changes

    def _date_counts(self) -> None:
        if self._latest_ms is not None:
            self._counts.at = moment(self._latest_ms).isoformat()

    def _note(self, record: Record, *, forwarded: int, letter: DeadLetter | None) -> None:
        self._counts.note(offset=record.offset, forwarded=forwarded)
        self._latest_ms = record.timestamp_ms
        if letter is not None:
            self._counts.note_error(letter)

    def _replayed(self, record: Record) -> Refusal | None:
        return self._refusals.replayed_by(record) if self._is_raw else None

    def _enter_raw(
        self, record: Record, result: Result, letter: DeadLetter | None, refusal: Refusal | None, *, new: bool
    ) -> None:
        """Count a raw record and its items; of a replay, only those that were not counted before."""
        counted = 0 if refusal is None else refusal.items
        items = max(counted, result.items)
        if letter is not None or items > counted > 0:
            offset = record.offset if refusal is None else refusal.offset
            self._refusals.remember(record, Refusal(offset, items))
        if new:
            self._counts.note_raw(record.partition, items=items - counted)

    def _derived(
        self, record: Record, result: Result, letter: DeadLetter | None, refusal: Refusal | None
    ) -> tuple[Tally, ...]:
        """Return outcomes that follow from a dead letter or from a replay, which the handler does not give."""
        if self._is_raw:
            return self._of_raw(record, result, letter, refusal)
        if letter is not None:
            return self._of_item(record, Outcome.REFUSED)
        if not result.tallies and record.header(REPLAY_HEADER) is not None:
            return self._of_item(record, None)  # refused here before; now it goes on
        return ()

    def _of_raw(
        self, record: Record, result: Result, letter: DeadLetter | None, refusal: Refusal | None
    ) -> tuple[Tally, ...]:
        """Return the refused items of a raw record, and those that a replay no longer refuses."""
        offset = record.offset if refusal is None else refusal.offset
        refused = [index for index, _ in result.refused] if letter is None or result.refused else [0]
        before = () if refusal is None else self._tallies.refused_of(record.partition, offset + self._base)
        going_on = [index for index in before if index < result.items and index not in refused]
        return tuple(
            Tally(outcome, Origin(partition=record.partition, offset=offset + self._base, index=index))
            for outcome, indexes in ((Outcome.REFUSED, refused), (None, going_on))
            for index in indexes
        )

    def _of_item(self, record: Record, outcome: Outcome | None) -> tuple[Tally, ...]:
        source = self._stage.source
        if not source.carries_items:
            return ()
        try:
            message = decode(record.value, source.types, record.header(SCHEMA_HEADER))
        except UndecodableMessage:
            return ()
        provenance = item_provenance(message)
        return () if provenance is None else (Tally(outcome, provenance.origin),)


def item_provenance(message: object) -> Provenance | None:
    """Return the provenance of a message that stands for an item on its way, None for one that doesn't."""
    inner = getattr(message, "article", message)
    provenance = getattr(inner, "provenance", None)
    if type(message).__name__ in {"Retraction", "Carried"} or not isinstance(provenance, Provenance):
        return None
    return provenance


def _note_change(changes: Counter[str], before: Outcome | None, after: Outcome | None) -> None:
    if before is not after:
        changes.update({after: 1} if after is not None else {})
        changes.subtract({before: 1} if before is not None else {})
