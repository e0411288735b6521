"""A key for what was found of some values, by which values they are and not by what they hold."""

from __future__ import annotations

from operator import is_
from typing import TypeVar

Value = TypeVar("Value")


class Identical(tuple[Value, ...]):
    """Values that equal others only where they are the same objects, which is found out without a look into them.

    An incident keeps the claims and changes that it had as the objects that they were. What was found of them once, and
    is kept under this key, needs not be found again with every article. The key holds the values, so that no other
    object can take the place of one.
    """

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identical) and len(self) == len(other) and all(map(is_, self, other))

    def __ne__(self, other: object) -> bool:
        return not self == other
