"""The time between two articles, as far as it speaks against one event."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Final

from streams.linking.scenes import are_related, differ

if TYPE_CHECKING:
    from streams.linking.profile import Profile

FIRST_DAY: Final = date(1970, 1, 1).toordinal()
"""The day that the times of articles count from."""
DATED_AFTER: Final = 1
"""Days after its event from which on an article that still gives the day says so of a known event."""
DATED_GAP: Final = 0.5
"""Days between two articles from which on that tells more than the time between them."""
HOSTAGE: Final = "hostage"
GOING_ON: Final = 0.5
"""Share of the days that count where the later article tells how a known event goes on: "the toll rises to 22"."""


def days_between(earlier: Profile, later: Profile) -> float:
    """Return the logarithm of the days between two articles, 0 where the later one has to come later."""
    gap = later.day - earlier.day
    if counts_on(earlier, later) or _names_day(earlier, later) or _holds_same(earlier, later):
        return 0.0
    return math.log1p(gap) * (GOING_ON if _goes_on(earlier, later) else 1.0)


def _goes_on(earlier: Profile, later: Profile) -> bool:
    """Return whether the later article tells how an event of the earlier one's sort and scene goes on.

    It may name the country alone, and call a bombing a blast.
    """
    here, there = earlier.event, later.event
    if not there.goes_on or not (here.sorts and there.sorts):
        return False
    placed = not here.scene.isdisjoint(there.scene) or (
        not there.scene and not here.countries.isdisjoint(there.countries)
    )
    return placed and (not here.sorts.isdisjoint(there.sorts) or are_related(here.sorts, there.sorts))


def _holds_same(earlier: Profile, later: Profile) -> bool:
    """Return whether the articles count the same captives, who may be held for weeks: 46, or nine freed and 37 held."""
    if not earlier.captives or not later.captives or HOSTAGE not in earlier.event.sorts | later.event.sorts:
        return False
    if not earlier.captives.isdisjoint(later.captives):
        return True
    sums = {one + other for one, other in combinations(sorted(later.captives), 2)}
    return not earlier.captives.isdisjoint(sums)


def _names_day(earlier: Profile, later: Profile) -> bool:
    """Return whether the later article, days after, gives the day of the earlier event: "the collapse on June 15".

    One that says that its own event happened on another day recalls the earlier one. Where each names another sort of
    place that was hit, as on a day with two attacks, it has to come a day later still.
    """
    more = differ(earlier.event.venues, later.event.venues)
    if later.day - earlier.day <= DATED_GAP + more / 2 or differ(earlier.event.happened, later.event.happened):
        return False
    return any(day - FIRST_DAY + DATED_AFTER + more <= later.day for day in earlier.event.days & later.event.days)


def counts_on(earlier: Profile, later: Profile) -> bool:
    """Return whether the later article counts the next victim after the toll of the earlier: it has to come later."""
    return bool(later.follows) and any(
        (kind, number) in later.follows for kind, (number, is_open) in earlier.tolls.items() if not is_open
    )
