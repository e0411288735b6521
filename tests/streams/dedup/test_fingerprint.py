"""Samples of grams, and numbers in their words."""

from __future__ import annotations

import pytest

from streams.dedup.fingerprint import MAX_GRAMS, Fingerprint, disputed, fingerprints
from streams.dedup.words import words_of


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of one text."""
    return fingerprints(words_of([text])).prints[0]


def words(first: int, last: int) -> str:
    """Return a text of numbered words."""
    return " ".join(f"w{number}" for number in range(first, last))


def test_a_quarter_is_sampled() -> None:
    """About one gram in four is kept, so that texts of any two lengths can be compared."""
    assert len(fingerprint(words(0, 1600)).grams) == pytest.approx(400, rel=0.15)


def test_sample_of_a_part() -> None:
    """What is sampled of a part is sampled of the whole."""
    part, whole = fingerprint(words(300, 600)), fingerprint(words(0, 1200))

    assert set(part.grams.tolist()) <= set(whole.grams.tolist())


def test_long_texts() -> None:
    """A long text keeps a sparser sample, which knows how sparse it is."""
    print_ = fingerprint(words(0, 50_000))

    assert len(print_.grams) == MAX_GRAMS
    assert max(print_.grams.tolist()) == print_.below - 1


def test_grams_count_once() -> None:
    """A text that says one thing over and over has few grams."""
    assert len(fingerprint("all work and no play " * 20_000).grams) <= 5


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        ("at least 9 people were killed", "at least 9 people were killed", 0),
        ("at least 9 people were killed", "at least 12 people were killed", 1),
        ("at least 9 people were killed", "some 12 persons were killed", 0),
        ("it rose 2 percent, it rose 2 percent on", "it rose 2 percent, it rose 3 percent on", 0),
        ("at least 9 were killed and at least 40 hurt", "at least 9 were killed and at least 44 hurt", 1),
        ("nobody was hurt at all", "at least 12 people were killed", 0),
    ],
)
def test_disputed_numbers(one: str, other: str, changed: int) -> None:
    """A number differs where the words around it are the same, and no other number stands in them."""
    assert len(disputed(fingerprint(f"So {one}").facts, fingerprint(f"So {other}").facts)) == changed
