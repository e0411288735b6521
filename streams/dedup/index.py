"""Which documents have a gram: a hash table of buckets of one cache line each, at a flat cost.

A lookup reads one row of eight postings a gram, whatever the number of documents. A full bucket loses its oldest
posting, so that a gram that everybody has (furniture, a slogan) costs no more than a rare one, and expired documents
need no clearing away. The loss is small (2 to 4 % of the postings at the highest load) and harms nothing: postings
only name candidates, which are then compared by their whole fingerprints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLOTS: Final = 8
"""Postings of eight bytes in a bucket: a cache line."""
FULL: Final = 6
"""Mean number of live postings in a bucket above which the table doubles."""
SMALLEST: Final = 1 << 12

_HALF: Final = np.uint64(32)
_NUMBER: Final = np.uint64(0xFFFFFFFF)
_SPREAD: Final = np.uint32(0x9E3779B1)


class GramIndex:
    """Postings (gram, document number); numbers rise from 1 and are forgotten from the lowest."""

    def __init__(self) -> None:
        self._bits = SMALLEST.bit_length() - 1
        self._table: NDArray[np.uint64] = np.zeros((SMALLEST, SLOTS), np.uint64)
        self.postings = 0
        """Of live documents; what `forget` is told is taken off."""

    @property
    def nbytes(self) -> int:
        """Bytes of the table."""
        return self._table.nbytes

    def _buckets(self, grams: NDArray[np.uint32]) -> NDArray[np.int64]:
        buckets: NDArray[np.int64] = ((grams * _SPREAD) >> np.uint32(32 - self._bits)).astype(np.int64)
        return buckets

    def documents(self, grams: NDArray[np.uint32], first_live: int) -> NDArray[np.int64]:
        """Return the number of a live document for every posting of the grams, in no order."""
        rows = self._table[self._buckets(grams)]
        found = rows[(rows >> _HALF) == grams[:, None].astype(np.uint64)] & _NUMBER
        live: NDArray[np.int64] = found[found >= np.uint64(first_live)].astype(np.int64)
        return live

    def add(self, grams: NDArray[np.uint32], number: int) -> None:
        """Post a document under its grams (each once). The oldest posting of a full bucket goes, expired ones first."""
        if self.postings + len(grams) > FULL << self._bits:
            self._double()
        buckets = self._buckets(grams)
        oldest = (self._table[buckets] & _NUMBER).argmin(axis=1)
        self._table[buckets, oldest] = grams.astype(np.uint64) << _HALF | np.uint64(number)
        self.postings += len(grams)

    def forget(self, postings: int) -> None:
        """Take the postings of expired documents off the count; their slots are used again when needed."""
        self.postings -= postings

    def _double(self) -> None:
        old, self._bits = self._table, self._bits + 1
        self._table = np.zeros((1 << self._bits, SLOTS), np.uint64)
        step = 1 << 16
        for start in range(0, len(old), step):
            rows = old[start : start + step]
            upper = (((rows >> _HALF).astype(np.uint32) * _SPREAD) >> np.uint32(32 - self._bits)) & np.uint32(1)
            target = self._table[2 * start : 2 * (start + len(rows))]
            target[::2] = np.where(upper == 0, rows, np.uint64(0))
            target[1::2] = np.where(upper == 1, rows, np.uint64(0))
