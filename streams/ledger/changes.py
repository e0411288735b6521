"""How the tolls of an incident changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import AlertCause, Kind, LinkAction, TollChange
from streams.ledger.claims import claim_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import Claim, Incident, LinkedClaims, Toll
    from streams.ledger.history import History

RETRACTED: Final = frozenset({"killed", "withheld"})
"""Reasons of a take after which no word of the item may be in a valid alert."""


def changes_of(
    book: Incident, history: History, after: dict[str, Toll], claims: LinkedClaims, held: Iterable[Claim]
) -> list[TollChange]:
    """Return how the toll of each kind changed, the gravest first, and why; `book` is the incident before the claims.

    A number that stands is restated where its latest alert repeats words of the item that the claims retract.
    """
    changes = []
    retracts = taken_for(claims) in RETRACTED
    for kind in sorted(book.tolls.keys() | after.keys(), key=_gravity):
        was, now = book.tolls.get(kind), after.get(kind)
        cause = _cause(was, now, corrects=claims.correction)
        if cause is None and retracts and _repeats_retracted(book, history.latest(kind), claims):
            cause = AlertCause.RESTATED
        if cause is not None:
            changes.append(_change(book, kind, cause, claims, now=now, evidence=_evidence(now, held)))
    return changes


def _gravity(kind: str) -> tuple[int, str]:
    """Return where a kind stands: alerts go out in this order, and the dead are named before the injured."""
    known = list(Kind)
    return (known.index(Kind(kind)) if kind in known else len(known), kind)


def taken_for(claims: LinkedClaims) -> str | None:
    """Return the reason for which the claims withdraw their item, or None where they do not."""
    return claims.reason if claims.action is LinkAction.TAKE else None


def _cause(was: Toll | None, now: Toll | None, *, corrects: bool) -> AlertCause | None:
    if was is None:
        return None if now is None else AlertCause.APPEARED
    if now is None:
        return AlertCause.WITHDRAWN
    if was.best == now.best:
        return None
    if corrects:
        return AlertCause.CORRECTED
    return AlertCause.ROSE if now.best > was.best else AlertCause.FELL


def _repeats_retracted(book: Incident, latest: TollChange | None, claims: LinkedClaims) -> bool:
    """Return whether the latest alert of a kind has words of the item that these claims retract."""
    item = claims.provenance.item_key
    if latest is not None and (latest.item_key, latest.version, latest.taken) == (
        item,
        claims.provenance.version,
        taken_for(claims),
    ):
        return False  # restated before: a crash lost what was written after the tolls
    titled = {member.item_key for member in book.members if member.headline and member.headline == book.title}
    return item in titled or (latest is not None and item in {latest.item_key, *_items(latest.now)})


def _items(toll: Toll | None) -> set[str]:
    return set() if toll is None else {basis.rpartition("#")[0] for basis in toll.basis[:1]}


def _change(
    book: Incident, kind: str, cause: AlertCause, claims: LinkedClaims, *, now: Toll | None, evidence: str | None
) -> TollChange:
    provenance = claims.provenance
    was = book.tolls.get(kind)
    return TollChange(
        at=provenance.processed or provenance.received,
        kind=kind,
        before=was.best if was else None,
        after=now.best if now else None,
        cause=cause.value,
        item_key=provenance.item_key,
        version=provenance.version,
        taken=taken_for(claims),
        moved_to=claims.moved_to,
        decided=claims.decided,
        was=was,
        now=now,
        evidence=evidence,
        place=book.place if now is None else None,
        start=book.start if now is None else None,
    )


def _evidence(now: Toll | None, held: Iterable[Claim]) -> str | None:
    if now is None or not now.basis:
        return None
    first = now.basis[0]
    item_key = first.rpartition("#")[0]
    own = (claim for claim in held if claim.item_key == item_key)
    return next((claim.figure.quantity_text for claim in own if claim_id(claim) == first), None)
