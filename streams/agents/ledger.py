"""Ledger: `wire.linked` (by incident id) to `wire.incidents` (the toll) and `wire.alerts` (how it changed)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Incident, LinkedClaims, decode, encode
from streams.agents.reading import message_of
from streams.alerts import alerting, cloudevent_headers
from streams.ledger import apply
from streams.runner import Record, Result, Send, Stage
from streams.topics import ALERTS, INCIDENTS, LINKED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from streams.settings import Settings
    from streams.state import KeyedState


class Ledger:
    """Keeps the claims of each incident and its toll."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._state = state
        self._kinds = frozenset(settings.alert_kinds)

    def handle(self, record: Record) -> Result:
        """Return the incident as it is now, and an alert for each toll that changed."""
        claims = message_of(record, LINKED)
        assert isinstance(claims, LinkedClaims)  # noqa: S101  # the topic carries nothing else
        incident, changes = apply(self._incident(claims.incident_id), claims)
        self._state.put(claims.incident_id, encode(incident))
        alerts = (alert for alert in changes if alerting(alert, kinds=self._kinds))
        return Result(
            sends=(
                Send(INCIDENTS, incident.incident_id, incident),
                *(Send(ALERTS, incident.incident_id, alert, cloudevent_headers(alert)) for alert in alerts),
            )
        )

    def _incident(self, incident_id: str) -> Incident | None:
        value = self._state.get(incident_id)
        if value is None:
            return None
        incident = decode(value, (Incident,))
        assert isinstance(incident, Incident)  # noqa: S101  # decode was given no other type
        return incident

    def sizes(self) -> Mapping[str, int]:
        """Return nothing: only the table holds anything."""
        return {}

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Return nothing: nothing waits for a time."""
        del now
        return ()


LEDGER_STAGE = Stage(name="ledger", source=LINKED, open=Ledger)
