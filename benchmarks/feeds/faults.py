"""How servers misbehave: each fault is an answer to a request of a feed, by the number of the request."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from benchmarks.feeds.source import Source

    Answer = Callable[[Source, web.Request, int], Awaitable[web.StreamResponse]]

TIMEOUT: Final = 2.0
"""Seconds that the feeds give their servers."""
RSS: Final = {"Content-Type": "application/rss+xml; charset=utf-8"}
BOMB: Final = gzip.compress(b"\0" * 60_000_000)
HUGE: Final = b"<rss><channel>" + b" " * 6_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A kind of server."""

    name: str
    words: str
    answer: Answer
    allow_private: bool = True
    gives: bool = True
    """Whether news can be had from it at all."""


def _whole(source: Source, *, fewer: int = 0, stamp: str = "", id_prefix: str = "", **headers: str) -> web.Response:
    text = source.document(fewer=fewer, stamp=stamp, id_prefix=id_prefix)
    source.sent(fewer=fewer)
    return web.Response(text=text, headers={**RSS, **headers})


async def steady(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Answer 304 while nothing has changed."""
    del number
    etag = f'"{source.released}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304)
    return _whole(source, ETag=etag)


async def stamped(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """State the number of the request in each document: its bytes always differ."""
    del request
    return _whole(source, stamp=f"<generator>{number}</generator>")


async def slow(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Answer too late, or a few bytes at a time."""
    if number % 2:
        await asyncio.sleep(TIMEOUT + 0.5)
        return web.Response(status=503)
    content = source.document().encode()
    response = web.StreamResponse(headers={**RSS, "Content-Length": str(len(content))})
    await response.prepare(request)
    step = len(content) // 8 + 1
    for start in range(0, len(content), step):
        await response.write(content[start : start + step])
        await asyncio.sleep(0.1)
    source.sent()
    return response


async def throttled(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Ask for rest two times of three."""
    del request
    return _whole(source) if number % 3 == 0 else web.Response(status=429, headers={"Retry-After": "1"})


async def failing(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Fail every other time."""
    del request
    return _whole(source) if number % 2 else web.Response(status=500)


async def moved(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Move for good; the new place leads in a circle now and then."""
    if not request.path.endswith("/new"):
        return web.Response(status=301, headers={"Location": f"{request.path}/new"})
    if number % 4 == 0:
        return web.Response(status=302, headers={"Location": request.path})
    return _whole(source)


async def bomb(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Send a small answer that unpacks to 60 MB every other time."""
    del request
    if number % 2:
        return _whole(source)
    return web.Response(body=BOMB, headers={**RSS, "Content-Encoding": "gzip"})


async def other_ids(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Give all entries other ids at each request."""
    del request
    return _whole(source, id_prefix=f"{number}-")


async def cut(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Cut the connection within the document every other time."""
    if number % 2:
        return _whole(source)
    content = source.document().encode()
    response = web.StreamResponse(headers={**RSS, "Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response


async def huge(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Send 6 MB every other time."""
    del request
    return _whole(source) if number % 2 else web.Response(body=HUGE, headers=RSS)


async def login(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Send a page every other time, as if it were well."""
    del request
    if number % 2:
        return _whole(source)
    page = f"<html><body><p>{'Please log in to go on reading. ' * 20}</p></body></html>"
    return web.Response(text=page, content_type="text/html")


async def swinging(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Send an older document every other time, as servers behind one name do."""
    del request
    return _whole(source, fewer=0 if number % 2 else 2)


async def private(source: Source, request: web.Request, number: int) -> web.StreamResponse:
    """Answer, which must never be asked for: the feed may not reach into this network."""
    del request, number
    return _whole(source)


FAULTS: Final = (
    Fault(name="steady", words="304 while nothing has changed", answer=steady),
    Fault(name="stamped", words="other bytes at each request", answer=stamped),
    Fault(name="slow", words="too late, or a few bytes at a time", answer=slow),
    Fault(name="throttled", words="429 with Retry-After, two of three", answer=throttled),
    Fault(name="failing", words="500 every other time", answer=failing),
    Fault(name="moved", words="moved for good, then in a circle", answer=moved),
    Fault(name="bomb", words="60 MB in a small answer", answer=bomb),
    Fault(name="ids", words="other ids at each request", answer=other_ids),
    Fault(name="cut", words="the connection is cut", answer=cut),
    Fault(name="huge", words="6 MB every other time", answer=huge),
    Fault(name="login", words="a log-in page every other time", answer=login),
    Fault(name="swinging", words="an older document every other time", answer=swinging),
    Fault(name="private", words="in our network, and not allowed", answer=private, allow_private=False, gives=False),
)
