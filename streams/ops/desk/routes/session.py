"""Signing in with the token, for browsers: they keep a cookie that no script can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route

from streams.desk.pages import render
from streams.ops.desk.context import context_of
from streams.ops.desk.guard import MAX_BODY
from streams.ops.desk.security import COOKIE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

SESSION_SECONDS: Final = 12 * 3600
"""A day's shift."""
SEE_OTHER: Final = 303
FORBIDDEN: Final = 403


async def login_html(request: Request) -> Response:
    """Return the form."""
    del request
    return HTMLResponse(render.login_page(None))


async def login(request: Request) -> Response:
    """Take the token, and give the browser a cookie for it."""
    access = context_of(request).access
    stated = parse_qs((await body_of(request)).decode("utf-8", "replace"), max_num_fields=10).get("token", [""])[0]
    if not access.is_token(stated.strip()):
        reason = "This is not the token." if access.token is not None else "The desk has no token; none is needed."
        return HTMLResponse(render.login_page(reason), FORBIDDEN)
    answer = RedirectResponse("/", SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        access.session(),
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.headers.get("x-forwarded-proto", request.url.scheme) == "https",
    )
    return answer


async def logout(request: Request) -> Response:
    """Take the cookie back."""
    del request
    answer = RedirectResponse("/", SEE_OTHER)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


async def livez(request: Request) -> Response:
    """Answer to a probe."""
    del request
    return PlainTextResponse("ok\n")


async def body_of(request: Request) -> bytes:
    """Return the body, at most `MAX_BODY` bytes of it."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return b""
    return body


ROUTES: Final = [
    Route("/login", login_html),
    Route("/login", login, methods=["POST"]),
    Route("/logout", logout, methods=["POST"]),
    Route("/livez", livez),
]
