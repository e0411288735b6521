"""Alerts."""

from __future__ import annotations

from datetime import date, datetime

from streams.desk.values.base import Value
from streams.desk.values.broker import Broker
from streams.desk.values.card import CardPlace


class AlertRow(Value):
    """An alert."""

    id: str
    incident: str
    kind: str
    cause: str
    reason: str
    text: str
    """In a sentence: place, day, number, who says so."""
    before: int | None = None
    after: int | None = None
    attribution: str | None = None
    quote: str | None = None
    place: CardPlace | None = None
    day: date | None = None
    supersedes: str | None = None
    language: str
    at: datetime


class AlertList(Value):
    """The latest alerts, the newest first."""

    alerts: tuple[AlertRow, ...]
    broker: Broker
