"""Update markers of wires, in headlines and on lines of their own."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from streams.cleaning.resources import table

LINE_CHARS: Final = 420
MOST: Final = 4
"""Markers taken off the front of one headline."""


@cache
def _patterns(place: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return the signals of a place, and one expression whose groups are theirs in order."""
    rows = [(signal, pattern) for signal, where, pattern in table("markers.tsv") if where == place]
    return tuple(signal for signal, _ in rows), re.compile("|".join(f"({pattern})" for _, pattern in rows))


def strip_markers(headline: str) -> tuple[str, tuple[str, ...]]:
    """Return the headline without the markers at its front, and their signals in order.

    `UPDATE 2-Quake toll rises` gives `Quake toll rises` and `update`.
    """
    signals: list[str] = []
    rest = headline
    names, pattern = _patterns("headline")
    for _ in range(MOST):
        found = pattern.match(rest)
        if not found or found.end() == len(rest):
            break
        rest = rest[found.end() :]
        signals.append(names[(found.lastindex or 1) - 1])
    return rest, tuple(dict.fromkeys(signals))


def marker_in(line: str) -> str | None:
    """Return the signal of a line that is an update marker and no more: `(Adds details)`, `more`, `ends`."""
    if len(line) > LINE_CHARS:
        return None
    names, pattern = _patterns("line")
    found = pattern.fullmatch(line)
    return names[(found.lastindex or 1) - 1] if found else None
