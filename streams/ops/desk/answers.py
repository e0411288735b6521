"""Values as answers: JSON for the API, a page for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response

from streams.desk.pages import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection

    from streams.desk.values import Problem, Value

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
API: Final = "/api/"


def json_answer(value: Value, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(value.model_dump_json(), status, media_type=JSON)


def problem_answer(problem: Problem, request: HTTPConnection, headers: Mapping[str, str] | None = None) -> Response:
    """Return what is wrong: as JSON under /api, else as a page; where a token is missing, with the form for it."""
    path = request.url.path
    if path.startswith(API):
        return Response(problem.model_dump_json(), problem.status, dict(headers or {}), media_type=PROBLEM)
    if problem.status == 401:  # noqa: PLR2004 - unauthorized
        return HTMLResponse(render.login_page(None), problem.status, dict(headers or {}))
    return HTMLResponse(render.problem_page(problem), problem.status, dict(headers or {}))
