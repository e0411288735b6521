"""Phrases that house styles exchange for each other: `25 basis points` for `a quarter point`."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation
from numpy.typing import NDArray

from streams.dedup.lexicon import rows
from streams.dedup.said import Said
from streams.dedup.terms import NO_TERMS, terms_of
from streams.dedup.words import words_of

READ_CHARS: Final = 600
"""Characters of a sentence that are read."""
_NO_EVIDENCE: Final = "~"
_SPACES: Final = str.maketrans(dict.fromkeys("-‐\N{NON-BREAKING HYPHEN}\u00a0\u202f\n", " "))


class _Phrases(NamedTuple):
    """The phrases of a language, by their number."""

    terms: tuple[NDArray[np.uint32], ...]
    """The terms of each: a story that has them all has had the phrase. None where that shows too little."""
    others: tuple[tuple[int, ...], ...]
    """The phrases of the same meaning."""
    search: AhoCorasick

    def had_otherwise(self, phrase: int, said: Said) -> bool:
        """Return whether a story has had another phrase of the same meaning."""
        terms = [self.terms[other] for other in self.others[phrase]]
        return any(len(some) and bool(said.has(some).all()) for some in terms)


def worded_otherwise(sentence: str, language: str, said: Said) -> list[tuple[int, int]]:
    """Return where phrases stand of which a story has had another wording, by characters; ends exclusive."""
    known = _phrases().get(language)
    text = sentence[:READ_CHARS].translate(_SPACES).lower()
    if known is None or len(text) != len(sentence[:READ_CHARS]):
        return []
    found = known.search.find_matches_as_indexes(text, overlapping=True)
    return [
        (start, end)
        for phrase, start, end in found
        if _is_whole(text, start, end) and known.had_otherwise(phrase, said)
    ]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no word goes on before or behind a piece of text."""
    return not (text[start - 1 : start].isalnum() or (text[end - 1].isalnum() and text[end : end + 1].isalnum()))


@cache
def _phrases() -> dict[str, _Phrases]:
    """Return the phrases of each language that has some."""
    table: dict[str, list[list[str]]] = {}
    for language, row in rows("phrases.tsv"):
        table.setdefault(language, []).append(row.split("|"))
    return {language: _of_language(language, of_language) for language, of_language in table.items()}


def _of_language(language: str, table: list[list[str]]) -> _Phrases:
    alike: dict[str, set[str]] = {}
    for row in table:
        for phrase in row:
            alike.setdefault(phrase, set()).update(row)
    numbers = {phrase: number for number, phrase in enumerate(alike)}
    return _Phrases(
        terms=tuple(_terms(phrase, language) for phrase in alike),
        others=tuple(tuple(numbers[other] for other in sorted(alike[phrase] - {phrase})) for phrase in alike),
        search=AhoCorasick(
            [phrase.removeprefix(_NO_EVIDENCE).translate(_SPACES) for phrase in alike],
            implementation=Implementation.DFA,
        ),
    )


def _terms(phrase: str, language: str) -> NDArray[np.uint32]:
    """Return the terms of a phrase: of its content words, its numbers, and what each number counts."""
    if phrase.startswith(_NO_EVIDENCE):
        return NO_TERMS
    (terms,) = terms_of(words_of([phrase]), [language])
    numbers = [term for number in terms.numbers for term in (number.term, *number.counted[:1])]
    return np.concatenate((terms.content, np.array(numbers, np.uint32)))
