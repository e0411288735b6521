"""How likely two articles tell of one incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streams.linking.exclusion import are_two
from streams.linking.features import pair_features

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.linking.features import Idf
    from streams.linking.frequency import Frequency
    from streams.linking.model import Model
    from streams.linking.profile import Profile


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares two articles under the rarities of the window, each pair once."""

    model: Model
    frequency: Frequency
    idf: Idf
    _known: dict[tuple[str, str], float] = field(default_factory=dict)
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

    def _ceiling(self, one: Profile, other: Profile) -> float:
        return 0.0 if are_two(one, other) else self.model.ceiling(one, other, self.idf, self._share(one, other))

    def resemblance(self, one: Profile, other: Profile) -> float:
        """Return the probability by the features of the pair alone."""
        return self.model.probability(pair_features(one, other, self.idf, self._share(one, other)))

    def _share(self, one: Profile, other: Profile) -> float:
        """Return how everyday events of a pair are: as much as the more everyday of the two."""
        return max(self._everyday_of(one.event.in_country), self._everyday_of(other.event.in_country))

    def _everyday_of(self, marks: frozenset[str]) -> float:
        found = self._everyday.get(marks)
        if found is None:
            found = self._everyday[marks] = self.frequency.everyday(marks)
        return found
