"""Words of texts as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.dedup.fingerprint import fingerprints
from streams.dedup.words import MAX_CHARS, words_of

TEXTS = st.lists(st.text(alphabet=st.characters(), max_size=80) | st.text(alphabet="ab 1,日é", max_size=80), max_size=6)


def spelled(text: str) -> list[str]:
    """Return the words of one text as they stand in it."""
    words = words_of([text])
    return [words.text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nine dead, 41 hurt—coast guard", ["Nine", "dead", "41", "hurt", "coast", "guard"]),
        ("“It’s over”", ["It", "s", "over"]),
        ("2.1 percent", ["2", "1", "percent"]),
        ("東京で9人", ["東", "京", "で", "9", "人"]),
        ("Łódź, São Tomé", ["Łódź", "São", "Tomé"]),
        ("\u202eabc\u202c \u200bdef", ["abc", "def"]),
        ("…", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Words are runs of letters and digits; a character of a script without spaces is one."""
    assert spelled(text) == words


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRAßE"), ("ＡＢＣ", "abc"), ("É", "é"), ("Ⅷ", "ⅷ")])
def test_spellings(one: str, other: str) -> None:
    """Spellings of one word have one hash."""
    assert words_of([one]).hashes.tolist() == words_of([other]).hashes.tolist()


@given(st.text(alphabet="abcdef", min_size=1, max_size=12), st.text(alphabet="abcdef", min_size=1, max_size=12))
def test_different_words(one: str, other: str) -> None:
    """Different words have different hashes, and a word has one wherever it stands."""
    hashes = words_of([f"{one} {other} {one}"]).hashes.tolist()

    assert hashes[0] == hashes[2]
    assert (hashes[0] == hashes[1]) == (one == other)


@given(TEXTS)
def test_together_or_alone(texts: list[str]) -> None:
    """Texts have the same words and fingerprints together as each by itself."""
    together = fingerprints(words_of(texts))
    assert together.words.first[-1] == len(together.words.hashes)
    for place, text in enumerate(texts):
        alone = fingerprints(words_of([text]))
        begin, end = together.words.first[place : place + 2]
        assert together.words.hashes[begin:end].tolist() == alone.words.hashes.tolist()
        ours, theirs = together.prints[place], alone.prints[0]
        assert (ours.words, ours.below) == (theirs.words, theirs.below)
        assert ours.grams.tolist() == theirs.grams.tolist()
        assert ours.lead.tolist() == theirs.lead.tolist()
        assert ours.facts.tolist() == theirs.facts.tolist()
        assert together.posted[place].tolist() == alone.posted[0].tolist() == ours.posted().tolist()


def test_known_values() -> None:
    """Hashes are the same in every process and release: the state holds them."""
    assert words_of(["Ferry aground"]).hashes.tolist() == KNOWN
    assert words_of(["ferry AGROUND"]).hashes.dtype == np.uint64


def test_longest_text() -> None:
    """Of a longer text the beginning counts."""
    assert words_of(["a " * MAX_CHARS]).first[-1] == MAX_CHARS // 2


KNOWN = [12986029883050567497, 8336712395902970716]
