"""The group that an article belongs to, and the groups that it shows to be one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from streams.linking.follow_up import LEAST as FOLLOW_UP
from streams.linking.follow_up import joins_as_follow_up
from streams.linking.split import STORY_VETO, has_left
from streams.linking.supplement import supplemented

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streams.linking.groups import Groups
    from streams.linking.index import Index, Rarities
    from streams.linking.likeness import Judge
    from streams.linking.profile import Profile

MAX_MERGED: Final = 40
"""Items of a group that may be merged into another: a larger one is an incident in its own right."""
MERGE_VETO: Final = 0.35
"""Likeness of their likest articles below which two groups are two events, whatever an article between them shows."""
EVERYDAY_VETO: Final = 0.15
"""The same where events of their sort are everyday: two articles of one have less in common there."""
COMPARED: Final = 4
"""Articles of each of two groups that are compared before the groups are merged."""


@dataclass(frozen=True, slots=True)
class Split:
    """A group that turned out to be two events."""

    old: str
    new: str
    leaving: tuple[str, ...]
    """Articles that go from the old group to the new one, beside the one that showed it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where an article goes."""

    group: str | None
    """None where no group is likely enough."""
    score: float
    merges: tuple[str, ...] = ()
    """Groups that tell of the same event and become part of `group`."""
    split: Split | None = None
    """The group that was chosen at first, where the article shows it to be two events."""


def choose(
    profile: Profile, own: str | None, *, index: Index, groups: Groups, judge: Judge, rarities: Rarities | None = None
) -> Choice:
    """Return the choice for an article that so far stands in the group `own`, if in any.

    An article that speaks of no harm joins only what it is clearly like, a follow-up what it alone is like. One that
    stands somewhere stays unless another group is clearly likelier and its own no longer likely at all. Two groups that
    it belongs to with great certainty are one event: the smaller, then the younger, becomes part of the other.
    """
    model = judge.model
    near: dict[str, list[Profile]] = {}
    for other in index.candidates(profile, rarities):
        group = groups.of(other.item_key)
        if group is not None:
            near.setdefault(group, []).append(other)
    known = None if rarities is None else [mark for _, mark in rarities.known]
    near = _within_reach(profile, own, near, groups, judge, marks=known)
    scores = _scores(profile, near, index, groups, judge)
    stays = scores.pop(own, 0.0) if own is not None else 0.0
    best, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=(None, 0.0))
    # A version that stands alone is decided on as if it were the first, so that the order of versions does not matter.
    leaves = model.link if own is not None and groups.articles(own) == 1 else model.move
    if own is not None and (stays >= model.link or score < leaves):
        best, score = own, max(stays, model.link)
    least = model.link if profile.speaks or own is not None else model.move
    if best is None or (score < least and not (own is None and _follows(profile, best, scores, near, judge))):
        return Choice(None, 0.0)
    if best == own and has_left(_redated(profile, index), others_of(own, profile, index, groups), judge.fresh()):
        return Choice(None, 0.0)
    same: list[str] = []
    for group, likeness in sorted(scores.items()):
        if (
            group != best
            and likeness >= model.merge
            and groups.size(group) <= MAX_MERGED
            and not any(groups.were_split(group, other) for other in (best, *same))
            and _may_be_one(near.get(group, ()), near.get(best, ()), judge)
        ):
            same.append(group)
    if not same:
        return Choice(best, score)
    winner = min((best, *same), key=lambda group: (-groups.articles(group), groups.founded(group)))
    merges = tuple(group for group in (best, *same) if group != winner and groups.size(group) <= MAX_MERGED)
    return Choice(winner, score, merges)


def _follows(
    profile: Profile, best: str, scores: Mapping[str, float], near: Mapping[str, Sequence[Profile]], judge: Judge
) -> bool:
    """Return whether an article that stands nowhere is a follow-up of its likeliest event alone."""
    others = near.get(best, ())
    second = max((score for group, score in scores.items() if group != best), default=0.0)
    everyday = max((judge.everyday(profile, other) for other in others if other.event.in_country), default=1.0)
    return profile.speaks and joins_as_follow_up(profile, others, scores[best], second, everyday)


def _redated(profile: Profile, index: Index) -> Profile:
    """Return a version with the time of the one before: that it came days later is no sign of another event."""
    before = index.get(profile.item_key)
    return profile if before is None else profile._replace(day=min(before.day, profile.day))


def others_of(group: str, profile: Profile, index: Index, groups: Groups) -> list[Profile]:
    """Return the other articles of a group in order of arrival."""
    found = (index.get(key) for key in groups.members((group,)) if key != profile.item_key)
    return [other for other in found if other is not None]


def _may_be_one(some: Sequence[Profile], others: Sequence[Profile], judge: Judge) -> bool:
    pairs = product(some[:COMPARED], others[:COMPARED])
    return any(judge.likeness(one, other) >= merge_veto(judge.everyday(one, other)) for one, other in pairs)


def merge_veto(everyday: float) -> float:
    """Return the veto for events so everyday, 0 to 1."""
    return MERGE_VETO + everyday * (EVERYDAY_VETO - MERGE_VETO)


def _within_reach(
    profile: Profile,
    own: str | None,
    near: Mapping[str, Sequence[Profile]],
    groups: Groups,
    judge: Judge,
    *,
    marks: Sequence[str] | None,
) -> dict[str, list[Profile]]:
    """Return the groups that the article may join or merge, its own and its story's: on others nothing depends.

    Their articles are supplemented.
    """
    model = judge.model
    least = min(model.link, model.move, model.merge, *((FOLLOW_UP,) if profile.event.goes_on else ()))
    known = {own, *map(groups.of, groups.of_story(profile.story_id))}
    is_near = judge.first_look(profile, least, marks)
    found: dict[str, list[Profile]] = {}
    for group, others in near.items():
        if group in known or any(map(is_near, others)):
            whole = supplemented(others)
            if group in known or judge.may_reach(profile, whole, least):
                found[group] = whole
    return found


def _scores(
    profile: Profile, near: Mapping[str, Sequence[Profile]], index: Index, groups: Groups, judge: Judge
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
