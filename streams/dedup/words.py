"""Words as numbers: a text becomes an array of word hashes, the same in every process and for every spelling of it.

All words are hashed at once. Each character has a random-looking value that is the same for both cases and all forms
of a letter; the hash of a word is the polynomial of its characters' values modulo 2**64, taken as a difference of
prefix sums (Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987). That is twice as quick as a
split and a lookup for each word, and there is no vocabulary to keep. The hash of a changed word is had from its parts:
that of `ab` is that of `a` plus that of `b` times a power of the base.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

MAX_CHARS: Final = 400_000
"""Longer texts are fingerprinted by their beginning: no story is longer, and hostile ones are."""

HASHED_CHARS: Final = 50_000
"""Characters hashed together: what the second-level cache holds the arrays of."""
_PLANE: Final = 0x10000
BASE: Final = 0x9E3779B97F4A7C15
"""The number whose powers weigh the characters of a word: the first has the first power."""
_MODULUS: Final = 1 << 64
_WITHOUT_SPACES: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
"""Scripts that put no spaces between words: each of their characters is taken for a word."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts, one after the other; the arrays have an element for each word."""

    text: str
    """The texts, joined."""
    first: list[int]
    """The first word of each text, and at the end the number of words."""
    offsets: list[int]
    """Where each text starts in `text`, and at the end where a further one would."""
    hashes: NDArray[np.uint64]
    starts: NDArray[np.intp]
    """Where each word starts, in characters of `text`."""
    ends: NDArray[np.intp]
    initials: NDArray[np.intp]
    """The code of the first character of each word."""
    numbers: NDArray[np.bool_]
    """Which words start with a digit."""
    capitals: NDArray[np.bool_]
    """Which words start with a capital."""

    def text_end(self, place: int) -> int:
        """Return where the text at a place ends in `text`."""
        return self.offsets[place + 1] - 1


@dataclass(frozen=True, slots=True)
class _Characters:
    """What is known of the characters of the basic plane; all beyond it are taken for its last one."""

    values: NDArray[np.uint64]
    """0 for what belongs to no word."""
    digit: NDArray[np.bool_]
    capital: NDArray[np.bool_]
    alone: NDArray[np.bool_]
    """A word by itself."""


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts, or of the first 400,000 characters of each.

    A word is a run of letters and digits. Of scripts without spaces each character is a word.
    """
    cut = [text[:MAX_CHARS] for text in texts]
    joined = f" {' '.join(cut)} "
    places = list(accumulate((len(text) + 1 for text in cut), initial=1))
    known = _characters()
    parts = [_hashed(joined, start, end + 1) for start, end in pairwise(_cuts(places))]
    hashes, starts, ends, initials = parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
    return Words(
        text=joined,
        first=starts.searchsorted(places).tolist(),
        offsets=places,
        hashes=hashes,
        starts=starts,
        ends=ends,
        initials=initials,
        numbers=known.digit.take(initials, mode="clip"),
        capitals=known.capital.take(initials, mode="clip"),
    )


def _cuts(places: Sequence[int]) -> list[int]:
    """Return where the joined texts are cut into pieces, given where each text starts: before the first, at the end."""
    cuts = [0]
    for before, place in pairwise(places):
        if place - cuts[-1] > HASHED_CHARS and before - 1 > cuts[-1]:
            cuts.append(before - 1)
    cuts.append(places[-1])
    return cuts


def _hashed(
    joined: str, start: int, end: int
) -> tuple[NDArray[np.uint64], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the hashes of the words of a piece, where each starts and ends, and the codes of their first characters.

    A piece begins and ends with a space, which pieces share.
    """
    piece = joined[start:end]
    known = _characters()
    codes = np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
    values = known.values.take(codes, mode="clip")
    inside = values != 0
    edges = (inside[1:] != inside[:-1]).nonzero()[0]
    if not piece.isascii():
        alone = known.alone.take(codes, mode="clip")
        if alone.any():
            edges = _edges_of_signs(inside, alone)
    powers, inverses = _powers(len(codes))
    values *= powers
    sums = np.add.accumulate(values).take(edges)
    before = edges[::2]
    hashes = sums[1::2] - sums[::2]
    hashes *= inverses.take(before)
    initials = codes.take(before + 1)
    return hashes, before + (start + 1), edges[1::2] + (start + 1), initials


def _edges_of_signs(inside: NDArray[np.bool_], alone: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return where words start and end, in turn, where some are single characters between others."""
    starts = (inside[1:] & (~inside[:-1] | alone[1:] | alone[:-1])).nonzero()[0]
    ends = (inside[:-1] & (~inside[1:] | alone[1:] | alone[:-1])).nonzero()[0]
    return np.stack((starts, ends), axis=1).ravel()


@cache
def _characters() -> _Characters:
    values = np.zeros(_PLANE, np.uint64)
    digit, capital, alone = (np.zeros(_PLANE, np.bool_) for _ in range(3))
    for code in range(_PLANE - 1):
        character = chr(code)
        if not character.isalnum() and not unicodedata.combining(character):
            continue
        folded = unicodedata.normalize("NFKC", character).casefold()
        values[code] = xxh3_64_intdigest(folded.encode("utf-8", "surrogatepass"))
        digit[code] = folded.isdecimal()
        capital[code] = character.isupper()
        alone[code] = unicodedata.name(character, "").startswith(_WITHOUT_SPACES)
    values[-1] = BASE
    alone[-1] = True
    return _Characters(values, digit, capital, alone)


def beginnings(word: str) -> NDArray[np.uint64]:
    """Return the hashes of the first characters of a word: of none, of one and so on, and of all of it at the end."""
    codes = np.frombuffer(word.encode("utf-32-le", "surrogatepass"), np.uint32)
    hashes = np.zeros(len(codes) + 1, np.uint64)
    values = _characters().values.take(codes, mode="clip")
    values *= powers_of_base(len(codes) + 1)[1:]
    np.add.accumulate(values, out=hashes[1:])
    return hashes


def powers_of_base(count: int) -> NDArray[np.uint64]:
    """Return the first powers of the base modulo 2**64, from the zeroth."""
    return _powers(count)[0]


def inverse_powers(count: int) -> NDArray[np.uint64]:
    """Return the first powers of the inverse of the base modulo 2**64, from the zeroth."""
    return _powers(count)[1][:count]


_known_powers: list[NDArray[np.uint64]] = []


def _powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the first powers of the base, and at least as many of its inverse, modulo 2**64."""
    if not _known_powers or len(_known_powers[0]) < count:
        size = 1 << max(14, (count - 1).bit_length())
        _known_powers[:] = [_geometric(BASE, size), _geometric(pow(BASE, -1, _MODULUS), size)]
    return _known_powers[0][:count], _known_powers[1]


def _geometric(base: int, size: int) -> NDArray[np.uint64]:
    powers = np.full(size, base, np.uint64)
    powers[0] = 1
    product: NDArray[np.uint64] = np.multiply.accumulate(powers)
    return product
