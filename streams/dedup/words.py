"""Words as numbers: a text becomes an array of word hashes that is the same in every process.

Splitting at white space and looking each piece up costs a third of a regular expression over the text, and spelling
(case, quotes, punctuation at the ends, separators in numbers) is then levelled once for each distinct piece only.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from xxhash import xxh3_64_intdigest

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_CHARS: Final = 400_000
"""Longer texts are fingerprinted by their beginning: no story is longer, and hostile ones are."""
MAX_PIECE: Final = 64
"""A longer piece without white space (a URL, a text in a script without spaces) is cut into pieces of one character."""
CACHED_PIECES: Final = 200_000

_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "\u00ad": None})  # noqa: RUF100
_NOT_A_WORD: Final = 0


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order; `pieces` and `hashes` have the same length."""

    pieces: list[str]
    """As written, with the punctuation that stood at them."""
    hashes: NDArray[np.uint64]
    """Never 0; the lowest bit says that there is a digit in the word."""


def level(piece: str) -> str:
    """Return a piece of text in the spelling that copies share: case, quotes, outer punctuation and separators gone."""
    word = unicodedata.normalize("NFKC", piece[:MAX_PIECE]).casefold().translate(_QUOTES)
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    word = word[start:end]
    return word.replace(",", "") if word[:1].isdigit() else word


class WordHasher(dict[str, int]):
    """Hashes of pieces, remembered; a bounded cache of a pure function."""

    def __missing__(self, piece: str) -> int:
        """Return the hash of a piece not seen lately."""
        word = level(piece)
        value = _NOT_A_WORD
        if word:
            digit = any(char.isdigit() for char in word)
            value = (xxh3_64_intdigest(word.encode("utf-8", "surrogatepass")) & ~1 | digit) or 2
        if len(self) >= CACHED_PIECES:
            self.clear()
        self[piece] = value
        return value

    def words(self, text: str) -> Words:
        """Return the words of a text (of its first 400,000 characters). A script without spaces gives characters."""
        pieces = text[:MAX_CHARS].replace("—", " ").split()
        if len(pieces) * MAX_PIECE < len(text) or any(len(piece) > MAX_PIECE for piece in pieces):
            pieces = [part for piece in pieces for part in (piece if len(piece) > MAX_PIECE else (piece,))]
        hashes = np.fromiter(map(self.__getitem__, pieces), dtype=np.uint64, count=len(pieces))
        if hashes.all():
            return Words(pieces, hashes)
        kept = hashes.nonzero()[0]
        return Words([pieces[place] for place in kept.tolist()], hashes[kept])
