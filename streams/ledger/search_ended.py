"""The end of a search: once an article says that nobody is left, nobody is missing or trapped any more.

Articles speak of the same people as missing and as trapped, so it ends both counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import LosingNumber, Qualifier, Toll
from streams.ledger.claims import MAX_OTHERS, claim_id
from streams.ledger.released import SOUGHT, nobody_left, those_sought_are_found

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import datetime

    from schemas import Claim
    from streams.ledger.count import Count, Counts


def with_ended_search(tolls: Mapping[str, Toll], counts: Counts) -> dict[str, Toll]:
    """Return the tolls, those of the missing and the trapped at 0 where the newest word is that nobody is left.

    A later article that repeats how many had been missing opens no search; one with another number does. Of a kind that
    nobody was ever counted of there is no toll, where the other kind has one.
    """
    sought = [kind.value for kind in SOUGHT if kind in counts]
    standing = {toll.best for kind in sought if (toll := tolls.get(kind)) is not None}
    endings = (claim for kind in sought for claim in _endings(counts.of(kind), standing))
    ending = max(endings, key=_by_time, default=None)
    if ending is None:
        return dict(tolls)
    given = {kind: _given(counts.of(kind)) for kind in sought}
    known = {number for numbers in given.values() for number, at in numbers if at <= ending.received}
    if any(at > ending.received and number not in known for numbers in given.values() for number, at in numbers):
        return dict(tolls)
    ended = {kind for kind in sought if given[kind]} or {ending.figure.kind.value}
    found = {kind: toll for kind, toll in tolls.items() if kind not in sought}
    return found | {kind: _nobody(ending, tolls.get(kind)) for kind in ended}


def _endings(count: Count, standing: Container[int | None]) -> Iterable[Claim]:
    """Return the claims that nobody is left, or that all those are found who are sought by the number that counts."""
    return (
        claim
        for item in count.items.values()
        for claim in item.claims
        if nobody_left(claim.figure) or (claim.figure.min in standing and those_sought_are_found(claim.figure))
    )


def _by_time(claim: Claim) -> tuple[datetime, str, str]:
    return claim.received, claim.item_key, claim.figure.id


def _given(count: Count) -> list[tuple[int, datetime]]:
    """Return the numbers of people that articles count as still sought, and when."""
    return [
        (statement.number, item.received)
        for item in count.items.values()
        for statement in item.statements
        if statement.number > 0
    ]


def _nobody(ending: Claim, before: Toll | None) -> Toll:
    """Return the toll of nobody; the number that counted before is named as overtaken."""
    speaker = ending.figure.attribution
    lost: tuple[LosingNumber, ...] = () if before is None else before.others
    if before is not None and before.best > 0 and before.basis:
        lost = (LosingNumber(number=before.best, claim=before.basis[0], reason="overtaken"), *lost)
    return Toll(
        low=0,
        best=0,
        high=0,
        basis=(claim_id(ending),),
        attribution=None if speaker is None else speaker.text,
        as_of=ending.received,
        qualifier=Qualifier.EXACT,
        others=tuple(number for number in lost if number.number > 0)[:MAX_OTHERS],
    )
