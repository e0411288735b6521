"""What a stage is: a source, what it sends, a handler for each partition, and the result of a record."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
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


class Send(NamedTuple):
    """A message to be sent, with the key that its topic asks for; None is a tombstone."""

    topic: TopicSpec
    key: str
    message: Message | None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Records how an item ended at this stage; None when it goes on after all, such as when its embargo has passed."""

    outcome: Outcome | None
    origin: Origin


class Elapsed(NamedTuple):
    """The seconds from a raw record to its published article, and the trace that shows where they went."""

    seconds: float
    trace_id: str


class Result(NamedTuple):
    """What a handler made of a record."""

    sends: tuple[Send, ...] = ()
    tallies: tuple[Tally, ...] = ()
    items: int = 0
    """Intake: the number of items that the record held."""
    refused: tuple[tuple[int, Exception], ...] = ()
    """Intake: positions of the items that were refused, and why. One dead letter lists them all."""
    end_to_end: tuple[Elapsed, ...] = ()
    """Times since the raw record's timestamp, for items that this record's handling published."""
    following: tuple[Record, ...] = ()
    """Earlier records of the partition that waited for this one: each is handled now, before the record after it."""


NO_SIZES: Final[Mapping[str, int]] = MappingProxyType({})


class Handler(ABC):
    """Handles the records of one partition, in order, on top of that partition's state."""

    @abstractmethod
    def handle(self, record: Record) -> Result:
        """Return what came of the record. Any exception makes it a dead letter."""

    def refused(self, record: Record) -> Result:
        """Return what is done in place of a record whose handling failed; by default nothing but its dead letter.

        What the handling wrote is rolled back by then; what is written here is kept.
        """
        del record
        return Result()

    def prepare(self, records: Sequence[Record]) -> None:  # noqa: B027  # nothing is the default
        """Take note of the records that come next, of which several may be worked on together.

        It must give no other results than without it, write no state and raise nothing.
        """

    def sizes(self) -> Mapping[str, int]:
        """Return sizes of what the handler holds in memory, by name; by default it holds nothing."""
        return NO_SIZES

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Return what is sent because a time has come; by default nothing waits for a time.

        It is sent to the handler's own topic, so that the handler meets it in order with its records.
        """
        del now
        return ()


OpenHandler = Callable[["KeyedState", "Settings"], Handler]
"""Makes the handler of a partition, which reads from the partition's state what it needs in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the flow."""

    name: str
    source: TopicSpec
    sends: tuple[TopicSpec, ...] = ()
    """Topics that it sends to."""
    outcomes: tuple[Outcome, ...] = ()
    """Ways in which an item may end here."""
    heavy: bool = False
    """Takes milliseconds a record, so its batches are smaller."""
