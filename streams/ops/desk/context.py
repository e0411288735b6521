"""What the answer to a request is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from streams.ops.desk.answer_cache import AnswerCache
from streams.ops.desk.security import COOKIE

if TYPE_CHECKING:
    from starlette.requests import Request

    from streams.ops.desk.records import RecordReader
    from streams.ops.desk.security import Access
    from streams.ops.desk.state import DeskState

NOT_FOUND: Final = 404
UNAVAILABLE: Final = 503


@dataclass(frozen=True, slots=True)
class Context:
    """What all requests share."""

    state: DeskState
    access: Access
    records: RecordReader
    answers: AnswerCache = field(default_factory=AnswerCache)


def context_of(request: Request) -> Context:
    """Return what all requests share."""
    context: Context = request.app.state.context
    return context


def may_replay(request: Request) -> bool:
    """Return whether who asks has the token."""
    return context_of(request).access.has_token(request.headers, request.cookies.get(COOKIE))


def base_of(request: Request) -> str:
    """Return the address of the desk as who asks knows it, with a slash at its end."""
    base, context = request.base_url, context_of(request)
    client = request.client.host if request.client is not None else ""
    secure = client in context.access.proxies and request.headers.get("x-forwarded-proto") == "https"
    return str(base.replace(scheme="https") if secure else base)


def not_found(detail: str) -> HTTPException:
    """Return the error for what is not there."""
    return HTTPException(NOT_FOUND, detail)


def unavailable(detail: str) -> HTTPException:
    """Return the error for what the broker does not give now."""
    return HTTPException(UNAVAILABLE, detail)
