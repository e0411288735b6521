"""What is known of a document that is repeated."""

from __future__ import annotations

import numpy as np

from streams.dedup.repeated import NOTHING_REPEATED, Repeated

EVERY = np.array([10, 90, 20, 30, 95], np.uint32)
REPEATED = Repeated(
    every=EVERY, grams=np.array([10, 30, 40], np.uint32), below=50, terms=np.array([1, 2, 3], np.uint32)
)


def test_counts() -> None:
    """Of the grams before each word those below the limit are counted, and those that the document has."""
    assert REPEATED.counts(0, 5) == ([0, 1, 1, 2, 3, 3], [0, 1, 1, 1, 2, 2])
    assert REPEATED.counts(1, 3) == ([0, 0, 1], [0, 0, 0])
    assert REPEATED.counts(4, 4) == ([0], [0])


def test_counts_of_nothing() -> None:
    """A text that repeats nothing has no grams of a document."""
    assert NOTHING_REPEATED.counts(0, 5) == ([0], [0])
    assert Repeated(every=EVERY, grams=EVERY[:0], below=50, terms=EVERY[:0]).counts(0, 2) == ([0, 1, 1], [0, 0, 0])


def test_gone() -> None:
    """Terms of the document are gone that the article has not."""
    assert REPEATED.gone(np.array([2, 3, 4], np.uint32)) == 1
    assert REPEATED.gone(np.empty(0, np.uint32)) == 3
