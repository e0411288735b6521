"""Whether a word was had before in another form: spelled out, with a letter changed, or with another ending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_CHARS: Final = 5
"""Shorter words differ from others by a letter."""
MOST_CHARS: Final = 24
STEM_CHARS: Final = 3
"""What is left of a word without its ending."""
_HALF: Final = np.uint64(32)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ENDINGS: Final = ("", "s", "es", "e", "d", "ed", "ing", "n", "r", "ers", "y", "ies", "al", "ly")


def has_initials(named: Sequence[str], had: frozenset[int]) -> bool:
    """Return whether the initials of a name of several words were had: `World Health Organization` after `WHO`."""
    return len(named) > 1 and _any_had(["".join(word[0] for word in named)], had)


def has_misspelled(word: str, had: frozenset[int]) -> bool:
    """Return whether a word was had with one typing error."""
    return LEAST_CHARS <= len(word) <= MOST_CHARS and _any_had(_misspelled(word.casefold()), had)


def has_other_ending(word: str, had: frozenset[int]) -> bool:
    """Return whether a word was had with another ending: `injuring` after `injured`."""
    return len(word) <= MOST_CHARS and _any_had(_other_endings(word.casefold()), had)


def _any_had(spelled: Iterable[str], had: frozenset[int]) -> bool:
    terms = words_of([" ".join(spelled)]).hashes >> _HALF
    return not had.isdisjoint(terms.tolist())


def _misspelled(word: str) -> Iterator[str]:
    """Yield the words that one typing error makes of a word (Damerau, 1964)."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _LETTERS)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in _LETTERS)


def _other_endings(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(stem) >= STEM_CHARS and (not ending or stem != word):
            yield from (stem + other for other in _ENDINGS if other != ending)
