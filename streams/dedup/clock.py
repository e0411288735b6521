"""Event time that a few broken clocks can't move."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

RECENT: Final = 64
"""Arrivals whose median is the time: fewer than half of them can be wrong and change nothing."""
MAX_CLOCK_ERROR: Final = 366 * 86_400
"""Seconds from the clock beyond which an article's own time is not plausible_time, and the clock's is used."""


class EventClock:
    """The running maximum of the median `received` of the last 64 arrivals, in seconds since the epoch."""

    def __init__(self, recent: Iterable[int] = (), now: int = 0) -> None:
        self._recent: deque[int] = deque(recent)
        self._ordered = sorted(self._recent)
        self.now = now
        """0 before the first arrival."""

    def arrive(self, received: int) -> int:
        """Take the time of an arrival and return the clock."""
        if len(self._recent) == RECENT:
            del self._ordered[bisect_left(self._ordered, self._recent.popleft())]
        self._recent.append(received)
        insort(self._ordered, received)
        median = self._ordered[(len(self._ordered) - 1) // 2]
        self.now = max(self.now, median) if self.now else median
        return self.now


def plausible_time(received: int, clock: int) -> int:
    """Return the time of an article, or the clock's where the article's is more than a year off."""
    return received if abs(received - clock) <= MAX_CLOCK_ERROR else clock
