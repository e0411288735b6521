"""A site on this machine that answers as a test tells it to, and a poller for it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from streams.feeds import HostGate, Poller, PollFeed, open_fetcher
from streams.wire import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

START = datetime(2026, 3, 9, 12, tzinfo=UTC)


class Site:
    """Answers each path by a function, and keeps the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {}
        self.requests: list[web.Request] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        self.requests.append(request)
        return await self.answers[request.path](request)

    def says(self, path: str, text: str = "", status: int = 200, **headers: str) -> None:
        """Let a path answer with a text."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=text.encode(), status=status, headers=named)

        self.answers[path] = answer

    def does(self, path: str, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> None:
        """Let a path answer by a function."""
        self.answers[path] = answer


@asynccontextmanager
async def running() -> AsyncIterator[Site]:
    """Run a site."""
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0)
    await place.start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Run a site on this machine."""
    async with running() as found:
        yield found


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time

    def move(self, **amount: float) -> None:
        """Move it on."""
        self.time += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
async def poller(clock: Clock) -> AsyncIterator[Poller]:
    """Return a poller whose waits have no chance in them."""
    async with open_fetcher(HostGate(pause=0)) as fetcher:
        yield Poller(
            fetcher=fetcher,
            limits=Limits(max_item_bytes=200_000),
            environment={"TOKEN": "Bearer s3cr3t"},
            now=clock,
            share=lambda: 0.0,
        )


def poll_feed(url: str | None, **fields: Any) -> PollFeed:
    """Return a feed of this machine."""
    return PollFeed(**{"kind": "poll", "url": url, "provider": "hills", "allow_private": True, **fields})


def rss(*entries: tuple[str, str, str], home: str = "https://hills.example/") -> str:
    """Return an RSS document of entries: id, address and headline."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title>"
        f"<description>{title}. The council met on Monday and will meet again.</description></item>"
        for guid, link, title in entries
    )
    head = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Hills</title><link>{home}</link>"
    return f"{head}{items}</channel></rss>"


ONE = ("1", "https://hills.example/1", "Bridge closed at Sennar")
TWO = ("2", "https://hills.example/2", "School opens at Karsk")
