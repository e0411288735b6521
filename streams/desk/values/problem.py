"""An error."""

from __future__ import annotations

from streams.desk.values.base import Value


class Problem(Value):
    """An error, as the API gives it."""

    status: int
    title: str
    detail: str
    field: str | None = None
    """The parameter that is wrong."""
