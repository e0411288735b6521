"""What is known of the document that an article repeats, beside what its story has said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.terms import NO_TERMS

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Repeated:
    """The grams of a document and its terms, and the grams of the article that repeats it."""

    every: NDArray[np.uint32]
    """The 4-gram at each word of all texts that were read with the article."""
    grams: NDArray[np.uint32]
    """The sampled grams of the document, sorted."""
    below: int
    """All grams of the document with a hash below are among them."""
    terms: NDArray[np.uint32]
    """The terms of the document."""

    def sampled(self, first: int, last: int) -> tuple[int, int]:
        """Return how many grams that begin at the words from one to another would be sampled, and how many are had."""
        grams = self.every[max(0, first) : max(0, last)]
        grams = grams[grams < self.below]
        if len(grams) == 0 or len(self.grams) == 0:
            return len(grams), 0
        had = self.grams.take(self.grams.searchsorted(grams), mode="clip") == grams
        return len(grams), int(np.count_nonzero(had))

    def gone(self, terms: NDArray[np.uint32]) -> int:
        """Return how many terms of the document an article with some terms, sorted, has not."""
        if len(terms) == 0:
            return len(self.terms)
        return int(np.count_nonzero(terms.take(terms.searchsorted(self.terms), mode="clip") != self.terms))


NOTHING_REPEATED: Final = Repeated(every=NO_TERMS, grams=NO_TERMS, below=0, terms=NO_TERMS)
