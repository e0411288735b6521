"""Waits for what another process or task does, and sends no event of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_SECONDS = 0.02


async def until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Return when something holds; raise TimeoutError when it does not within so many seconds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(LOOK_SECONDS)
