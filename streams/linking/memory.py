"""What the linker remembers of the window: a record for each item, and whatever is worked out from the records."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from streams.linking.frequency import Frequency
from streams.linking.groups import Groups
from streams.linking.index import Index
from streams.linking.mentioning import Mentioning
from streams.linking.profile import SECONDS_A_DAY, make_profile
from streams.linking.record import PREFIX, ItemRecord, read_changes, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemas import Provenance
    from streams.linking.profile import Profile
    from streams.linking.record import Move
    from streams.state import KeyedState


class Memory:
    """The items of the window.

    Everything but the records is a function of them, so that a memory that is opened again on the state is the same.
    """

    def __init__(self, state: KeyedState, window_days: float) -> None:
        self.index = Index()
        self.groups = Groups()
        self.frequency = Frequency()
        self.newest = 0.0
        """Time of the newest message, in seconds since 1970."""
        self.arrivals = 0
        """Number of the next arrival."""
        self.mentioning = Mentioning(self.index, self.groups, self.read, self.write)
        self._state = state
        self._window = window_days * SECONDS_A_DAY
        self._times: dict[str, float] = {}
        self._expiry: list[tuple[float, str]] = []
        self._changing: set[str] = set()
        """Items whose records say what they changed for others."""
        self._rebuild()

    def sizes(self) -> dict[str, int]:
        """Return how many items, groups, incidents and marks there are."""
        return {"items": len(self._times), **self.groups.sizes(), **self.index.sizes()}

    def next_arrival(self) -> int:
        """Return the number of one more arrival."""
        self.arrivals += 1
        return self.arrivals - 1

    def read(self, key: str) -> ItemRecord | None:
        """Return the record of an item."""
        value = self._state.get(PREFIX + key)
        return None if value is None else read_record(value)

    def write(self, key: str, record: ItemRecord) -> None:
        """Set the record of an item."""
        self._state.put(PREFIX + key, record.encoded())
        self._note_changes(key, record)
        if self._times.get(key) != record.time:
            self._times[key] = record.time
            heappush(self._expiry, (record.time, key))

    def _note_changes(self, key: str, record: ItemRecord) -> None:
        if record.moves or record.merges or record.splits:
            self._changing.add(key)
        else:
            self._changing.discard(key)

    def hold(self, key: str, record: ItemRecord, profile: Profile | None) -> None:
        """Take the item into memory as the record has it."""
        self.index.remove(key)
        story_id = None if profile is None else profile.story_id
        self.groups.hold(key, record.group, record.arrival, put=record.put, story_id=story_id, copy_of=record.copy_of)
        self.frequency.remove(key)
        if profile is not None:
            self.index.add(record.arrival, profile)
            group = self.groups.of(key)
            if group is not None:
                self.frequency.add(key, group, profile.event.in_country)

    def _release(self, key: str) -> None:
        self.index.remove(key)
        self.frequency.remove(key)
        self.groups.release(key)

    def advance(self, provenance: Provenance) -> None:
        """Let go of what has left the window."""
        self.newest = max(self.newest, provenance.received.timestamp())
        horizon = self.newest - self._window
        while self._expiry and self._expiry[0][0] < horizon:
            time, key = heappop(self._expiry)
            if self._times.get(key) == time:
                self._expire(key)

    def _expire(self, key: str) -> None:
        value = self._state.get(PREFIX + key) if key in self._changing else None
        if value is not None:
            self._changing.discard(key)
            changes = read_changes(value)
            self._settle_moves(changes.moves)
            for loser in changes.merges:
                self.mentioning.settle(loser)
                self._settle(loser, key)
            for new in changes.splits:
                self.groups.forget_split(new, key)
        self.mentioning.release(key)
        del self._times[key]
        self._release(key)
        self._state.drop(PREFIX + key)

    def _settle_moves(self, moves: Mapping[str, Move]) -> None:
        """Write where items went into their own records, before the article that moved them is forgotten."""
        for key, move in moves.items():
            record, group = self.read(key), self.groups.of(key)
            if record is not None and group is not None and move.arrival > record.placed:
                put = self.groups.is_put(key)
                self.write(key, record._replace(group=group, put=put, moved=move.arrival))

    def _settle(self, loser: str, by: str) -> None:
        """Write the merged group into the records that name the one that is gone, before the merge is forgotten."""
        winner = self.groups.resolve(loser)
        for key in self.groups.members((winner,)):
            record = self.read(key)
            if record is not None and record.group == loser:
                self.write(key, record._replace(group=winner))
        self.groups.forget_merge(loser, by)

    def _rebuild(self) -> None:
        known = [(record.arrival, key, record, profile) for key, record, profile in self._scan()]
        known.sort(key=lambda entry: entry[:2])
        for _, key, record, _ in known:
            for loser, winner in record.merges.items():
                self.groups.merge(loser, winner, key)
        for arrival, key, record, profile in known:
            for new, old in record.splits.items():
                self.groups.split(new, old, key)
            self._times[key] = record.time
            self._note_changes(key, record)
            self._expiry.append((record.time, key))
            self.newest = max(self.newest, record.time)
            self.arrivals = max(self.arrivals, arrival + 1)
            self.hold(key, record, profile)
        heapify(self._expiry)
        self._repeat_moves({key: record for _, key, record, _ in known})
        for _, key, record, _ in known:
            self.mentioning.rebuild(key, record.mentions)

    def _repeat_moves(self, records: Mapping[str, ItemRecord]) -> None:
        """Let items stand where articles that came after them have moved them."""
        moves = [(move.arrival, key, move) for record in records.values() for key, move in record.moves.items()]
        for arrival, key, move in sorted(moves, key=lambda entry: entry[:2]):
            record = records.get(key)
            if record is not None and arrival > record.placed and self.groups.of(key) is not None:
                self.groups.move(key, move.group, put=move.put)
                self.frequency.merge((key,), self.groups.resolve(move.group))

    def _scan(self) -> Iterator[tuple[str, ItemRecord, Profile | None]]:
        """Yield every item with its profile, without what memory does not need."""
        for key, value in self._state.scan(PREFIX):
            record = read_record(value)
            signature = record.signature
            profile = None if signature is None else make_profile(signature)._replace(norm=record.norm)
            yield key.removeprefix(PREFIX), record._replace(signature=None, decisions={}), profile
