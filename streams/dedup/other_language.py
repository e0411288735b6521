"""Whether a sentence is in another language than its article: a line of the page, which adds nothing to a report."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from streams.dedup.lexicon import rows

READ_CHARS: Final = 400
LEAST: Final = 2
"""Function words of another language that tell it,"""
TIMES_MORE: Final = 2
"""and how many times as many they are as those of the article's."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTES: Final = re.compile(r"[\"“”„«»]")
"""A quotation may be in the language of who speaks."""


def speaks_another_language(sentence: str, language: str) -> bool:
    """Return whether a sentence without a quotation is in another of the languages that have a table."""
    own = _function_words().get(language)
    if own is None or _QUOTES.search(sentence):
        return False
    words = [word.lower() for word in _WORD.findall(sentence[:READ_CHARS])]
    ours = sum(word in own for word in words)
    if (1 + TIMES_MORE) * ours > len(words):  # as in most sentences
        return False
    most = max(
        sum(word in others and word not in own for word in words)
        for other, others in _function_words().items()
        if other != language
    )
    return most >= LEAST and most >= TIMES_MORE * ours


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """Return the function words of each language, without single letters."""
    found: dict[str, set[str]] = {}
    for language, name, words in rows("words.tsv"):
        if name in {"stop", "negates"} and language != "*":
            found.setdefault(language, set()).update(word for word in words.split() if len(word) > 1)
    return {language: frozenset(words) for language, words in found.items()}
