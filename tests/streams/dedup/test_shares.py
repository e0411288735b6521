"""Shares in words leave the terms of the percentages that other desks make of them."""

from __future__ import annotations

import pytest

from streams.dedup.amounts import hash_of
from streams.dedup.terms import terms_of
from streams.dedup.words import words_of


def kept(text: str) -> set[int]:
    """Return the terms that are kept of a text."""
    (terms,) = terms_of(words_of([text]), ["en"])
    return set(terms.kept.tolist())


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Four in five wells are dry.", 80),
        ("Seven out of ten wells are dry.", 70),
        ("One of every 4 wells is dry.", 25),
        ("Half of the wells are dry.", 50),
        ("A third of the wells are dry.", 33),
        ("Two thirds of the wells are dry.", 67),
        ("Two-thirds of the wells are dry.", 66),
        ("Three quarters of the wells are dry.", 75),
        ("9 in 10 wells are dry.", 90),
    ],
)
def test_shares(text: str, percent: int) -> None:
    """A share is known as its percentage too; one that is no whole number, cut or rounded."""
    assert hash_of(str(percent)) in kept(text)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("A third well is dry.", 67),
        ("The third of four wells is dry.", 33),
        ("Four men in five boats went out.", 80),
        ("Five in four wells are dry.", 125),
        ("He was hurt in four games.", 25),
    ],
)
def test_no_shares(text: str, percent: int) -> None:
    """An ordinal, and numbers that stand apart, are no shares."""
    assert hash_of(str(percent)) not in kept(text)


def test_half_behind_a_number() -> None:
    """`four and a half percent` is `4.5`."""
    assert hash_of("4.5") in kept("The offer is four and a half percent.")


def test_percentages_count_nobody() -> None:
    """A percentage beside a casualty word is no casualty figure."""
    (terms,) = terms_of(words_of(["80 percent of deaths happen on mountain roads, 12 people died."]), ["en"])

    assert [bool(number.figures) for number in terms.numbers] == [False, True]
