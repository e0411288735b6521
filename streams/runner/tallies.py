"""How each item ended at a stage: one outcome an item, set and never added, so that redelivery counts nothing twice.

A stage's records can come twice with other offsets, when the stage before was repeated. So an outcome is kept for the
place on `wire.raw` that the item came from: a byte each, in chunks; the counts are their sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Origin
from streams.runner.stage import Outcome

if TYPE_CHECKING:
    from streams.state import KeyedState

CHUNK: Final = 512
"""Offsets in a chunk; a chunk is one value of the state."""
KEPT_CHUNKS: Final = 4_096
"""Chunks kept for each partition of `wire.raw` (2 million records); older ones are folded into a sum."""
MAX_INDEX: Final = 65_536
PREFIX: Final = "~tally/"
SUMS: Final = "~sums/"

OUTCOMES: Final = tuple(Outcome)
_CODE: Final = {outcome: number for number, outcome in enumerate(OUTCOMES, start=1)}


class Tallies:
    """The outcomes of the items that a stage's partition has seen."""

    def __init__(self, state: KeyedState) -> None:
        self._state = state
        self._sums: dict[int, list[int]] = {}
        self._folded: dict[int, int] = {}
        self._chunks: dict[int, set[int]] = {}
        for key, value in state.scan(SUMS):
            through, *numbers = (int(number) for number in value.split(b","))
            partition = int(key[len(SUMS) :])
            self._folded[partition] = through
            self._add(partition, numbers)
        for key, value in state.scan(PREFIX):
            partition, chunk = self._place(key)
            if chunk > self._folded.get(partition, -1):
                self._chunks.setdefault(partition, set()).add(chunk)
                self._add(partition, _histogram(value))

    def set(self, origin: Origin, outcome: Outcome | None) -> Outcome | None:
        """Say how the item of an origin ended here, None for taking that back; return what was said before."""
        chunk = origin.offset // CHUNK
        code = 0 if outcome is None else _CODE[outcome]
        if chunk <= self._folded.get(origin.partition, -1):
            return None
        key, place = self._key(origin)
        value = bytearray(self._state.get(key) or b"")
        if len(value) <= place:
            value.extend(bytes(place + 1 - len(value)))
        before = value[place]
        if before == code:
            return None if before == 0 else OUTCOMES[before - 1]
        value[place] = code
        self._state.put(key, bytes(value))
        change = [0] * len(OUTCOMES)
        if before:
            change[before - 1] -= 1
        if code:
            change[code - 1] += 1
        self._add(origin.partition, change)
        self._chunks.setdefault(origin.partition, set()).add(chunk)
        if len(self._chunks[origin.partition]) > KEPT_CHUNKS:
            self._fold(origin.partition)
        return None if before == 0 else OUTCOMES[before - 1]

    def clear_record(self, partition: int, offset: int) -> int:
        """Take back what was said of all items of a raw record; return how many of them had been refused."""
        refused = 0
        value = self._state.get(f"{PREFIX}{partition}/{offset // CHUNK}/{offset}") or b""
        for index in range(max(1, len(value))):
            origin = Origin(partition=partition, offset=offset, index=index)
            refused += self.set(origin, None) is Outcome.REFUSED
        return refused

    def totals(self) -> dict[str, dict[str, int]]:
        """Return the number of items by partition of `wire.raw` and outcome; outcomes without any are left out."""
        return {
            str(partition): {outcome.value: n for outcome, n in zip(OUTCOMES, numbers, strict=True) if n}
            for partition, numbers in self._sums.items()
        }

    @staticmethod
    def _key(origin: Origin) -> tuple[str, int]:
        if origin.index == 0:
            chunk, place = divmod(origin.offset, CHUNK)
            return f"{PREFIX}{origin.partition}/{chunk}", place
        return f"{PREFIX}{origin.partition}/{origin.offset // CHUNK}/{origin.offset}", min(origin.index, MAX_INDEX)

    @staticmethod
    def _place(key: str) -> tuple[int, int]:
        partition, chunk = key[len(PREFIX) :].split("/")[:2]
        return int(partition), int(chunk)

    def _add(self, partition: int, numbers: list[int]) -> None:
        sums = self._sums.setdefault(partition, [0] * len(OUTCOMES))
        for place, number in enumerate(numbers):
            sums[place] += number

    def _fold(self, partition: int) -> None:
        """Put the older half of the chunks into the sum, which is written first: a chunk left over is not counted."""
        chunks = sorted(self._chunks[partition])
        old, kept = chunks[: len(chunks) // 2], chunks[len(chunks) // 2 :]
        live = [0] * len(OUTCOMES)
        dropped = []
        for key, value in list(self._state.scan(f"{PREFIX}{partition}/")):
            if self._place(key)[1] > old[-1]:
                for place, number in enumerate(_histogram(value)):
                    live[place] += number
            else:
                dropped.append(key)
        folded = [total - number for total, number in zip(self._sums[partition], live, strict=True)]
        self._state.put(f"{SUMS}{partition}", b",".join(b"%d" % number for number in (old[-1], *folded)))
        for key in dropped:
            self._state.drop(key)
        self._folded[partition] = old[-1]
        self._chunks[partition] = set(kept)


def _histogram(value: bytes) -> list[int]:
    return [value.count(code) for code in range(1, len(OUTCOMES) + 1)]
