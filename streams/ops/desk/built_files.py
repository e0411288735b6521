"""Serves scripts, styles and the base of the map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response

NOT_FOUND: Final = 404
_HASHED: Final = re.compile(r"[-.][0-9A-Za-z]{8,64}\.[a-z0-9]+$")
"""A name with a hash of the content: what stands behind it never changes."""
FOREVER: Final = "public, max-age=31536000, immutable"
ASK_FIRST: Final = "no-cache"


class BuiltFiles(StaticFiles):
    """The files of a build, which browsers keep for a year where their names have a hash."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return a file, or 404 where there is none, also where nothing was built."""
        try:
            answer = await super().get_response(path, scope)
        except RuntimeError as error:
            raise HTTPException(NOT_FOUND, "There is no such file.") from error
        answer.headers["cache-control"] = FOREVER if _HASHED.search(path) else ASK_FIRST
        return answer
