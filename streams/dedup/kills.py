"""Retractions that were answered: the answer is given again, and the item stays marked while the window lasts.

A kill counts for all versions of its item, a withhold for those up to its own: a later one releases the item.
"""

from __future__ import annotations

import math
import struct
from collections import deque
from typing import TYPE_CHECKING, Final

from schemas import Retraction, RetractionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas import Origin
    from streams.state import KeyedState

KILLS: Final = "k/"
_CLOCK: Final = struct.Struct("<q")


class Kills:
    """The answered retractions of the window, by item and by the record that brought them."""

    def __init__(self, state: KeyedState) -> None:
        self._state = state
        found = [(*_unpack(value), state_key) for state_key, value in state.scan(KILLS)]
        self._order = deque(
            (clock, state_key, answer.provenance.item_key)
            for clock, answer, state_key in sorted(found, key=lambda kill: (kill[0], kill[2]))
        )
        self._clocks = {item_key: clock for clock, _, item_key in self._order}
        self._barred: dict[str, float] = {}
        """Of each item, the highest version that may not go on."""
        for _, answer, _ in found:
            self._bar(answer)

    def __contains__(self, item_key: str) -> bool:
        return item_key in self._clocks

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[str]:
        return iter(self._clocks)

    def bars(self, item_key: str, version: int) -> bool:
        """Return whether a version of an item may not go on."""
        return item_key in self._barred and version <= self._barred[item_key]

    def _bar(self, answer: Retraction) -> None:
        item_key = answer.provenance.item_key
        last = answer.provenance.version if answer.kind is RetractionKind.WITHHOLD else math.inf
        self._barred[item_key] = max(last, self._barred.get(item_key, last))

    def answer(self, item_key: str, origin: Origin) -> Retraction | None:
        """Return what was answered to a retraction."""
        value = self._state.get(_key(item_key, origin))
        return None if value is None else _unpack(value)[1]

    def add(self, answer: Retraction, clock: int) -> None:
        """Record the answer to a retraction that came at a time of the clock."""
        provenance = answer.provenance
        state_key = _key(provenance.item_key, provenance.origin)
        self._state.put(state_key, _CLOCK.pack(clock) + answer.model_dump_json().encode())
        self._order.append((clock, state_key, provenance.item_key))
        self._clocks[provenance.item_key] = clock
        self._bar(answer)

    def expire(self, edge: int) -> Iterator[str]:
        """Forget what was answered before a time of the clock, and yield the state keys of it."""
        while self._order and self._order[0][0] < edge:
            _, state_key, item_key = self._order.popleft()
            if self._clocks.get(item_key, edge) < edge:
                del self._clocks[item_key], self._barred[item_key]
            yield state_key


def _key(item_key: str, origin: Origin) -> str:
    return f"{KILLS}{origin.partition}.{origin.offset}.{origin.index}/{item_key}"


def _unpack(value: bytes) -> tuple[int, Retraction]:
    (clock,) = _CLOCK.unpack_from(value)
    return clock, Retraction.model_validate_json(value[_CLOCK.size :])
