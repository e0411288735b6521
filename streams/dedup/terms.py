"""What a text says, as terms to look up: its content words, the values of its numbers, its casualty figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.lexicon import CASUALTY, CONTENT, FACTOR, NUMBER, UNIT, lexicon
from streams.dedup.numbers import Number, NumberReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from streams.dedup.words import Words

MAX_TERMS: Final = 1024
"""Terms kept of a text: of more, the smallest, so that a long text is compared by a sample of its words."""
_ALL: Final = 1 << 32
_HALF: Final = np.uint64(32)
_LOWER: Final = np.uint64(_ALL - 1)
_MIX: Final = np.uint64(0x9E3779B1)
_FIRST_SIGN: Final = 0x2E80
"""Code from which a word of one character is a sign of a script without spaces."""
_DECIMAL_POINT: Final = frozenset({"en", "ja", "zh", "ko", "th"})
NO_TERMS: Final = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text."""

    places: NDArray[np.intp]
    """The content words, by their place among all words."""
    content: NDArray[np.uint32]
    """The term of each of them."""
    numbers: list[Number]
    kept: NDArray[np.uint32]
    """All terms, sorted, each once: at most `MAX_TERMS`, the smallest."""

    @property
    def below(self) -> int:
        """All terms of the text that are smaller are in `kept`."""
        return below(self.kept)


def below(kept: NDArray[np.uint32]) -> int:
    """Return the number below which all terms of a text are among those kept of it."""
    return int(kept[-1]) if len(kept) == MAX_TERMS else _ALL


def terms_of(words: Words, place: int, language: str) -> Terms:
    """Return the terms of the text at a place."""
    begin, end = words.first[place], words.first[place + 1]
    hashes = words.hashes[begin:end]
    known = lexicon(language)
    classes, entries = known.places(hashes)
    digits = words.numbers[begin:end]
    single = (words.ends[begin:end] - words.starts[begin:end]) == 1
    is_content = (classes == CONTENT) | (classes >= UNIT)
    is_content &= ~(digits | single)
    upper = hashes >> _HALF
    signs = _signs(words, (single.nonzero()[0] + begin).tolist(), begin)
    if signs:  # a sign alone is no word: each counts together with the one after it
        is_content[signs] = True
        upper = _paired(upper, signs)
    places = is_content.nonzero()[0]
    content = upper.take(places).astype(np.uint32)
    numeric = (digits | (classes == NUMBER) | (classes == FACTOR)).nonzero()[0]
    numbers: list[Number] = []
    if len(numeric):
        reader = NumberReader(
            text=words.text,
            starts=words.starts[begin:end].tolist(),
            ends=words.ends[begin:end].tolist(),
            begin=begin,
            classes=classes.tolist(),
            values=known.values.take(entries, mode="clip").tolist(),
            point_is_decimal=language in _DECIMAL_POINT,
        )
        numbers = reader.read(numeric.tolist(), (classes >= CASUALTY).nonzero()[0].tolist())
    return Terms(places=places + begin, content=content, numbers=numbers, kept=_kept(content, numbers))


def _signs(words: Words, single: list[int], begin: int) -> list[int]:
    """Return which words of one character are signs of scripts without spaces, by their place in the text."""
    return [place - begin for place in single if ord(words.text[int(words.starts[place])]) >= _FIRST_SIGN]


def _paired(upper: NDArray[np.uint64], signs: list[int]) -> NDArray[np.uint64]:
    """Return the hashes of words, those of signs mixed with the word after each."""
    after = np.append(upper[1:], np.uint64(0))
    paired = upper.copy()
    paired[signs] = (upper[signs] * _MIX + after[signs]) & _LOWER
    return paired


def _kept(content: NDArray[np.uint32], numbers: Iterable[Number]) -> NDArray[np.uint32]:
    other = [term for number in numbers for term in (number.term, *number.figures)]
    terms = np.concatenate((content, np.array(other, np.uint32)))
    terms.sort()
    other_than_last = terms[1:] != terms[:-1]
    return np.concatenate((terms[:1], terms[1:][other_than_last]))[:MAX_TERMS]
