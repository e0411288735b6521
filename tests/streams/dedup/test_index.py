"""The table of grams."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.dedup.index import PROBES, SMALLEST_BITS, SPREAD, GramIndex


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


def gram_of(bucket: int, place: int = 0) -> int:
    """Return a gram that falls to a bucket of the smallest table; those of one bucket differ by their place."""
    return ((bucket << 32 - SMALLEST_BITS) + place) * pow(int(SPREAD), -1, 1 << 32) % (1 << 32)


def these(*values: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Return grams of the given values."""
    return np.array(values, np.uint32)


def test_the_smallest_table() -> None:
    """An index begins with 4096 buckets of 64 bytes, and without postings."""
    index = GramIndex()

    assert (index.bits, index.nbytes, index.postings) == (12, 4096 * 64, 0)


@pytest.mark.parametrize("posted", [0, 5])
def test_when_the_table_doubles(posted: int) -> None:
    """The table doubles for the posting that would be more than five a bucket, those of live documents counted."""
    index = GramIndex()
    post(index, 1, grams(1, posted))

    assert index.grown(5 * 4096 - posted) == 12
    assert index.grown(5 * 4096 - posted + 1) == 13


def test_postings_of_expired_documents() -> None:
    """Postings of expired documents make no table grow."""
    index = GramIndex()
    post(index, 1, grams(1, 30))
    post(index, 2, grams(2, 20))
    index.forget(30)

    assert index.postings == 20
    assert index.grown(5 * 4096 - 20) == 12
    assert index.grown(5 * 4096 - 19) == 13


def test_the_largest_table() -> None:
    """No table has more than two to the power of 31 buckets."""
    index = GramIndex()
    index.bits = 30
    assert index.grown((5 << 30) + 1) == 31

    index.bits = 31
    assert index.grown((5 << 31) + 1) == 31


def test_the_oldest_live_document() -> None:
    """The oldest live document is found, and the one before it is not."""
    index = GramIndex()
    post(index, 6, grams(1))
    post(index, 7, grams(1))

    assert set(index.look_up(grams(1)).documents(7).tolist()) == {7}


def test_how_many_grams_are_looked_up() -> None:
    """A document is looked up by the last 32 of its grams, and posted under all."""
    index = GramIndex()
    every = grams(1, 40)
    post(index, 1, every)

    assert len(index.look_up(every).documents(1)) == 32
    assert len(index.look_up(every[:8]).documents(1)) == 8


def test_other_grams_of_a_bucket() -> None:
    """A document isn't found under another gram that falls to the same bucket."""
    index = GramIndex()
    post(index, 1, these(gram_of(9, 1)))

    assert index.look_up(these(gram_of(9, 1))).documents(1).tolist() == [1]
    assert index.look_up(these(gram_of(9, 2))).documents(1).tolist() == []


def test_a_full_bucket() -> None:
    """A bucket holds eight postings and loses the oldest first, whatever grams they have."""
    index = GramIndex()
    every = [these(gram_of(9, place)) for place in range(9)]
    for number, gram in enumerate(every, start=1):
        post(index, number, gram)

    found = [index.look_up(gram).documents(1).tolist() for gram in every]
    assert found == [[], *([number] for number in range(2, 10))]


def test_a_look_up_from_before_the_table_grew() -> None:
    """A document is found that was looked up in a smaller table than it is posted in."""
    index = GramIndex()
    index.add(index.look_up(grams(1)), 1, 15)

    assert index.bits == 15
    assert index.look_up(grams(1)).documents(1).tolist() == [1] * PROBES
    index.add(index.look_up(grams(2)), 2, 12)
    assert index.bits == 15
    assert index.look_up(grams(2)).documents(1).tolist() == [2] * PROBES


@pytest.mark.parametrize("bits", [13, 18])
def test_growth_loses_nothing(bits: int) -> None:
    """Every posting is found after the table has grown, however large it is."""
    index = GramIndex()
    for number in range(1, 41):
        index.add(index.look_up(grams(number)), number, min(bits - 1, SMALLEST_BITS + number // 4))
    before = [index.look_up(grams(number)).documents(1).tolist() for number in range(1, 41)]
    index.add(index.look_up(grams(41)), 41, bits)

    assert index.bits == bits
    after = [index.look_up(grams(number)).documents(1).tolist() for number in range(1, 41)]
    assert after == before
    assert min(found.count(number) for number, found in enumerate(before, start=1)) >= PROBES - 1


def test_growth_adds_nothing() -> None:
    """A table that has grown has no postings but those of the smaller one."""
    index = GramIndex()
    for place in range(8):
        post(index, 5 + place, these(gram_of(0, place << 17)))
    index.add(index.look_up(these(gram_of(3))), 20, 13)

    assert gram_of(0) == 0
    assert index.look_up(these(0)).documents(1).tolist() == [5]
    post(index, 21, these(gram_of(0, 1)))
    assert index.look_up(these(gram_of(0, 1))).documents(1).tolist() == [21]
    assert index.look_up(these(0)).documents(1).tolist() == [5]
