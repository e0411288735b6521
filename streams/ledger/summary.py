"""What an incident is called, and when it happened, as its items say."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Claim, Member, Role, Toll

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

MAX_BEFORE: Final = timedelta(days=14)
"""A period further before the first article is that of something else."""
FIRST_REPORTS: Final = timedelta(hours=36)
"""Articles so soon after the first one name the day of the event rather than that of a new number."""


def listing(members: Sequence[Member]) -> dict[str, tuple[str, ...]]:
    """Return the stories, items and outlets of an incident, as its fields have them."""
    live = [member for member in members if member.taken is None]
    originals = [member for member in live if member.copy_of is None]
    return {
        "stories": tuple(dict.fromkeys(member.story_id for member in originals)),
        "items": tuple(member.item_key for member in originals),
        "outlets": tuple(sorted({member.source for member in live})),
    }


def title_of(now: dict[str, Toll], originals: Sequence[Member]) -> str | None:
    """Return the headline of the item that first gave the toll as it stands, else that of the first item."""
    headlines = {member.item_key: member.headline for member in originals if member.headline}
    for kind in ("killed", "casualties", "injured", *sorted(now)):
        for basis in reversed(now[kind].basis) if kind in now else ():
            headline = headlines.get(basis.rpartition("#")[0])
            if headline:
                return headline
    return next(iter(headlines.values()), None)


def period_of(held: Sequence[Claim], originals: Sequence[Member]) -> tuple[date | None, date | None]:
    """Return when it happened: the day that the first articles agree on, and the last day that an article names.

    A later article often names the day of its number ("rose to 12 on Monday"), so the first ones decide on the
    start. It is never taken from the day of a report.
    """
    published: list[datetime] = [member.published or member.received for member in originals]
    if not published:
        return None, None
    first = min(published)
    earliest, latest = first.date() - MAX_BEFORE, max(published).date()
    starts: Counter[date] = Counter()
    ends: Counter[date] = Counter()
    for claim in held:
        period = claim.figure.period
        if claim.figure.role is not Role.TOTAL or period is None:
            continue
        early = (claim.published or claim.received) - first <= FIRST_REPORTS
        if period.start and early and earliest <= period.start <= latest:
            starts[period.start] += 1
        if period.end and earliest <= period.end <= latest:
            ends[period.end] += 1
    if not starts:
        return None, None
    start = min(starts, key=lambda day: (-starts[day], day))
    end = min(ends, key=lambda day: (-ends[day], -day.toordinal())) if ends else start
    return start, max(start, end)
