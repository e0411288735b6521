"""What the articles of a story have said so far, as terms to look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_LARGEST: Final = (1 << 32) - 1
_TABLE_BITS: Final = 15
"""The terms of a story take a few per cent of such a table: most of what a story has not said is told by its slot."""
_SHIFT: Final = 32 - _TABLE_BITS
_SLOT: Final = np.uint32(_SHIFT)
REMEMBERED: Final = 256
"""Words of which a story remembers whether it had them in another form: its copies have many of them, too."""


class Said:
    """What the articles of a story have said so far."""

    def __init__(self, terms: NDArray[np.uint32], below: int) -> None:
        """Take the terms, sorted. Only of terms that are smaller than `below` it is known whether they were said."""
        self.terms = terms
        self.below = below
        self._forms: dict[str, bool] = {}
        self._slots: NDArray[np.bool_] | None = None
        self._table = memoryview(b"")

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

    def may_have(self, terms: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return which of some terms may have been said: few of those that were not."""
        may: NDArray[np.bool_] = self._filled().take(terms >> _SLOT)
        return may

    def has_any(self, terms: NDArray[np.uint32]) -> bool:
        """Return whether one of some terms is known to have been said: quick where none was, as most often."""
        near = terms[self.may_have(terms)]
        if len(near) == 0 or len(self.terms) == 0:
            return False
        return bool(self.has(near).any())

    def has_one(self, term: int) -> bool:
        """Return whether a term is known to have been said: the quickest for few terms."""
        if not self._table:
            self._filled()
        if not self._table[term >> _SHIFT]:
            return False
        return bool(self.has(np.array((term,), np.uint32))[0])

    def remembers(self, word: str, had: Callable[[str, Said], bool]) -> bool:
        """Return what a function says of a word, which is asked once: it must be the same function each time."""
        answer = self._forms.get(word)
        if answer is None:
            if len(self._forms) == REMEMBERED:
                self._forms.clear()
            answer = self._forms[word] = had(word, self)
        return answer

    def _filled(self) -> NDArray[np.bool_]:
        """Return which slots a term falls on."""
        if self._slots is None:
            self._slots = np.zeros(1 << _TABLE_BITS, np.bool_)
            self._slots[self.terms >> _SLOT] = True
            self._table = self._slots.data
        return self._slots
