"""The alerts that the changes of an incident raise, and what each of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xxhash import xxh3_128_hexdigest

from schemas import AlertCause, AlertReason, CasualtyAlert
from streams.ledger.attribution import speaker_of
from streams.ledger.changes import taken_for
from streams.ledger.claims import claim_id
from streams.ledger.history import Maker
from streams.ledger.members import came_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from schemas import Claim, Incident, LinkedClaims, SignaturePlace, TollChange
    from streams.ledger.history import History


def alerts_of(book: Incident, history: History, claims: LinkedClaims) -> list[CasualtyAlert]:
    """Return the alerts of the changes that these claims made, now or when they were first applied."""
    return [
        _alert(book, change, None if before is None else alert_id(book.incident_id, before), claims)
        for change, before in history.made_by(_maker(claims))
    ]


def alert_id(incident_id: str, change: TollChange) -> str:
    """Return the id of a change's alert."""
    parts = [incident_id, change.kind, change.cause, change.item_key, str(change.version), change.taken or ""]
    if change.decided is not None:  # an item may be moved away, back and away again
        parts.append(str(change.decided))
    return xxh3_128_hexdigest("\n".join(parts).encode())


def _maker(claims: LinkedClaims) -> Maker:
    return Maker(claims.provenance.item_key, claims.provenance.version, taken_for(claims), claims.decided)


def _alert(book: Incident, change: TollChange, supersedes: str | None, claims: LinkedClaims) -> CasualtyAlert:
    basis = _basis(book, change)
    first = basis[0] if basis else None
    speaker = first.figure.attribution if first else None
    where, start = book.place or change.place, book.start or change.start
    return CasualtyAlert(
        id=alert_id(book.incident_id, change),
        incident_id=book.incident_id,
        cause=AlertCause(change.cause),
        reason=_reason(claims),
        moved_to=claims.moved_to,
        split_from=book.split_from,
        kind=change.kind,
        before=change.was,
        after=change.now,
        supersedes=supersedes,
        title=book.title or _plain_title(book, where, start),
        place=where,
        start=start,
        end=book.end,
        attribution=change.now.attribution if change.now else None,
        speaker=speaker.kind if speaker else None,
        sources=len({speaker_of(claim) for claim in basis}),
        confidence=max((claim.figure.confidence for claim in basis), default=None),
        groups=tuple(dict.fromkeys(group for claim in basis for group in _groups(claim))),
        evidence=change.evidence,
        quote=first.figure.evidence.quote if first else None,
        items=_items(book, first),
        language=book.language,
        provenance=claims.provenance,
        at=change.at,
    )


def _reason(claims: LinkedClaims) -> AlertReason:
    taken = taken_for(claims)
    if taken is not None:
        return AlertReason(taken) if taken in set(AlertReason) else AlertReason.SUPERSEDED
    return AlertReason.CORRECTION if claims.correction else AlertReason.REPORT


def _basis(book: Incident, change: TollChange) -> Sequence[Claim]:
    """Return the claims that the new number rests on, in its order, as far as the incident has them."""
    if change.now is None:
        return ()
    items = {basis.rpartition("#")[0] for basis in change.now.basis}
    held = {claim_id(claim): claim for claim in book.claims if claim.item_key in items}
    return [held[basis] for basis in change.now.basis if basis in held]


def _items(book: Incident, quoted: Claim | None) -> tuple[str, ...]:
    """Return the items whose words are in an alert: the one quoted, and those that have the title as headline."""
    title = book.title or None
    titled = next((member.item_key for member in book.members if title and member.headline == title), None)
    return tuple(dict.fromkeys(key for key in (quoted.item_key if quoted else None, titled) if key is not None))


def _groups(claim: Claim) -> Iterator[str]:
    victims, speaker = claim.figure.victims, claim.figure.attribution
    names = (
        victims.side if victims else None,
        victims.entity_id if victims else None,
        speaker.entity_id if speaker else None,
    )
    yield from (name for name in names if name)


def _plain_title(book: Incident, place: SignaturePlace | None, start: date | None) -> str:
    """Return a title without words of an item: those that gave the incident its title may be killed."""
    where = f" in {place.name}" if place else ""
    if start is not None:
        return f"Incident{where} on {start.isoformat()}"
    reported = min((came_at(member) for member in book.members), default=book.updated)
    return f"Incident{where} reported on {reported.date().isoformat()}"
