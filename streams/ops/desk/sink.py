"""What takes the records of a topic for the desk: the part that all sinks have in common."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from schemas import UndecodableMessage, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiokafka import ConsumerRecord

    from schemas import Message
    from streams.ops.desk.state import DeskState
    from streams.topics import TopicSpec

AT_ONCE: Final = 20
"""Records that are taken before requests get their turn: some milliseconds."""


def key_of(record: ConsumerRecord) -> str:
    """Return the key of a record as text."""
    return (record.key or b"").decode(errors="replace")


def header_of(record: ConsumerRecord, name: str) -> str | None:
    """Return a header of a record as text."""
    return next((value.decode(errors="replace") for key, value in record.headers if key == name and value), None)


@dataclass(slots=True)
class Sink:
    """Takes the records of a topic: what stood there when reading began, and then each that comes."""

    state: DeskState

    topic: ClassVar[TopicSpec]
    """The topic, whose foreign records are counted."""
    at_once: ClassVar[int] = AT_ONCE

    def begin(self) -> None:
        """Prepare for reading from the beginning, for the first time or again."""
        self.state.condition.foreign.pop(self.topic.name, None)

    async def load(self, records: Sequence[ConsumerRecord]) -> None:
        """Take what stood on the topic when reading began."""
        for number, record in enumerate(records, 1):
            self.take(record)
            if number % self.at_once == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def loaded(self) -> None:
        """All that stood there is taken."""

    def changed(self, record: ConsumerRecord) -> None:
        """Take a record that came later."""
        self.take(record)

    def take(self, record: ConsumerRecord) -> None:
        """Take a record."""
        raise NotImplementedError

    def away(self, reason: str) -> None:
        """Take the reason why the broker gives nothing. Incidents alone say so on the pages."""

    def message_of(self, value: bytes | None, schema: str | None = None) -> Message | None:
        """Return the message in a value; what is none of the topic's is counted as foreign."""
        try:
            return decode(value, self.topic.types, schema)
        except UndecodableMessage:
            self.state.condition.skipped(self.topic.name)
            return None
