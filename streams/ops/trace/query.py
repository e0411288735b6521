"""What a trace asks of the topics, whoever holds them: a broker, or the driver in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.runner import Record
    from streams.topics import TopicSpec

Wanted = Callable[["bytes | None", "bytes | None"], bool]
"""Whether a record is looked for, by its key and value as bytes: most records are never decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which records of a topic are looked for."""

    topic: TopicSpec
    wanted: Wanted
    key: str | None = None
    """Where given, only the partition of this key is read."""
    since_ms: int = 0
    """Records with an earlier timestamp are left out."""
    enough: int | None = None
    """Reading stops after so many different values; a record that was sent twice counts once."""
    done: Callable[[], bool] = lambda: False
    """Reading stops once it is true."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The offsets that a partition has: from `begin` on, `end` is that of its next record."""

    begin: int
    end: int


class RecordSource(Protocol):
    """Holds the topics."""

    async def find(self, queries: Sequence[Query]) -> list[list[Record]]:
        """Return the records that each query asks for, in order within a partition."""

    async def record_at(self, topic: str, partition: int, offset: int) -> Record | None:
        """Return the record at an offset, None where there is none."""

    async def extent(self, topic: str, partition: int) -> Extent | None:
        """Return the offsets that a partition has, None where there is no such partition."""

    async def committed(self, topic: str, partition: int) -> int | None:
        """Return the offset that the stage that reads a topic has got to, None where it has not begun."""
