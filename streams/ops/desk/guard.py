"""Stands before every request: name of the host, rate, who asks; and puts the headers on every answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from streams.desk.values import Problem
from streams.ops.desk.answers import problem_answer
from streams.ops.desk.security import COOKIE, HEADERS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from streams.ops.desk.security import Access, RateLimit

MAX_BODY: Final = 65_536
OPEN_PATHS: Final = ("/login", "/static/", "/livez")
"""Of these everybody gets an answer: the form for the token, and what it looks like."""
_LOG: Final = structlog.get_logger("streams.desk")
CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(slots=True)
class Guard:
    """An ASGI application before the other one."""

    app: ASGIApp
    access: Access
    rate: RateLimit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        problem, headers = self._problem(request, scope["method"])
        app = self.app if problem is None else problem_answer(problem, request, headers)
        try:
            await app(scope, receive, _with_headers(send))
        except Exception:  # noqa: BLE001 - it was answered with 500; the log has type and place
            _LOG.exception("request failed")

    def _problem(self, request: HTTPConnection, method: str) -> tuple[Problem | None, dict[str, str]]:
        client = request.client.host if request.client is not None else ""
        host = request.headers.get("host", "")
        if not self.access.knows_host(host):
            detail = "The request names a host that is none of the desk's; see WIREFEED_DESK_NAMES."
            return Problem(status=421, title="Not this host", detail=detail), {}
        if wait := self.rate.wait(self.access.user(request.headers, client) or client, time.monotonic()):
            detail = "Too many requests from one address; see WIREFEED_DESK_REQUESTS_PER_SECOND."
            return Problem(status=429, title="Too many requests", detail=detail), {"Retry-After": f"{wait:.0f}"}
        if method in CHANGING and not self._may_change(request, host):
            detail = "The request comes from a page of another site, or is too large."
            return Problem(status=403, title="Refused", detail=detail), {}
        if request.url.path.startswith(OPEN_PATHS) or self._may_read(request, client):
            return None, {}
        detail = "The desk needs a token: sign in, or send it as `Authorization: Bearer TOKEN`."
        return Problem(status=401, title="Sign in", detail=detail), {"WWW-Authenticate": "Bearer"}

    def _may_read(self, request: HTTPConnection, client: str) -> bool:
        return self.access.may_read(request.headers, request.cookies.get(COOKIE), client)

    def _may_change(self, request: HTTPConnection, host: str) -> bool:
        size = request.headers.get("content-length", "0")
        small = size.isascii() and size.isdecimal() and len(size) < 8 and int(size) <= MAX_BODY  # noqa: PLR2004 - digits
        return small and self.access.is_same_site(request.headers.get("origin"), host)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS:
                headers.setdefault(name.decode(), value.decode())
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending
