"""When a stage forgets what is too old to matter: by the records' own time, so that a replay forgets the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

SHARE: Final = 30
"""A sweep looks at all that is remembered, so there are at most so many in the time that things are remembered."""
LEAST: Final = timedelta(days=1)
LEAP_DAYS: Final = 60
"""A record so many days away from the last ones may have the time of a clock that is wrong. It is less than items and
incidents are remembered by default, so that a shorter leap costs the oldest part of the memory at most."""
CONFIRMED: Final = 32
"""So many of them in a row are believed: by then the clock is right, or nobody knows a better one."""


class Sweep:
    """Says when to forget what is older than `memory`: once a day, or less often where the memory is long.

    One record of next year would have everything forgotten, and no sweep would follow until then. So a leap of the time
    counts for nothing until many records agree on it.
    """

    def __init__(self, memory: timedelta) -> None:
        self._interval = max(LEAST, memory / SHARE).days
        self._day: date | None = None
        self._leaps = 0
        """Records in a row that are far from the day."""

    def is_due(self, at: datetime) -> bool:
        """Return whether so many days have begun since the last sweep, or since the first record."""
        day = at.date()
        if self._day is None:
            self._day = day
            return False
        passed = (day - self._day).days
        if self._is_leap(passed) or -LEAP_DAYS <= passed < self._interval:
            return False
        self._day = day
        return passed > 0

    def _is_leap(self, passed: int) -> bool:
        """Return whether the time leaps, and too few records agree on it."""
        far = passed < -LEAP_DAYS or passed >= self._interval + LEAP_DAYS
        self._leaps = self._leaps + 1 if far else 0
        if self._leaps < CONFIRMED:
            return far
        self._leaps = 0
        return False
