"""Other forms of words."""

from __future__ import annotations

import numpy as np
import pytest

from streams.dedup.said import Said
from streams.dedup.spelling import has_apart, has_initials, has_joined, has_misspelled, has_other_ending
from streams.dedup.words import words_of


def had(*words: str) -> Said:
    """Return what has the terms of some words."""
    return Said(np.unique((words_of([" ".join(words)]).hashes >> np.uint64(32)).astype(np.uint32)), 1 << 32)


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


def test_words_that_share_a_slot() -> None:
    """A word that falls on the slot of another that was said is still told from it."""
    said = Said(np.arange(0, 1 << 32, 1 << 12, dtype=np.uint32), 1 << 32)

    assert not has_misspelled("government", said)


def test_nothing_said() -> None:
    """Where nothing was said, no other form was."""
    assert not has_misspelled("government", Said(np.empty(0, np.uint32), 1 << 32))


def test_two_words_in_one() -> None:
    """What one house style writes in a word, another writes in two."""
    assert has_joined("south", "East", had("southeast"))
    assert not has_joined("south", "west", had("southeast"))
    assert has_apart("Ceasefire", had("cease", "fire"))
    assert not has_apart("ceasefire", had("cease", "ceasefi"))
    assert not has_apart("aside", had("as", "ide"))
