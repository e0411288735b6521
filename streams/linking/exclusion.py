"""What shows two articles to be of two events, whatever their words have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.linking.lexicon import events

if TYPE_CHECKING:
    from streams.linking.profile import Happening, Profile


def are_two(one: Profile, other: Profile) -> bool:
    """Return whether the articles can't be of one event; symmetric in its arguments.

    An article that speaks of no harm is of no event at all. One that counts nobody is of no event of another sort.
    """
    if not (one.speaks and other.speaks):
        return True
    return not ((one.counts and other.counts) or have_common_ground(one, other))


def have_common_ground(one: Profile, other: Profile) -> bool:
    """Return whether the articles share a name or an age, or may tell of one sort of event."""
    return bool(one.names & other.names or one.ages & other.ages) or _may_be_of_one_sort(one.event, other.event)


def _may_be_of_one_sort(one: Happening, other: Happening) -> bool:
    if not one.sorts or not other.sorts:
        return True
    related = events().related
    return bool(one.sorts & other.sorts) or any(related(here, there) for here in one.sorts for there in other.sorts)
