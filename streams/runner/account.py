"""The account of a stage's partition: what it read, and how every item ended, exact under redelivery and replay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from schemas import SCHEMA_HEADER, Origin, Provenance, UndecodableMessage, decode
from streams.runner.counts import COUNTS_KEY, Counts
from streams.runner.deadletter import REPLAY_HEADER
from streams.runner.stage import Outcome, Tally
from streams.runner.tallies import Tallies
from streams.topics import RAW

if TYPE_CHECKING:
    from schemas import DeadLetter
    from streams.runner.record import Record
    from streams.runner.stage import Result, Stage
    from streams.state import KeyedState

ACCOUNT_PREFIX: Final = "~"
"""Of all keys that the account has in a state; no handler writes one."""
MAX_OFFSET_DIGITS: Final = 19
"""Of the largest offset that Kafka has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What entering a record changed."""

    new: bool
    """Whether the record had not been entered before."""
    tallies: tuple[Tally, ...] = ()
    """How items ended, those outcomes included that the handler did not give."""
    changes: Counter[str] = field(default_factory=Counter)
    """By how much the number of each outcome changed."""


class Account:
    """Counts what came of records; kept in the state that the stage's handler has."""

    def __init__(self, stage: Stage, partition: int, state: KeyedState) -> None:
        kept = state.get(COUNTS_KEY)
        self._stage = stage
        self._state = state
        self._counts = Counts.from_bytes(kept) if kept else Counts(stage.name, partition)
        self._tallies = Tallies(state)

    def enter(self, record: Record, result: Result, letter: DeadLetter | None) -> Entry:
        """Enter what came of a record."""
        changes: Counter[str] = Counter()
        tallies = result.tallies + self._derived(record, result, letter)
        for tally in tallies:
            _note_change(changes, *self._tallies.set(tally.origin, tally.outcome))
        replaced = self._replace_replayed(record, changes)
        new = self._counts.counts(record.offset)
        if new and self._stage.source is RAW:
            self._counts.note_raw(record.partition, items=result.items - replaced)
        if new:
            self._note(record, forwarded=len(result.sends), letter=letter)
        return Entry(new, tallies, changes)

    def pass_over(self, record: Record, letter: DeadLetter) -> Entry:
        """Count a record whose items can't be told, since the record makes the account itself fail."""
        new = self._counts.counts(record.offset)
        if new:
            self._note(record, forwarded=0, letter=letter)
        return Entry(new)

    def reload(self) -> None:
        """Read the outcomes again, after the state was rolled back; the counts did not change with it."""
        self._tallies = Tallies(self._state)

    def counts(self) -> bytes:
        """Return the counts as the state keeps them, under `COUNTS_KEY`."""
        return self._counts.to_bytes()

    def report(self) -> bytes:
        """Return what travels on the counts topic."""
        return self._counts.report(self._tallies.totals())

    def _note(self, record: Record, *, forwarded: int, letter: DeadLetter | None) -> None:
        self._counts.note(offset=record.offset, at=record.at.isoformat(), forwarded=forwarded)
        if letter is not None:
            self._counts.note_error(letter)

    def _derived(self, record: Record, result: Result, letter: DeadLetter | None) -> tuple[Tally, ...]:
        """Return outcomes that follow from a dead letter or from a replay, which the handler does not give."""
        if self._stage.source is RAW:
            refused = (index for index, _ in result.refused) if letter is None or result.refused else (0,)
            origins = (Origin(partition=record.partition, offset=record.offset, index=index) for index in refused)
            return tuple(Tally(Outcome.REFUSED, origin) for origin in origins)
        if letter is not None:
            return self._of_item(record, Outcome.REFUSED)
        if not result.tallies and record.header(REPLAY_HEADER) is not None:
            return self._of_item(record, None)  # refused here before; now it goes on
        return ()

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

    def _replace_replayed(self, record: Record, changes: Counter[str]) -> int:
        """Let a replayed raw record stand for the one that was refused; return how many items no longer count."""
        offset = _replayed_offset(record) if self._stage.source is RAW else None
        if offset is None:
            return 0
        refused = self._tallies.clear_record(record.partition, offset)
        changes[Outcome.REFUSED] -= refused
        return refused


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


def _replayed_offset(record: Record) -> int | None:
    """Return the offset of the record that a replayed record of `wire.raw` stands for, on the same partition."""
    topic, _, place = (record.header(REPLAY_HEADER) or "").partition("/")
    partition, _, offset = place.partition("/")
    plain = offset.isascii() and offset.isdecimal() and len(offset) <= MAX_OFFSET_DIGITS
    return int(offset) if topic == record.topic and partition == str(record.partition) and plain else None
