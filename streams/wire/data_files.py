"""The package's rules that are data."""

from __future__ import annotations

from importlib import resources
from typing import Any

import orjson


def read_json(name: str) -> Any:
    """Return the content of a JSON file of `streams/wire/data`."""
    return orjson.loads(resources.files("streams.wire").joinpath("data", name).read_bytes())
