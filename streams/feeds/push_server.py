"""Serves the pushes of all feeds on one port, and keeps the state of each feed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import structlog
from aiohttp import web

from streams.feeds.connection_guard import ConnectionGuard
from streams.feeds.delivery import BrokerRefused
from streams.feeds.push import PushReceiver
from streams.feeds.push_tokens import senders_of
from streams.feeds.state import failed, succeeded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime

    from streams.feeds.delivery import Sink
    from streams.feeds.feed import PushFeed
    from streams.feeds.state import FeedState, StateStore

MAX_CONNECTIONS: Final = 200
REQUEST_SECONDS: Final = 30.0
"""For a request to arrive, from its first byte to its last."""
IDLE_SECONDS: Final = 15.0
"""Between two requests of a connection."""
LINGER_SECONDS: Final = 2.0
"""For the rest of a request that was refused; without it senders don't see the answer."""
STOP_SECONDS: Final = 5.0
"""For requests that are being answered when the server stops."""
KEEP_SECONDS: Final = 5.0
"""How often the states are kept."""
RETRY_SECONDS: Final = 5.0
"""After which a port that is taken is tried again."""
_LOG: Final = structlog.get_logger("streams.feeds")


@dataclass(slots=True, kw_only=True)
class PushServer:
    """Runs the push feeds of a file."""

    feeds: Mapping[str, PushFeed]
    host: str
    port: int
    sink: Sink
    store: StateStore
    noted: Callable[[str, FeedState], Any]
    """Is called with each new state."""
    environment: Mapping[str, str]
    max_bytes: int
    """A larger item is refused."""
    now: Callable[[], datetime]
    states: dict[str, FeedState]
    _changed: set[str] = field(default_factory=set)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; a request that has begun is answered."""
        self._changed.update(self.feeds)  # so that each is seen before something comes
        while not stop.is_set():
            try:
                async with self.serving():
                    await self._keep()
                    while not await _stopped(stop, KEEP_SECONDS):
                        await self._keep()
            except OSError as error:
                for name in self.feeds:
                    self._note_failure(
                        name, f"{self.host}:{self.port} can't be listened on: {os.strerror(error.errno or 0)}"
                    )
                await self._keep()
                await _stopped(stop, RETRY_SECONDS)
        await self._keep()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """Serve while the context lasts, and yield the port. Raises OSError where it is taken."""
        senders, refused = senders_of(self.feeds, self.environment)
        for name, reason in refused.items():
            self._note_failure(name, reason)
        guard = ConnectionGuard(most=MAX_CONNECTIONS, seconds=REQUEST_SECONDS)
        receiver = PushReceiver(senders, self.sink, guard, max_bytes=self.max_bytes, now=self.now, report=self._report)
        runner = web.AppRunner(
            receiver.app(),
            access_log=None,
            logger=_silent_logger(),
            auto_decompress=False,  # it unpacks without a limit
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=LINGER_SECONDS,
            shutdown_timeout=STOP_SECONDS,
        )
        await runner.setup()
        try:
            factory = cast("Callable[[], asyncio.Protocol]", runner.server)  # there is one after `setup`
            loop = asyncio.get_running_loop()
            server = await loop.create_server(guard.watched(factory), self.host, self.port, reuse_address=True)
            async with server:
                _LOG.info("pushes are taken", host=self.host, feeds=len(senders))
                yield int(server.sockets[0].getsockname()[1])
                server.close()
                await runner.cleanup()
        finally:
            await runner.cleanup()

    def _report(self, name: str, reason: str | None) -> None:
        if reason is not None:
            self._note_failure(name, reason)
            return
        self._note(name, succeeded(self.states[name], self.now(), sent=1))

    def _note_failure(self, name: str, reason: str) -> None:
        _LOG.warning("push not taken", feed=name, reason=reason)
        self._note(name, failed(self.states[name], reason, self.now()))

    def _note(self, name: str, state: FeedState) -> None:
        self.states[name] = state
        self._changed.add(name)
        self.noted(name, state)

    async def _keep(self) -> None:
        """Keep the states that have changed; those that the broker refuses are kept later."""
        for name in sorted(self._changed):
            try:
                await self.store.put_state(name, self.states[name])
            except BrokerRefused:
                return
            self._changed.discard(name)


def _silent_logger() -> logging.Logger:
    """Return a logger for aiohttp that writes nothing: it would log each request that is no HTTP, with its bytes."""
    logger = logging.getLogger("streams.feeds.push_server.aiohttp")
    logger.propagate = False
    logger.disabled = True
    return logger


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
