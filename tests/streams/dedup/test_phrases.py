"""Phrases that stand for each other."""

from __future__ import annotations

import pytest

from streams.dedup.lexicon import rows
from streams.dedup.phrases import worded_otherwise
from streams.dedup.said import Said
from streams.dedup.terms import below, terms_of
from streams.dedup.words import words_of


def said(text: str) -> Said:
    """Return what a story has said that consists of one text."""
    kept = terms_of(words_of([text]), ["en"])[0].kept
    return Said(kept, below(kept))


def found(sentence: str, story: str, language: str = "en") -> list[str]:
    """Return the phrases of a sentence that a story has had in other words."""
    return [sentence[start:end] for start, end in worded_otherwise(sentence, language, said(story))]


@pytest.mark.parametrize(
    ("sentence", "story", "phrases"),
    [
        ("It cut rates by 25 basis points.", "It cut rates by a quarter point.", ["25 basis points"]),
        ("He maintained his innocence.", "He denied wrongdoing.", ["maintained his innocence"]),
        ("A 72-hour strike began.", "A strike of three days began.", ["72-hour"]),
        ("Half an hour later it sank.", "It sank 30 minutes later.", ["Half an hour"]),
    ],
)
def test_other_words(sentence: str, story: str, phrases: list[str]) -> None:
    """A phrase is found where the story has had another one of the same meaning."""
    assert found(sentence, story) == phrases


@pytest.mark.parametrize(
    ("sentence", "story"),
    [
        # another amount, in words that the story has had
        ("It cut rates by 50 basis points.", "It cut rates by a quarter point."),
        ("Shots were heard for 30 minutes.", "Shots were heard for an hour by half of the town."),
        ("The strike lasts 48 hours.", "The strike of three days began after two men met on days of talks."),
        ("Two in three are for it.", "A third are for it."),
        # no whole words
        ("The catch fires up the port.", "The house was on fire."),
        ("It cut rates by 25 basis points.", "It left rates as they were."),
    ],
)
def test_other_meanings(sentence: str, story: str) -> None:
    """What tells another amount is no other wording, and nothing is one of a story that has not said it."""
    assert found(sentence, story) == []


def test_languages() -> None:
    """Phrases count in texts of their own language."""
    assert found("By 25 basis points.", "By a quarter point.", "de") == []


def test_table() -> None:
    """Every row has phrases of one meaning, in lower case, each once."""
    for _, row in rows("phrases.tsv"):
        phrases = row.split("|")
        assert len(set(phrases)) == len(phrases) >= 2
        assert row == row.lower()
