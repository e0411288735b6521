"""Lanes of work: what belongs to one partition is done in order, and partitions side by side.

A batch waits for the broker most of its time. Were the batches of a stage done one after the other, all its partitions
would wait with it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Work = Callable[[], Awaitable[None]]


class Lanes:
    """A lane for each partition. An error in one of them ends the group, and with it the work of all lanes."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._last: dict[int, asyncio.Task[None]] = {}

    def add(self, partition: int, work: Work) -> None:
        """Have work begin once all that was added before for this partition has ended."""
        self._last[partition] = self._group.create_task(_after(self._last.get(partition), work))


async def _after(before: asyncio.Task[None] | None, work: Work) -> None:
    if before is not None:
        await asyncio.wait([before])
    await work()
