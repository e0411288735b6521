"""The built files under `static/`: each name has a hash of the content, so that a browser may keep the file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def manifest() -> Mapping[str, str]:
    """Return the names of the built files by the names that templates use."""
    names: dict[str, str] = orjson.loads(files("streams.desk").joinpath("static", "manifest.json").read_bytes())
    return names


def static_address(name: str) -> str:
    """Return the address of a built file."""
    return f"/static/{manifest()[name]}"
