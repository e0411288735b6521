"""What was made of some records and is not yet acknowledged."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streams.runner.out_record import OutRecord
    from streams.runner.stage import Tally


@dataclass(slots=True)
class PendingOutput:
    """Everything that came of the records since the last flush: records to send, and what observers are told then."""

    records: list[OutRecord] = field(default_factory=list)
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
    end_to_end: list[float] = field(default_factory=list)

    def add(self, record: OutRecord) -> None:
        """Add a record to be sent."""
        self.records.append(record)
        self.size += record.size
