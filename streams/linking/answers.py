"""What the linker sends: claims put to an incident, carried to it, or taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from schemas import LinkAction, LinkedClaims, Role, Verdict

if TYPE_CHECKING:
    from schemas import Provenance, Signature

MAX_PLACES: Final = 5
MOVED: Final = "moved"
"""Reason of a take where the item goes to another incident."""
CLAIMED: Final = frozenset({Role.TOTAL, Role.SUBSET, Role.DENIED})
"""Roles of figures that say something of the incident's own victims."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How an item came from one incident to another."""

    old: str
    new: str
    split: bool = False
    """`old` turned out to be two incidents, and `new` is the second."""
    number: int | None = None
    """Of the decision, where the item is one that was decided on before."""


def put(incident_id: str, signature: Signature, score: float, transfer: Transfer | None = None) -> LinkedClaims:
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
        figures=tuple(each for each in signature.figures if each.role in CLAIMED and each.id not in signature.history),
        scene=signature.scene,
        correction=judgement.verdict is Verdict.CORRECTION,
        language=signature.language,
        **_origin(transfer),
    )


def carry(incident_id: str, provenance: Provenance, copy_of: str, transfer: Transfer | None = None) -> LinkedClaims:
    """Return the outlet of a copy, carried to the incident of the item that it repeats."""
    return LinkedClaims(
        incident_id=incident_id,
        action=LinkAction.CARRY,
        provenance=provenance,
        story_id=copy_of,
        copy_of=copy_of,
        score=1.0,
        **_origin(transfer),
    )


def _origin(transfer: Transfer | None) -> dict[str, Any]:
    if transfer is None:
        return {}
    return {"moved_from": transfer.old, "split": transfer.split, "decided": transfer.number}


def take(incident_id: str, provenance: Provenance, story_id: str, reason: str) -> LinkedClaims:
    """Return what takes everything of an item from an incident."""
    return LinkedClaims(
        incident_id=incident_id, action=LinkAction.TAKE, provenance=provenance, story_id=story_id, reason=reason
    )


def leave(provenance: Provenance, story_id: str, transfer: Transfer) -> LinkedClaims:
    """Return what takes an item from the incident that it leaves for another."""
    return take(transfer.old, provenance, story_id, MOVED).model_copy(
        update={"moved_to": transfer.new, "split": transfer.split, "decided": transfer.number}
    )


def name(incident_id: str, signature: Signature) -> LinkedClaims:
    """Return what says that an article names an incident without being part of it."""
    return LinkedClaims(
        incident_id=incident_id,
        action=LinkAction.MENTION,
        provenance=signature.provenance,
        story_id=signature.judgement.story_id,
        headline=signature.headline,
        agency=signature.agency,
        language=signature.language,
    )


def unname(incident_id: str, provenance: Provenance, story_id: str, reason: str) -> LinkedClaims:
    """Return what says that an article names an incident no longer."""
    return LinkedClaims(
        incident_id=incident_id, action=LinkAction.MENTION, provenance=provenance, story_id=story_id, reason=reason
    )


def rename(named: LinkedClaims, transfer: Transfer) -> tuple[LinkedClaims, LinkedClaims]:
    """Return what says that an article names another incident than before: the first was merged or split."""
    both = {"split": transfer.split, "decided": transfer.number}
    gone = unname(transfer.old, named.provenance, named.story_id, MOVED)
    return (
        gone.model_copy(update={**both, "moved_to": transfer.new, "language": named.language}),
        named.model_copy(update={**both, "incident_id": transfer.new, "moved_from": transfer.old}),
    )
