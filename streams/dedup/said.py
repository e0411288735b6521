"""What the articles of a story have said so far, as terms to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST: Final = (1 << 32) - 1
_TABLE_BITS: Final = 15
"""The terms of a story take a few per cent of such a table: most of what a story has not said is told by its slot."""
_SLOT: Final = np.uint32(32 - _TABLE_BITS)


@dataclass(frozen=True)
class Said:
    """What the articles of a story have said so far."""

    terms: NDArray[np.uint32]
    """Sorted."""
    below: int
    """Only of smaller terms it is known whether they were said."""

    def lacks(self, terms: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return which of some terms the story has not had."""
        if len(self.terms) == 0:
            return terms < self.below
        lacking: NDArray[np.bool_] = self.terms.take(self.terms.searchsorted(terms), mode="clip") != terms
        if self.below <= _LARGEST:
            lacking &= terms < self.below
        return lacking

    def has(self, terms: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return which of some terms are known to have been said."""
        if len(self.terms) == 0:
            return np.zeros(len(terms), np.bool_)
        found: NDArray[np.bool_] = self.terms.take(self.terms.searchsorted(terms), mode="clip") == terms
        return found

    def has_any(self, terms: NDArray[np.uint32]) -> bool:
        """Return whether one of some terms is known to have been said: quick where none was, as most often."""
        near = terms[self._slots.take(terms >> _SLOT)]
        if len(near) == 0 or len(self.terms) == 0:
            return False
        return bool(self.has(near).any())

    @cached_property
    def _slots(self) -> NDArray[np.bool_]:
        """Which slots a term falls on."""
        slots = np.zeros(1 << _TABLE_BITS, np.bool_)
        slots[self.terms >> _SLOT] = True
        return slots
