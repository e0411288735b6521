"""What single words mean for the comparison of two texts: function words, dates, titles, numbers, casualty words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from streams.dedup.words import words_of

CONTENT: Final = 0
"""The class of every word that no table has."""
STOP: Final = 1
DATE: Final = 2
TITLE: Final = 3
AGENCY: Final = 4
NEGATES: Final = 5
"""A word that turns the next one round: not, without."""
NUMBER: Final = 6
FACTOR: Final = 7
"""A word that multiplies the number before it: hundred, million."""
UNIT: Final = 8
KILLED: Final = 9
INJURED: Final = 10
MISSING: Final = 11
FUNCTION_WORDS: Final = frozenset({STOP, NEGATES})
CASUALTY: Final = KILLED
"""Classes from this one on are of words that make a number a casualty figure."""
_CLASSES: Final = {
    "stop": STOP,
    "date": DATE,
    "title": TITLE,
    "agency": AGENCY,
    "negates": NEGATES,
    "unit": UNIT,
    "killed": KILLED,
    "injured": INJURED,
    "missing": MISSING,
}
ANY_LANGUAGE: Final = "*"
HASH_BITS: Final = 64
_DECIMAL_POINT: Final = frozenset({"en", "ja", "zh", "ko", "th"})


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of a language that are not plain content. Entry 0 stands for all others."""

    hashes: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    values: NDArray[np.int64]
    """Of numbers and factors, else 0."""
    slots: NDArray[np.uint16]
    """The entry of the word whose hash begins with these bits, 0 for none."""
    shift: np.uint64
    """What is left of a hash behind those bits."""
    point_is_decimal: bool
    """Whether `1.200` is a little more than one, and not twelve hundred."""
    of_class: dict[int, NDArray[np.uint32]]
    """The terms of the words of each class that was asked for."""

    def terms_of(self, kind: int) -> NDArray[np.uint32]:
        """Return the terms of all words of a class: the upper halves of their hashes."""
        if kind not in self.of_class:
            self.of_class[kind] = (self.hashes[self.classes == kind] >> np.uint64(32)).astype(np.uint32)
        return self.of_class[kind]

    def entries(self, hashes: NDArray[np.uint64]) -> NDArray[np.uint16]:
        """Return the entry of each word."""
        entries = self.slots.take((hashes >> self.shift).view(np.int64))
        entries *= self.hashes.take(entries) == hashes
        return entries


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a tab-separated table in `data/`, without comments and blank lines."""
    text = (files("streams.dedup") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and line[0] != "#")


def lexicon(language: str) -> Lexicon:
    """Return the words of a language; one without a table of its own has those of all languages only."""
    return _lexicon(language if language in _languages() else ANY_LANGUAGE)


@cache
def _languages() -> frozenset[str]:
    return _DECIMAL_POINT.union(language for language, _, _ in rows("words.tsv"))


@cache
def _lexicon(language: str) -> Lexicon:
    meanings: dict[str, tuple[int, int]] = {}
    for of_language, name, words in rows("words.tsv"):
        if of_language in {language, ANY_LANGUAGE}:
            meaning = _meaning(name)
            # Where a word stands twice, its first meaning counts: the tables are in the order of weight.
            meanings |= {word: meaning for word in words.split() if word not in meanings}
    hashes = words_of([" ".join(meanings)]).hashes
    slots, shift = _slots(hashes)
    return Lexicon(
        hashes=np.concatenate((np.zeros(1, np.uint64), hashes)),
        classes=np.array([CONTENT, *(meaning for meaning, _ in meanings.values())], np.uint8),
        values=np.array([0, *(value for _, value in meanings.values())], np.int64),
        slots=slots,
        shift=np.uint64(shift),
        point_is_decimal=language in _DECIMAL_POINT,
        of_class={},
    )


def _slots(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.uint16], int]:
    """Return the smallest table in which no two words fall on one slot, and the bits of a hash that it leaves out."""
    shift = HASH_BITS - len(hashes).bit_length()
    while len(np.unique(places := hashes >> np.uint64(shift))) < len(hashes):
        shift -= 1
    slots = np.zeros(1 << (HASH_BITS - shift), np.uint16)
    slots[places] = np.arange(1, len(hashes) + 1)
    return slots, shift


def _meaning(name: str) -> tuple[int, int]:
    if name in _CLASSES:
        return _CLASSES[name], 0
    return (FACTOR, int(name[1:])) if name.startswith("x") else (NUMBER, int(name))
