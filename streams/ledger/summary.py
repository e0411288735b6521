"""What an incident is called, and when it happened, as its items say."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Claim, Role, Toll
from streams.ledger.members import DATED_FROM, came_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from streams.ledger.membership import Membership

MAX_BEFORE: Final = timedelta(days=14)
"""A period further before the first article is that of something else."""
FIRST_REPORTS: Final = timedelta(hours=36)
"""Articles so soon after the first one name the day of the event rather than that of a new number."""


def title_of(now: dict[str, Toll], membership: Membership) -> str | None:
    """Return the headline of the item that first gave the toll as it stands, else that of the first item."""
    for kind in ("killed", "casualties", "injured", *sorted(now)):
        for basis in reversed(now[kind].basis) if kind in now else ():
            item = membership.original(basis.rpartition("#")[0])
            if item is not None and item.headline:
                return item.headline
    return next((item.headline for item in membership.originals if item.headline), None)


class Days:
    """The days that the totals of an incident name."""

    def __init__(self) -> None:
        self._dated: dict[int, Claim] = {}
        self._first: datetime | None = None
        self._starts: Counter[date] = Counter()
        self._ends: Counter[date] = Counter()

    def add(self, claim: Claim) -> None:
        """Enter a claim."""
        if claim.figure.role is Role.TOTAL and claim.figure.period is not None:
            self._dated[id(claim)] = claim
            self._count(claim, 1)

    def remove(self, claim: Claim) -> None:
        """Take out a claim, the same object."""
        if self._dated.pop(id(claim), None) is not None:
            self._count(claim, -1)

    def period(self, first: datetime, last: datetime) -> tuple[date | None, date | None]:
        """Return when it happened: the day that the first articles agree on, and the last day that an article names.

        A later article often names the day of its number ("rose to 12 on Monday"), so the first ones decide on the
        start. It is never taken from the day of a report. `first` and `last` are when the articles came.
        """
        self._begin_at(first)
        earliest, latest = max(first.date() - MAX_BEFORE, DATED_FROM), last.date()
        starts = {day: count for day, count in self._starts.items() if earliest <= day <= latest}
        ends = {day: count for day, count in self._ends.items() if earliest <= day <= latest}
        if not starts:
            return None, None
        start = min(starts, key=lambda day: (-starts[day], day))
        end = min(ends, key=lambda day: (-ends[day], -day.toordinal())) if ends else start
        return start, max(start, end)

    def _begin_at(self, first: datetime) -> None:
        """Count the days again where another article is the first: only articles soon after it name the start."""
        if first != self._first:
            self._first = first
            self._starts.clear()
            self._ends.clear()
            for claim in self._dated.values():
                self._count(claim, 1)

    def _count(self, claim: Claim, times: int) -> None:
        period = claim.figure.period
        if period is None or self._first is None:
            return  # `_begin_at` will count it
        if period.start and came_at(claim) - self._first <= FIRST_REPORTS:
            _add(self._starts, period.start, times)
        if period.end:
            _add(self._ends, period.end, times)


def _add(days: Counter[date], day: date, times: int) -> None:
    days[day] += times
    if not days[day]:
        del days[day]
