"""Values in the order of a key, entered and removed one by one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Value = TypeVar("Value")
_KEY: Final = itemgetter(0)


class Ordered(Generic[Value]):
    """Values in the order of a key; those of one key in the order in which they were added.

    To find a place takes the logarithm of the number of values; nothing is sorted again.
    """

    __slots__ = ("_key", "_keys", "_values")

    def __init__(self, key: Callable[[Value], Any], values: Iterable[Value] = ()) -> None:
        self._key = key
        keyed = sorted(((key(value), value) for value in values), key=_KEY)
        self._keys = [found for found, _ in keyed]
        self._values = [value for _, value in keyed]

    def add(self, value: Value) -> int:
        """Put a value in its place, and return this."""
        key = self._key(value)
        at = bisect_right(self._keys, key)
        self._keys.insert(at, key)
        self._values.insert(at, value)
        return at

    def remove(self, value: Value) -> int:
        """Take out a value, this object and no equal one, and return where it was.

        Raises IndexError where it is not among the values.
        """
        at = bisect_left(self._keys, self._key(value))
        while self._values[at] is not value:
            at += 1
        del self._keys[at], self._values[at]
        return at

    def __getitem__(self, at: int) -> Value:
        return self._values[at]

    def __contains__(self, value: object) -> bool:
        return value in self._values

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def __reversed__(self) -> Iterator[Value]:
        return reversed(self._values)

    def __len__(self) -> int:
        return len(self._values)
