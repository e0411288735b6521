"""Keeps the state of the flow, as `wirefeed status` reads it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from streams.ops.accounting import throughput
from streams.ops.desk.clock import now
from streams.ops.desk.persistence import persist
from streams.ops.guarantee import stated_delivery
from streams.ops.status import Status, StatusReader, status_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from streams.settings import Settings

EVERY_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 30.0


@dataclass(slots=True)
class StatusWatch:
    """The latest status, and why there is none."""

    settings: Settings
    status: Status | None = None
    data: dict[str, Any] | None = None
    rates: Mapping[str, float] | None = None
    delivery: str | None = None
    at: datetime | None = None
    problem: str | None = None

    async def run(self) -> None:
        """Read until cancelled; what goes wrong is kept as the problem, and tried again."""
        await persist("status", self._read, self._note_problem)

    async def _read(self) -> None:
        async with StatusReader(self.settings) as reader:
            self.delivery = await stated_delivery(self.settings)
            await self._watch(reader)

    def _note_problem(self, reason: str) -> None:
        self.problem = reason

    async def _watch(self, reader: StatusReader) -> None:
        before, read_at = None, time.monotonic()
        while True:
            status = await asyncio.wait_for(reader.read(), ANSWER_SECONDS)
            seconds = time.monotonic() - read_at
            self._note(status, before, seconds)
            before, read_at = status, time.monotonic()
            await asyncio.sleep(EVERY_SECONDS)

    def _note(self, status: Status, before: Status | None, seconds: float) -> None:
        self.status, self.at, self.problem = status, now(), None
        self.rates = None if before is None else throughput(before.counts, status.counts, seconds)
        self.data = {**status_json(status, before, seconds), "delivery": self.delivery}
