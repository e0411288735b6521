"""Counts of a stage's partition: exact under redelivery, since they say up to which offset they count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import DeadLetter
    from streams.runner.stage import Tally

COUNTS_KEY = "~counts"


@dataclass(slots=True)
class Counts:
    """Counts through an offset; outcomes are by partition of `wire.raw`, so that they add up for each."""

    stage: str
    partition: int
    through: int = -1
    at: str | None = None
    read: int = 0
    forwarded: int = 0
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    last_error: dict[str, str] | None = None

    def counts(self, offset: int) -> bool:
        """Return whether a record is yet to be counted."""
        return offset > self.through

    def note(
        self, *, offset: int, at: str, forwarded: int, tallies: Iterable[Tally], raw: tuple[int, int] | None
    ) -> None:
        """Count a record; `raw` is (partition, items) for a record of `wire.raw`."""
        self.through, self.at = offset, at
        self.read += 1
        self.forwarded += forwarded
        for tally in tallies:
            self._add(str(tally.partition), tally.outcome.value, tally.number)
        if raw is not None:
            self._add(str(raw[0]), "records", 1)
            self._add(str(raw[0]), "items", raw[1])

    def _add(self, partition: str, name: str, number: int) -> None:
        row = self.outcomes.setdefault(partition, {})
        row[name] = row.get(name, 0) + number

    def note_error(self, letter: DeadLetter) -> None:
        """Count a dead letter and keep it as the last error."""
        self.errors[letter.error] = self.errors.get(letter.error, 0) + 1
        self.last_error = {
            "at": letter.at.isoformat(),
            "error": letter.error,
            "message": letter.message[:500],
            "id": letter.id,
        }

    def to_bytes(self) -> bytes:
        """Return the JSON that travels on the counts topic and stands in the stage's table."""
        return orjson.dumps({name: getattr(self, name) for name in self.__slots__}, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_bytes(cls, value: bytes) -> Counts:
        """Return the counts of such JSON; fields that are not known are left out."""
        fields: dict[str, Any] = orjson.loads(value)
        return cls(**{name: fields[name] for name in cls.__slots__ if name in fields})
