"""When a stage forgets what is too old to matter: once a day of the records' own time, which replay repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class DailySweep:
    """Says once a day that it is time."""

    def __init__(self) -> None:
        self._day: date | None = None

    def is_due(self, at: datetime) -> bool:
        """Return whether a record is the first of a new day, other than the first record at all."""
        day, before = at.date(), self._day
        if before is None or day > before:
            self._day = day
        return before is not None and day > before
