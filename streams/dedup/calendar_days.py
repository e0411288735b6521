"""Weekdays and months that stand where the story had others: `until Saturday noon` for `until Friday noon`.

A weekday gives a term of itself and the two content words before it, and one of any weekday there; months do, too. One
is another where the first term is new and the second was had.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.lexicon import DATE, rows
from streams.dedup.words import words_of

if TYPE_CHECKING:
    from streams.dedup.classified import Classified

REACH: Final = 4
"""Words from a content word to the next one or to the day, at most: `vote in parliament on Friday`."""
_HALF: Final = np.uint64(32)
_MIX: Final = np.uint32(0x27D4EB2F)
_BEFORE: Final = np.uint32(0x85EBCA77)
_MONTH: Final = "month"
_KINDS: Final = ("weekday", _MONTH)


class Days(NamedTuple):
    """What days and months say where they stand; the arrays have an element for each term."""

    words: NDArray[np.intp]
    """The content word before the day, by its place among the content words."""
    terms: NDArray[np.uint32]
    opposites: NDArray[np.uint32]
    """What a story has had that had a day there."""


def days_of(
    texts: Classified, language: str, places: NDArray[np.intp], text: NDArray[np.intp], content: NDArray[np.uint32]
) -> Days:
    """Return what the days of texts say, given the content words: their places, texts and terms."""
    hashes, codes, kinds = _known(language)
    days = (texts.classes == DATE).nonzero()[0]
    if not len(days) or not len(hashes):
        return _NONE
    words = (texts.hashes.take(days) >> _HALF).astype(np.uint32)
    entries = hashes.searchsorted(words)
    listed = hashes.take(entries, mode="clip") == words
    days, entries = days[listed], entries[listed]
    before = places.searchsorted(days) - 1
    near = before >= 1
    days, entries, before = days[near], entries[near], before[near]
    own = texts.text_of(days)
    near = (text.take(before - 1) == own) & (text.take(before) == own)
    near &= (days - places.take(before) <= REACH) & (places.take(before) - places.take(before - 1) <= REACH)
    entries, before = entries[near], before[near]
    where = content.take(before) * _MIX + content.take(before - 1) * _BEFORE
    anywhere = (where ^ kinds.take(entries)) * _MIX
    terms = (where ^ codes.take(entries)) * _MIX
    return Days(np.concatenate((before, before)), np.concatenate((terms, anywhere)), np.concatenate((anywhere,) * 2))


def is_month(word: str, language: str) -> bool:
    """Return whether a word is the name of a month, or short for it."""
    return word.casefold() in _names_of_months(language)


@cache
def _names_of_months(language: str) -> frozenset[str]:
    return frozenset(name for _, kind, names in _days(language) if kind == _MONTH for name in names.split())


@cache
def _known(language: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the hashes of the days and months of a language, sorted, with the code and the kind of each."""
    named = [
        (name, code, _KINDS.index(kind))
        for code, (_, kind, names) in enumerate(_days(language), start=len(_KINDS))
        for name in names.split()
    ]
    hashes = (words_of([" ".join(name for name, _, _ in named)]).hashes >> _HALF).astype(np.uint32)
    order = hashes.argsort()
    codes, kinds = (np.array([row[at] for row in named], np.uint32) for at in (1, 2))
    return hashes[order], codes[order], kinds[order]


def _days(language: str) -> list[tuple[str, ...]]:
    return [row for row in rows("days.tsv") if row[0] == language]


_NONE: Final = Days(np.empty(0, np.intp), np.empty(0, np.uint32), np.empty(0, np.uint32))
