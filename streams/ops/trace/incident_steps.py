"""The states of an incident that an item brought about, and the one that it has now, among all that were written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from schemas import Incident, LinkAction, LinkedClaims, UndecodableMessage, decode
from streams.ops.trace.describe import hop_of, message_of
from streams.topics import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Member
    from streams.ops.trace.hop import Hop
    from streams.runner import Record


class StateSearch:
    """Looks for the first state of an incident that shows each of some claims; the rest of the topic is not read.

    The ledger writes one state for each claims that it reads, in their order. A state is decoded only where the item
    stands in it: a large incident has hundreds.
    """

    def __init__(self, incident_id: str, linked: Sequence[LinkedClaims]) -> None:
        self._key = incident_id.encode()
        self._pending = list(linked)

    def wanted(self, key: bytes | None, value: bytes | None) -> bool:
        """Return whether a record is the first state that shows any of the claims."""
        if key != self._key or not self._pending:
            return False
        shown = _shown(value, self._pending)
        self._pending = [claims for claims in self._pending if claims not in shown]
        return bool(shown)

    def done(self) -> bool:
        """Return whether all of the claims were seen in a state."""
        return not self._pending


def incident_steps(records: Sequence[Record], hops: Iterable[Hop]) -> list[Hop]:
    """Return the first of these states of incidents that shows each of the steps that linked."""
    steps = []
    for hop in hops:
        claims = hop.message
        if isinstance(claims, LinkedClaims):
            key = claims.incident_id.encode()
            first = next((each for each in records if each.key == key and _shown(each.value, [claims])), None)
            if first is not None:
                steps.append(replace(hop_of(first, INCIDENTS), origin=hop.origin, version=hop.version))
    return steps


def incident_in(record: Record) -> Incident | None:
    """Return the incident that a state has, None for one that has no item left."""
    message = message_of(record, INCIDENTS)
    return message if isinstance(message, Incident) else None


def _shown(state: bytes | None, linked: Sequence[LinkedClaims]) -> list[LinkedClaims]:
    """Return the claims that a state shows. A tombstone shows that the last item was taken from the incident."""
    if state is None:
        return [claims for claims in linked if claims.action is LinkAction.TAKE or _has_ended(claims)]
    named = [claims for claims in linked if orjson.dumps(claims.provenance.item_key) in state]
    incident = _incident(state) if named else None
    gone = [claims for claims in linked if _has_ended(claims) and claims not in named]
    return gone if incident is None else [*gone, *(claims for claims in named if _is_in(incident, claims))]


def _incident(state: bytes) -> Incident | None:
    try:
        incident = decode(state, [Incident])
    except UndecodableMessage:
        return None
    return incident if isinstance(incident, Incident) else None


def _has_ended(claims: LinkedClaims) -> bool:
    """Return whether the claims say that an item names the incident no longer: a state does not have it then."""
    return claims.action is LinkAction.MENTION and claims.reason is not None


def _is_in(incident: Incident, claims: LinkedClaims) -> bool:
    if _has_ended(claims):
        return all(each.item_key != claims.provenance.item_key for each in incident.mentions)
    members = incident.mentions if claims.action is LinkAction.MENTION else incident.members
    return any(_as_linked(member, claims) for member in members)


def _as_linked(member: Member, claims: LinkedClaims) -> bool:
    if member.item_key != claims.provenance.item_key:
        return False
    if claims.action is LinkAction.TAKE:
        return member.taken is not None
    return member.taken is None and member.version >= claims.provenance.version
