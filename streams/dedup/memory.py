"""What the judge remembers: window, index and recorded decisions, all rebuilt from the state."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from schemas import Verdict
from streams.dedup.clock import RECENT, EventClock
from streams.dedup.index import GramIndex
from streams.dedup.kills import Kills
from streams.dedup.record import (
    ARTICLES,
    Matched,
    Record,
    article_key,
    item_key_of,
    number_of,
    pack,
    unpack,
    unpack_matched,
    version_of,
)
from streams.dedup.verdict import KILLED
from streams.dedup.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas import Retraction
    from streams.dedup.index import Lookup
    from streams.state import KeyedState

MEMBERS: Final = 32
"""Articles of a story that are asked what it has said; of more, the newest of other items and those of its first."""
READ: Final = 1024
"""Documents whose records are remembered as they were read, some megabytes: the copies of one come soon after it."""
DROPS: Final = 8
"""Expired records dropped from the state for each article, so that no article pays for a day of them."""


class Memory:
    """The articles of the window: a function of the state's records in the order of their numbers."""

    def __init__(self, state: KeyedState, span: int) -> None:
        self._state = state
        self._span = span
        self.window = Window()
        self.index = GramIndex()
        self.clock = EventClock()
        self.kills = Kills(state)
        self._latest: dict[str, int] = {}
        self._joined: dict[str, deque[int]] = {}
        """Of each story, the documents of other items that went on in it."""
        self._joining: deque[tuple[int, str]] = deque()
        """The same documents with their stories, in order."""
        self._expired: list[str] = []
        self._read = lru_cache(READ)(self._read_matched)
        self._resume()

    def _resume(self) -> None:
        keys = [(number_of(value), state_key) for state_key, value in self._state.scan(ARTICLES)]
        keys.sort()
        if not keys:
            return
        self.window = Window(keys[0][0])
        for _, state_key in keys:
            record = self._stored(state_key)
            self._take(record, state_key, self.index.look_up(record.print.posted()))
        recent = [self._stored(state_key) for _, state_key in keys[-RECENT:]]
        self.clock = EventClock((record.received for record in recent), recent[-1].clock)
        for item_key in self.kills:
            self._mark_killed(item_key)
        self._remove_expired()

    # What was decided

    def decision(self, item_key: str, version: int) -> Record | None:
        """Return what was recorded of a version of an item."""
        value = self._state.get(article_key(item_key, version))
        return None if value is None else unpack(value)

    def record(self, number: int) -> Record:
        """Return the record of a document of the window."""
        return self._stored(self.window.state_key(number))

    def matched(self, number: int) -> Matched:
        """Return what is asked of the record of a document that is matched."""
        return self._read(number)

    def _read_matched(self, number: int) -> Matched:
        return unpack_matched(self._value(self.window.state_key(number)))

    def story(self, number: int) -> str:
        """Return the story of a document of the window."""
        return self.matched(number).story_id

    def _stored(self, state_key: str) -> Record:
        return unpack(self._value(state_key))

    def _value(self, state_key: str) -> bytes:
        value = self._state.get(state_key)
        if value is None:
            raise LookupError(f"the state has lost {state_key}, which the window holds")
        return value

    def latest(self, item_key: str) -> int:
        """Return the number of the newest version of an item, 0 where the window has none."""
        return self._latest.get(item_key, 0)

    def versions(self, item_key: str) -> Iterator[int]:
        """Yield the documents of an item, newest first."""
        number = self.latest(item_key)
        while self.window.has(number):
            yield number
            number = self.window.previous(number)

    def newest(self, item_key: str) -> Record | None:
        """Return the newest version of an item that was compared with others; if none was, the newest of all."""
        newest = None
        for record in map(self.record, self.versions(item_key)):
            if record.judgement.verdict is not Verdict.RESEND:
                return record
            newest = newest or record
        return newest

    def live(self, item_key: str) -> bool:
        """Whether the newest version of an item went on."""
        number = self.latest(item_key)
        return bool(number) and self.record(number).judgement.verdict.goes_on

    def root(self, number: int) -> int:
        """Return the document that a repetition goes back to, or as far back as the window reaches."""
        while self.window.has(earlier := self.window.match(number)):
            number = earlier
        return number

    def repetitions(self, numbers: Sequence[int]) -> list[int]:
        """Return the documents that repeat one of these, or repeat a repetition of them, in order of arrival."""
        found: set[int] = set()
        ring = list(numbers)
        while ring:
            ring = [number for number in self.window.repeating(ring) if number not in found]
            found.update(ring)
        return sorted(found)

    def members(self, story_id: str) -> list[int]:
        """Return documents that went on in a story, of its first item and of others: the newest 32 of each."""
        own = islice(self.versions(story_id), MEMBERS)
        return [*islice(reversed(self._joined.get(story_id, ())), MEMBERS), *own]

    # What is added and forgotten

    def add(self, record: Record, lookup: Lookup | None) -> None:
        """Record an article's decision, then take it into the window, posted where `look` is given."""
        state_key = article_key(record.key, record.version)
        self._state.put(state_key, pack(record))
        self._take(record, state_key, lookup)

    def _take(self, record: Record, state_key: str, lookup: Lookup | None) -> None:
        number = self.window.add(record, state_key, 0 if lookup is None else len(lookup.grams))
        if lookup is not None:
            self.index.add(lookup, number, record.bits)
        self._latest[record.key] = number
        if record.key in self.kills:
            self._mark_killed(record.key)
        judgement = record.judgement
        if judgement.verdict.goes_on and judgement.story_id != record.key:
            self._joined.setdefault(judgement.story_id, deque()).append(number)
            self._joining.append((number, judgement.story_id))

    def expire(self) -> None:
        """Remove documents that arrived longer than the window before the clock, whatever time they state."""
        self._remove_expired()
        if self._expired:
            for state_key in self._expired[:DROPS]:
                self._state.drop(state_key)
            del self._expired[:DROPS]

    def _remove_expired(self) -> None:
        edge = self.clock.now - self._span
        window = self.window
        # The last arrivals stay, because the clock is made of them.
        while len(window) > RECENT and window.oldest_clock < edge:
            number = window.first
            posted, state_key = window.expire()
            self._expired.append(state_key)
            self.index.forget(posted)
            if self._joining and self._joining[0][0] == number:
                self._leave(self._joining.popleft()[1])
            item_key = item_key_of(state_key)
            if self._latest.get(item_key) == number:
                del self._latest[item_key]
        if self.kills:
            self._expired.extend(self.kills.expire(edge))

    def _leave(self, story_id: str) -> None:
        """Remove the oldest document that joined a story."""
        joined = self._joined[story_id]
        joined.popleft()
        if not joined:
            del self._joined[story_id]

    def kill(self, answer: Retraction) -> None:
        """Record the answer to a retraction and mark the documents of its item as killed."""
        self.kills.add(answer, self.clock.now)
        self._mark_killed(answer.provenance.item_key)

    def _mark_killed(self, item_key: str) -> None:
        """Mark the documents of an item as killed, or as released where a version after the withhold has come."""
        numbers = list(self.versions(item_key))
        versions = (version_of(self.window.state_key(number)) for number in numbers)
        killed = all(self.kills.bars(item_key, version) for version in versions)
        for number in numbers:
            self.window.flag(number, KILLED, on=killed)
