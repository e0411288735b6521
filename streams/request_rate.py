"""How many requests a second somebody may make: a bucket that fills up with them and drains at a steady rate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Room for the requests of some seconds; each request takes one place."""

    rate: float
    """Places that become free in a second."""
    seconds: float = 1.0
    """So many seconds' requests may come at once."""
    _level: float = 0.0
    _at: float = 0.0

    @property
    def room(self) -> float:
        """Requests that may come at once."""
        return max(1.0, self.rate * self.seconds)

    def take(self, now: float) -> float:
        """Take a place and return 0, or return after how many seconds there is one. The clock never goes back."""
        self._level = max(0.0, self._level - (now - self._at) * self.rate)
        self._at = now
        room = self.room
        if self._level + 1 > room:
            return (self._level + 1 - room) / self.rate
        self._level += 1
        return 0.0
