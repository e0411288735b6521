"""When a message is sent: quiet hours, and the ends of digests and of limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from streams.alerts.rule import Quiet

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def window_start(now: datetime, length: timedelta) -> datetime:
    """Return when the window began that a time is in. Windows follow one another from midnight UTC of 1970 on."""
    return now - (now - EPOCH) % length


def window_end(now: datetime, length: timedelta) -> datetime:
    """Return when the window ends that a time is in."""
    return window_start(now, length) + length


def quiet_until(quiet: Quiet, now: datetime) -> datetime | None:
    """Return when the quiet hours end that a time is in, or None where it is in none. They may go over midnight."""
    zone = ZoneInfo(quiet.timezone)
    local = now.astimezone(zone)
    for day in (local.date() - timedelta(days=1), local.date()):
        start = datetime.combine(day, quiet.start, zone)
        last = day + timedelta(days=1) if quiet.end <= quiet.start else day
        end = datetime.combine(last, quiet.end, zone)
        if start.astimezone(UTC) <= now < end.astimezone(UTC):
            return end.astimezone(UTC)
    return None
