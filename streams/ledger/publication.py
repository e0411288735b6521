"""What is published of an incident: a bounded part of its claims, items and history, and how many there are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from streams.ledger.claims import claim_id, in_order
from streams.ledger.identity import Identical

if TYPE_CHECKING:
    from schemas import Claim, Incident, Member, Toll, TollChange

MAX_CLAIMS: Final = 60
"""Claims that are published of an incident: those that the tolls name, then the newest."""
MAX_MEMBERS: Final = 60
"""Items of which more is published than the key: the first, those of the claims, then the newest."""
MAX_CHANGES: Final = 60
"""Changes of tolls that are published, the newest."""
BARE_CHANGES: Final = 4_096
"""Changes that are remembered as they are published: those of some large incidents."""


def published(book: Incident) -> Incident:
    """Return an incident as it travels: so much of it that its size does not grow with the number of its articles."""
    claims = _claims(book)
    return book.model_copy(
        update={
            "claims": tuple(claims),
            "claim_count": len(book.claims),
            "members": _members(book, {claim.item_key for claim in claims}),
            "member_count": len(book.members),
            "history": tuple(_without_basis(Identical((change,))) for change in book.history[-MAX_CHANGES:]),
            "change_count": len(book.history),
        }
    )


def _claims(book: Incident) -> list[Claim]:
    if len(book.claims) <= MAX_CLAIMS:
        return list(book.claims)
    named = {name for toll in book.tolls.values() for name in (*toll.basis, *(other.claim for other in toll.others))}
    newest_first = book.claims[::-1]
    ranked = sorted(newest_first, key=lambda claim: claim_id(claim) not in named)
    return in_order(ranked[:MAX_CLAIMS])


def _members(book: Incident, claiming: set[str]) -> tuple[Member, ...]:
    if len(book.members) <= MAX_MEMBERS:
        return book.members
    first = book.members[0].item_key
    newest_first = book.members[::-1]
    ranked = sorted(newest_first, key=lambda member: (member.item_key != first, member.item_key not in claiming))
    kept = {member.item_key for member in ranked[:MAX_MEMBERS]}
    return tuple(member for member in book.members if member.item_key in kept)


@lru_cache(BARE_CHANGES)
def _without_basis(one: Identical[TollChange]) -> TollChange:
    """Return a change with its numbers, and without the claims that they rested on at the time."""
    (change,) = one
    return change.model_copy(update={"was": _bare(change.was), "now": _bare(change.now)})


def _bare(toll: Toll | None) -> Toll | None:
    return None if toll is None else toll.model_copy(update={"basis": (), "others": ()})
