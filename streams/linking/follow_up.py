"""A follow-up that is like one event alone, though less than two articles of one event mostly are.

"Search ends at collapsed dam" names neither the town nor the day of its event and shares few words with the first
reports. But it says that it goes on about a known one: where nothing contradicts and no other event comes near, it is
that one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from schemas import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.linking.profile import Profile

LEAST: Final = 0.2
"""Likeness from which a follow-up may join. On ten writers' scenarios 24 articles were put right by it and 3 wrong."""
MARGIN: Final = 1.5
"""How much likelier the event must be than the next likely one, as log odds."""
TODAY: Final = 1.5
"""Days before publication up to which what happened is a new event, where no article of the other knows the day."""
RARE: Final = 0.1
"""How everyday events of the sort may be, 0 to 1: where a city has two shootings a week, either may be meant."""
_SURE: Final = 1e-3


def joins_as_follow_up(
    profile: Profile, others: Sequence[Profile], score: float, second: float, everyday: float
) -> bool:
    """Return whether an article joins the event of others by a likeness that is too low for any other article.

    `second` is the likeness of the next likely event, `everyday` says how everyday events of the sort are.
    """
    return (
        profile.event.goes_on
        and bool(others)
        and score >= LEAST
        and everyday < RARE
        and _odds(score) - _odds(second) >= MARGIN
        and not _contradicts(profile, others)
    )


def _odds(likeness: float) -> float:
    bounded = min(max(likeness, _SURE), 1.0 - _SURE)
    return math.log(bounded / (1.0 - bounded))


def _contradicts(profile: Profile, others: Sequence[Profile]) -> bool:
    """Return whether the article is on an event of today, of another town or country, or of fewer dead."""
    event = profile.event
    is_new = bool(event.happened) and max(event.happened) >= profile.day - TODAY
    if is_new and all(event.happened.isdisjoint(other.event.happened) for other in others):
        return True
    if _elsewhere(event.scene, [other.event.scene for other in others]):
        return True
    if _elsewhere(event.countries, [other.event.countries for other in others]):
        return True
    dead = profile.tolls.get(Kind.KILLED)
    return dead is not None and any(_exceeds(other, dead[0]) for other in others)


def _elsewhere(here: frozenset[str], there: Sequence[frozenset[str]]) -> bool:
    """Return whether the article names places, and every other article names other ones."""
    return bool(here) and all(other and here.isdisjoint(other) for other in there)


def _exceeds(other: Profile, dead: int) -> bool:
    """Return whether an article counts more dead, by a number that is no lower bound."""
    count = other.tolls.get(Kind.KILLED)
    return count is not None and not count[1] and count[0] > dead
