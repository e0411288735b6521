"""Dead letters."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from streams.desk.values.base import Value
from streams.desk.values.broker import Broker


class DeadRow(Value):
    """A dead letter. Its key and value are on demand alone (`DeadPage`)."""

    id: str
    stage: str
    topic: str
    partition: int
    offset: int
    error: str
    message: str
    at: datetime
    attempts: int
    bytes: int | None = None
    truncated: bool = False
    """Too large to be kept: it can't be put back."""
    replayed: bool = False


class DeadList(Value):
    """A page of dead letters, the newest first."""

    letters: tuple[DeadRow, ...]
    total: int
    page: int
    pages: int
    query: str
    next_query: str | None = None
    previous_query: str | None = None
    may_replay: bool
    """Whether who asks may put letters back: a token is set and was given."""
    problem: str | None = None
    broker: Broker


class DeadPage(Value):
    """A dead letter with its record, as text where it is text."""

    row: DeadRow
    key: str | None = None
    value: str | None = None
    """At most the first 64 KiB."""
    value_base64: str | None = None
    cut: bool = False
    headers: dict[str, str | None] = Field(default_factory=dict)
    may_replay: bool
    broker: Broker


class Replayed(Value):
    """What became of a request to put a dead letter back."""

    id: str
    replayed: bool
    reason: str | None = None
