"""The application: all routes behind the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route

from streams.desk.filters import BadFilter
from streams.desk.pages import STATIC
from streams.desk.values import Problem
from streams.ops.desk.answers import problem_answer
from streams.ops.desk.built_files import BuiltFiles
from streams.ops.desk.context import Context
from streams.ops.desk.events import events
from streams.ops.desk.guard import Guard
from streams.ops.desk.records import RecordReader
from streams.ops.desk.routes import alerts, articles, dead, document, health, incidents, session
from streams.ops.desk.security import Access, RateLimit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from streams.ops.desk.state import DeskState

BAD_REQUEST: Final = 400
FAILED: Final = 500
COMPRESS_LEVEL: Final = 6
"""Of files alone, which hold no secret; level 9 takes a third longer, for half a percent less."""
TITLES: Final = {403: "Refused", 404: "Not found", 405: "Not allowed here", 503: "Not now"}
ROUTES: Final[list[BaseRoute]] = [
    *incidents.ROUTES,
    *alerts.ROUTES,
    *articles.ROUTES,
    *health.ROUTES,
    *dead.ROUTES,
    *session.ROUTES,
    *document.ROUTES,
    Route("/api/events", events),
    Mount("/static", GZipMiddleware(BuiltFiles(directory=STATIC, check_dir=False), compresslevel=COMPRESS_LEVEL)),
]


def build_app(state: DeskState, records: RecordReader | None = None) -> ASGIApp:
    """Return the application. Raises `UnsafeDesk` where the settings would let in everybody.

    Whoever gives `records` closes it.
    """
    access = Access.of(state.settings)
    app = Starlette(routes=ROUTES, exception_handlers=HANDLERS)
    app.state.context = Context(state, access, records or RecordReader(state.settings))
    return Guard(app, access, RateLimit(state.settings.desk_requests_per_second))


async def _http_problem(request: Request, error: Exception) -> Response:
    status, detail = getattr(error, "status_code", FAILED), str(getattr(error, "detail", ""))
    problem = Problem(status=status, title=TITLES.get(status, "It did not work"), detail=detail)
    return problem_answer(problem, request, getattr(error, "headers", None))


async def _filter_problem(request: Request, error: Exception) -> Response:
    field = getattr(error, "field", None)
    problem = Problem(status=BAD_REQUEST, title="Filter not understood", detail=str(error), field=field)
    return problem_answer(problem, request)


async def _failure(request: Request, error: Exception) -> Response:
    del error  # Starlette raises it again after the answer, for the log
    problem = Problem(status=FAILED, title="It did not work", detail="The desk has failed; its log says why.")
    return problem_answer(problem, request)


HANDLERS: Final = {HTTPException: _http_problem, BadFilter: _filter_problem, Exception: _failure}
