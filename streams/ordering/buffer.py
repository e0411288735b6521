"""Gives back what arrives in any order in the order of its numbers, and does not wait for ever for a missing one."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from streams.state import KeyedState

PLACES: Final = "next/"
HELD: Final = "held/"


@dataclass(slots=True)
class _Lane:
    """How far one sequence of numbers is."""

    next: int = 0
    waived: int = -1
    """The last number that is not waited for."""
    waiting: list[int] = field(default_factory=list)
    """A heap of the numbers that came early."""
    stuck: tuple[int, datetime] | None = None
    """The missing number that was seen last, and since when it has been missing by the clock."""

    def settle(self) -> None:
        """Pass over the numbers that are not waited for, up to the first one that has come."""
        if self.next <= self.waived:
            end = self.waived + 1
            self.next = max(self.next, min(end, self.waiting[0])) if self.waiting else end


class ReorderBuffer:
    """Holds what came before its turn, by lane and number, in the state: a restart goes on where it was.

    A number that is lower than the next one is late, and its turn is now. `most` is how many numbers of a lane may
    wait; with one more, the missing number is not waited for.
    """

    def __init__(self, state: KeyedState, *, most: int) -> None:
        self._state = state
        self._most = most
        self._lanes: dict[str, _Lane] = {}
        for key, value in state.scan(PLACES):
            following, _, waived = value.partition(b",")
            self._lanes[key[len(PLACES) :]] = _Lane(int(following), int(waived))
        for key, _ in state.scan(HELD):
            lane, _, number = key[len(HELD) :].rpartition("/")
            self._lane(lane).waiting.append(int(number))
        for each in self._lanes.values():
            heapify(each.waiting)

    def __len__(self) -> int:
        return sum(len(lane.waiting) for lane in self._lanes.values())

    def is_turn(self, lane: str, number: int) -> bool:
        """Return whether nothing before a number is waited for."""
        return number <= self._lane(lane).next

    def hold(self, lane: str, number: int, value: bytes, *, empty: bool = False) -> bytes | None:
        """Keep what came before its turn; return what is kept whose turn has come.

        That is so where too many wait, or where a crash came between a number's turn and that of the number after it.
        What is `empty` only takes the place, and does not replace what already waits there.
        """
        kept = self._lane(lane)
        known = self._state.get(_held(lane, number)) is not None
        if not (known and empty):
            self._state.put(_held(lane, number), value)
        if not known:
            heappush(kept.waiting, number)
        if len(kept.waiting) > self._most:
            kept.waived = max(kept.waived, kept.waiting[0] - 1)
            self._write(lane, kept)
        return self._first(lane, kept)

    def take(self, lane: str, number: int, through: int | None = None) -> bytes | None:
        """Take note that the turn of a number is over; return what was kept whose turn has come now.

        With `through`, no number from this one to that one is waited for any more.
        """
        kept = self._lane(lane)
        kept.next = max(kept.next, number + 1)
        kept.waived = max(kept.waived, number if through is None else through)
        if kept.waiting and kept.waiting[0] == number:
            heappop(kept.waiting)
            self._write(lane, kept)
            self._state.drop(_held(lane, number))
        else:
            self._write(lane, kept)
        return self._first(lane, kept)

    def overdue(self, now: datetime, wait: timedelta) -> Iterator[tuple[str, int, int]]:
        """Yield lane, first and last of the numbers that have been missing so long, while later ones wait.

        The time runs by the caller's clock from the call on that first finds a number missing: while old records are
        read again, their own times would say that everything is late.
        """
        for name, lane in self._lanes.items():
            if not lane.waiting:
                lane.stuck = None
                continue
            last = lane.waiting[0] - 1
            first = min(lane.next, last)  # the last one is not missing where a crash came before what waits for it
            if lane.stuck is None or lane.stuck[0] != first:
                lane.stuck = (first, now)
            elif now - lane.stuck[1] >= wait:
                lane.stuck = (first, now)
                yield name, first, last

    def _first(self, lane: str, kept: _Lane) -> bytes | None:
        if not kept.waiting or kept.waiting[0] > kept.next:
            return None
        return self._state.get(_held(lane, kept.waiting[0]))

    def _write(self, lane: str, kept: _Lane) -> None:
        kept.settle()
        self._state.put(PLACES + lane, b"%d,%d" % (kept.next, kept.waived))

    def _lane(self, name: str) -> _Lane:
        return self._lanes.setdefault(name, _Lane())


def _held(lane: str, number: int) -> str:
    return f"{HELD}{lane}/{number}"
