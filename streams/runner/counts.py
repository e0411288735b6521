"""Counts of a stage's partition: exact under redelivery, since they say up to which offset they count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from schemas import DeadLetter

COUNTS_KEY: Final = "~counts"
MAX_ERROR_CHARS: Final = 500
"""Of a dead letter's message, in the report of every flush."""


@dataclass(slots=True)
class Counts:
    """What a stage's partition has read, sent on and refused, through an offset of its source topic."""

    stage: str
    partition: int
    through: int = -1
    at: str | None = None
    """The time of the last record counted."""
    read: int = 0
    forwarded: int = 0
    raw: dict[str, dict[str, int]] = field(default_factory=dict)
    """Intake: `records` and `items` by partition of `wire.raw`."""
    errors: dict[str, int] = field(default_factory=dict)
    last_error: dict[str, str] | None = None

    def counts(self, offset: int) -> bool:
        """Return whether a record is yet to be counted."""
        return offset > self.through

    def note(self, *, offset: int, forwarded: int) -> None:
        """Count a record."""
        self.through = offset
        self.read += 1
        self.forwarded += forwarded

    def note_raw(self, partition: int, *, items: int) -> None:
        """Count a record of `wire.raw` and the items that it held."""
        row = self.raw.setdefault(str(partition), {"records": 0, "items": 0})
        row["records"] += 1
        row["items"] += items

    def note_error(self, letter: DeadLetter) -> None:
        """Count a dead letter and keep it as the last error."""
        self.errors[letter.error] = self.errors.get(letter.error, 0) + 1
        self.last_error = {
            "at": letter.at.isoformat(),
            "error": letter.error,
            "message": letter.message[:MAX_ERROR_CHARS],
            "id": letter.id,
        }

    def to_bytes(self) -> bytes:
        """Return what is kept in the stage's table, as JSON."""
        return orjson.dumps({name: getattr(self, name) for name in self.__slots__}, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_bytes(cls, value: bytes) -> Counts:
        """Return the counts of such JSON; fields that are not known are left out."""
        fields: dict[str, Any] = orjson.loads(value)
        return cls(**{name: fields[name] for name in cls.__slots__ if name in fields})

    def report(self, outcomes: dict[str, dict[str, int]]) -> bytes:
        """Return the JSON of the counts topic: these counts, and the outcomes by partition of `wire.raw`."""
        rows = {partition: dict(numbers) for partition, numbers in outcomes.items()}
        for partition, numbers in self.raw.items():
            rows[partition] = {**rows.get(partition, {}), **numbers}
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "raw"}
        return orjson.dumps({**fields, "outcomes": rows}, option=orjson.OPT_SORT_KEYS)
