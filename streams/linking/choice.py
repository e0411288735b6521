"""The group that an article belongs to, and the groups that it shows to be one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from streams.linking.exclusion import are_two
from streams.linking.features import pair_features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streams.linking.features import Idf
    from streams.linking.frequency import Frequency
    from streams.linking.groups import Groups
    from streams.linking.index import Index
    from streams.linking.model import Model
    from streams.linking.profile import Profile

MAX_MERGED: Final = 40
"""Items of a group that may be merged into another: a larger one is an incident in its own right."""
STORY_VETO: Final = 0.25
"""Likeness below which articles of one story are two events all the same: reports of quakes are written by formula."""
MERGE_VETO: Final = 0.15
"""Likeness of their likest articles below which two groups are two events, whatever an article between them shows."""
COMPARED: Final = 4
"""Articles of each of two groups that are compared before the groups are merged."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where an article goes."""

    group: str | None
    """None where no group is likely enough."""
    score: float
    merges: tuple[str, ...] = ()
    """Groups that tell of the same event and become part of `group`."""


def choose(
    profile: Profile, own: str | None, *, index: Index, groups: Groups, frequency: Frequency, model: Model, idf: Idf
) -> Choice:
    """Return the choice for an article that so far stands in the group `own`, if in any.

    An article that speaks of no harm joins only what it is clearly like. One that stands somewhere stays unless another
    group is clearly likelier and its own no longer likely at all. Two groups that it belongs to with great certainty
    are one event: the smaller, then the younger, becomes part of the other.
    """
    judge = _Judge(model, frequency, idf)
    near: dict[str, list[Profile]] = {}
    for other in index.candidates(profile):
        group = groups.of(other.item_key)
        if group is not None:
            near.setdefault(group, []).append(other)
    scores = _scores(profile, near, index, groups, judge)
    stays = scores.pop(own, 0.0) if own is not None else 0.0
    best, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=(None, 0.0))
    # A version that stands alone is decided on as if it were the first, so that the order of versions does not matter.
    leaves = model.link if own is not None and groups.articles(own) == 1 else model.move
    if own is not None and (stays >= model.link or score < leaves):
        best, score = own, max(stays, model.link)
    if best is None or score < (model.link if profile.speaks or own is not None else model.move):
        return Choice(None, 0.0)
    same = [
        group
        for group, likeness in sorted(scores.items())
        if group != best
        and likeness >= model.merge
        and groups.size(group) <= MAX_MERGED
        and _may_be_one(near.get(group, ()), near.get(best, ()), judge)
    ]
    if not same:
        return Choice(best, score)
    winner = min((best, *same), key=lambda group: (-groups.articles(group), groups.founded(group)))
    merges = tuple(group for group in (best, *same) if group != winner and groups.size(group) <= MAX_MERGED)
    return Choice(winner, score, merges)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What compares two articles."""

    model: Model
    frequency: Frequency
    idf: Idf

    def likeness(self, one: Profile, other: Profile) -> float:
        """Return the probability that two articles tell of one incident; 0 where something excludes it."""
        return 0.0 if are_two(one, other) else self.resemblance(one, other)

    def resemblance(self, one: Profile, other: Profile) -> float:
        """Return the probability by the features of the pair alone."""
        everyday = self.frequency.everyday(one.event.in_country | other.event.in_country)
        return self.model.probability(pair_features(one, other, self.idf, everyday))


def _may_be_one(some: Sequence[Profile], others: Sequence[Profile], judge: _Judge) -> bool:
    pairs = product(some[:COMPARED], others[:COMPARED])
    return any(judge.likeness(one, other) >= MERGE_VETO for one, other in pairs)


def _scores(
    profile: Profile, near: Mapping[str, Sequence[Profile]], index: Index, groups: Groups, judge: _Judge
) -> dict[str, float]:
    likeness = {group: [judge.likeness(profile, other) for other in others] for group, others in near.items()}
    scores = {group: judge.model.of_group(alike, groups.articles(group)) for group, alike in likeness.items()}
    for key in groups.of_story(profile.story_id):
        group, other = groups.of(key), index.get(key)
        if (
            group is not None
            and other is not None
            and key != profile.item_key
            and judge.resemblance(profile, other) >= STORY_VETO
        ):
            scores[group] = 1.0
    return scores
