"""Words that house styles exchange for each other: `colliery` for `mine`, `blaze` for `fire`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.lexicon import rows
from streams.dedup.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from streams.dedup.said import Said

_ENDINGS: Final = ("", "s", "es", "d", "ed", "ing")
_HALF: Final = np.uint64(32)


def has_other_wording(word: str, language: str, said: Said) -> bool:
    """Return whether a word of the same meaning was had."""
    terms = _wordings(language).get(word.casefold())
    return terms is not None and said.has_any(terms)


@cache
def _wordings(language: str) -> dict[str, NDArray[np.uint32]]:
    """Return for each word of the table the terms of all words of its rows."""
    found: dict[str, set[str]] = {}
    for of_language, words in rows("wordings.tsv"):
        if of_language == language:
            forms = {form for word in words.split() for form in _forms(word)}
            for form in forms:
                found.setdefault(form, set()).update(forms)
    return {word: _terms(sorted(forms)) for word, forms in found.items()}


def _forms(word: str) -> Iterator[str]:
    """Yield a word with its endings; what is no word of the language does no harm."""
    for ending in _ENDINGS:
        yield word + ending
    if word.endswith("e"):
        yield word[:-1] + "ing"


def _terms(words: list[str]) -> NDArray[np.uint32]:
    return (words_of([" ".join(words)]).hashes >> _HALF).astype(np.uint32)
