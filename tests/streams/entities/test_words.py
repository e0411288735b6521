"""What is known of words, and names by their key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.entities.cases import recased, usual
from streams.entities.features import describe, shape
from streams.entities.keys import name_key
from streams.entities.words import FAMILY, GIVEN, LOWER, TITLE, words


@pytest.mark.parametrize(
    ("name", "key"),
    [("Al-Fū‘ah", "al fuah"), ("Sana'a", "sanaa"), ("U.S.", "us"), ("  New   York ", "new york"), ("Łódź", "lodz")],
)
def test_key(name: str, key: str) -> None:
    """A key has no accents, capitals, apostrophes, hyphens or double spaces."""
    assert name_key(name) == key


@given(st.text(max_size=50))
def test_key_twice(name: str) -> None:
    """A key is its own key, but for letters that fold in two steps."""
    once = name_key(name_key(name))

    assert name_key(once) == once


def test_flags() -> None:
    """Common words, given names and family names are told apart."""
    table = words()
    fighting, ahmed, garcia, syria = table.flags_of(["fighting", "ahmed", "garcia", "syria"])

    assert fighting & LOWER
    assert ahmed & GIVEN
    assert garcia & FAMILY
    assert syria & TITLE


def test_shape() -> None:
    """Shapes fold runs of letters."""
    assert [shape(word) for word in ("Aleppo", "al-Nusra", "U.N.", "MH17", "")] == ["Xx", "x-Xx", "X.X.", "Xd", ""]


def test_description_is_bounded() -> None:
    """A word of a million letters has as few attributes as another."""
    (long,) = describe(["X" * 1_000_000])

    assert max(map(len, long.attributes)) < 100


def test_usual_capitals() -> None:
    """Words get the capitals that they usually have."""
    assert usual(["REBELS", "ATTACKED", "ALEPPO", ",", "THE", "UN", "SAID"])[2] == "Aleppo"
    assert usual(["REBELS", "ATTACKED"]) == ["rebels", "attacked"]


def test_title_case() -> None:
    """A headline in title case loses the capitals of common words; a list of names keeps its own."""
    headline = ["Army", "Says", "Rebels", "Killed", "Near", "Aleppo", "Today"]
    listed = ["Amara", "Diallo", ",", "Rosa", "Quispe", ",", "Karim", "Fouad"]

    assert "rebels" in recased(headline, [0])[0]
    assert recased(listed, [0])[0] == listed
