"""One incident's book: which items count, what they claim, and how its tolls changed."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Final

from schemas import CasualtyAlert, Claim, DeniedNumber, Incident, Kind, LinkAction, LinkedClaims, Member, Toll
from streams.ledger.alert import alerts_of
from streams.ledger.changes import changes_of
from streams.ledger.claims import bounded_claims, claims_of, with_outlets
from streams.ledger.denials import denied_by, newest_denied, withdrawn_in_stories
from streams.ledger.members import bounded_members, decides, member_of, with_older
from streams.ledger.place import place_of
from streams.ledger.summary import listing, period_of, title_of
from streams.ledger.toll import tolls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_HISTORY: Final = 200
VICTIMS: Final = frozenset({Kind.KILLED.value, Kind.INJURED.value, Kind.CASUALTIES.value})
"""Kinds that are decided on together: articles count the ones among the others."""
MAX_BASIS: Final = 24
"""Claims that a toll names as those that it rests on; every change of a toll repeats them."""


def apply(incident: Incident | None, claims: LinkedClaims) -> tuple[Incident, list[CasualtyAlert]]:
    """Return the incident with the claims put to it, carried to it or taken from it, and the alerts that this raises.

    The newest version of an item decides, and a kill decides for good, in whatever order they arrive; applied once
    more, the claims change nothing and give the same alerts again as long as the history reaches back to them.
    `incident` is None for the first claims of an incident.
    """
    book = incident or Incident(
        incident_id=claims.incident_id, language=claims.language, updated=claims.provenance.received
    )
    if book.language == "und" != claims.language:
        book = book.model_copy(update={"language": claims.language})
    members = {member.item_key: member for member in book.members}
    member = member_of(claims)
    known = members.get(member.item_key)
    denied = denied_by(book, member, known, claims)
    counts, last = decides(member, known), with_older(member, known)
    if not counts and denied == book.denied and last == known:
        return book, alerts_of(book, claims)
    held = list(book.claims)
    members[member.item_key] = last
    if counts:
        held = [claim for claim in held if claim.item_key != member.item_key]
        held += claims_of(claims) if claims.action is LinkAction.PUT else []
    kept = bounded_members(list(members.values()))
    if len(kept) < len(members):  # what an item claims is forgotten with it
        known_keys = {member.item_key for member in kept}
        held = [claim for claim in held if claim.item_key in known_keys]
    held = with_outlets(bounded_claims(held), kept)
    denied = newest_denied((*denied, *withdrawn_in_stories(kept, held)))
    book = _settle(book, claims, kept, held, denied)
    return book, alerts_of(book, claims)


def _settle(
    book: Incident,
    claims: LinkedClaims,
    members: Sequence[Member],
    held: Sequence[Claim],
    denied: tuple[DeniedNumber, ...],
) -> Incident:
    originals = [member for member in members if member.taken is None and member.copy_of is None]
    now = _tolls(book, held, denied)
    history = (*book.history, *changes_of(book, now, claims, held))[-MAX_HISTORY:]
    start, end = period_of(held, originals)
    return book.model_copy(
        update={
            "title": title_of(now, originals),
            **listing(members),
            "place": place_of(originals),
            "start": start,
            "end": end,
            "tolls": now,
            "claims": tuple(held),
            "denied": denied,
            "history": history,
            "updated": max(member.received for member in members),
            "members": tuple(members),
        }
    )


def _tolls(book: Incident, held: Sequence[Claim], denied: tuple[DeniedNumber, ...]) -> dict[str, Toll]:
    """Return the tolls of the claims held; those of kinds whose claims are still the same objects are kept.

    The dead, the hurt and all victims are decided on together.
    """
    before, after = _by_kind(book.claims), _by_kind(held)
    changed = {kind for kind in after if denied != book.denied or not _same(before.get(kind, []), after[kind])}
    if changed & VICTIMS:
        changed |= VICTIMS
    kept = {kind: book.tolls[kind] for kind in after if kind not in changed and kind in book.tolls}
    fresh = tolls([claim for kind in sorted(changed) for claim in after.get(kind, ())], denied)
    return {kind: _bounded(toll) for kind, toll in sorted({**kept, **fresh}.items())}


def _same(old: Sequence[Claim], new: Sequence[Claim]) -> bool:
    return len(old) == len(new) and all(map(is_, old, new))


def _bounded(toll: Toll) -> Toll:
    """Return the toll with at most `MAX_BASIS` claims: the newest, and the first, which gives the title."""
    if len(toll.basis) <= MAX_BASIS:
        return toll
    return toll.model_copy(update={"basis": (*toll.basis[: MAX_BASIS - 1], toll.basis[-1])})


def _by_kind(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    kinds: dict[Kind, list[Claim]] = {}
    for claim in claims:
        kinds.setdefault(claim.figure.kind, []).append(claim)
    return {kind.value: found for kind, found in kinds.items()}  # `value` of each claim would take as long as the rest
