"""Ends tasks that use the Kafka client."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection

CANCEL_SECONDS: Final = 1.0
"""After which a task that has not ended is cancelled again."""


async def cancel_all(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they have ended, whatever they raise.

    Once is not enough: the Kafka client takes some cancellations for those of its own tasks, and goes on.
    """
    alive = {task for task in tasks if not task.done()}
    while alive:
        for task in alive:
            task.cancel()
        _, alive = await asyncio.wait(alive, timeout=CANCEL_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
