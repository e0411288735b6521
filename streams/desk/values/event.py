"""Live changes."""

from __future__ import annotations

from streams.desk.values.base import Value
from streams.desk.values.card import Card


class IncidentEvent(Value):
    """An incident appeared or changed (event `incident`)."""

    id: str
    card: Card


class RemovedEvent(Value):
    """An incident is gone (event `removed`)."""

    id: str
