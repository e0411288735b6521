"""What single words mean, looked up for many at once."""

from __future__ import annotations

import pytest

from streams.dedup.lexicon import CONTENT, DATE, FACTOR, KILLED, NUMBER, STOP, lexicon, rows
from streams.dedup.words import words_of


def classes(text: str, language: str) -> list[int]:
    """Return the class of each word."""
    known = lexicon(language)
    found: list[int] = known.classes.take(known.entries(words_of([text]).hashes)).tolist()
    return found


def test_classes() -> None:
    """Words are looked up by their language, in either case; all that no table has is content."""
    assert classes("the Ferry DIED on Monday", "en") == [STOP, CONTENT, KILLED, STOP, DATE]
    assert classes("die Fähre the", "de") == [STOP, CONTENT, CONTENT]


def test_values() -> None:
    """Number words have their values."""
    known = lexicon("en")
    entries = known.entries(words_of(["seven hundred ferry"]).hashes)

    assert known.values.take(entries).tolist() == [7, 100, 0]
    assert known.classes.take(entries).tolist() == [NUMBER, FACTOR, CONTENT]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_every_word_is_found(language: str) -> None:
    """No two words fall on one slot, so that each has its own entry."""
    words = {word for of_language, _, words in rows("words.tsv") if of_language == language for word in words.split()}
    entries = lexicon(language).entries(words_of([" ".join(sorted(words))]).hashes).tolist()

    assert len(set(entries)) == len(words)
    assert 0 not in entries


def test_unknown_languages() -> None:
    """Languages without a table share one, whatever they are called; the decimal point is a matter of the language."""
    assert lexicon("xx") is lexicon("a name that a feed made up")
    assert lexicon("ja").point_is_decimal
    assert not lexicon("xx").point_is_decimal
