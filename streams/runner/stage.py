"""What a stage is: a source, a handler for each partition, and the result of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from schemas import Message, Origin
    from streams.runner.record import Record
    from streams.settings import Settings
    from streams.state import KeyedState
    from streams.topics import TopicSpec


class Outcome(StrEnum):
    """How an item ended. Every item ends as exactly one."""

    PUBLISHED = "published"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    HELD = "held"
    RETRACTED = "retracted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Send:
    """A message to be sent, keyed as its topic says; None is a tombstone."""

    topic: TopicSpec
    key: str
    message: Message | None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Says how an item ended at this stage; None takes back what was said of it, such as when an embargo has passed."""

    outcome: Outcome | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a record."""

    sends: tuple[Send, ...] = ()
    tallies: tuple[Tally, ...] = ()
    items: int = 0
    """Intake: the number of items that the record held."""
    refused: tuple[tuple[int, Exception], ...] = ()
    """Intake: places of the items among them that were refused, and why; one dead letter tells of all."""
    end_to_end: tuple[float, ...] = ()
    """Seconds since the raw record's timestamp, for items published by this record's handling, at the record's time."""


class Handler(Protocol):
    """Handles the records of one partition, in order, on top of that partition's state."""

    def handle(self, record: Record) -> Result:
        """Return what came of the record. Any exception makes it a dead letter."""

    def sizes(self) -> Mapping[str, int]:
        """Return sizes of what is held in memory, by name."""

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Return what time alone brings about; sent to the handler's own topic, so that it is handled in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the flow."""

    name: str
    source: TopicSpec
    open: Callable[[KeyedState, Settings], Handler] = field(repr=False)
    """Makes the handler of a partition, reading from its state what it needs in memory."""
    heavy: bool = False
    """Takes milliseconds a record: smaller batches."""
