"""The words of some texts of one language with what each is: content, function word, date, number, casualty word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from streams.dedup.lexicon import Lexicon, lexicon
from streams.dedup.words import Words


@dataclass(frozen=True, slots=True)
class Classified:
    """Texts in a row; the arrays have an element for each word of theirs."""

    text: str
    """What the places of characters are counted in."""
    begin: int
    """The place of their first word among all words."""
    bounds: NDArray[np.intp]
    """Where each text begins, by words from `begin`, and at the end where the last one ends."""
    hashes: NDArray[np.uint64]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    initials: NDArray[np.intp]
    digits: NDArray[np.bool_]
    """Which words start with a digit."""
    classes: NDArray[np.uint8]
    entries: NDArray[np.uint16]
    """The entry of each word in the lexicon."""
    lexicon: Lexicon
    """What the classes are from."""

    def text_of(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the text that each word stands in."""
        return self.bounds[1:].searchsorted(places, side="right")

    def values_of(self, places: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the values of words that are numbers."""
        return self.lexicon.values.take(self.entries.take(places))


def classified(words: Words, first: int, last: int, language: str) -> Classified:
    """Return the texts from one to another, which are in a language."""
    begin, end = words.first[first], words.first[last]
    hashes = words.hashes[begin:end]
    known = lexicon(language)
    entries = known.entries(hashes)
    return Classified(
        text=words.text,
        begin=begin,
        bounds=np.array(words.first[first : last + 1]) - begin,
        hashes=hashes,
        starts=words.starts[begin:end],
        ends=words.ends[begin:end],
        initials=words.initials[begin:end],
        digits=words.numbers[begin:end],
        classes=known.classes.take(entries),
        entries=entries,
        lexicon=known,
    )
