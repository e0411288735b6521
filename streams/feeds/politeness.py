"""One request at a time for each host, with a pause after it, and not too many at once over all."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAUSE: Final = 1.0
"""Seconds that a host has to itself after a request."""
AT_ONCE: Final = 16
"""Requests at one time over all hosts: answers are in memory until the broker has them."""
KEPT: Final = 1_000
"""Hosts after which those are forgotten that nobody waits for."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0


class HostGate:
    """Lets requests pass."""

    def __init__(self, *, pause: float = PAUSE, at_once: int = AT_ONCE) -> None:
        self._pause = pause
        self._room = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def request(self, host: str) -> AsyncIterator[None]:
        """Wait for the turn of a request to a host, and hold it while the context lasts."""
        found = self._hosts.setdefault(host, _Host())
        found.users += 1
        try:
            async with found.lock:
                await asyncio.sleep(max(0.0, found.free_at - asyncio.get_running_loop().time()))
                async with self._room:
                    yield
                found.free_at = asyncio.get_running_loop().time() + self._pause
        finally:
            found.users -= 1
            self._forget()

    def _forget(self) -> None:
        if len(self._hosts) > KEPT:
            now = asyncio.get_running_loop().time()
            self._hosts = {name: host for name, host in self._hosts.items() if host.users or host.free_at > now}
