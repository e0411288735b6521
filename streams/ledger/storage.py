"""Keeps incidents in a state with a key an item, so that the cost of a claim does not grow with its incident."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import Claim, Incident, Member, Message, TollChange, encode
from streams.ledger.book import MAX_HISTORY
from streams.ledger.claims import in_order
from streams.ledger.members import by_receipt
from streams.ledger.summary import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streams.state import KeyedState

HEADS: Final = "incident/"
ITEMS: Final = "item/"
CHANGES: Final = "change/"
MEMORY_ITEMS: Final = 20_000
"""Items of the incidents that are held in memory, about 100 MB; those of incidents not used for longest are let go."""
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


@dataclass(slots=True)
class _Kept:
    """An incident in memory, and where its items stand in the state."""

    book: Incident
    slots: dict[str, int] = field(default_factory=dict)
    slot_count: int = 0
    changes: int = 0


class IncidentStore:
    """The incidents of a partition.

    The head of an incident is written before its items. A crash may lose the last writes: the claims come again then,
    their item is entered once more, and the tolls of the head are what they would have become.
    """

    def __init__(self, state: KeyedState, *, memory: int = MEMORY_ITEMS) -> None:
        self._state = state
        self._memory = memory
        self._held = 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def get(self, incident_id: str) -> Incident | None:
        """Return an incident as it was last put."""
        kept = self._find(incident_id)
        return None if kept is None else kept.book

    def put(self, book: Incident) -> None:
        """Write what is new of an incident: what is not the same object as before."""
        incident_id = book.incident_id
        kept = self._find(incident_id) or _Kept(book)
        items = _changed_items(kept, book)
        slots, slot_count = _slots(kept, book)
        changes = self._put_changes(kept, book)
        head = _Head(incident=book.model_copy(update=_IN_OTHER_KEYS), slots=slot_count, changes=changes)
        self._state.put(HEADS + incident_id, encode(head))
        for item in items:
            self._state.put(_item_key(incident_id, slots[item.member.item_key]), encode(item))
        self._hold(_Kept(book, slots, slot_count, changes))

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

    def _put_changes(self, kept: _Kept, book: Incident) -> int:
        """Write the changes that the incident has not had, and return how many it has had now."""
        known = {id(change) for change in kept.book.history} if kept.changes else set()
        count = kept.changes
        for change in book.history:
            if id(change) not in known:
                self._state.put(_change_key(book.incident_id, count), encode(change))
                count += 1
        return count

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
        self._let_go(kept.book.incident_id)
        self._kept[kept.book.incident_id] = kept
        self._held += len(kept.slots)
        while self._held > self._memory and len(self._kept) > 1:
            self._let_go(next(iter(self._kept)))

    def _let_go(self, incident_id: str) -> None:
        kept = self._kept.pop(incident_id, None)
        self._held -= 0 if kept is None else len(kept.slots)

    def _load(self, incident_id: str) -> _Kept | None:
        value = self._state.get(HEADS + incident_id)
        if value is None:
            return None
        if "slots" not in orjson.loads(value):  # an earlier version kept all of an incident under one key
            return _Kept(Incident.model_validate_json(value))
        head = _Head.model_validate_json(value)
        items = dict(self._items(incident_id, head.slots))
        members = by_receipt(item.member for item in items.values())
        book = head.incident.model_copy(
            update={
                **listing(members),
                "claims": tuple(in_order(claim for item in items.values() for claim in item.claims)),
                "history": tuple(self._history(incident_id, head.changes)),
                "members": members,
            }
        )
        return _Kept(book, {item.member.item_key: slot for slot, item in items.items()}, head.slots, head.changes)

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


def _changed_items(kept: _Kept, book: Incident) -> list[_Item]:
    """Return the items of a book that are not what the state has of them."""
    before = {id(member) for member in kept.book.members if member.item_key in kept.slots}
    claiming = _claims_apart(kept.book.claims, book.claims)
    changed = [member for member in book.members if id(member) not in before or member.item_key in claiming]
    claims: dict[str, list[Claim]] = {member.item_key: [] for member in changed}
    for claim in book.claims:
        if claim.item_key in claims:
            claims[claim.item_key].append(claim)
    return [_Item(member=member, claims=tuple(claims[member.item_key])) for member in changed]


def _claims_apart(some: Sequence[Claim], others: Sequence[Claim]) -> set[str]:
    """Return the items with a claim that only one side has; most claims are the same objects on both."""
    common = set(map(id, some)) & set(map(id, others))
    return {claim.item_key for side in (some, others) for claim in side if id(claim) not in common}


def _slots(kept: _Kept, book: Incident) -> tuple[dict[str, int], int]:
    """Return where each item stands, and how many places there are; an item that is new takes a place that is free."""
    slots = {member.item_key: kept.slots[member.item_key] for member in book.members if member.item_key in kept.slots}
    free = sorted(set(range(kept.slot_count)) - set(slots.values()), reverse=True)
    count = kept.slot_count
    for member in book.members:
        if member.item_key not in slots:
            slots[member.item_key] = free.pop() if free else count
            count = max(count, slots[member.item_key] + 1)
    return slots, count


def _item_key(incident_id: str, slot: int) -> str:
    return f"{ITEMS}{slot}/{incident_id}"


def _change_key(incident_id: str, place: int) -> str:
    return f"{CHANGES}{place % MAX_HISTORY}/{incident_id}"
