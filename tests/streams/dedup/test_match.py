"""Which earlier document a text repeats, at the edge of each rule."""

from __future__ import annotations

import numpy as np
import pytest

from streams.dedup.match import Match, candidates

LESS = 1e-6


def links(*, contained: float = 0.0, covered: float = 0.0, lead: float = 0.0, shared: int = 2) -> bool:
    """Return whether a match makes two texts one story."""
    return Match(number=1, contained=contained, covered=covered, lead=lead, shared=shared).links


def test_contained() -> None:
    """A text that is contained in another is one story with it, wherever it stands."""
    assert links(contained=0.8)
    assert not links(contained=0.8 - LESS)


@pytest.mark.parametrize(("contained", "covered"), [(0.5, 0.5), (0.5, 0.69), (0.79, 0.5)])
def test_halves(contained: float, covered: float) -> None:
    """Two texts that have half of each other are one story; half of one alone is too little."""
    assert links(contained=contained, covered=covered)
    assert not links(contained=min(contained, 0.5 - LESS), covered=min(covered, 0.5 - LESS))
    assert not links(contained=contained, covered=0.5 - LESS)
    assert not links(contained=0.5 - LESS, covered=covered)


def test_rewritten() -> None:
    """A version under a new lead holds most of the other and owes much of itself to it."""
    assert links(covered=0.7, contained=0.4)
    assert not links(covered=0.7 - LESS, contained=0.4)
    assert not links(covered=0.7, contained=0.4 - LESS)


def test_same_lead() -> None:
    """Under one lead less is enough, of a repetition with additions and of a text that has grown."""
    assert links(lead=0.25, contained=0.4)
    assert not links(lead=0.25 - LESS, contained=0.4)
    assert not links(lead=0.25, contained=0.4 - LESS)
    assert links(lead=0.25, covered=0.6, contained=0.05)
    assert not links(lead=0.25 - LESS, covered=0.6, contained=0.05)
    assert not links(lead=0.25, covered=0.6 - LESS, contained=0.05)
    assert not links(lead=0.25, covered=0.6, contained=0.05 - LESS)


def test_few_shared() -> None:
    """Where hardly a gram is shared, only equal texts are one story."""
    assert links(contained=1.0, covered=1.0, shared=1)
    assert not links(contained=1.0, covered=0.9, shared=1)
    assert not links(contained=0.9, covered=1.0, shared=1)
    assert links(contained=1.0, covered=0.9, shared=2)


def test_rank() -> None:
    """What is contained weighs most, then the lead, then how much of the other there is."""
    match = Match(number=1, contained=0.5, covered=0.4, lead=0.8, shared=9)

    assert match.rank == pytest.approx(0.5 + 0.8 * 0.25 + 0.4 * 0.1)


def found(*numbers: int, least: int) -> list[int]:
    """Return the candidates of some postings."""
    return candidates(np.array(numbers, np.uint32), least)


def test_candidates() -> None:
    """Those with the most postings come first, then the earliest; those with less than half of them are left out."""
    assert found(7, 3, 7, 3, 9, least=1) == [3, 7, 9]
    assert found(7, 7, 7, 7, 3, 9, 9, least=1) == [7, 9]
    assert found(7, 3, 7, least=2) == [7]
    assert found(7, 3, least=2) == []
    assert found(7, least=2) == []
    assert found(least=1) == []
    assert found(7, least=1) == [7]


def test_candidates_are_few() -> None:
    """A bounded number of documents is compared in full."""
    assert found(*range(20), least=1) == list(range(4))
