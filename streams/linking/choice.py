"""The group that an article belongs to, and the groups that it shows to be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.linking.features import pair_features

if TYPE_CHECKING:
    from streams.linking.features import Idf, Model
    from streams.linking.groups import Groups
    from streams.linking.index import Index
    from streams.linking.profile import Profile

MAX_MERGED: Final = 40
"""Items of a group that may be merged into another: a larger one is an incident in its own right."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where an article goes."""

    group: str | None
    """None where no group is likely enough."""
    score: float
    merges: tuple[str, ...] = ()
    """Groups that tell of the same event and become part of `group`."""


def choose(profile: Profile, own: str | None, *, index: Index, groups: Groups, model: Model, idf: Idf) -> Choice:
    """Return the choice for an article that so far stands in the group `own`, if in any.

    An article that speaks of no harm joins only what it is clearly like. One that stands somewhere stays unless another
    group is clearly likelier and its own no longer likely at all. Two groups that it belongs to with great certainty
    are one event: the smaller, then the younger, becomes part of the other.
    """
    scores = _scores(profile, index, groups, model, idf)
    stays = scores.pop(own, 0.0) if own is not None else 0.0
    best, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=(None, 0.0))
    if own is not None and (stays >= model.link or score < model.move):
        best, score = own, max(stays, model.link)
    if best is None or score < (model.link if profile.speaks or own is not None else model.move):
        return Choice(None, 0.0)
    same = [
        group
        for group, likeness in sorted(scores.items())
        if group != best and likeness >= model.merge and groups.size(group) <= MAX_MERGED
    ]
    if not same:
        return Choice(best, score)
    winner = min((best, *same), key=lambda group: (-groups.articles(group), groups.founded(group)))
    merges = tuple(group for group in (best, *same) if group != winner and groups.size(group) <= MAX_MERGED)
    return Choice(winner, score, merges)


def _scores(profile: Profile, index: Index, groups: Groups, model: Model, idf: Idf) -> dict[str, float]:
    likeness: dict[str, list[float]] = {}
    for other in index.candidates(profile):
        group = groups.of(other.item_key)
        if group is not None:
            score = model.probability(pair_features(profile, other, idf))
            likeness.setdefault(group, []).append(score)
    scores = {group: model.of_group(alike, groups.articles(group)) for group, alike in likeness.items()}
    for key in groups.of_story(profile.story_id):
        group = groups.of(key)
        if group is not None and key != profile.item_key:
            scores[group] = 1.0
    return scores
