"""Other forms of words."""

from __future__ import annotations

import pytest

from streams.dedup.spelling import has_initials, has_misspelled, has_other_ending
from streams.dedup.words import words_of


def had(*words: str) -> frozenset[int]:
    """Return the terms of some words."""
    return frozenset(int(value) >> 32 for value in words_of([" ".join(words)]).hashes)


@pytest.mark.parametrize("typed", ["goverment", "governmment", "govermnent", "govexnment", "GOVERNMENT".lower()[:-1]])
def test_one_error(typed: str) -> None:
    """A letter left out, doubled, exchanged with the next or replaced is one error."""
    assert has_misspelled("Government", had(typed))
    assert has_misspelled(typed, had("government"))


def test_two_errors() -> None:
    """Two errors make another word."""
    assert not has_misspelled("government", had("govrnmnt"))


def test_lengths() -> None:
    """Short words are too near to others, and very long ones are not looked at."""
    short, long = "abcdefgh"[:5], "x" * 24

    assert has_misspelled(short, had(f"{short}z"))
    assert not has_misspelled(short[:-1], had(f"{short[:-1]}z"))
    assert has_misspelled(long, had(f"{long}z"))
    assert not has_misspelled(f"{long}x", had(f"{long}xz"))
    assert has_other_ending(long, had(f"{long}s"))
    assert not has_other_ending(f"{long}x", had(f"{long}xs"))


@pytest.mark.parametrize(
    ("one", "other"), [("injured", "injuring"), ("ferry", "ferries"), ("Corvia", "Corvian"), ("killed", "kill")]
)
def test_endings(one: str, other: str) -> None:
    """Endings can be exchanged, put on and taken off."""
    assert has_other_ending(one, had(other))
    assert has_other_ending(other, had(one))


def test_endings_of_nothing() -> None:
    """Words that only end alike are different, and a stem has some letters."""
    stem = "abcdefgh"[:3]

    assert not has_other_ending("ferry", had("carry"))
    assert not has_other_ending("killed", had("killin"))
    assert has_other_ending(f"{stem}s", had(f"{stem}ing"))
    assert not has_other_ending(f"{stem[:-1]}s", had(f"{stem[:-1]}ing"))


def test_initials() -> None:
    """The initials of several words may have been had; of one word they are its first letter."""
    assert has_initials(["World", "Health", "Organization"], had("WHO"))
    assert not has_initials(["World", "Bank"], had("WHO"))
    assert not has_initials(["World", "Health", "Organization"], had("WH", "W"))
    assert not has_initials(["World"], had("w"))
