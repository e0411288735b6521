"""The incidents in memory, in the order of their last change."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from streams.desk.entry import Entry
    from streams.desk.filters import Filter

KEPT_SELECTIONS: Final = 16
"""Filters whose incidents are remembered until something changes: people reload and page through the same few."""


@dataclass(slots=True)
class Board:
    """Incidents by id, at most so many: the longest unchanged ones are left out."""

    limit: int
    version: int = 0
    """Rises with every change."""
    _entries: dict[str, Entry] = field(default_factory=dict)
    _of_item: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of incidents by the keys of their items."""
    _named_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The same by the keys of the items that name them."""
    _came_from: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of incidents by those of others from which items came."""
    _order: list[tuple[float, str]] = field(default_factory=list)
    _left_out: set[int] = field(default_factory=set)
    """Hashes of the ids of incidents that had no room."""
    _selections: OrderedDict[tuple[str, str], list[Entry]] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    @property
    def left_out(self) -> int:
        """How many incidents have no room."""
        return len(self._left_out)

    def get(self, identity: str) -> Entry | None:
        """Return an incident, None where there is none."""
        return self._entries.get(identity)

    def incidents_of(self, item: str) -> tuple[str, ...]:
        """Return the ids of the incidents that an item belongs to."""
        return self._of_item.get(item, ())

    def named_by(self, item: str) -> tuple[str, ...]:
        """Return the ids of the incidents that an item names without being part of them."""
        return self._named_by.get(item, ())

    def merged_into(self, identity: str) -> str | None:
        """Return the incident that has the items of one that is gone, None where none is known."""
        found = [self._entries[each] for each in self._came_from.get(identity, ())]
        return max(found, key=lambda entry: entry.order).card.id if found else None

    def put(self, entry: Entry) -> None:
        """Add an incident, or take over its new state."""
        self.remove(entry.card.id)
        self._entries[entry.card.id] = entry
        insort(self._order, entry.order)
        for keys, ids in self._lists(entry):
            for key in keys:
                ids[key] = (*ids.get(key, ()), entry.card.id)
        if len(self._entries) > self.limit:
            oldest = self._order[0][1]
            self.remove(oldest)
            self._left_out.add(hash(oldest))

    def remove(self, identity: str) -> bool:
        """Remove an incident; return whether it was there."""
        self._changed()
        self._left_out.discard(hash(identity))
        entry = self._entries.pop(identity, None)
        if entry is None:
            return False
        del self._order[bisect_left(self._order, entry.order)]
        for keys, ids in self._lists(entry):
            for key in keys:
                _forget(ids, key, identity)
        return True

    def select(self, wanted: Filter, now: datetime) -> Sequence[Entry]:
        """Return the incidents that a filter selects, on all pages, in its order."""
        key = (wanted.query(), now.date().isoformat() if wanted.since or wanted.until else "")
        if key not in self._selections:
            self._selections[key] = self._sorted(wanted, self._found(wanted, now))
            if len(self._selections) > KEPT_SELECTIONS:
                self._selections.popitem(last=False)
        self._selections.move_to_end(key)
        return self._selections[key]

    def _lists(self, entry: Entry) -> tuple[tuple[tuple[str, ...], dict[str, tuple[str, ...]]], ...]:
        """Return the keys of an entry, each sort with what lists incidents by it."""
        return (
            (entry.items, self._of_item),
            (entry.mentions, self._named_by),
            (entry.moved_from, self._came_from),
        )

    def _newest(self) -> Iterator[Entry]:
        return (self._entries[identity] for _, identity in reversed(self._order))

    def _found(self, wanted: Filter, now: datetime) -> list[Entry]:
        tests = wanted.tests(now)
        if not tests:
            return list(self._newest())
        return [entry for entry in self._newest() if all(test(entry) for test in tests)]

    def _sorted(self, wanted: Filter, found: list[Entry]) -> list[Entry]:
        if wanted.sort == "day":
            found.sort(key=lambda each: each.card.day, reverse=True)
        elif wanted.sort == "toll":
            found.sort(key=lambda each: _size(each, wanted.kind), reverse=True)
        return found

    def _changed(self) -> None:
        self.version += 1
        self._selections.clear()


def _forget(ids: dict[str, tuple[str, ...]], key: str, identity: str) -> None:
    others = tuple(each for each in ids.get(key, ()) if each != identity)
    if others:
        ids[key] = others
    else:
        ids.pop(key, None)


def _size(entry: Entry, kind: str | None) -> int:
    """Return the number by which an incident is sorted: that of a kind, or of its gravest."""
    chips = [chip.best for chip in entry.card.chips if kind in {None, chip.kind}]
    return chips[0] if chips else -1
