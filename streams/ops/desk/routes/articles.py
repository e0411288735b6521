"""An article with its figures marked. Its text is read from the broker when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse
from starlette.routing import Route

from streams.desk.pages import render
from streams.ops.desk.answers import json_answer
from streams.ops.desk.articles import article_page
from streams.ops.desk.context import context_of, not_found, unavailable
from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from streams.desk.values import ArticlePage

RECEIVED: Final = "received"
"""Parameter that asks for the text as it was received, too."""
VERSIONS: Final = "versions"
"""Parameter that asks for the versions of the last days, too."""


async def article_html(request: Request) -> Response:
    """Return an article as a page."""
    asked = frozenset({RECEIVED, VERSIONS} & request.query_params.keys())
    return HTMLResponse(render.article_page(await _article(request), asked=asked))


async def article_json(request: Request) -> Response:
    """Return an article."""
    return json_answer(await _article(request))


async def _article(request: Request) -> ArticlePage:
    try:
        asked = request.query_params
        page = await article_page(
            context_of(request),
            request.path_params["item"],
            with_received=RECEIVED in asked,
            with_versions=VERSIONS in asked,
        )
    except OperationFailed as error:
        raise unavailable(str(error)) from error
    if page is None:
        raise not_found("No item of this name is live: it is not known, was killed, or is a copy of another.")
    return page


ROUTES: Final = [
    Route("/articles/{item:path}", article_html),
    Route("/api/articles/{item:path}", article_json),
]
