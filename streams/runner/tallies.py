"""How each item ended at a stage: one outcome an item, set and never added, so that redelivery counts nothing twice.

A stage's records can come twice with other offsets, when the stage before was repeated. So an outcome is kept for the
place on `wire.raw` that the item came from: a byte each, in chunks; the counts are their sums.

The first final outcome stands. A redelivered record may meet another state than at first, such as a newer version, and
be answered otherwise; the item had ended by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.runner.stage import Outcome

if TYPE_CHECKING:
    from schemas import Origin
    from streams.state import KeyedState

CHUNK: Final = 512
"""Offsets, or items of one record, in a chunk; a chunk is one value of the state."""
KEPT_CHUNKS: Final = 4_096
"""Chunks kept for each partition of `wire.raw` (2 million records); older ones are folded into a sum."""
PREFIX: Final = "~tally/"
SUMS: Final = "~sums/"

OUTCOMES: Final = tuple(Outcome)
_CODE: Final = {outcome: number for number, outcome in enumerate(OUTCOMES, start=1)}
_NONE: Final = 0
_WENT_ON: Final = len(OUTCOMES) + 1
"""Kept of an item that was held or refused here and then went on: it never ends here."""
_PROVISIONAL: Final = frozenset({_NONE, _CODE[Outcome.HELD], _CODE[Outcome.REFUSED]})
"""What another outcome may replace: a held item is released or replaced, a refused one is replayed."""


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
            partition, chunk = _place(key)
            if chunk > self._folded.get(partition, -1):
                self._chunks.setdefault(partition, set()).add(chunk)
                self._add(partition, _histogram(value))

    def set(self, origin: Origin, outcome: Outcome | None) -> tuple[Outcome | None, Outcome | None]:
        """Record how the item of an origin ended here, None where it goes on after all.

        Returns its outcome before and now. A final outcome stays, and so does that of an item that has been folded.
        """
        if origin.offset // CHUNK <= self._folded.get(origin.partition, -1):
            return None, None
        key, position = _key(origin)
        value = bytearray(self._state.get(key) or b"")
        before = value[position] if position < len(value) else _NONE
        after = _next_code(before, outcome)
        if after != before:
            value.extend(bytes(max(0, position + 1 - len(value))))
            value[position] = after
            self._state.put(key, bytes(value))
            self._count(origin, before, after)
        return _outcome(before), _outcome(after)

    def refused_of(self, partition: int, offset: int) -> tuple[int, ...]:
        """Return the places of the refused items of a raw record, in order."""
        chunk, position = divmod(offset, CHUNK)
        refused = _CODE[Outcome.REFUSED]
        first = self._state.get(f"{PREFIX}{partition}/{chunk}") or b""
        found = [0] if first[position : position + 1] == bytes([refused]) else []
        of_record = f"{PREFIX}{partition}/{chunk}/{offset}"
        for key, value in self._state.scan(of_record):
            part = _part(key, of_record)
            if part is not None:
                found += [part * CHUNK + index for index, code in enumerate(value) if code == refused]
        return tuple(sorted(found))

    def totals(self) -> dict[str, dict[str, int]]:
        """Return the number of items by partition of `wire.raw` and outcome; outcomes without any are left out."""
        return {
            str(partition): {outcome.value: n for outcome, n in zip(OUTCOMES, numbers, strict=True) if n}
            for partition, numbers in self._sums.items()
        }

    def _count(self, origin: Origin, before: int, after: int) -> None:
        chunks = self._chunks.setdefault(origin.partition, set())
        chunks.add(origin.offset // CHUNK)
        self._add(origin.partition, _change(before, after))
        if len(chunks) > KEPT_CHUNKS:
            self._fold(origin.partition)

    def _add(self, partition: int, numbers: list[int]) -> None:
        sums = self._sums.setdefault(partition, [0] * len(OUTCOMES))
        for place, number in enumerate(numbers):
            sums[place] += number

    def _fold(self, partition: int) -> None:
        """Put the older half of the chunks into the sum.

        The sum is written first: a chunk that is left over after a crash is not newer than the sum, and not counted.
        """
        chunks = sorted(self._chunks[partition])
        old, kept = chunks[: len(chunks) // 2], chunks[len(chunks) // 2 :]
        live = [0] * len(OUTCOMES)
        dropped = []
        for key, value in list(self._state.scan(f"{PREFIX}{partition}/")):
            if _place(key)[1] > old[-1]:
                live = [total + number for total, number in zip(live, _histogram(value), strict=True)]
            else:
                dropped.append(key)
        folded = [total - number for total, number in zip(self._sums[partition], live, strict=True)]
        self._state.put(f"{SUMS}{partition}", b",".join(b"%d" % number for number in (old[-1], *folded)))
        for key in dropped:
            self._state.drop(key)
        self._folded[partition] = old[-1]
        self._chunks[partition] = set(kept)


def _next_code(before: int, outcome: Outcome | None) -> int:
    """Return what is kept of an item once an outcome is given for it."""
    if before not in _PROVISIONAL:
        return before
    if outcome is not None:
        return _CODE[outcome]
    return _NONE if before == _NONE else _WENT_ON


def _key(origin: Origin) -> tuple[str, int]:
    """Return the chunk that an item's outcome stands in, and its position there."""
    chunk, position = divmod(origin.offset, CHUNK)
    key = f"{PREFIX}{origin.partition}/{chunk}"
    if origin.index == 0:
        return key, position
    part, position = divmod(origin.index, CHUNK)
    return f"{key}/{origin.offset}" + (f"/{part}" if part else ""), position


def _place(key: str) -> tuple[int, int]:
    partition, chunk = key[len(PREFIX) :].split("/")[:2]
    return int(partition), int(chunk)


def _part(key: str, of_record: str) -> int | None:
    """Return which part of a record's items a key holds, None where it is the key of another record."""
    if key == of_record:
        return 0
    return int(key[len(of_record) + 1 :]) if key.startswith(f"{of_record}/") else None


def _outcome(code: int) -> Outcome | None:
    return OUTCOMES[code - 1] if _NONE < code < _WENT_ON else None


def _change(before: int, after: int, n: int = 1) -> list[int]:
    """Return by how much the number of each outcome changes when n items go from one code to another."""
    change = [0] * len(OUTCOMES)
    if _outcome(before) is not None:
        change[before - 1] -= n
    if _outcome(after) is not None:
        change[after - 1] += n
    return change


def _histogram(value: bytes) -> list[int]:
    return [value.count(code) for code in range(1, len(OUTCOMES) + 1)]
