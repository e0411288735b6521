"""Whether a group of articles is about two events, which a new article makes plain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streams.linking.model import Model
    from streams.linking.profile import Profile

STORY_VETO: Final = 0.25
"""Likeness below which articles of one story are two events all the same: reports of quakes are written by formula."""
MAX_ARTICLES: Final = 24
"""Other articles of a group that may be split: a larger one is held by many, and comparing all would cost too much."""
INSIDE: Final = 0.75
"""Likeness from which on two articles are of one side; that of the pairs inside each side must be as much."""
ACROSS: Final = 0.15
"""Likeness below which two articles are of two sides; that of the pairs across must be less."""
LEAVES: Final = 0.05
"""Certainty of its own group below which a new version of an article stands there no longer."""
MAX_LOGIT: Final = 5.0
"""One pair says no more than this: no single comparison decides against several others."""


class Pairs(Protocol):
    """What says of two articles how likely they tell of one incident."""

    @property
    def model(self) -> Model:
        """Return what weighs a group."""
        ...

    def likeness(self, one: Profile, other: Profile) -> float:
        """Return the likeness of two articles, 0 where they exclude each other."""
        ...

    def resemblance(self, one: Profile, other: Profile) -> float:
        """Return the likeness of two articles by what they say alone."""
        ...


def sides_of(profile: Profile, others: Sequence[Profile], judge: Pairs) -> tuple[list[Profile], list[Profile]] | None:
    """Return the two sides of a group that an article joins, its own side first, or None where the group is one event.

    `others` are the other articles of the group. The article must be like some of them and unlike some: those are the
    two sides, and the rest go to the side that they are more like. A side must count victims, be alike within itself,
    and unlike the other side.
    """
    if not 1 < len(others) <= MAX_ARTICLES:
        return None
    likeness = {other.item_key: judge.likeness(profile, other) for other in others}
    own = [profile, *(other for other in others if likeness[other.item_key] >= INSIDE)]
    far = [other for other in others if likeness[other.item_key] < ACROSS]
    if len(own) == 1 or not far:
        return None
    for other in others:
        if ACROSS <= likeness[other.item_key] < INSIDE:
            nearer = own if _across([other], own, judge) >= _across([other], far, judge) else far
            nearer.append(other)
    return (own, far) if _are_two(own, far, judge) else None


def has_left(profile: Profile, others: Sequence[Profile], judge: Pairs) -> bool:
    """Return whether a new version of an article is plainly of another event than the others of its group.

    One that counts nobody stays: an incident of its own would have no toll.
    """
    if not profile.opens or not 1 <= len(others) <= MAX_ARTICLES or _are_of_one_story([profile], others, judge):
        return False
    alike = [judge.likeness(profile, other) for other in others]
    return judge.model.of_group(alike, len(others)) < LEAVES


def _are_two(own: Sequence[Profile], far: Sequence[Profile], judge: Pairs) -> bool:
    return (
        any(each.opens for each in own)
        and any(each.opens for each in far)
        and _across(own, far, judge) < _logit(ACROSS)
        and _within(own, judge) >= _logit(INSIDE)
        and _within(far, judge) >= _logit(INSIDE)
        and not _are_of_one_story(own, far, judge)
    )


def _across(some: Iterable[Profile], others: Sequence[Profile], judge: Pairs) -> float:
    """Return the mean evidence that the articles of two sets tell of one incident, as a logit."""
    return _mean(_logit(judge.likeness(one, other)) for one in some for other in others)


def _within(some: Sequence[Profile], judge: Pairs) -> float:
    """Return the mean evidence that the articles of a set tell of one incident; a single article does."""
    pairs = [_logit(judge.likeness(one, other)) for at, one in enumerate(some) for other in some[:at]]
    return _mean(pairs) if pairs else MAX_LOGIT


def _are_of_one_story(some: Iterable[Profile], others: Sequence[Profile], judge: Pairs) -> bool:
    """Return whether articles of two sets are one story by the judge, and not plainly of two events."""
    return any(
        one.story_id == other.story_id and judge.resemblance(one, other) >= STORY_VETO
        for one in some
        for other in others
    )


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return math.fsum(known) / len(known)


def _logit(probability: float) -> float:
    if probability in {0.0, 1.0}:
        return MAX_LOGIT if probability else -MAX_LOGIT
    return max(-MAX_LOGIT, min(MAX_LOGIT, math.log(probability / (1.0 - probability))))
