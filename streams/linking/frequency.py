"""How many events of a sort the window holds in a place: where they are everyday, a place and a sort say little."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERYDAY: Final = 20
"""Events of one sort in one country within the window from which on they are everyday there."""


class Frequency:
    """Groups by the marks of a sort of event in a place; articles of one group count once."""

    def __init__(self) -> None:
        self._groups: dict[str, Counter[str]] = {}
        self._marks: dict[str, tuple[str, frozenset[str]]] = {}

    def add(self, key: str, group: str, marks: frozenset[str]) -> None:
        """Count an article of a group."""
        self.remove(key)
        self._marks[key] = (group, marks)
        for mark in marks:
            self._groups.setdefault(mark, Counter())[group] += 1

    def remove(self, key: str) -> None:
        """Forget an article; nothing happens where it is not counted."""
        group, marks = self._marks.pop(key, ("", frozenset()))
        for mark in marks:
            counts = self._groups[mark]
            counts[group] -= 1
            if not counts[group]:
                del counts[group]
            if not counts:
                del self._groups[mark]

    def merge(self, keys: Iterable[str], winner: str) -> None:
        """Count articles to the group that theirs has become part of."""
        for key in list(keys):
            if key in self._marks:
                self.add(key, winner, self._marks[key][1])

    def everyday(self, marks: Iterable[str]) -> float:
        """Return how everyday an event of these marks is, 0 to 1, by the commonest of them."""
        most = max((len(self._groups.get(mark, ())) for mark in marks), default=0)
        return min(1.0, max(0, most - 1) / EVERYDAY)
