"""Numbers that a correction withdraws: no outlet's claim of one counts for some days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Claim, DeniedNumber, Incident, LinkedClaims, Member
from streams.ledger.claims import claims_of
from streams.ledger.statement import totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_DENIED: Final = 40
"""Withdrawn numbers that an incident keeps, the newest."""


def denied_by(book: Incident, new: Member, old: Member | None, claims: LinkedClaims) -> tuple[DeniedNumber, ...]:
    """Return the numbers that corrections withdrew, in whatever order the versions of the item arrive."""
    others = [number for number in book.denied if number.item_key != new.item_key]
    own = [number for number in book.denied if number.item_key == new.item_key]
    before, now = _totals_of(book.claims, new.item_key), _totals_of(claims_of(claims), new.item_key)
    if new.taken is not None:
        own = []
    elif old is not None and old.taken is None and old.version < new.version and new.correction:
        own = [number for number in own if (number.kind, number.number) not in now]
        own += _withdrawn(before, now, new)
    elif old is not None and old.taken is None and old.version > new.version and old.correction:
        # One that comes again was compared with the version that followed it: the last one did not correct its numbers.
        own += _withdrawn(now, before, old) if new.version not in old.older else []
    return newest_denied((*others, *own))


def newest_denied(numbers: Iterable[DeniedNumber]) -> tuple[DeniedNumber, ...]:
    """Return each withdrawn number once, the newest first, at most `MAX_DENIED`."""
    found = {(number.item_key, number.kind, number.number): number for number in numbers}
    newest_first = sorted(
        found.values(), key=lambda number: (-number.at.timestamp(), number.item_key, number.kind, number.number)
    )
    return tuple(newest_first[:MAX_DENIED])


def withdrawn_in_stories(members: Iterable[Member], claims: Sequence[Claim]) -> list[DeniedNumber]:
    """Return the numbers that a correction under a key of its own withdraws: those of older items of its story."""
    found: list[DeniedNumber] = []
    for member in members:
        if member.correction and member.taken is None:
            older = [
                claim
                for claim in claims
                if claim.story_id == member.story_id
                and claim.item_key != member.item_key
                and claim.received < member.received
            ]
            wrong = {number for claim in older for number in _totals_of(older, claim.item_key)}
            found += _withdrawn(wrong, _totals_of(claims, member.item_key), member)
    return found


def _totals_of(claims: Iterable[Claim], item_key: str) -> set[tuple[str, int]]:
    own = (claim for claim in claims if claim.item_key == item_key)
    return {(claim.figure.kind.value, bounds.best) for claim, bounds in totals_of(own)}


def _withdrawn(wrong: set[tuple[str, int]], right: set[tuple[str, int]], by: Member) -> list[DeniedNumber]:
    """Return the numbers of the version before that a correction replaces by another number of the kind."""
    kinds = {kind for kind, _ in right}
    return [
        DeniedNumber(kind=kind, number=number, at=by.received, item_key=by.item_key)
        for kind, number in sorted(wrong - right)
        if kind in kinds
    ]
