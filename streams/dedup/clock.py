"""Event time that a few broken clocks can't move."""

from __future__ import annotations

from collections import deque
from typing import Final

RECENT: Final = 64
"""Arrivals whose median is the time: fewer than half of them can be wrong and change nothing."""
BELIEVED: Final = 366 * 86_400
"""Seconds from the clock beyond which an article's own time is not believed, and the clock's is used."""


class EventClock:
    """The running maximum of the median `received` of the last 64 arrivals, in seconds since the epoch."""

    def __init__(self) -> None:
        self._recent: deque[int] = deque(maxlen=RECENT)
        self.now: int | None = None
        """None before the first arrival."""

    def resume(self, recent: list[int], now: int | None) -> None:
        """Go on from the last arrivals, oldest first, and the time they had made."""
        self._recent.extend(recent)
        self.now = now

    def believed(self, received: int) -> int:
        """Return the article's time, or the clock's where the article's is more than a year off."""
        return received if self.now is None or abs(received - self.now) <= BELIEVED else self.now

    def arrive(self, received: int) -> int:
        """Take the time of an arrival and return the clock."""
        self._recent.append(received)
        median = sorted(self._recent)[(len(self._recent) - 1) // 2]
        self.now = median if self.now is None else max(self.now, median)
        return self.now
