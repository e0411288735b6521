"""The OpenAPI document of the API."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import orjson
from starlette.responses import Response
from starlette.routing import Route

from streams.desk.openapi import openapi

if TYPE_CHECKING:
    from starlette.requests import Request


async def document(request: Request) -> Response:
    """Return the document."""
    del request
    return Response(_document(), media_type="application/json")


@cache
def _document() -> bytes:
    return orjson.dumps(openapi(version("wirefeed")))


ROUTES: Final = [Route("/api/openapi.json", document)]
