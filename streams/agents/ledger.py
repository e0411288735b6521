"""Ledger: `wire.linked` (by incident id) to `wire.incidents` (the toll) and `wire.alerts` (how it changed)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import LinkedClaims
from streams.agents.reading import message_of
from streams.agents.sweep import Sweep
from streams.alerts import cloudevent_headers, outgoing
from streams.ledger import IncidentStore, published
from streams.runner import Handler, Record, Result, Send
from streams.topics import ALERTS, INCIDENTS, LINKED

if TYPE_CHECKING:
    from streams.settings import Settings
    from streams.state import KeyedState

GRACE_DAYS: Final = 30.0
"""No article joins an incident after the linking window; a month later nothing of it is still under way. Where the
window is shorter than that, its length does."""


class LedgerHandler(Handler):
    """Keeps the claims of each incident and its toll."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._incidents = IncidentStore(state)
        self._kinds = frozenset(settings.alert_kinds)
        self._memory = timedelta(days=settings.link_window_days + min(settings.link_window_days, GRACE_DAYS))
        self._sweep = Sweep(self._memory)

    def handle(self, record: Record) -> Result:
        """Return the incident as it is now, and an alert for each toll that changed."""
        claims = message_of(record, LINKED)
        assert isinstance(claims, LinkedClaims)  # noqa: S101  # the topic carries nothing else
        if self._sweep.is_due(record.at):
            self._incidents.forget(record.at - self._memory)
        book, changes = self._incidents.enter(claims)
        incident = book.incident
        alerts = outgoing(changes, kinds=self._kinds)
        return Result(
            sends=(
                Send(
                    INCIDENTS, incident.incident_id, published(book) if incident.items else None
                ),  # none left: a tombstone
                *(Send(ALERTS, incident.incident_id, alert, cloudevent_headers(alert)) for alert in alerts),
            )
        )
