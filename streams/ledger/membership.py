"""The items of an incident in memory, in the orders in which the rules ask for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from streams.ledger import members as limits
from streams.ledger.grouped import drop
from streams.ledger.members import came_at, in_receipt, member_rank
from streams.ledger.ordered import Ordered
from streams.ledger.place import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import Member


class Membership:
    """The items that an incident remembers, at most `MAX_MEMBERS`, with what follows from those that are live."""

    def __init__(self, members: Iterable[Member] = ()) -> None:
        self._held: dict[str, Member] = {}
        self._ranked: Ordered[Member] = Ordered(member_rank)
        self._copies: dict[str, dict[str, str]] = {}
        self._items: list[str] = []  # of the originals, in their order
        self._stories: list[str] = []
        self._sources: Counter[str] = Counter()
        self._corrections: dict[str, dict[str, Member]] = {}
        self.in_order: Ordered[Member] = Ordered(in_receipt)
        """All items in the order of receipt."""
        self.originals: Ordered[Member] = Ordered(in_receipt)
        """The live items that are no copies, in the order of receipt."""
        self.came: Ordered[Member] = Ordered(_came)
        """The same in the order of publication."""
        self.places = Places()
        """What the originals say of the place."""
        for member in members:
            self._enter(member)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, item_key: str) -> Member | None:
        """Return the item as the incident remembers it, or None."""
        return self._held.get(item_key)

    def put(self, member: Member) -> list[Member]:
        """Remember an item, and return what this takes the place of and what is forgotten for it."""
        known = self._held.get(member.item_key)
        left = [] if known is None else [known]
        if known is not None:
            self._leave(known)
        self._enter(member)
        while len(self._held) > limits.MAX_MEMBERS:
            left.append(self._ranked[-1])
            self._leave(self._ranked[-1])
        return left

    def original(self, item_key: str) -> Member | None:
        """Return an item that is live and no copy, or None."""
        member = self._held.get(item_key)
        return member if member is not None and _is_original(member) else None

    def outlets_of(self, item_key: str) -> tuple[str, ...]:
        """Return the outlets that carry a live copy of an item."""
        return tuple(sorted(set(self._copies.get(item_key, {}).values())))

    def corrections_in(self, story_id: str) -> Iterable[Member]:
        """Return the live items of a story that say that they correct another."""
        return self._corrections.get(story_id, {}).values()

    def listing(self) -> dict[str, tuple[str, ...]]:
        """Return the stories, items and outlets of an incident, as its fields have them."""
        return {
            "stories": tuple(dict.fromkeys(self._stories)),
            "items": tuple(self._items),
            "outlets": tuple(sorted(self._sources)),
        }

    def _enter(self, member: Member) -> None:
        self._held[member.item_key] = member
        self.in_order.add(member)
        self._ranked.add(member)
        if member.taken is not None:
            return
        self._sources[member.source] += 1
        if member.copy_of is not None:
            self._copies.setdefault(member.copy_of, {})[member.item_key] = member.source
        else:
            at = self.originals.add(member)
            self._items.insert(at, member.item_key)
            self._stories.insert(at, member.story_id)
            self.came.add(member)
            self.places.add(member)
        if member.correction:
            self._corrections.setdefault(member.story_id, {})[member.item_key] = member

    def _leave(self, member: Member) -> None:
        del self._held[member.item_key]
        self.in_order.remove(member)
        self._ranked.remove(member)
        if member.taken is not None:
            return
        self._sources[member.source] -= 1
        if not self._sources[member.source]:
            del self._sources[member.source]
        if member.copy_of is not None:
            drop(self._copies, member.copy_of, member.item_key)
        else:
            at = self.originals.remove(member)
            del self._items[at], self._stories[at]
            self.came.remove(member)
            self.places.remove(member)
        if member.correction:
            drop(self._corrections, member.story_id, member.item_key)


def _came(member: Member) -> float:
    return came_at(member).timestamp()


def _is_original(member: Member) -> bool:
    return member.taken is None and member.copy_of is None
