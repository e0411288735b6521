"""How likely two articles tell of one incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streams.linking.exclusion import are_two
from streams.linking.features import pair_features

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    def may_reach(self, one: Profile, others: Sequence[Profile], articles: int, certainty: float) -> bool:
        """Return whether an article may belong to a group with such certainty, of which it is like these at the most.

        Most groups are far from it, and none of their articles need be compared.
        """
        highest = [0.0 if are_two(one, other) else self._ceiling(one, other) for other in others]
        return self.model.of_group(highest, articles) >= certainty

    def _ceiling(self, one: Profile, other: Profile) -> float:
        return self.model.ceiling(one, other, self.frequency.everyday(one.event.in_country | other.event.in_country))

    def resemblance(self, one: Profile, other: Profile) -> float:
        """Return the probability by the features of the pair alone."""
        everyday = self.frequency.everyday(one.event.in_country | other.event.in_country)
        return self.model.probability(pair_features(one, other, self.idf, everyday))
