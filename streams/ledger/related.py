"""What an incident has to do with others: those that it was split from or merged with, and the items that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import LinkAction
from streams.ledger.members import by_receipt, decides, member_of

if TYPE_CHECKING:
    from schemas import Incident, LinkedClaims, Member

MAX_MENTIONS: Final = 50
"""Items that name an incident and are remembered: as many as linking lets name one."""
MAX_RELATED: Final = 20
"""Other incidents that are remembered as the source or the other half of one: the first."""


def with_mention(incident: Incident, claims: LinkedClaims) -> Incident:
    """Return the incident with an item that names it, or names it no longer; the same where this says nothing new."""
    new = member_of(claims)
    known = next((each for each in incident.mentions if each.item_key == new.item_key), None)
    if known == new or not decides(new, known):
        return incident
    others = [each for each in incident.mentions if each is not known]
    kept = sorted([*others, new], key=_standing)[:MAX_MENTIONS]
    return incident.model_copy(update={"mentions": by_receipt(kept)})


def live_mentions(incident: Incident) -> tuple[Member, ...]:
    """Return the items that name the incident now and are no part of it, in the order of receipt."""
    own = set(incident.items)
    return tuple(each for each in incident.mentions if each.taken is None and each.item_key not in own)


def with_relations(incident: Incident, claims: LinkedClaims) -> Incident:
    """Return the incident with the other one that an item came from or went to."""
    if claims.action is LinkAction.TAKE:
        return _with(incident, "split_into", claims.moved_to if claims.split else None)
    if not claims.split:
        return _with(incident, "moved_from", claims.moved_from)
    return incident if incident.split_from else incident.model_copy(update={"split_from": claims.moved_from})


def _with(incident: Incident, field: str, other: str | None) -> Incident:
    known: tuple[str, ...] = getattr(incident, field)
    if other is None or other in known or len(known) == MAX_RELATED:
        return incident
    return incident.model_copy(update={field: (*known, other)})


def _standing(member: Member) -> tuple[bool, float, str]:
    """Return where an item stands among those to be remembered: live ones first, then the newest."""
    return (member.taken is not None, -member.received.timestamp(), member.item_key)
