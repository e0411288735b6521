"""Shares in words as the percentages that another desk makes of them: `four in five` is also `80 percent`.

A text that has such a share leaves the terms of its percentages as well, so that they are no new numbers later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.amounts import hash_of
from streams.dedup.classified import Classified
from streams.dedup.words import words_of

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
    known, whole, slots, links = _last_words()
    places = slots.take((texts.hashes >> _SHIFT).view(np.int64)).nonzero()[0]
    hashes = texts.hashes.take(places)
    found = known.searchsorted(hashes)
    linked = links.take(links.searchsorted(before := texts.hashes.take(places - 1)), mode="clip") == before
    # A number is the end of a share only behind one of a few words.
    places = places[(known.take(found, mode="clip") == hashes) & (linked | whole.take(found, mode="clip"))]
    for place, text in zip(places.tolist(), texts.text_of(places).tolist(), strict=True):
        start, end = int(texts.starts[place]), int(texts.ends[place])
        share = _share(texts.text[max(0, start - _LOOK_BACK) : start], texts.text[start:end].casefold())
        if share is not None:
            part, of = share
            for value in {_HUNDRED * part // of, round(_HUNDRED * part / of)}:
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


class _LastWords(NamedTuple):
    """The words that may end a share."""

    hashes: NDArray[np.uint64]
    """Sorted."""
    whole: NDArray[np.bool_]
    """Which of them are no numbers: `thirds`."""
    slots: NDArray[np.bool_]
    """Which beginnings of hashes they have."""
    links: NDArray[np.uint64]
    """The hashes of what stands in front of the others, sorted."""


@cache
def _last_words() -> _LastWords:
    wholes = words_of([" ".join([*_WHOLES, *_WHOLES_OF_MORE])]).hashes
    numbers = words_of([" ".join([*_SMALL[2:], *(str(number) for number in range(2, 11))])]).hashes
    hashes = np.sort(np.concatenate((wholes, numbers)))
    slots = np.zeros(1 << _SLOT_BITS, np.bool_)
    slots[hashes >> _SHIFT] = True
    links: NDArray[np.uint64] = np.sort(words_of(["in of every"]).hashes)
    return _LastWords(hashes, np.isin(hashes, wholes), slots, links)
