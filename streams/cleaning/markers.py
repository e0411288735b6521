"""Update markers of wires: in headlines, on lines of their own, and in editors' notes."""

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
    """Return the headline without the markers at its front and its end, and their signals in order.

    `UPDATE 2-Quake toll rises` gives `Quake toll rises` and `update`, and so does `Quake toll rises (updated 2)`.
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
    rest, signal = _without_tail(rest)
    return rest, tuple(dict.fromkeys((*signals, *signal)))


def _without_tail(headline: str) -> tuple[str, tuple[str, ...]]:
    """Return the headline without a marker at its end, and the signal of that."""
    names, pattern = _patterns("tail")
    start = max(headline.rfind("("), headline.rfind(", "))
    found = pattern.fullmatch(headline.rstrip(), start) if start > 0 and len(headline) <= LINE_CHARS else None
    return (headline[:start].rstrip(), (names[(found.lastindex or 1) - 1],)) if found else (headline, ())


def marker_of_note(note: str) -> str | None:
    """Return the signal of an editor's note that begins with what changed: `Adds details`, `CORRECTS name`."""
    names, pattern = _patterns("note")
    found = pattern.match(note.lstrip()[:LINE_CHARS])
    return names[(found.lastindex or 1) - 1] if found else None


def marker_in(line: str) -> str | None:
    """Return the signal of a line that is an update marker and no more: `(Adds details)`, `more`, `ends`."""
    if len(line) > LINE_CHARS:
        return None
    names, pattern = _patterns("line")
    found = pattern.fullmatch(line)
    return names[(found.lastindex or 1) - 1] if found else None
