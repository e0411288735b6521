"""What is known of a document that is repeated."""

from __future__ import annotations

import numpy as np

from streams.dedup.repeated import NOTHING_REPEATED, Repeated

EVERY = np.array([10, 90, 20, 30, 95], np.uint32)
REPEATED = Repeated(
    every=EVERY, grams=np.array([10, 30, 40], np.uint32), below=50, terms=np.array([1, 2, 3], np.uint32)
)


def test_sampled() -> None:
    """Of the grams of some words those below the limit count, and those that the document has."""
    assert REPEATED.sampled(0, 5) == (3, 2)
    assert REPEATED.sampled(1, 3) == (1, 0)
    assert REPEATED.sampled(4, 2) == (0, 0)
    assert NOTHING_REPEATED.sampled(0, 5) == (0, 0)


def test_gone() -> None:
    """Terms of the document are gone that the article has not."""
    assert REPEATED.gone(np.array([2, 3, 4], np.uint32)) == 1
    assert REPEATED.gone(np.empty(0, np.uint32)) == 3
