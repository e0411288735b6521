"""What the judge remembers: the window, the index and the recorded decisions, all rebuilt from the state."""

from __future__ import annotations

import struct
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import Retraction
from streams.dedup.clock import RECENT, EventClock
from streams.dedup.fingerprint import Fingerprint
from streams.dedup.index import GramIndex
from streams.dedup.record import ARTICLES, KILLS, Record, article_key, pack, unpack
from streams.dedup.verdict import Flag
from streams.dedup.window import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from schemas import Origin
    from streams.state import KeyedState

POSTED_BELOW: Final = 1 << 29
DROPS: Final = 8
"""Expired records dropped from the state for each article, so that no article pays for a day of them."""

_CLOCK: Final = struct.Struct("<q")
_EMPTY: Final = np.empty(0, np.uint32)
_NOTHING: Final = Fingerprint(words=0, grams=_EMPTY, lead=_EMPTY, facts=np.empty(0, np.uint64), below=0)


def posted_grams(print_: Fingerprint) -> NDArray[np.uint32]:
    """Return the grams under which a document is posted and sought: half of the sample, and half of the lead."""
    sample = print_.grams[: int(print_.grams.searchsorted(np.uint32(POSTED_BELOW)))]
    lead = print_.lead[(print_.lead & np.uint32(1)).astype(bool) & (print_.lead >= np.uint32(POSTED_BELOW))]
    return np.concatenate((sample, lead))


class Memory:
    """The articles of the window. All is a function of the state's records in their order."""

    def __init__(self, state: KeyedState, span: int) -> None:
        self._state = state
        self._span = span
        self.clock = EventClock()
        self.index = GramIndex()
        self.window = Window()
        self._latest: dict[str, int] = {}
        self._killed: dict[str, int] = {}
        self._kills: deque[tuple[int, str, str]] = deque()
        self._expired: list[str] = []
        self._resume()

    def _resume(self) -> None:
        records = sorted((unpack(value) for _, value in self._state.scan(ARTICLES)), key=lambda record: record.number)
        if records:
            self.window = Window(records[0].number)
            self.clock.resume([record.document.received for record in records[-RECENT:]], records[-1].document.clock)
        for record in records:
            self._take(record, posted_grams(record.fingerprint or _NOTHING))
        kills = [(*_unpack_kill(value), state_key) for state_key, value in self._state.scan(KILLS)]
        for clock, retraction, state_key in sorted(kills, key=lambda kill: (kill[0], kill[2])):
            self._mark_killed(clock, state_key, retraction.provenance.item_key)

    # What was decided

    def decision(self, item_key: str, version: int) -> Record | None:
        """Return what was recorded of a version of an item."""
        value = self._state.get(article_key(item_key, version))
        return None if value is None else unpack(value)

    def record(self, number: int) -> Record:
        """Return the record of a document of the window."""
        key, version = self.window.key(number), int(self.window.row(number)["version"])
        found = self.decision(key, version)
        if found is None:
            raise LookupError(f"the state has no record of {key} version {version}, which the window holds")
        return found

    def versions(self, item_key: str) -> list[int]:
        """Return the documents of an item, newest first."""
        numbers = []
        number = self._latest.get(item_key, 0)
        while number and self.window.has(number):
            numbers.append(number)
            number = int(self.window.row(number)["previous"])
        return numbers

    def latest(self, item_key: str) -> int:
        """Return the number of the newest version of an item, 0 where there is none."""
        return self._latest.get(item_key, 0)

    def killed(self, item_key: str) -> bool:
        """Whether an item of the window was taken back."""
        return item_key in self._killed

    def repetitions(self, numbers: Sequence[int]) -> list[int]:
        """Return the documents that repeat one of these, or repeat a repetition of them, in order of arrival."""
        matches = self.window.rows()["match"]
        found: set[int] = set()
        ring = list(numbers)
        while ring:
            reached = np.flatnonzero(np.isin(matches, np.array(ring, matches.dtype))) + self.window.first
            ring = [int(number) for number in reached if int(number) not in found]
            found.update(ring)
        return sorted(found)

    # What is added and forgotten

    def add(self, record: Record, posted: NDArray[np.uint32]) -> None:
        """Record an article's decision, then take it into the window."""
        self._state.put(article_key(record.document.key, record.document.version), pack(record))
        self._take(record, posted)

    def _take(self, record: Record, posted: NDArray[np.uint32]) -> None:
        print_ = record.fingerprint
        count = 0 if print_ is None else len(posted)
        number = self.window.add(record.document, _NOTHING if print_ is None else print_, count)
        if count:
            self.index.add(posted, number)
        self._latest[record.document.key] = number

    def expire(self) -> None:
        """Let documents go that arrived longer than the window before the clock, whatever time they gave themselves.

        The last arrivals stay, because the clock is made of them.
        """
        edge = (self.clock.now or 0) - self._span
        window = self.window
        while len(window) > RECENT and int(window.row(window.first)["clock"]) < edge:
            number, key = window.first, window.key(window.first)
            self._expired.append(article_key(key, int(window.row(number)["version"])))
            self.index.forget(window.expire())
            if self._latest.get(key) == number:
                del self._latest[key]
        while self._kills and self._kills[0][0] < edge:
            _, state_key, key = self._kills.popleft()
            self._expired.append(state_key)
            if self._killed.get(key, edge) < edge:
                del self._killed[key]
        for state_key in self._expired[:DROPS]:
            self._state.drop(state_key)
        del self._expired[:DROPS]

    # What is taken back

    def retraction(self, item_key: str, origin: Origin) -> Retraction | None:
        """Return what was answered to a retraction."""
        value = self._state.get(_kill_key(item_key, origin))
        return None if value is None else _unpack_kill(value)[1]

    def kill(self, retraction: Retraction) -> None:
        """Record the answer to a retraction and mark the documents of its item as killed."""
        provenance = retraction.provenance
        state_key = _kill_key(provenance.item_key, provenance.origin)
        clock = self.clock.now or 0
        self._state.put(state_key, _CLOCK.pack(clock) + retraction.model_dump_json().encode())
        self._mark_killed(clock, state_key, provenance.item_key)

    def _mark_killed(self, clock: int, state_key: str, item_key: str) -> None:
        self._kills.append((clock, state_key, item_key))
        self._killed[item_key] = clock
        flags = self.window.rows()["flags"]
        for number in self.versions(item_key):
            flags[number - self.window.first] |= Flag.KILLED


def _kill_key(item_key: str, origin: Origin) -> str:
    return f"{KILLS}{origin.partition}.{origin.offset}.{origin.index}/{item_key}"


def _unpack_kill(value: bytes) -> tuple[int, Retraction]:
    (clock,) = _CLOCK.unpack_from(value)
    return clock, Retraction.model_validate_json(value[_CLOCK.size :])
