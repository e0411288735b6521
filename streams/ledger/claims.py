"""What an article claims: its figures that count, bounded."""

from __future__ import annotations

from typing import Final

from schemas import CasualtyFigure, Claim, LinkedClaims, Role
from streams.listed import with_sums

MAX_CLAIMS: Final = 250
"""Claims that an incident keeps: totals before subsets before denied, the newest first."""
MAX_CLAIMS_AN_ITEM: Final = 12
MAX_OTHERS: Final = 6
"""Numbers that lost which a toll names, the newest."""
_COUNTED: Final = (Role.TOTAL, Role.SUBSET, Role.DENIED)


def claim_id(claim: Claim) -> str:
    """Return the id by which tolls name a claim: `item key#figure id`."""
    return f"{claim.item_key}#{claim.figure.id}"


def claims_of(claims: LinkedClaims) -> list[Claim]:
    """Return the figures of an article that count as claims, at most `MAX_CLAIMS_AN_ITEM`."""
    provenance = claims.provenance
    counted = (figure for figure in with_sums(claims.figures) if figure.role in _COUNTED)
    figures: list[CasualtyFigure] = sorted(counted, key=lambda figure: _COUNTED.index(figure.role))
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


def in_receipt(claim: Claim) -> tuple[float, str, str]:
    """Return where a claim stands in the order of receipt. Seconds compare faster than times with their zones."""
    return (claim.received.timestamp(), claim.item_key, claim.figure.id)


def claim_rank(claim: Claim) -> tuple[int, float, str, str]:
    """Return where a claim stands among those to be kept; the last is dropped first."""
    return (_COUNTED.index(claim.figure.role), -claim.received.timestamp(), claim.item_key, claim.figure.id)
