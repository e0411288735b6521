"""What the linker sends: claims put to an incident, carried to it, or taken from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import LinkAction, LinkedClaims, Role, Verdict

if TYPE_CHECKING:
    from schemas import Provenance, Signature

MAX_PLACES: Final = 5
CLAIMED: Final = frozenset({Role.TOTAL, Role.SUBSET, Role.DENIED})
"""Roles of figures that say something of the incident's own victims."""


def put(incident_id: str, signature: Signature, score: float) -> LinkedClaims:
    """Return the claims of an article, put to an incident."""
    judgement = signature.judgement
    return LinkedClaims(
        incident_id=incident_id,
        action=LinkAction.PUT,
        provenance=signature.provenance,
        story_id=judgement.story_id,
        headline=signature.headline,
        agency=signature.agency,
        score=round(score, 4),
        places=signature.places[:MAX_PLACES],
        figures=tuple(figure for figure in signature.figures if figure.role in CLAIMED),
        scene=signature.scene,
        correction=judgement.verdict is Verdict.CORRECTION,
        language=signature.language,
    )


def carry(incident_id: str, provenance: Provenance, copy_of: str) -> LinkedClaims:
    """Return the outlet of a copy, carried to the incident of the item that it repeats."""
    return LinkedClaims(
        incident_id=incident_id,
        action=LinkAction.CARRY,
        provenance=provenance,
        story_id=copy_of,
        copy_of=copy_of,
        score=1.0,
    )


def take(incident_id: str, provenance: Provenance, story_id: str, reason: str) -> LinkedClaims:
    """Return what takes everything of an item from an incident."""
    return LinkedClaims(
        incident_id=incident_id, action=LinkAction.TAKE, provenance=provenance, story_id=story_id, reason=reason
    )
