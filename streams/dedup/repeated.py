"""What is known of the document that an article repeats, beside what its story has said."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.terms import NO_TERMS


class Repeated(NamedTuple):
    """The grams of a document and its terms, and the grams of the article that repeats it."""

    every: NDArray[np.uint32]
    """The 4-gram at each word of all texts that were read with the article."""
    grams: NDArray[np.uint32]
    """The sampled grams of the document, sorted."""
    below: int
    """All grams of the document with a hash below are among them."""
    terms: NDArray[np.uint32]
    """The terms of the document."""

    def counts(self, first: int, last: int) -> tuple[list[int], list[int]]:
        """Return how many grams are sampled of those before each word from one to another, and how many are had."""
        grams = self.every[first:last]
        sampled = grams < self.below
        if len(self.grams):
            had = self.grams.take(self.grams.searchsorted(grams), mode="clip") == grams
            had &= sampled
        else:
            had = np.zeros(len(grams), np.bool_)
        return [0, *np.add.accumulate(sampled, dtype=np.intp).tolist()], [
            0,
            *np.add.accumulate(had, dtype=np.intp).tolist(),
        ]

    def gone(self, terms: NDArray[np.uint32]) -> int:
        """Return how many terms of the document an article with some terms, sorted, has not."""
        if len(terms) == 0:
            return len(self.terms)
        return int(np.count_nonzero(terms.take(terms.searchsorted(self.terms), mode="clip") != self.terms))


NOTHING_REPEATED: Final = Repeated(every=NO_TERMS, grams=NO_TERMS, below=0, terms=NO_TERMS)
