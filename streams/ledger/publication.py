"""What is published of an incident: a bounded part of its claims, items and history, and how many there are."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from streams.ledger import claims, members
from streams.ledger.ordered import Ordered
from streams.ledger.related import live_mentions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from schemas import Claim, Incident, Member
    from streams.ledger.book import Book
    from streams.ledger.membership import Membership

Value = TypeVar("Value")

MAX_CLAIMS: Final = 60
"""Claims that are published of an incident: those that the tolls name, then the newest."""
MAX_MEMBERS: Final = 60
"""Items of which more is published than the key: the first, those of the claims, then the newest."""


def published(book: Book) -> Incident:
    """Return an incident as it travels: so much of it that its size does not grow with the number of its articles."""
    kept = _claims(book)
    return book.incident.model_copy(
        update={
            "claims": tuple(kept),
            "claim_count": len(book.holdings.in_order),
            "members": tuple(_members(book.members, (claim.item_key for claim in kept))),
            "member_count": len(book.members),
            "mentions": live_mentions(book.incident),
            "history": tuple(book.history.told),
            "change_count": len(book.history),
        }
    )


def _claims(book: Book) -> Collection[Claim]:
    """Return the claims that the tolls name, then the newest; of too many, the newest."""
    held, tolls = book.holdings, book.incident.tolls.values()
    if len(held.in_order) <= MAX_CLAIMS:
        return held.in_order
    names = {name for toll in tolls for name in (*toll.basis, *(other.claim for other in toll.others))}
    named = Ordered(claims.in_receipt, filter(None, map(held.named, names)))
    return Ordered(claims.in_receipt, _first(MAX_CLAIMS, reversed(named), reversed(held.in_order)))


def _members(items: Membership, claiming: Iterable[str]) -> Collection[Member]:
    """Return the first item, those of the claims, then the newest; of too many, the newest."""
    if len(items) <= MAX_MEMBERS:
        return items.in_order
    named = Ordered(members.in_receipt, filter(None, map(items.get, set(claiming))))
    first = items.in_order[0]
    return Ordered(members.in_receipt, _first(MAX_MEMBERS, (first,), reversed(named), reversed(items.in_order)))


def _first(number: int, *values: Iterable[Value]) -> list[Value]:
    """Return the first of some values, each object once."""
    found: dict[int, Value] = {}
    for value in chain.from_iterable(values):
        if len(found) == number:
            break
        found.setdefault(id(value), value)
    return list(found.values())
