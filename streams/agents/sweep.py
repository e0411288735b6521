"""When a stage forgets what is too old to matter: by the records' own time, so that a replay forgets the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

SHARE: Final = 30
"""A sweep looks at all that is remembered, so there are at most so many in the time that things are remembered."""
LEAST: Final = timedelta(days=1)


class Sweep:
    """Says when to forget what is older than `memory`: once a day, or less often where the memory is long."""

    def __init__(self, memory: timedelta) -> None:
        self._interval = max(LEAST, memory / SHARE).days
        self._day: date | None = None

    def is_due(self, at: datetime) -> bool:
        """Return whether so many days have begun since the last sweep, or since the first record."""
        day, before = at.date(), self._day
        due = before is not None and (day - before).days >= self._interval
        if before is None or due:
            self._day = day
        return due
