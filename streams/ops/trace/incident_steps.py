"""The states of an incident that an item brought about, among all that were written of it since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from schemas import Incident, LinkAction, LinkedClaims
from streams.ops.trace.describe import hop_of, message_of
from streams.topics import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Member
    from streams.ops.trace.hop import Hop
    from streams.runner import Record


def incident_steps(
    records: Sequence[Record], item_key: str, hops: Iterable[Hop]
) -> tuple[list[Hop], dict[str, Incident | None]]:
    """Return the first state of each incident that shows what was linked, and the incidents as they are now.

    A state is decoded only where the item stands in it: a large incident has hundreds.
    """
    named = orjson.dumps(item_key)
    steps = []
    for hop in hops:
        claims = hop.message
        if isinstance(claims, LinkedClaims):
            states = (
                each for each in records if each.key == claims.incident_id.encode() and named in (each.value or b"")
            )
            first = next((each for each in states if _shows(each, claims)), None)
            if first is not None:
                steps.append(replace(hop_of(first, INCIDENTS), origin=hop.origin, version=hop.version))
    return steps, _now(records)


def _now(records: Sequence[Record]) -> dict[str, Incident | None]:
    latest = {(record.key or b"").decode(errors="replace"): record for record in records}
    messages = {key: message_of(record, INCIDENTS) for key, record in latest.items()}
    return {key: message if isinstance(message, Incident) else None for key, message in messages.items()}


def _shows(record: Record, claims: LinkedClaims) -> bool:
    incident = message_of(record, INCIDENTS)
    if not isinstance(incident, Incident):
        return False
    item_key = claims.provenance.item_key
    return any(member.item_key == item_key and _as_linked(member, claims) for member in incident.members)


def _as_linked(member: Member, claims: LinkedClaims) -> bool:
    if claims.action is LinkAction.TAKE:
        return member.taken is not None
    return member.taken is None and member.version >= claims.provenance.version
