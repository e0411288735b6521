"""How long to wait before the next attempt."""

from __future__ import annotations

from typing import Final

FIRST_SECONDS: Final = 0.5
LONGEST_SECONDS: Final = 300.0
"""A receiver that is back is noticed within five minutes."""
DOUBLINGS: Final = 12


def wait_seconds(attempt: int, share: float, asked: float | None = None) -> float:
    """Return the seconds to wait after so many failed attempts: twice as long each time, half of it by chance.

    `share`, 0 to 1, is drawn by the caller, so that many senders don't come back at one moment. What the receiver
    asks for is the least.
    """
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * float(1 << min(attempt, DOUBLINGS)))
    return max(asked or 0.0, longest / 2 + share * longest / 2)
