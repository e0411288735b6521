"""How likely two articles tell of one incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from streams.linking.ceiling import ROUNDING, Ceiling
from streams.linking.exclusion import are_two
from streams.linking.features import Idf, early_features, late_features
from streams.linking.frequency import Frequency
from streams.linking.model import Model, logit, probability
from streams.linking.profile import Profile
from streams.linking.reach import Reach, most_features

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Begun(NamedTuple):
    """A pair with its score by the early features alone."""

    one: Profile
    other: Profile
    share: float
    """How everyday events of the pair are."""
    ceiling: Ceiling
    score: float


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares two articles under the rarities of the window, each pair once."""

    model: Model
    frequency: Frequency
    idf: Idf
    _known: dict[tuple[str, str], float] = field(default_factory=dict)
    _begun: dict[tuple[int, int], Begun] = field(default_factory=dict)
    """By the identity of two articles, which their entry keeps alive: supplemented, an article is another one."""
    _everyday: dict[frozenset[str], float] = field(default_factory=dict)

    def fresh(self) -> Judge:
        """Return a judge that has compared nothing yet: for an article as it is not, such as at another time."""
        return Judge(self.model, self.frequency, self.idf)

    def likeness(self, one: Profile, other: Profile) -> float:
        """Return the probability that two articles tell of one incident; 0 where something excludes it."""
        pair = (one.item_key, other.item_key) if one.item_key < other.item_key else (other.item_key, one.item_key)
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = 0.0 if are_two(one, other) else self.resemblance(one, other)
        return known

    def may_reach(self, one: Profile, others: Iterable[Profile], certainty: float) -> bool:
        """Return whether an article may belong with such certainty to a group with these articles.

        A group is never more certain than the likest of them. Most are far from it, and need not be compared in full.
        """
        return certainty <= 0.0 or any(self._ceiling(one, other) >= certainty for other in others)

    def first_look(
        self, one: Profile, certainty: float, known: Iterable[str] | None = None
    ) -> Callable[[Profile], bool]:
        """Return what tells whether `may_reach` may be true of one other article, supplemented or not.

        `known` are the marks of the article that others have, see `most_features`.
        """
        if certainty <= 0.0:
            return lambda _: True
        least = logit(certainty) - ROUNDING
        most = most_features(one, self.idf, known)
        own = self._everyday_of(one.event.in_country)
        reaches: dict[float, Reach] = {}

        def is_near(other: Profile) -> bool:
            share = max(own, self._everyday_of(other.event.in_country))
            reach = reaches.get(share)
            if reach is None:
                reach = reaches[share] = Reach.of(self.model.ceiling(share), most)
            return reach.score(one, other) >= least

        return is_near

    def _ceiling(self, one: Profile, other: Profile) -> float:
        if are_two(one, other):
            return 0.0
        begun = self._begin(one, other)
        return probability(begun.ceiling.highest(begun.score))

    def resemblance(self, one: Profile, other: Profile) -> float:
        """Return the probability by the features of the pair alone."""
        begun = self._begin(one, other)
        return probability(begun.ceiling.whole(begun.score, late_features(one, other, begun.share)))

    def _begin(self, one: Profile, other: Profile) -> Begun:
        """Return the score of a pair by its early features, each worked out once."""
        pair = id(one), id(other)
        begun = self._begun.get(pair)
        if begun is None:
            share = self.everyday(one, other)
            ceiling = self.model.ceiling(share)
            score = ceiling.begin(early_features(one, other, self.idf))
            begun = self._begun[pair] = Begun(one, other, share, ceiling, score)
        return begun

    def everyday(self, one: Profile, other: Profile) -> float:
        """Return how everyday events of a pair are: as much as the more everyday of the two."""
        here, there = self._everyday_of(one.event.in_country), self._everyday_of(other.event.in_country)
        return max(here, there)

    def _everyday_of(self, marks: frozenset[str]) -> float:
        found = self._everyday.get(marks)
        if found is None:
            found = self._everyday[marks] = self.frequency.everyday(marks)
        return found
