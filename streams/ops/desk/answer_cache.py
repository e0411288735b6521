"""Answers that are given again until something changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MAX_BYTES: Final = 16_000_000


@dataclass(slots=True)
class AnswerCache:
    """The latest answers by what they depend on, at most so many bytes of them."""

    limit: int = MAX_BYTES
    _answers: OrderedDict[Hashable, bytes] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the answer of a key, made where it is not known. The key names all that it depends on."""
        known = self._answers.get(key)
        if known is not None:
            self._answers.move_to_end(key)
            return known
        made = make()
        self._answers[key] = made
        self._size += len(made)
        while self._size > self.limit:
            _, dropped = self._answers.popitem(last=False)
            self._size -= len(dropped)
        return made
