"""Receivers that listen on this machine, and notifications for them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Notice, Notification
from streams.alerts import describe
from tests.streams.alerts.scenarios import make_alert

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def notification(number: int = 1, **fields: Any) -> Notification:
    """Return a message with so many changes."""
    notices = []
    for place in range(number):
        alert = make_alert(f"q{place}", "killed", None, 12 + place, AT, **fields)
        notices.append(Notice(change="first", alert=alert, text=describe(alert)))
    return Notification(id="msg-1", rule="rule", at=AT, notices=tuple(notices))


class Listener:
    """A server that answers every request with the same bytes, and keeps what it got."""

    def __init__(self, answer: bytes, *, endless: bool = False, hangs: bool = False) -> None:
        self.answer = answer
        self.endless = endless
        self.hangs = hangs
        self.requests: list[bytes] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a request and answer."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        self.requests.append(head + await reader.readexactly(length))
        try:
            if self.hangs:
                await reader.read()
            writer.write(self.answer)
            while self.endless:
                writer.write(b"x" * 1_000_000)
                await writer.drain()
            await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()


@pytest.fixture
def listening() -> Callable[..., Any]:
    """Return a context that runs a listener."""

    @asynccontextmanager
    async def run(answer: str, **options: Any) -> AsyncIterator[Listener]:
        listener = Listener(answer.replace("\n", "\r\n").encode(), **options)
        server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
        listener.port = server.sockets[0].getsockname()[1]
        try:
            yield listener
        finally:
            server.close()

    return run
