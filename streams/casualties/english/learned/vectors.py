"""Words as vectors: words used alike have vectors alike, so that a word never seen in training is not unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = NDArray[np.float32]

CACHED_WORDS: Final = 50_000
"""So many words keep their vectors; then the cache is emptied."""
MAX_LETTERS: Final = 40
"""Letters of a word that are looked at: no English word is longer."""
_INSIDE: Final = "##"
"""What a piece begins with that stands inside a word."""
_LETTERS: Final = re.compile("[a-z]+")


@dataclass(slots=True)
class WordVectors:
    """Vectors of words and of pieces of words."""

    pieces: Mapping[str, int]
    """Row of each piece; those inside a word begin with "##"."""
    rows: NDArray[np.int8]
    scale: float
    cache: dict[str, Rows] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self.rows.shape[1])

    def of(self, words: Sequence[str]) -> Rows:
        """Return the vectors of words in lower case, one a row; zeros for what has no letters."""
        if not words:
            return np.zeros((0, self.size), np.float32)
        return np.array([self._vector(word) for word in words])

    def _vector(self, word: str) -> Rows:
        vector = self.cache.get(word)
        if vector is None:
            if len(self.cache) >= CACHED_WORDS:
                self.cache.clear()
            vector = self.cache[word] = self._mean(word)
        return vector

    def _mean(self, word: str) -> Rows:
        """Return the mean of the vectors of a word's pieces."""
        runs = _LETTERS.findall(word[:MAX_LETTERS])
        found = [row for letters in runs for row in rows_of_pieces(letters, self.pieces)]
        if not found:
            return np.zeros(self.size, np.float32)
        mean: Rows = self.rows[found].mean(axis=0, dtype=np.float32) * np.float32(self.scale)
        return mean


def rows_of_pieces(letters: str, pieces: Mapping[str, int]) -> list[int]:
    """Return the rows of the longest pieces that a word of letters is made of, from its beginning."""
    found: list[int] = []
    at = 0
    while at < len(letters):
        prefix = _INSIDE if at else ""
        ends = range(len(letters), at, -1)
        end = next((end for end in ends if prefix + letters[at:end] in pieces), at)
        if end == at:
            at += 1  # a letter that no piece has
            continue
        found.append(pieces[prefix + letters[at:end]])
        at = end
    return found
