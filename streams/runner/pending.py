"""What was made of some records and is not yet acknowledged."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streams.runner.out_record import OutRecord
    from streams.runner.spans import Span
    from streams.runner.stage import Elapsed, Tally


@dataclass(slots=True)
class PendingOutput:
    """Everything that came of the records since the last flush: records to send, and what observers are told then."""

    added: list[OutRecord | None] = field(default_factory=list)
    """Records in the order in which they were added; None where a later one took the place of one."""
    size: int = 0
    """Bytes of the records."""
    handled: int = 0
    """Number of source records behind it."""
    began: float = field(default_factory=time.monotonic)
    outcomes: Counter[str] = field(default_factory=Counter)
    """Changes of the number of items by outcome."""
    tallies: list[Tally] = field(default_factory=list)
    """How items ended, as it was entered into the account."""
    errors: list[str] = field(default_factory=list)
    """Types of error, one for each new dead letter."""
    end_to_end: list[Elapsed] = field(default_factory=list)
    spans: list[Span] | None = None
    """The spans of the source records; None where nobody takes them, which costs nothing."""
    _latest: dict[tuple[str, bytes | None], int] = field(default_factory=dict)
    """Places of the records that a later one of their key replaces."""

    @property
    def records(self) -> list[OutRecord]:
        """The records to be sent."""
        return [record for record in self.added if record is not None]

    def add(self, record: OutRecord) -> None:
        """Add a record to be sent; of a key of a compacted topic, the last one alone is sent."""
        if record.compacted:
            self._replace(record)
        self.added.append(record)
        self.size += record.size

    def _replace(self, record: OutRecord) -> None:
        key = record.topic, record.key
        place = self._latest.get(key)
        before = None if place is None else self.added[place]
        if place is not None and before is not None:
            self.added[place] = None
            self.size -= before.size
        self._latest[key] = len(self.added)
