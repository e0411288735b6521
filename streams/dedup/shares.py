"""Shares in words as the percentages that another desk makes of them: `four in five` is also `80 percent`.

A text that has such a share leaves the terms of its percentages as well, so that they are no new numbers later.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.amounts import hash_of
from streams.dedup.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from streams.dedup.classified import Classified

_SMALL: Final = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHOLES: Final = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_WHOLES_OF_MORE: Final = {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
_LOOK_BACK: Final = 22
"""Characters in front of the last word of a share that are read."""
_SLOT_BITS: Final = 12
"""Bits of a hash that tell most words from these few."""
_SHIFT: Final = np.uint64(64 - _SLOT_BITS)
_HUNDRED: Final = 100
_PARTS: Final = re.compile(rf"\b({'|'.join(_SMALL[1:])}|a|[1-9])[ -]\Z", re.IGNORECASE)
_LINKS: Final = ("in ", "of ", "every ")
_OF: Final = re.compile(rf"\b({'|'.join(_SMALL[1:])}|[1-9]) (?:in|out of|of every) \Z", re.IGNORECASE)


def share_terms(texts: Classified) -> Iterator[tuple[int, int]]:
    """Yield the text and the term of each percentage that a share in words makes."""
    known, slots = _last_words()
    places = slots.take((texts.hashes >> _SHIFT).view(np.int64)).nonzero()[0]
    hashes = texts.hashes.take(places)
    places = places[known.take(known.searchsorted(hashes), mode="clip") == hashes]
    for place, text in zip(places.tolist(), texts.text_of(places).tolist(), strict=True):
        start, end = int(texts.starts[place]), int(texts.ends[place])
        share = _share(texts.text[max(0, start - _LOOK_BACK) : start], texts.text[start:end].casefold())
        if share is not None:
            part, whole = share
            for value in {_HUNDRED * part // whole, round(_HUNDRED * part / whole)}:
                yield text, hash_of(str(value))


def _share(before: str, word: str) -> tuple[int, int] | None:
    """Return the part and the whole that a word ends, given what stands in front of it."""
    if word in _WHOLES or word in _WHOLES_OF_MORE:
        parts = _PARTS.search(before)
        part = _number(parts[1]) if parts else 0
        whole = _WHOLES.get(word) or _WHOLES_OF_MORE[word]
        if whole == _WHOLES["half"]:
            return 1, whole
        return (part, whole) if 0 < part < whole else None
    if not before.endswith(_LINKS):
        return None
    of = _OF.search(before)
    if of is None:
        return None
    part, whole = _number(of[1]), _number(word)
    return (part, whole) if part < whole else None


def _number(written: str) -> int:
    """Return a small number; `a` is one."""
    if written.isdecimal():
        return int(written)
    folded = written.casefold()
    return _SMALL.index(folded) if folded in _SMALL else 1


@cache
def _last_words() -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Return the hashes of the words that may end a share, sorted, and which beginnings of hashes they have."""
    digits = [str(number) for number in range(2, 11)]
    words = " ".join([*_WHOLES, *_WHOLES_OF_MORE, *_SMALL[2:], *digits])
    hashes: NDArray[np.uint64] = np.sort(words_of([words]).hashes)
    slots = np.zeros(1 << _SLOT_BITS, np.bool_)
    slots[hashes >> _SHIFT] = True
    return hashes, slots
