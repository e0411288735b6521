"""Keeps incidents in a state with a key an item, so that the cost of a claim does not grow with its incident."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import Claim, Incident, Member, Message, TollChange, encode
from streams.ledger.book import Book, new_incident
from streams.ledger.history import MAX_HISTORY
from streams.ledger.members import by_receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemas import CasualtyAlert, LinkedClaims
    from streams.state import KeyedState

HEADS: Final = "incident/"
ITEMS: Final = "item/"
CHANGES: Final = "change/"
MEMORY_PARTS: Final = 10_000
"""Items and changes of the incidents that are held in memory, about 50 MB; incidents not used for longest are let
go."""
_IN_OTHER_KEYS: Final[dict[str, Any]] = dict.fromkeys(
    ("stories", "items", "outlets", "claims", "history", "members"), ()
)


class _Head(Message):
    """What is kept of an incident under its own key."""

    incident: Incident
    """Without what other keys have or what follows from it."""
    slots: int
    """Number of the keys that its items have or had."""
    changes: int
    """Number of the changes of its tolls until now; the last `MAX_HISTORY` have a key each."""


class _Item(Message):
    """What is kept of an item of an incident."""

    member: Member
    claims: tuple[Claim, ...] = ()


class _Slots:
    """Where the items of an incident stand in the state: each has a place, and a new one takes a place that is free."""

    def __init__(self, taken: Mapping[str, int], count: int) -> None:
        self._of = dict(taken)
        self._free = sorted(set(range(count)) - set(self._of.values()))  # a heap
        self.count = count
        """Number of the places that are taken or were."""

    def __len__(self) -> int:
        return len(self._of)

    def of(self, item_key: str) -> int:
        """Return the place of an item, given to it now where it has none."""
        if item_key not in self._of:
            self._of[item_key] = heappop(self._free) if self._free else self.count
            self.count = max(self.count, self._of[item_key] + 1)
        return self._of[item_key]

    def clear(self, item_key: str) -> None:
        """Free the place of an item."""
        if item_key in self._of:
            heappush(self._free, self._of.pop(item_key))


@dataclass(slots=True)
class _Kept:
    """An incident in memory, and where its parts stand in the state."""

    book: Book
    slots: _Slots
    changes: int
    """Number of the changes of its tolls that the state has had."""
    weight: int = 0
    """Number of its parts when it was put into memory."""

    def weigh(self) -> int:
        """Return its number of parts, and take note of it."""
        self.weight = len(self.slots) + len(self.book.history)
        return self.weight


class IncidentStore:
    """The incidents of a partition.

    The head of an incident is written before its items. A crash may lose the last writes: the claims come again then,
    their item is entered once more, and the tolls of the head are what they would have become.
    """

    def __init__(self, state: KeyedState, *, memory: int = MEMORY_PARTS) -> None:
        self._state = state
        self._memory = memory
        self._held = 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def get(self, incident_id: str) -> Incident | None:
        """Return an incident as it was last entered in."""
        kept = self._find(incident_id)
        return None if kept is None else kept.book.whole()

    def enter(self, claims: LinkedClaims) -> tuple[Book, list[CasualtyAlert]]:
        """Enter claims into their incident, write what changes, and return it with the alerts that this raises.

        Where this fails, the incident is no longer held in memory, and is read from the state the next time.
        """
        kept = self._find(claims.incident_id) or _Kept(Book(new_incident(claims)), _Slots({}, 0), 0)
        self._let_go(claims.incident_id)
        before = kept.book.incident
        alerts = kept.book.enter(claims)
        if kept.book.incident is not before:
            self._write(kept)
        self._hold(kept)
        return kept.book, alerts

    def _write(self, kept: _Kept) -> None:
        """Write the head of an incident, and the changes and items that are not yet in the state."""
        book, incident_id = kept.book, kept.book.incident.incident_id
        items = [member for key in book.touched if (member := book.members.get(key)) is not None]
        for item_key in book.touched:
            if book.members.get(item_key) is None:
                kept.slots.clear(item_key)
        for change in book.changes:
            self._state.put(_change_key(incident_id, kept.changes), change)
            kept.changes += 1
        places = [(kept.slots.of(member.item_key), member) for member in by_receipt(items)]
        head = _Head(
            incident=book.incident.model_copy(update=_IN_OTHER_KEYS), slots=kept.slots.count, changes=kept.changes
        )
        self._state.put(HEADS + incident_id, encode(head))
        for slot, member in places:
            item = _Item(member=member, claims=tuple(book.holdings.of(member.item_key)))
            self._state.put(_item_key(incident_id, slot), encode(item))
        book.touched.clear()
        book.changes.clear()

    def forget(self, before: datetime) -> None:
        """Drop the incidents that have not changed since."""
        for key, value in list(self._state.scan(HEADS)):
            fields = orjson.loads(value)
            incident = fields.get("incident", fields)
            if datetime.fromisoformat(incident["updated"]) < before:
                self._drop(key.removeprefix(HEADS), fields.get("slots", 0), fields.get("changes", 0))

    def _drop(self, incident_id: str, slot_count: int, changes: int) -> None:
        self._let_go(incident_id)
        self._state.drop(HEADS + incident_id)
        for slot in range(slot_count):
            self._state.drop(_item_key(incident_id, slot))
        for place in range(min(changes, MAX_HISTORY)):
            self._state.drop(_change_key(incident_id, place))

    def _find(self, incident_id: str) -> _Kept | None:
        kept = self._kept.get(incident_id)
        if kept is not None:
            self._kept.move_to_end(incident_id)
            return kept
        kept = self._load(incident_id)
        if kept is not None:
            self._hold(kept)
        return kept

    def _hold(self, kept: _Kept) -> None:
        """Hold an incident in memory, and let go of those that were not used for longest."""
        incident_id = kept.book.incident.incident_id
        self._let_go(incident_id)
        self._kept[incident_id] = kept
        self._held += kept.weigh()
        while self._held > self._memory and len(self._kept) > 1:
            self._let_go(next(iter(self._kept)))

    def _let_go(self, incident_id: str) -> None:
        kept = self._kept.pop(incident_id, None)
        self._held -= 0 if kept is None else kept.weight

    def _load(self, incident_id: str) -> _Kept | None:
        value = self._state.get(HEADS + incident_id)
        if value is None:
            return None
        if "slots" not in orjson.loads(value):  # an earlier version kept all of an incident under one key
            return _unwritten(Incident.model_validate_json(value))
        head = _Head.model_validate_json(value)
        slots = {item.member.item_key: (slot, item) for slot, item in self._items(incident_id, head.slots)}
        items = [item for _, item in slots.values()]
        incident = head.incident.model_copy(
            update={
                "claims": tuple(claim for item in items for claim in item.claims),
                "history": tuple(self._history(incident_id, head.changes)),
                "members": tuple(item.member for item in items),
            }
        )
        taken = {item_key: slot for item_key, (slot, _) in slots.items()}
        return _Kept(Book(incident), _Slots(taken, head.slots), head.changes)

    def _items(self, incident_id: str, slot_count: int) -> Iterator[tuple[int, _Item]]:
        for slot in range(slot_count):
            value = self._state.get(_item_key(incident_id, slot))
            if value is not None:
                yield slot, _Item.model_validate_json(value)

    def _history(self, incident_id: str, changes: int) -> Iterator[TollChange]:
        for place in range(max(0, changes - MAX_HISTORY), changes):
            value = self._state.get(_change_key(incident_id, place))
            if value is not None:
                yield TollChange.model_validate_json(value)


def _unwritten(incident: Incident) -> _Kept:
    """Return an incident of which the state has no part under a key of its own."""
    book = Book(incident)
    book.touched.update(member.item_key for member in incident.members)
    book.changes.extend(map(encode, incident.history))
    return _Kept(book, _Slots({}, 0), 0)


def _item_key(incident_id: str, slot: int) -> str:
    return f"{ITEMS}{slot}/{incident_id}"


def _change_key(incident_id: str, place: int) -> str:
    return f"{CHANGES}{place % MAX_HISTORY}/{incident_id}"
