"""What shows two articles to be of two events, whatever their words have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.linking.lexicon import events

if TYPE_CHECKING:
    from streams.linking.profile import Happening, Profile


FEW_WORDS: Final = 0.1
"""Share of the shorter article's telling words from which on two without a common name, place or number may be of one
event: a brief has few, and shares most of them."""
SEASON: Final = 2
"""Ratio of the dead of months to those of another article from which on the two count other people."""


def are_two(one: Profile, other: Profile) -> bool:
    """Return whether the articles can't be of one event; symmetric in its arguments.

    An article that speaks of no harm is of no event at all. One that counts nobody is of no event of another
    sort; where it looks back on an old event and the other does not, they share a name or an age too. Words alone make
    none one.
    """
    if not (one.speaks and other.speaks) or _are_of_two_diseases(one, other):
        return True
    if _counts_season_alone(one, other) or _counts_season_alone(other, one):
        return True
    if _looks_back_alone(one, other) or _looks_back_alone(other, one):
        return not _share_people(one, other)
    if _share_nothing(one, other):
        return True
    return not ((one.counts and other.counts) or have_common_ground(one, other))


def _counts_season_alone(one: Profile, other: Profile) -> bool:
    """Whether one counts the dead of months, and the other far fewer, of one place or some days."""
    if not one.over_months or other.over_months:
        return False
    season, few = one.tolls.get(Kind.KILLED), other.tolls.get(Kind.KILLED)
    return season is not None and few is not None and season[0] > SEASON * few[0]


def _are_of_two_diseases(one: Profile, other: Profile) -> bool:
    """Whether both name a disease, and none that the other names: cholera and Ebola in one province are two."""
    here, there = one.event.diseases, other.event.diseases
    return bool(here and there) and here.isdisjoint(there)


def _looks_back_alone(one: Profile, other: Profile) -> bool:
    return one.event.looks_back and not one.opens and not other.event.looks_back


def _share_nothing(one: Profile, other: Profile) -> bool:
    """Whether the articles have no sort of event, town, street, number, name or age in common.

    What is left are countries and a few words: in a small window any word is rare, and says as little as "multiple".
    """
    # The cheapest first: this is asked of every pair.
    if not one.numbers.isdisjoint(other.numbers) or not one.spots.isdisjoint(other.spots) or _share_people(one, other):
        return False
    if _are_of_known_sort(one.event, other.event) or any(point in other.points for point in one.points):
        return False
    return len(one.words & other.words) < FEW_WORDS * min(len(one.words), len(other.words))


def _share_people(one: Profile, other: Profile) -> bool:
    return bool(one.names & other.names or one.ages & other.ages)


def have_common_ground(one: Profile, other: Profile) -> bool:
    """Return whether the articles share a name or an age, or may tell of one sort of event."""
    return _share_people(one, other) or _may_be_of_one_sort(one.event, other.event)


def _may_be_of_one_sort(one: Happening, other: Happening) -> bool:
    return not (one.sorts and other.sorts) or _are_of_known_sort(one, other)


def _are_of_known_sort(one: Happening, other: Happening) -> bool:
    related = events().related
    return bool(one.sorts & other.sorts) or any(related(here, there) for here in one.sorts for there in other.sorts)
