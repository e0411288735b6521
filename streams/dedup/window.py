"""The documents of the time window: columns of numbers, and one arena for all their grams.

Documents are numbered in the order of arrival and expire in that order, so that the window is a queue and everything
about a document is found by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from streams.dedup.fingerprint import Fingerprint

_FIRST_ROWS: Final = 1024
_COLUMNS: Final = np.dtype(
    [
        ("received", np.int64),
        ("clock", np.int64),
        ("version", np.int64),
        ("match", np.uint32),
        ("previous", np.uint32),
        ("words", np.uint32),
        ("below", np.uint32),
        ("start", np.int64),
        ("lead", np.uint16),
        ("grams", np.uint16),
        ("posted", np.uint16),
        ("flags", np.uint16),
    ]
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's place among others; times in seconds since the epoch, documents by number (0: none)."""

    key: str
    version: int
    received: int
    clock: int
    match: int
    previous: int
    """The version of the same item that came before it."""
    flags: int


class Window:
    """A queue of documents with their grams."""

    def __init__(self, first: int = 1) -> None:
        self.first = first
        """Number of the oldest live document."""
        self._base = first
        self._next = first
        self._rows = np.zeros(_FIRST_ROWS, _COLUMNS)
        self._keys: list[str] = []
        self._arena: NDArray[np.uint32] = np.zeros(_FIRST_ROWS * 64, np.uint32)
        self._end = 0

    def __len__(self) -> int:
        return self._next - self.first

    @property
    def next_number(self) -> int:
        """The number that the next document gets."""
        return self._next

    @property
    def nbytes(self) -> int:
        """Bytes of columns and arena, and an estimate for the keys."""
        return self._rows.nbytes + self._arena.nbytes + sum(map(len, self._keys[:64])) * len(self._keys) // 64

    def add(self, document: Document, print_: Fingerprint, posted: int) -> int:
        """Append a document and return its number. `posted` is the number of its postings in the index."""
        number = self._next
        row = number - self._base
        if row == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros(len(self._rows), _COLUMNS)])
        lead, grams = len(print_.lead), len(print_.grams)
        end = self._end + lead + grams
        if end > len(self._arena):
            self._arena = np.concatenate([self._arena, np.zeros(max(len(self._arena), lead + grams), np.uint32)])
        self._arena[self._end : self._end + lead] = print_.lead
        self._arena[self._end + lead : end] = print_.grams
        self._rows[row] = (
            document.received,
            document.clock,
            document.version,
            document.match,
            document.previous,
            print_.words,
            print_.below,
            self._end,
            lead,
            grams,
            posted,
            document.flags,
        )
        self._keys.append(document.key)
        self._end = end
        self._next += 1
        return number

    def has(self, number: int) -> bool:
        """Whether a document is in the window."""
        return self.first <= number < self._next

    def row(self, number: int) -> np.void:
        """Return the columns of a document that is in the window."""
        row: np.void = self._rows[number - self._base]
        return row

    def rows(self) -> NDArray[np.void]:
        """Return the columns of all documents of the window, oldest first."""
        return self._rows[self.first - self._base : self._next - self._base]

    def key(self, number: int) -> str:
        """Return the item key of a document."""
        return self._keys[number - self._base]

    def lead(self, number: int) -> NDArray[np.uint32]:
        """Return the lead grams of a document, sorted."""
        row = self.row(number)
        return self._arena[int(row["start"]) : int(row["start"]) + int(row["lead"])]

    def grams(self, number: int) -> NDArray[np.uint32]:
        """Return the sampled grams of a document, sorted."""
        row = self.row(number)
        start = int(row["start"]) + int(row["lead"])
        return self._arena[start : start + int(row["grams"])]

    def expire(self) -> int:
        """Let the oldest document go and return the number of its postings."""
        posted = int(self.row(self.first)["posted"])
        self.first += 1
        if self.first - self._base > _FIRST_ROWS and 2 * (self.first - self._base) > self._next - self._base:
            self._compact()
        return posted

    def _compact(self) -> None:
        gone = self.first - self._base
        rows = self.rows().copy()
        start = int(rows["start"][0]) if len(rows) else self._end
        self._arena = np.concatenate([self._arena[start : self._end], np.zeros(_FIRST_ROWS * 64, np.uint32)])
        self._end -= start
        rows["start"] -= start
        self._rows = np.concatenate([rows, np.zeros(_FIRST_ROWS, _COLUMNS)])
        del self._keys[:gone]
        self._base = self.first
