"""Dead letters: a list with search, one with its record, and putting it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from streams.desk.dead import dead_list, dead_page
from streams.desk.filters import MAX_PAGE, MAX_TEXT, BadFilter, values_by_name
from streams.desk.pages import render
from streams.ops.dead_letters import original
from streams.ops.desk.answers import json_answer
from streams.ops.desk.context import context_of, may_replay, not_found, unavailable
from streams.ops.desk.letters import letter_of, put_back
from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from schemas import DeadLetter
    from streams.desk.dead import Held
    from streams.desk.values import DeadList, DeadPage, Replayed

FORBIDDEN: Final = 403
SEE_OTHER: Final = 303


async def dead_html(request: Request) -> Response:
    """Return the list as a page."""
    return HTMLResponse(render.dead_page(_list(request)))


async def dead_json(request: Request) -> Response:
    """Return the list."""
    return json_answer(_list(request))


async def letter_html(request: Request) -> Response:
    """Return a dead letter with its record as a page."""
    return HTMLResponse(render.dead_letter_page(await _page(request)))


async def letter_json(request: Request) -> Response:
    """Return a dead letter with its record."""
    return json_answer(await _page(request))


async def replay_html(request: Request) -> Response:
    """Put the record back, and show the letter again."""
    await _replay(request)
    return RedirectResponse(request.url.path.removesuffix("/replay"), SEE_OTHER)


async def replay_json(request: Request) -> Response:
    """Put the record back where it was read."""
    return json_answer(await _replay(request))


def _list(request: Request) -> DeadList:
    state = context_of(request).state
    text, page = _asked(request)
    return dead_list(state.dead, text, page, may_replay=may_replay(request), broker=state.broker())


def _asked(request: Request) -> tuple[str, int]:
    asked = values_by_name(request.query_params.multi_items(), ("q", "page"))
    text, page = asked.get("q", ""), asked.get("page", "1")
    if len(text) > MAX_TEXT:
        raise BadFilter("q", f"has more than {MAX_TEXT} characters")
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:10]) <= MAX_PAGE):
        raise BadFilter("page", f"is no number from 1 to {MAX_PAGE}")
    return text, int(page)


async def _page(request: Request) -> DeadPage:
    state = context_of(request).state
    held, letter = await _letter(request)
    try:
        found = original(letter)
    except ValueError as error:
        raise unavailable(str(error)) from error
    record = (found.key, found.value, found.headers)
    return dead_page(state.dead.row(held), record, may_replay=may_replay(request), broker=state.broker())


async def _replay(request: Request) -> Replayed:
    if not may_replay(request):
        raise HTTPException(FORBIDDEN, "Only who has the token (WIREFEED_DESK_TOKEN) can put dead letters back.")
    _, letter = await _letter(request)
    try:
        return await put_back(context_of(request), letter)
    except OperationFailed as error:
        raise unavailable(str(error)) from error


async def _letter(request: Request) -> tuple[Held, DeadLetter]:
    context, identity = context_of(request), request.path_params["id"]
    held = context.state.dead.get(identity)
    try:
        letter = None if held is None else await letter_of(context, held)
    except OperationFailed as error:
        raise unavailable(str(error)) from error
    if held is None or letter is None:
        raise not_found("There is no dead letter with this id.")
    return held, letter


ROUTES: Final = [
    Route("/dead", dead_html),
    Route("/dead/{id:path}/replay", replay_html, methods=["POST"]),
    Route("/dead/{id:path}", letter_html),
    Route("/api/dead", dead_json),
    Route("/api/dead/{id:path}/replay", replay_json, methods=["POST"]),
    Route("/api/dead/{id:path}", letter_json),
]
