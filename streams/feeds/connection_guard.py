"""Bounds connections in number, and the time that each may take for a request, which aiohttp does not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSAL: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class ConnectionGuard:
    """Counts connections, and cuts those whose request does not arrive in time: a sender may dribble for ever."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._deadlines: dict[asyncio.BaseTransport, asyncio.TimerHandle | None] = {}

    def watched(self, factory: Callable[[], asyncio.Protocol]) -> Callable[[], asyncio.Protocol]:
        """Return a factory of protocols that are watched."""
        return lambda: _Watched(self, factory)

    def admit(self, transport: asyncio.BaseTransport) -> bool:
        """Count a new connection, from which a request must come; return whether there is room for it."""
        if len(self._deadlines) >= self._most:
            return False
        self._deadlines[transport] = None
        self.expect(transport)
        return True

    def expect(self, transport: asyncio.BaseTransport) -> None:
        """Begin the time for a request, unless it has begun."""
        if self._deadlines.get(transport, ...) is None:
            loop = asyncio.get_running_loop()
            self._deadlines[transport] = loop.call_later(self._seconds, _cut, transport)

    def received(self, transport: asyncio.BaseTransport | None) -> None:
        """End the time for a request: all of it is here, or no more of it is wanted."""
        deadline = self._deadlines.get(transport) if transport is not None else None
        if deadline is not None and transport is not None:
            deadline.cancel()
            self._deadlines[transport] = None

    def lost(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection."""
        self.received(transport)
        self._deadlines.pop(transport, None)


class _Watched(asyncio.Protocol):
    """Hands everything on to the protocol of the server, which it makes once the connection is admitted."""

    def __init__(self, guard: ConnectionGuard, factory: Callable[[], asyncio.Protocol]) -> None:
        self._guard = guard
        self._factory = factory
        self._inner: asyncio.Protocol = asyncio.Protocol()
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self._guard.admit(transport):
            if isinstance(transport, asyncio.WriteTransport):
                transport.write(REFUSAL)
            transport.close()
            return
        self._transport = transport
        self._inner = self._factory()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._transport is not None:
            self._guard.expect(self._transport)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._guard.lost(self._transport)
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()


def _cut(transport: asyncio.BaseTransport) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
