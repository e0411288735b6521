"""Tokens and sentences."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from streams.entities.tokens import LONGEST_SENTENCE, tokenise


def words(text: str) -> list[str]:
    """Return the tokens of a text."""
    return tokenise(text).words


def test_hyphens() -> None:
    """A hyphenated name stays whole and ends where a common word begins."""
    assert words("Al-Qaeda-affiliated") == ["Al-Qaeda", "-affiliated"]
    assert words("UN-brokered") == ["UN", "-brokered"]
    assert words("pro-Syrian") == ["pro", "-", "Syrian"]
    assert words("Ban Ki-moon") == ["Ban", "Ki-moon"]
    assert words("Kim Jong-un") == ["Kim", "Jong-un"]
    assert words("Lashkar-e-Taiba") == ["Lashkar-e-Taiba"]
    assert words("Bashar al-Assad") == ["Bashar", "al-Assad"]


def test_two_countries() -> None:
    """A hyphen between two countries parts them."""
    assert words("Argentina-Chile") == ["Argentina", "-", "Chile"]


def test_apostrophes() -> None:
    """Names keep their apostrophes, and a possessive is a token of its own."""
    assert words("O'Brien's") == ["O'Brien", "'s"]
    assert words("Sana’a’s") == ["Sana’a", "’s"]


def test_sentences() -> None:
    """A title, an initial and a decimal end no sentence; a full stop before a capital and a line break do."""
    tokens = tokenise("Gen. J. Smith paid 3.5 million. He left.\nNobody saw him")

    assert [tokens.words[at] for at in tokens.sentences] == ["Gen", "He", "Nobody"]


def test_no_full_stop() -> None:
    """A text without a full stop is cut into sentences of bounded length."""
    tokens = tokenise("word " * 1000)

    edges = [*tokens.sentences, len(tokens.words)]
    assert max(b - a for a, b in pairwise(edges)) <= LONGEST_SENTENCE


@given(st.text(max_size=300))
def test_offsets(text: str) -> None:
    """Every token stands where it says, in order, and nothing but space is between tokens."""
    tokens = tokenise(text)
    at = 0
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert text[start:end] == word
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
    assert tokens.sentences == sorted(set(tokens.sentences))
