"""When a feed is asked again: after its interval, later after failures, and never before the server wants it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_FAILING: Final = timedelta(hours=1)
"""A feed that is back is noticed within an hour, or at its next turn if that comes later."""
LONGEST_ASKED: Final = timedelta(days=1)
"""A server can ask for a day's rest at most."""
DOUBLINGS: Final = 16
SPREAD: Final = 0.1
"""Share of a wait that is added by chance, so that many feeds don't ask at one moment."""


def next_wait(every: timedelta, failures: int, share: float, asked: timedelta | None = None) -> timedelta:
    """Return how long to wait after a poll: the interval, or after failures twice as long with each of them.

    `share`, 0 to 1, is drawn by the caller. What the server asks for is the least.
    """
    wait = every
    if failures:
        longest = max(every, LONGEST_FAILING)
        wait = min(longest, min(every, LONGEST_FAILING) * (1 << min(failures - 1, DOUBLINGS)))
    return max(wait, asked or timedelta(0)) * (1 + SPREAD * share)


def due(next_poll: datetime | None, every: timedelta, failures: int, now: datetime) -> datetime | None:
    """Return when a feed is to be asked after a restart: when it was noted, but not later than could be noted now.

    The interval in the file may be shorter now, and a clock may have been wrong.
    """
    longest = max(every, LONGEST_ASKED) if failures else every
    return min(next_poll, now + longest * (1 + SPREAD)) if next_poll is not None else None


def asked_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Return the rest that a header Retry-After asks for, in seconds or until a date; None where it says nothing."""
    stated = (retry_after or "").strip()[:64]
    if not stated:
        return None
    if stated.isascii() and stated.isdigit():
        wait = timedelta(seconds=min(int(stated), LONGEST_ASKED.total_seconds()))
    else:
        try:
            date = parsedate_to_datetime(stated)
        except (ValueError, OverflowError):
            return None
        wait = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(0)), LONGEST_ASKED)
