"""The account of a stage's partition: what it read, and how every item ended, exact under redelivery and replay."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

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


class Account:
    """Counts what came of records; kept in the state that the stage's handler has."""

    def __init__(self, stage: Stage, partition: int, state: KeyedState) -> None:
        kept = state.get(COUNTS_KEY)
        self._stage = stage
        self._state = state
        self._counts = Counts.from_bytes(kept) if kept else Counts(stage.name, partition)
        self._tallies = Tallies(state)

    def enter(self, record: Record, result: Result, letter: DeadLetter | None) -> Counter[str]:
        """Enter what came of a record; return by how much the number of each outcome changed."""
        changes: Counter[str] = Counter()
        for tally in (*result.tallies, *self._implied(record, result, letter)):
            before = self._tallies.set(tally.origin, tally.outcome)
            if before is not tally.outcome:
                changes.update({outcome: 1 for outcome in (tally.outcome,) if outcome is not None})
                changes.subtract({outcome: 1 for outcome in (before,) if outcome is not None})
        if not self.is_new(record):
            return changes
        self._counts.note(offset=record.offset, at=record.at.isoformat(), forwarded=len(result.sends))
        if self._stage.source is RAW:
            self._counts.note_raw(record.partition, items=result.items)
            self._stand_in(record, changes)
        if letter is not None:
            self._counts.note_error(letter)
        return changes

    def is_new(self, record: Record) -> bool:
        """Return whether a record has not been entered before."""
        return self._counts.counts(record.offset)

    def save(self) -> bytes:
        """Put the counts into the state and return what travels on the counts topic."""
        self._state.put(COUNTS_KEY, self._counts.to_bytes())
        return self._counts.report(self._tallies.totals())

    def _implied(self, record: Record, result: Result, letter: DeadLetter | None) -> tuple[Tally, ...]:
        """Return what is said of a record's item without the handler saying it."""
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

    def _stand_in(self, record: Record, changes: Counter[str]) -> None:
        """Let a replayed raw record stand for the one that was refused, which counts no longer."""
        offset = _replayed_offset(record)
        if offset is not None:
            refused = self._tallies.clear_record(record.partition, offset)
            changes[Outcome.REFUSED] -= refused
            self._counts.note_raw(record.partition, items=-refused, records=0)


def item_provenance(message: object) -> Provenance | None:
    """Return the provenance of a message that stands for an item on its way, None for one that doesn't."""
    inner = getattr(message, "article", message)
    provenance = getattr(inner, "provenance", None)
    if type(message).__name__ in {"Retraction", "Carried"} or not isinstance(provenance, Provenance):
        return None
    return provenance


def _replayed_offset(record: Record) -> int | None:
    """Return the offset of the record that a replayed record of `wire.raw` stands for, on the same partition."""
    topic, _, place = (record.header(REPLAY_HEADER) or "").partition("/")
    partition, _, offset = place.partition("/")
    if topic != record.topic or partition != str(record.partition) or not offset.isdecimal():
        return None
    return int(offset)
