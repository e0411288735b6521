"""The rules that are data: read once from the tables beside the code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a tab-separated table in `data/`, comments and blank lines left out."""
    text = (files("streams.cleaning") / "data" / name).read_text(encoding="utf-8")
    return tuple(
        tuple(line.rstrip("\n").split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#")
    )
