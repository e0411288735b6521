"""The routes of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.routing import Route

from streams.desk.filters import BadFilter, Filter, parse_filter
from streams.desk.incident_page import incident_page
from streams.desk.listing import listing_of
from streams.desk.pages import render
from streams.desk.values import AlertList, IncidentList, IncidentPage, Problem
from streams.ops.desk.answers import json_answer, problem_answer
from streams.ops.desk.events import events
from streams.ops.desk.guard import Guard
from streams.ops.desk.security import Access, RateLimit
from streams.ops.desk.state import DeskState, now

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

NOT_FOUND: Final = 404
BAD_REQUEST: Final = 400
LISTED_ALERTS: Final = 200


def build_app(state: DeskState) -> ASGIApp:
    """Return the application. Raises `UnsafeDesk` where the settings would let in everybody."""
    app = Starlette(routes=ROUTES, exception_handlers={HTTPException: _http_problem, BadFilter: _filter_problem})
    app.state.desk = state
    app.state.access = Access.of(state.settings)
    return Guard(app, app.state.access, RateLimit(state.settings.desk_requests_per_second))


def desk_of(request: Request) -> DeskState:
    """Return what the desk has in memory."""
    desk: DeskState = request.app.state.desk
    return desk


# Incidents


async def incidents_html(request: Request) -> Response:
    """Return the list as a page."""
    wanted = parse_filter(request.query_params.multi_items())
    return HTMLResponse(render.incidents_page(_listing(request, wanted), wanted))


async def incidents_json(request: Request) -> Response:
    """Return the list."""
    return json_answer(_listing(request, parse_filter(request.query_params.multi_items())))


async def incident_html(request: Request) -> Response:
    """Return an incident as a page."""
    return HTMLResponse(render.incident_page(_incident(request)))


async def incident_json(request: Request) -> Response:
    """Return an incident."""
    return json_answer(_incident(request))


def _listing(request: Request, wanted: Filter) -> IncidentList:
    desk = desk_of(request)
    return listing_of(desk.board, wanted, desk.broker(), now())


def _incident(request: Request) -> IncidentPage:
    desk, identity = desk_of(request), request.path_params["id"]
    entry = desk.board.get(identity)
    if entry is None:
        raise HTTPException(NOT_FOUND, "There is no incident with this id, or it has lost all its items.")
    return incident_page(entry.incident(), desk.broker())


# Alerts


async def alerts_html(request: Request) -> Response:
    """Return the latest alerts as a page."""
    return HTMLResponse(render.alerts_page(_alerts(request)))


async def alerts_json(request: Request) -> Response:
    """Return the latest alerts."""
    return json_answer(_alerts(request))


def _alerts(request: Request) -> AlertList:
    desk = desk_of(request)
    latest = sorted(desk.alerts.values(), key=lambda alert: (alert.at, alert.id), reverse=True)
    return AlertList(alerts=tuple(latest[:LISTED_ALERTS]), broker=desk.broker())


# What goes wrong


async def _http_problem(request: Request, error: Exception) -> Response:
    status, detail = getattr(error, "status_code", 500), getattr(error, "detail", "")
    problem = Problem(status=status, title=TITLES.get(status, "It did not work"), detail=str(detail))
    return problem_answer(problem, request, getattr(error, "headers", None))


async def _filter_problem(request: Request, error: Exception) -> Response:
    field = getattr(error, "field", None)
    problem = Problem(status=BAD_REQUEST, title="Filter not understood", detail=str(error), field=field)
    return problem_answer(problem, request)


TITLES: Final = {NOT_FOUND: "Not found", 405: "Not allowed here", 503: "Not now"}

ROUTES: Final[list[Any]] = [
    Route("/", incidents_html),
    Route("/incidents/{id:path}", incident_html),
    Route("/alerts", alerts_html),
    Route("/api/incidents", incidents_json),
    Route("/api/incidents/{id:path}", incident_json),
    Route("/api/alerts", alerts_json),
    Route("/api/events", events),
]
