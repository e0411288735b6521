"""Which documents have a gram: a hash table of buckets of one cache line each, at a flat cost.

A lookup reads one row of eight postings a gram, whatever the number of documents. A full bucket loses its oldest
posting, so that a gram that everybody has (furniture, a slogan) costs no more than a rare one, and expired documents
need no clearing away. The newest documents lose hardly a posting, those at the end of the window one in eight at the
highest load. That harms little: postings only name candidates, which are then compared by their whole fingerprints.

A bucket holds the newest eight of the postings that fall to it, and the size of the table at each document is recorded.
What is found therefore depends on the documents of the window alone, and an index that is rebuilt finds the same.
"""

from __future__ import annotations

import sys
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SLOTS: Final = 8
"""Postings of eight bytes in a bucket: a cache line."""
FULL: Final = 5
"""Mean number of live postings in a bucket above which the table doubles."""
PROBES: Final = 32
"""Grams of a text by which its candidates are looked up: enough to find what has a tenth of it."""
SMALLEST_BITS: Final = 12
LARGEST_BITS: Final = 31
_STEP: Final = 1 << 16

_LITTLE: Final = sys.byteorder == "little"
_GRAMS: Final = slice(1, None, 2) if _LITTLE else slice(0, None, 2)
_NUMBERS: Final = slice(0, None, 2) if _LITTLE else slice(1, None, 2)
"""The halves of postings."""
_HALF: Final = np.uint64(32)
SPREAD: Final = np.uint32(0x9E3779B1)


class Lookup(NamedTuple):
    """The buckets of some grams, read once to find their documents and to post one more; stale once one is posted."""

    bits: int
    grams: NDArray[np.uint32]
    buckets: NDArray[np.intp]
    rows: NDArray[np.uint64]

    def documents(self, first_live: int) -> NDArray[np.uint32]:
        """Return the number of a live document for every posting of the last 32 grams, in no order."""
        postings = self.rows[-PROBES:].view(np.uint32)
        found: NDArray[np.uint32] = postings[:, _NUMBERS][postings[:, _GRAMS] == self.grams[-PROBES:, None]]
        return found[found >= first_live] if len(found) else found


class GramIndex:
    """Postings (gram, document number); numbers rise from 1 and are forgotten from the lowest."""

    def __init__(self) -> None:
        self.bits = SMALLEST_BITS
        """The table has two to the power of this many buckets."""
        self._table: NDArray[np.uint64] = np.zeros((1 << self.bits, SLOTS), np.uint64)
        self.postings = 0
        """Postings of live documents; `forget` subtracts those of expired ones."""

    @property
    def nbytes(self) -> int:
        """Bytes of the table."""
        return self._table.nbytes

    def look_up(self, grams: NDArray[np.uint32]) -> Lookup:
        """Return the buckets of some grams as they are now."""
        buckets = self._buckets(grams)
        return Lookup(self.bits, grams, buckets, self._table.take(buckets, axis=0))

    def grown(self, postings: int) -> int:
        """Return the bits that the table has once so many postings more are in it."""
        full = self.postings + postings > FULL << self.bits
        return min(self.bits + full, LARGEST_BITS)

    def add(self, lookup: Lookup, number: int, bits: int) -> None:
        """Post a document under the grams looked at (each once), in a table of at least so many bits."""
        while self.bits < bits:
            self._double()
        if lookup.bits != self.bits:
            lookup = self.look_up(lookup.grams)
        postings = lookup.grams.astype(np.uint64)
        postings <<= _HALF
        postings |= np.uint64(number)
        # The lower half of a posting is its number, and the smallest number the oldest.
        self._table[lookup.buckets, lookup.rows.view(np.uint32)[:, _NUMBERS].argmin(axis=1)] = postings
        self.postings += len(postings)

    def forget(self, postings: int) -> None:
        """Take the postings of expired documents off the count; their slots are used again when needed."""
        self.postings -= postings

    def _buckets(self, grams: NDArray[np.uint32]) -> NDArray[np.intp]:
        spread = grams * SPREAD
        spread >>= np.uint32(32 - self.bits)
        return spread.astype(np.intp)

    def _double(self) -> None:
        old, self.bits = self._table, self.bits + 1
        self._table = np.empty((1 << self.bits, SLOTS), np.uint64)
        for start in range(0, len(old), _STEP):
            rows = old[start : start + _STEP]
            upper = (self._buckets((rows >> _HALF).astype(np.uint32)) & 1).astype(bool)
            halves = self._table[2 * start : 2 * (start + len(rows))]
            halves[::2] = np.where(upper, np.uint64(0), rows)
            halves[1::2] = np.where(upper, rows, np.uint64(0))
