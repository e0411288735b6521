"""The period of an incident, found from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.ledger.members import came_at
from streams.ledger.summary import Days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from schemas import Claim, Member


def period_of(held: Iterable[Claim], originals: Iterable[Member]) -> tuple[date | None, date | None]:
    """Return when it happened, by claims and live articles."""
    days = Days()
    for claim in held:
        days.add(claim)
    came = sorted(map(came_at, originals))
    return days.period(came[0], came[-1]) if came else (None, None)
