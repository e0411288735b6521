"""Which articles share rare marks: an inverted index whose cost does not grow with the window."""

from __future__ import annotations

import math
from array import array
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING, Final

from streams.linking.words import commonness

if TYPE_CHECKING:
    from streams.linking.profile import Profile

PRIOR_DOCUMENTS: Final = 1_000
"""The window is taken to be so many articles larger, of which each word has its usual share: the first articles of a
stream would find every word rare."""
MAX_IDF: Final = 7.0
QUERY_MARKS: Final = 40
"""Rarest known marks of an article that are looked up."""
QUERY_POSTINGS: Final = 48
"""Newest articles read from one mark."""
QUERY_READS: Final = 400
"""Articles read from all marks together, of the rarest marks first: what keeps the cost flat as the window grows."""
CANDIDATES: Final = 24
"""Articles with the largest sum of shared rarity that are compared in full."""


class Rarities(dict[str, float]):
    """Rarity by mark, each worked out once: for as long as the index does not change."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, mark: str) -> float:
        found = self[mark] = self._index.idf(mark)
        return found


class Index:
    """Articles by mark, in order of arrival; removal is amortised.

    A function of the articles in it and their order alone, so that one built again from the state answers the same.
    """

    def __init__(self) -> None:
        self._slots: dict[int, Profile] = {}
        self._slot_of: dict[str, int] = {}
        self._postings: dict[str, array[int]] = {}
        self._counts: dict[str, int] = {}
        self._usual = {f"w:{word}": share * PRIOR_DOCUMENTS for word, share in commonness().items()}

    def __len__(self) -> int:
        return len(self._slots)

    def sizes(self) -> dict[str, int]:
        """Return how many articles, marks and postings there are."""
        return {
            "documents": len(self._slots),
            "marks": len(self._counts),
            "postings": sum(self._counts.values()),
        }

    def get(self, item_key: str) -> Profile | None:
        """Return the article's profile where it is in the index."""
        slot = self._slot_of.get(item_key)
        return None if slot is None else self._slots[slot]

    def add(self, slot: int, profile: Profile) -> None:
        """Put an article in under its number of arrival, which must be larger than all before it."""
        self.remove(profile.item_key)
        self._slots[slot] = profile
        self._slot_of[profile.item_key] = slot
        for mark in profile.marks:
            posting = self._postings.get(mark)
            if posting is None:
                self._postings[mark] = array("q", (slot,))
                self._counts[mark] = 1
            else:
                posting.append(slot)
                self._counts[mark] += 1

    def remove(self, item_key: str) -> None:
        """Take an article out; nothing happens where it is not in."""
        slot = self._slot_of.pop(item_key, None)
        if slot is None:
            return
        profile = self._slots.pop(slot)
        for mark in profile.marks:
            count = self._counts[mark] - 1
            if count == 0:
                del self._counts[mark], self._postings[mark]
                continue
            self._counts[mark] = count
            posting = self._postings[mark]
            if len(posting) > 2 * count + 16:
                self._postings[mark] = array("q", (kept for kept in posting if kept in self._slots))

    def idf(self, mark: str) -> float:
        """Return the rarity of a mark, 0 to `MAX_IDF`: the natural logarithm of one over its share of articles."""
        total = len(self._slots) + PRIOR_DOCUMENTS
        return min(MAX_IDF, math.log(total / (self._counts.get(mark, 0) + self._usual.get(mark, 0.0) + 0.5)))

    def candidates(self, profile: Profile) -> list[Profile]:
        """Return the articles that share the most rarity with this one, itself left out, most first."""
        usual = self._usual
        known = ((self._counts[mark] + usual.get(mark, 0.0), mark) for mark in profile.marks if mark in self._counts)
        shared: dict[int, float] = {}
        left = QUERY_READS
        for _, mark in nsmallest(QUERY_MARKS, known):
            weight = self.idf(mark)
            newest = self._newest(mark, min(left, QUERY_POSTINGS))
            for slot in newest:
                shared[slot] = shared.get(slot, 0.0) + weight
            left -= len(newest)
            if left == 0:
                break
        own = self._slot_of.get(profile.item_key)
        best = nlargest(CANDIDATES, ((weight, slot) for slot, weight in shared.items() if slot != own))
        return [self._slots[slot] for _, slot in best]

    def _newest(self, mark: str, most: int) -> list[int]:
        found: list[int] = []
        for slot in reversed(self._postings[mark]):
            if slot in self._slots:
                found.append(slot)
                if len(found) == most:
                    break
        return found
