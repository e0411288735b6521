"""Whether a word was had before in another form: spelled out, with a letter changed, or with another ending.

The other forms are counted in hundreds, so that only their hashes are made, each from those of parts of the word. They
are remembered, because the new words of a story are those of its copies too.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.words import BASE, beginnings, inverse_powers, powers_of_base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from streams.dedup.said import Said

LEAST_CHARS: Final = 5
"""Shorter words differ from others by a letter."""
MOST_CHARS: Final = 24
STEM_CHARS: Final = 3
"""What is left of a word without its ending."""
REMEMBERED: Final = 4_096
"""Words whose other forms are remembered: two kilobytes each."""
_HALF: Final = np.uint64(32)
_BASE: Final = np.uint64(BASE)
_INVERSE: Final = np.uint64(pow(BASE, -1, 1 << 64))
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzáàâãäçéèêíñóôõöúüşğčšžø"
"""Letters that another spelling may have: `Renteria` for `Rentería`."""
_ENDINGS: Final = ("", "s", "es", "e", "d", "ed", "ing", "n", "r", "ers", "y", "ies", "al", "ly")


def has_initials(named: Sequence[str], said: Said) -> bool:
    """Return whether the initials of a name of several words were had: `World Health Organization` after `WHO`."""
    return len(named) > 1 and said.has_one(_term("".join([word[0] for word in named])))


def has_another_form(word: str, said: Said) -> bool:
    """Return whether a word was had with another ending, with one typing error, or as two words."""
    folded = word.casefold()
    if STEM_CHARS <= len(word) <= MOST_CHARS and said.has_any(_other_forms(folded, len(word) >= LEAST_CHARS)):
        return True
    return _had_apart(folded, said)


def has_misspelled(word: str, said: Said) -> bool:
    """Return whether a word was had with one typing error."""
    return LEAST_CHARS <= len(word) <= MOST_CHARS and said.has_any(_misspelled(word.casefold()))


def has_other_ending(word: str, said: Said) -> bool:
    """Return whether a word was had with another ending: `injuring` after `injured`."""
    return STEM_CHARS <= len(word) <= MOST_CHARS and said.has_any(_with_other_endings(word.casefold()))


def has_joined(first: str, second: str, said: Said) -> bool:
    """Return whether two words were had as one: `south-east` after `southeast`."""
    return said.has_one(_term(first.casefold() + second.casefold()))


def has_apart(word: str, said: Said) -> bool:
    """Return whether a word was had as two: `ceasefire` after `cease-fire`."""
    return _had_apart(word.casefold(), said)


def _had_apart(folded: str, said: Said) -> bool:
    if not 2 * STEM_CHARS <= len(folded) <= MOST_CHARS:
        return False
    return any(said.has_one(first) and said.has_one(second) for first, second in _apart(folded))


def _terms(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (hashes >> _HALF).astype(np.uint32)


def _term(word: str) -> int:
    """Return the term of a word."""
    return int(beginnings(word)[-1] >> _HALF)


@lru_cache(REMEMBERED)
def _apart(word: str) -> tuple[tuple[int, int], ...]:
    """Return the terms of the two parts of a word, for each place where it may be cut."""
    before = beginnings(word)
    cuts = np.arange(STEM_CHARS, len(word) - STEM_CHARS + 1)
    behind = (before[-1] - before.take(cuts)) * inverse_powers(len(word)).take(cuts)
    return tuple(zip(_terms(before.take(cuts)).tolist(), _terms(behind).tolist(), strict=True))


@lru_cache(REMEMBERED)
def _other_forms(word: str, has_errors: bool) -> NDArray[np.uint32]:
    """Return the terms of a word with other endings, and with one typing error where it is long enough."""
    endings = _with_other_endings(word)
    return np.concatenate((endings, _misspelled(word))) if has_errors else endings


def _misspelled(word: str) -> NDArray[np.uint32]:
    """Return the terms of the words that one typing error makes of a word (Damerau, 1964)."""
    before = beginnings(word)
    after = before[-1] - before
    values = before[1:] - before[:-1]
    letters = _letters_at(len(word) + 1)
    left_out = before[:-1] + after[1:] * _INVERSE
    replaced = (before[:-1] + after[1:])[:, None] + letters[:-1]
    exchanged = before[:-2] + values[1:] * _INVERSE + values[:-1] * _BASE + after[2:]
    put_in = (before + after * _BASE)[:, None] + letters
    return _terms(np.concatenate((left_out, replaced.ravel(), exchanged, put_in.ravel())))


@cache
def _letters_at(places: int) -> NDArray[np.uint64]:
    """Return what each letter adds to the hash of a word at each of its first places."""
    letters = np.concatenate([beginnings(letter)[1:] for letter in _LETTERS])
    added: NDArray[np.uint64] = powers_of_base(places)[:, None] * letters
    return added


def _with_other_endings(word: str) -> NDArray[np.uint32]:
    """Return the terms of a word with each ending that it may have exchanged for each other one."""
    before = beginnings(word)
    stems = [(len(word) - len(ending), ending) for ending in _ENDINGS if word.endswith(ending)]
    powers = powers_of_base(len(before))
    hashes = [before[end] + _but(ending) * powers[end] for end, ending in stems if end >= STEM_CHARS]
    return _terms(np.concatenate([before[:0], *hashes]))


@cache
def _but(ending: str) -> NDArray[np.uint64]:
    """Return the hashes of the other endings."""
    return np.concatenate([beginnings(other)[-1:] for other in _ENDINGS if other != ending])
