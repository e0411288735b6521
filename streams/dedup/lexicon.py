"""What single words mean for the comparison of two texts: function words, dates, titles, numbers, casualty words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.words import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONTENT: Final = 0
"""The class of every word that no table has."""
STOP: Final = 1
DATE: Final = 2
TITLE: Final = 3
AGENCY: Final = 4
NUMBER: Final = 5
FACTOR: Final = 6
"""A word that multiplies the number before it: hundred, million."""
UNIT: Final = 7
KILLED: Final = 8
INJURED: Final = 9
MISSING: Final = 10
CASUALTY: Final = KILLED
"""Classes from this one on are of words that make a number a casualty figure."""
_CLASSES: Final = {
    "stop": STOP,
    "date": DATE,
    "title": TITLE,
    "agency": AGENCY,
    "unit": UNIT,
    "killed": KILLED,
    "injured": INJURED,
    "missing": MISSING,
}
ANY_LANGUAGE: Final = "*"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language that are not plain content, sorted by their hash."""

    hashes: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    values: NDArray[np.int64]
    """Of numbers and factors, else 0."""

    def places(self, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
        """Return the class of each word, and its place in the lexicon, which means nothing for content."""
        places = self.hashes.searchsorted(hashes)
        known = self.hashes.take(places, mode="clip") == hashes
        classes = self.classes.take(places, mode="clip")
        classes *= known
        return classes, places


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a tab-separated table in `data/`, without comments and blank lines."""
    text = (files("streams.dedup") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and line[0] != "#")


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language; one without a table of its own has those of all languages only."""
    meanings: dict[str, tuple[int, int]] = {}
    for of_language, name, words in rows("words.tsv"):
        if of_language in {language, ANY_LANGUAGE}:
            meaning = _meaning(name)
            # Where a word stands twice, its first meaning counts: the tables are in the order of weight.
            meanings |= {word: meaning for word in words.split() if word not in meanings}
    hashes = words_of([" ".join(meanings)]).hashes
    order = hashes.argsort()
    return Lexicon(
        hashes=hashes[order],
        classes=np.array([meaning for meaning, _ in meanings.values()], np.uint8)[order],
        values=np.array([value for _, value in meanings.values()], np.int64)[order],
    )


def _meaning(name: str) -> tuple[int, int]:
    if name in _CLASSES:
        return _CLASSES[name], 0
    return (FACTOR, int(name[1:])) if name.startswith("x") else (NUMBER, int(name))
