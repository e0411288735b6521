"""The table of grams."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.dedup.index import PROBES, SMALLEST_BITS, GramIndex


def grams(seed: int, count: int = PROBES) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Return grams that look random."""
    return np.random.default_rng(seed).integers(0, 1 << 32, count, np.uint32)


def post(index: GramIndex, number: int, some: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> None:
    """Post a document as the judge does."""
    index.add(index.look_up(some), number, index.grown(len(some)))


def test_found_by_its_grams() -> None:
    """A document is found under its grams, and no longer once it has expired."""
    index = GramIndex()
    post(index, 7, grams(1))

    assert set(index.look_up(grams(1)).documents(1).tolist()) == {7}
    assert not len(index.look_up(grams(2)).documents(1))
    assert not len(index.look_up(grams(1)).documents(8))


def test_growth() -> None:
    """The table grows with the documents in it, and they are still found."""
    index = GramIndex()
    for number in range(1, 3000):
        post(index, number, grams(number))

    assert index.bits > SMALLEST_BITS
    found = [np.count_nonzero(index.look_up(grams(number)).documents(1) == number) for number in range(1, 3000)]
    assert min(found) > PROBES / 4
    assert sum(found) > 0.9 * PROBES * len(found)
    assert sum(found[-1000:]) > 0.98 * PROBES * 1000


def test_common_gram() -> None:
    """A gram of everybody names the newest documents only, at the cost of a rare one."""
    index = GramIndex()
    same = grams(1, 1)
    for number in range(1, 1000):
        post(index, number, same)

    assert sorted(index.look_up(same).documents(1).tolist()) == list(range(992, 1000))


@settings(max_examples=20)
@given(st.integers(1, 400), st.integers(0, 2**32))
def test_history_does_not_matter(first_live: int, seed: int) -> None:
    """An index of the live documents alone finds what one finds that has seen all that came before."""
    every = [np.random.default_rng((seed, number)).integers(0, 64, 40, np.uint32) << 24 for number in range(401)]
    every = [np.unique(some) for some in every]
    whole, rebuilt = GramIndex(), GramIndex()
    for number in range(1, 401):
        bits = SMALLEST_BITS + number // 300
        whole.add(whole.look_up(every[number]), number, bits)
        if number >= first_live:
            rebuilt.add(rebuilt.look_up(every[number]), number, bits)

    for some in every[1:400:20]:
        assert sorted(whole.look_up(some).documents(first_live)) == sorted(rebuilt.look_up(some).documents(first_live))
