"""Which articles share rare marks: an inverted index whose cost does not grow with the window."""

from __future__ import annotations

import math
from array import array
from heapq import nlargest
from typing import TYPE_CHECKING, Final

from streams.linking.words import commonness

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """Rarity by mark, each worked out once: for as long as the index does not change.

    Those of an article's marks are worked out at once, and the marks that the window has are kept with their counts.
    """

    def __init__(self, index: Index, marks: Iterable[str] = ()) -> None:
        super().__init__()
        self._counts = index.counts
        self._usual = index.usual
        self._total = len(index) + PRIOR_DOCUMENTS
        self.known: list[tuple[float, str]] = []
        """Of the article's marks, those that the window has."""
        self._read(marks)

    def _read(self, marks: Iterable[str]) -> None:
        count_of, usual_of, total, log = self._counts.get, self._usual.get, self._total, math.log
        known = self.known
        for mark in marks:
            count: float | None = count_of(mark)
            usual = usual_of(mark, 0.0)
            if count is None:
                count = usual
            else:
                count += usual
                known.append((count, mark))
            rarity = log(total / (count + 0.5))
            self[mark] = min(MAX_IDF, rarity)

    def __missing__(self, mark: str) -> float:
        count = self._counts.get(mark, 0) + self._usual.get(mark, 0.0)
        found = self[mark] = min(MAX_IDF, math.log(self._total / (count + 0.5)))
        return found


class Index:
    """Articles by mark, in order of arrival; removal is amortised.

    A function of the articles in it and their order alone, so that one built again from the state answers the same.
    """

    def __init__(self) -> None:
        self._slots: dict[int, Profile] = {}
        self._slot_of: dict[str, int] = {}
        self._postings: dict[str, array[int]] = {}
        self.counts: dict[str, int] = {}
        """Articles that have a mark."""
        self.usual = {f"w:{word}": share * PRIOR_DOCUMENTS for word, share in commonness().items()}
        """Articles that would have a word if the window were larger by `PRIOR_DOCUMENTS`."""

    def __len__(self) -> int:
        return len(self._slots)

    def sizes(self) -> dict[str, int]:
        """Return how many articles, marks and postings there are."""
        return {
            "documents": len(self._slots),
            "marks": len(self.counts),
            "postings": sum(self.counts.values()),
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
                self.counts[mark] = 1
            else:
                posting.append(slot)
                self.counts[mark] += 1

    def remove(self, item_key: str) -> None:
        """Take an article out; nothing happens where it is not in."""
        slot = self._slot_of.pop(item_key, None)
        if slot is None:
            return
        profile = self._slots.pop(slot)
        for mark in profile.marks:
            count = self.counts[mark] - 1
            if count == 0:
                del self.counts[mark], self._postings[mark]
                continue
            self.counts[mark] = count
            posting = self._postings[mark]
            if len(posting) > 2 * count + 16:
                self._postings[mark] = array("q", (kept for kept in posting if kept in self._slots))

    def idf(self, mark: str) -> float:
        """Return the rarity of a mark, 0 to `MAX_IDF`: the natural logarithm of one over its share of articles."""
        return Rarities(self)[mark]

    def candidates(self, profile: Profile, rarities: Rarities | None = None) -> list[Profile]:
        """Return the articles that share the most rarity with this one, itself left out, most first.

        `rarities` are those of the article's marks in the index as it is now, where they are known already.
        """
        idf = Rarities(self, profile.marks) if rarities is None else rarities
        shared: dict[int, float] = {}
        left = QUERY_READS
        for _, mark in sorted(idf.known)[:QUERY_MARKS]:
            weight = idf[mark]
            newest = self._newest(mark, min(left, QUERY_POSTINGS))
            for slot in newest:
                shared[slot] = shared.get(slot, 0.0) + weight
            left -= len(newest)
            if left == 0:
                break
        own = self._slot_of.get(profile.item_key)
        if own is not None:
            shared.pop(own, None)
        best = nlargest(CANDIDATES, zip(shared.values(), shared, strict=True))
        return [self._slots[slot] for _, slot in best]

    def newest(self, mark: str, most: int) -> list[Profile]:
        """Return the newest articles that have a mark, the newest first."""
        return [self._slots[slot] for slot in self._newest(mark, most)] if mark in self.counts else []

    def _newest(self, mark: str, most: int) -> list[int]:
        posting = self._postings[mark]
        if len(posting) == self.counts[mark]:  # none of its articles is gone
            newest = posting[-most:]
            newest.reverse()
            return newest.tolist()
        found: list[int] = []
        for slot in reversed(posting):
            if slot in self._slots:
                found.append(slot)
                if len(found) == most:
                    break
        return found
