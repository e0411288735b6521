"""The state of the flow and of the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from streams.desk.values.base import Value
from streams.desk.values.broker import Broker


class StageHealth(Value):
    """A stage of the flow, over all its partitions."""

    stage: str
    topic: str
    lag: int
    read: int
    forwarded: int
    refused: int
    per_second: float | None = None
    last: datetime | None = None
    """Time of its last record."""


class DeskHealth(Value):
    """The desk itself."""

    incidents: int
    articles: int
    alerts: int
    listeners: int
    """Pages that get live changes now."""
    memory_bytes: int
    started: datetime
    version: str


class HealthPage(Value):
    """What `wirefeed status` says, and the state of the desk itself."""

    broker: Broker
    desk: DeskHealth
    stages: tuple[StageHealth, ...] = ()
    lag: int | None = None
    settled: bool | None = None
    dead_letters: int | None = None
    dead_letters_at_most: bool = False
    """Whether there may be fewer: ends of transactions take places on their topic, too."""
    errors: dict[str, int] = Field(default_factory=dict)
    delivery: str | None = None
    status: dict[str, Any] | None = None
    """All of `wirefeed status --json`; null while it can't be read."""
    status_at: datetime | None = None
    problem: str | None = None
    """Why there is no status."""
