"""How the tolls of an incident changed, and the alerts that this raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xxhash import xxh3_128_hexdigest

from schemas import AlertCause, CasualtyAlert, Claim, Incident, LinkAction, LinkedClaims, Toll, TollChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def changes_of(
    before: dict[str, Toll], after: dict[str, Toll], claims: LinkedClaims, held: Sequence[Claim]
) -> list[TollChange]:
    """Return how the toll of each kind changed, with what changed it."""
    provenance = claims.provenance
    changes = []
    for kind in sorted(before.keys() | after.keys()):
        was, now = before.get(kind), after.get(kind)
        cause = _cause(was, now, corrects=claims.correction)
        if cause is not None:
            changes.append(
                TollChange(
                    at=provenance.processed or provenance.received,
                    kind=kind,
                    before=was.best if was else None,
                    after=now.best if now else None,
                    cause=cause.value,
                    item_key=provenance.item_key,
                    version=provenance.version,
                    taken=claims.reason if claims.action is LinkAction.TAKE else None,
                    was=was,
                    now=now,
                    evidence=_evidence(now, held),
                )
            )
    return changes


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


def _evidence(now: Toll | None, held: Iterable[Claim]) -> str | None:
    if now is None or not now.basis:
        return None
    return next(
        (claim.figure.quantity_text for claim in held if f"{claim.item_key}#{claim.figure.id}" == now.basis[0]), None
    )


def alerts_of(book: Incident, claims: LinkedClaims) -> list[CasualtyAlert]:
    """Return the alerts of the changes that these claims made, now or when they were first applied."""
    provenance = claims.provenance
    taken = claims.reason if claims.action is LinkAction.TAKE else None
    return [
        CasualtyAlert(
            id=_alert_id(book.incident_id, change),
            incident_id=book.incident_id,
            cause=AlertCause(change.cause),
            kind=change.kind,
            before=change.was,
            after=change.now,
            title=book.title,
            place=book.place,
            attribution=change.now.attribution if change.now else None,
            evidence=change.evidence,
            provenance=provenance,
            at=change.at,
        )
        for change in book.history
        if change.item_key == provenance.item_key and change.version == provenance.version and change.taken == taken
    ]


def _alert_id(incident_id: str, change: TollChange) -> str:
    parts = (incident_id, change.kind, change.cause, change.item_key, str(change.version), change.taken or "")
    return xxh3_128_hexdigest("\n".join(parts).encode())
