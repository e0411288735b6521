"""Fetches a document from the web: whatever the server does, it costs bounded time and memory, and no secret."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from streams.addresses import CheckedResolver, check_literal, connection_problem
from streams.feeds.decompression import ACCEPTED, Unpacker
from streams.feeds.feed import check_url
from streams.feeds.schedule import asked_wait

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta

    from streams.feeds.politeness import HostGate

AGENT: Final = "Wirefeed (news feed reader)"
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.9, text/html;q=0.5, */*;q=0.1"
)
MAX_REDIRECTS: Final = 5
MAX_URL_CHARS: Final = 4_000
OK: Final = 200
NOT_MODIFIED: Final = 304
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})


class FetchFailed(Exception):
    """There is no document to be had now. The message says why, without address, header or text."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
        """How long the server wants to be left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to fetch, and what is known of it."""

    url: str = field(repr=False)
    seconds: float
    """For everything: waiting for the answers, and reading them."""
    max_bytes: int
    allow_private: bool = False
    authorization: str | None = field(default=None, repr=False)
    """Sent to the host of the address alone."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer of a server."""

    content: bytes | None = field(repr=False)
    """None where the document has not changed since it was last fetched."""
    url: str = field(repr=False)
    """Where it was found."""
    moved_to: str | None = field(default=None, repr=False)
    """Where the address has moved for good."""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Fetches documents by sessions that its owner opens with `open_fetcher`."""

    def __init__(self, public: aiohttp.ClientSession, private: aiohttp.ClientSession, gate: HostGate) -> None:
        self._public = public
        self._private = private
        self._gate = gate

    async def fetch(self, request: Request) -> Fetched:
        """Return the answer, after at most `MAX_REDIRECTS` redirects. Raises `FetchFailed`."""
        try:
            return await self._follow(request)
        except TimeoutError as error:
            raise FetchFailed(f"no whole answer within {request.seconds:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            raise FetchFailed(_reason(error)) from error
        except ValueError as error:
            raise FetchFailed(str(error)) from error

    async def _follow(self, request: Request) -> Fetched:
        url, moved_to, moving = request.url, None, True
        seconds = request.seconds
        for _ in range(MAX_REDIRECTS + 1):
            began = asyncio.get_running_loop().time()
            answer = await self._ask(request, url, seconds)
            if isinstance(answer, Fetched):
                return replace(answer, moved_to=moved_to)
            url, permanent = answer
            moving = moving and permanent
            moved_to = url if moving else moved_to
            seconds -= asyncio.get_running_loop().time() - began
        raise FetchFailed(f"more than {MAX_REDIRECTS} redirects")

    async def _ask(self, request: Request, url: str, seconds: float) -> Fetched | tuple[str, bool]:
        """Return what one address answers: a document, or the next address and whether it holds for good."""
        host = urlsplit(url).hostname or ""
        if not request.allow_private:
            check_literal(host)
        session = self._private if request.allow_private else self._public
        # The time begins when it is this request's turn: others at the host may be slow.
        async with (
            self._gate.request(host),
            asyncio.timeout(seconds),
            session.get(url, headers=_headers(request, url), allow_redirects=False) as response,
        ):
            try:
                if response.status in REDIRECTS:
                    return _target(response, url), response.status in PERMANENT
                return await _read(response, url, request.max_bytes)
            finally:
                response.close()  # the rest may be endless


@asynccontextmanager
async def open_fetcher(gate: HostGate) -> AsyncIterator[Fetcher]:
    """Yield a fetcher whose connections are closed at the end."""
    async with _session(CheckedResolver()) as public, _session(None) as private:
        yield Fetcher(public, private, gate)


def _session(resolver: CheckedResolver | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True),
        timeout=aiohttp.ClientTimeout(total=None),  # `Fetcher` bounds the time, over all redirects
        trust_env=False,  # a proxy would connect to what nobody has checked
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _headers(request: Request, url: str) -> dict[str, str]:
    stated = {
        "User-Agent": AGENT,
        "Accept": ACCEPT,
        "Accept-Encoding": ACCEPTED,
        "If-None-Match": request.etag,
        "If-Modified-Since": request.last_modified,
        "Authorization": request.authorization if _same_origin(url, request.url) else None,
    }
    return {name: value for name, value in stated.items() if value}


def _same_origin(one: str, other: str) -> bool:
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def _target(response: aiohttp.ClientResponse, url: str) -> str:
    """Return the address that a redirect names. Raises `FetchFailed` where it names none that may be fetched."""
    stated = response.headers.get("Location", "").strip()
    if not stated or len(stated) > MAX_URL_CHARS:
        raise FetchFailed("a redirect names no address, or one that is too long")
    target = urljoin(url, stated)
    try:
        check_url(target)
    except ValueError as error:
        raise FetchFailed("a redirect leads to what is no plain web address") from error
    return target


async def _read(response: aiohttp.ClientResponse, url: str, limit: int) -> Fetched:
    """Return the document of an answer that is no redirect. Raises `FetchFailed`, or ValueError."""
    headers = response.headers
    if response.status == NOT_MODIFIED:
        content = None
    elif response.status == OK:
        content = await _content(response, limit)
    else:
        wait = asked_wait(headers.get("Retry-After"), datetime.now(UTC))
        raise FetchFailed(f"the server answers {response.status}", wait)
    return Fetched(
        content=content,
        url=url,
        content_type=headers.get("Content-Type"),
        etag=headers.get("ETag"),
        last_modified=headers.get("Last-Modified"),
    )


async def _content(response: aiohttp.ClientResponse, limit: int) -> bytes:
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), limit)
    received = 0
    async for part in response.content.iter_any():
        received += len(part)
        if received > limit:
            raise FetchFailed(f"it has more than {limit:,} bytes")
        unpacker.add(part)
    return unpacker.content()


def _reason(error: BaseException) -> str:
    """Return why a connection failed, without the address."""
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the connection was cut before the end of the document"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the server does not answer in HTTP"
    return connection_problem(error)
