"""The claims of an incident: the figures of its items, bounded, with the outlets that carry them."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from schemas import CasualtyFigure, Claim, LinkedClaims, Member, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CLAIMS: Final = 250
"""Claims that an incident keeps: totals before subsets before denied, the newest first."""
MAX_CLAIMS_AN_ITEM: Final = 12
_COUNTED: Final = (Role.TOTAL, Role.SUBSET, Role.DENIED)


def claim_id(claim: Claim) -> str:
    """Return the id by which tolls name a claim: `item key#figure id`."""
    return f"{claim.item_key}#{claim.figure.id}"


def claims_of(claims: LinkedClaims) -> list[Claim]:
    """Return the figures of an article that count as claims, at most `MAX_CLAIMS_AN_ITEM`."""
    provenance = claims.provenance
    figures: list[CasualtyFigure] = sorted(
        (figure for figure in claims.figures if figure.role in _COUNTED), key=lambda figure: _COUNTED.index(figure.role)
    )
    return [
        Claim(
            item_key=provenance.item_key,
            version=provenance.version,
            source=provenance.source,
            agency=claims.agency,
            story_id=claims.story_id,
            received=provenance.received,
            published=provenance.published,
            figure=figure,
        )
        for figure in figures[:MAX_CLAIMS_AN_ITEM]
    ]


def bounded_claims(claims: list[Claim]) -> list[Claim]:
    """Return the claims that an incident keeps, at most `MAX_CLAIMS`, in the order of receipt."""
    if len(claims) > MAX_CLAIMS:
        claims = nsmallest(MAX_CLAIMS, claims, key=_claim_rank)
    return in_order(claims)


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in the order of receipt."""
    return sorted(claims, key=lambda claim: (claim.received, claim.item_key, claim.figure.id))


def _claim_rank(claim: Claim) -> tuple[int, float, str, str]:
    return (_COUNTED.index(claim.figure.role), -claim.received.timestamp(), claim.item_key, claim.figure.id)


def with_outlets(claims: Iterable[Claim], members: Iterable[Member]) -> list[Claim]:
    """Return the claims, each with the outlets that carry a live copy of its item."""
    outlets: dict[str, set[str]] = {}
    for member in members:
        if member.copy_of is not None and member.taken is None:
            outlets.setdefault(member.copy_of, set()).add(member.source)
    found = [(claim, tuple(sorted(outlets.get(claim.item_key, ())))) for claim in claims]
    return [
        claim if claim.outlets == carried else claim.model_copy(update={"outlets": carried}) for claim, carried in found
    ]
