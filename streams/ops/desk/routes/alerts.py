"""The latest alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from streams.desk.atom import alerts_atom
from streams.desk.pages import render
from streams.desk.values import AlertList
from streams.ops.desk.answers import json_answer
from streams.ops.desk.context import base_of, context_of

if TYPE_CHECKING:
    from starlette.requests import Request

LISTED: Final = 200
ATOM: Final = "application/atom+xml"


async def alerts_html(request: Request) -> Response:
    """Return them as a page."""
    return HTMLResponse(render.alerts_page(_alerts(request)))


async def alerts_json(request: Request) -> Response:
    """Return them."""
    return json_answer(_alerts(request))


async def alerts_feed(request: Request) -> Response:
    """Return them as an Atom feed."""
    return Response(alerts_atom(_alerts(request).alerts, base_of(request)), media_type=ATOM)


def _alerts(request: Request) -> AlertList:
    state = context_of(request).state
    latest = sorted(state.alerts.values(), key=lambda alert: (alert.at, alert.id), reverse=True)
    return AlertList(alerts=tuple(latest[:LISTED]), broker=state.broker())


ROUTES: Final = [
    Route("/alerts", alerts_html),
    Route("/alerts.atom", alerts_feed),
    Route("/api/alerts", alerts_json),
]
