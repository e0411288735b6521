"""What the desk takes from `wire.duplicates`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas import SCHEMA_HEADER, Duplicate, UndecodableMessage, decode
from streams.desk.duplicates import Duplicates
from streams.ops.desk.sinks import header_of
from streams.topics import DUPLICATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiokafka import ConsumerRecord

    from streams.ops.desk.state import DeskState


@dataclass(slots=True)
class DuplicateSink:
    """Keeps which items repeat which."""

    state: DeskState

    def begin(self) -> None:
        """Begin from scratch."""
        self.state.duplicates = Duplicates(self.state.settings.desk_articles)
        self.state.condition.foreign.pop(DUPLICATES.name, None)

    async def load(self, records: Sequence[ConsumerRecord]) -> None:
        """Take over repetitions."""
        for record in records:
            self.changed(record)
        await asyncio.sleep(0)

    async def loaded(self) -> None:
        """Nothing: repetitions are shown as they are read."""

    def changed(self, record: ConsumerRecord) -> None:
        """Take over a repetition."""
        try:
            message = decode(record.value, DUPLICATES.types, header_of(record, SCHEMA_HEADER))
        except UndecodableMessage:
            self.state.condition.skipped(DUPLICATES.name)
            return
        if isinstance(message, Duplicate):
            self.state.duplicates.put(message)

    def away(self, reason: str) -> None:
        """Nothing: the incidents say that the broker is away."""
