"""The documents of the time window: columns of numbers, and one arena for all their grams.

Documents are numbered in the order of arrival and expire in that order, so that the window is a queue and everything
about a document is found by its number.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.clock import plausible_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from streams.dedup.record import Record

_FIRST_GRAMS: Final = 1 << 16
_COMPACT_FROM: Final = 1024
"""Expired documents that are worth moving the others for."""


class Window:
    """A queue of documents with their grams; `first` is the number of the oldest, 1 in an empty state."""

    def __init__(self, first: int = 1) -> None:
        self.first = first
        self.next = first
        """The number that the next document gets."""
        self.oldest_clock = 0
        """The clock at which the oldest document came."""
        self._base = first
        self._times = array("q")
        self._clocks = array("q")
        self._starts = array("Q", [0])
        self._leads = array("H")
        self._belows = array("I")
        self._posted = array("H")
        self._matches = array("I")
        self._previous = array("I")
        self._flags = array("B")
        self._keys: list[str] = []
        self._arena: NDArray[np.uint32] = np.zeros(_FIRST_GRAMS, np.uint32)

    def __len__(self) -> int:
        return self.next - self.first

    @property
    def nbytes(self) -> int:
        """Bytes of columns and arena, and an estimate for the keys."""
        columns = sum(column.itemsize * len(column) for column in self._columns())
        keys = len(self._keys) * (64 + sum(map(len, self._keys[-64:])) // 64)
        return columns + self._arena.nbytes + keys

    def _columns(self) -> tuple[array[int], ...]:
        return (
            self._times,
            self._clocks,
            self._starts,
            self._leads,
            self._belows,
            self._posted,
            self._matches,
            self._previous,
            self._flags,
        )

    def add(self, record: Record, state_key: str, posted: int) -> int:
        """Append a document and return its number; `posted` is the number of its postings in the index."""
        lead, grams = record.print.lead, record.print.grams
        start = self._starts[-1]
        middle = start + len(lead)
        end = middle + len(grams)
        if end > len(self._arena):
            self._arena = np.concatenate((self._arena, np.zeros(len(self._arena) // 4, np.uint32)))
        self._arena[start:middle] = lead
        self._arena[middle:end] = grams
        self._starts.append(end)
        self._leads.append(len(lead))
        self._belows.append(record.print.below)
        self._times.append(plausible_time(record.received, record.clock))
        self._clocks.append(record.clock)
        self._posted.append(posted)
        self._matches.append(record.match)
        self._previous.append(record.previous)
        self._flags.append(record.flags)
        self._keys.append(state_key)
        number = self.next
        self.next = number + 1
        if number == self.first:
            self.oldest_clock = record.clock
        return number

    def has(self, number: int) -> bool:
        """Whether a document is in the window."""
        return self.first <= number < self.next

    def time(self, number: int) -> int:
        """Return the time of a document, in seconds since the epoch."""
        return self._times[number - self._base]

    def flags(self, number: int) -> int:
        """Return the flags of a document."""
        return self._flags[number - self._base]

    def flag(self, number: int, flag: int, *, on: bool = True) -> None:
        """Set a flag of a document, or take it away."""
        row = number - self._base
        self._flags[row] = self._flags[row] | flag if on else self._flags[row] & ~flag

    def match(self, number: int) -> int:
        """Return the document that a document repeats, 0 for none."""
        return self._matches[number - self._base]

    def previous(self, number: int) -> int:
        """Return the version of the same item that came before a document, 0 for none."""
        return self._previous[number - self._base]

    def state_key(self, number: int) -> str:
        """Return the key of a document's record in the state."""
        return self._keys[number - self._base]

    def lead_and_grams(self, number: int) -> tuple[NDArray[np.uint32], int]:
        """Return the lead grams and after them the sampled grams of a document, each sorted, and where these begin."""
        row = number - self._base
        return self._arena[self._starts[row] : self._starts[row + 1]], self._leads[row]

    def below(self, number: int) -> int:
        """Return below which hash the grams of a document are sampled."""
        return self._belows[number - self._base]

    def repeating(self, numbers: list[int]) -> list[int]:
        """Return the documents that repeat one of some others."""
        live = np.frombuffer(self._matches, np.uint32)[self.first - self._base :]
        return (np.isin(live, np.array(numbers, np.uint32)).nonzero()[0] + self.first).tolist()

    def expire(self) -> tuple[int, str]:
        """Remove the oldest document, and return the number of its postings and the key of its record."""
        row = self.first - self._base
        gone = self._posted[row], self._keys[row]
        self.first += 1
        if row >= _COMPACT_FROM and 2 * row > len(self._keys):
            self._compact()
        if len(self):
            self.oldest_clock = self._clocks[self.first - self._base]
        return gone

    def _compact(self) -> None:
        gone = self.first - self._base
        start, end = self._starts[gone], self._starts[-1]
        self._arena = np.concatenate((self._arena[start:end], np.zeros(_FIRST_GRAMS, np.uint32)))
        del self._keys[:gone]
        for column in self._columns():
            del column[:gone]
        self._starts = array("Q", (np.frombuffer(self._starts, np.uint64) - np.uint64(start)).tobytes())
        self._base = self.first
