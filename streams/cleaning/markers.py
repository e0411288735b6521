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
def _patterns(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((signal, re.compile(pattern)) for signal, where, pattern in table("markers.tsv") if where == place)


def strip_markers(headline: str) -> tuple[str, tuple[str, ...]]:
    """Return the headline without the markers at its front, and their signals in order.

    `UPDATE 2-Quake toll rises` gives `Quake toll rises` and `update`.
    """
    signals: list[str] = []
    rest = headline
    for _ in range(MOST):
        for signal, pattern in _patterns("headline"):
            found = pattern.match(rest)
            if found and found.end() < len(rest):
                rest = rest[found.end() :]
                signals.append(signal)
                break
        else:
            break
    return rest, tuple(dict.fromkeys(signals))


def marker_in(line: str) -> str | None:
    """Return the signal of a line that is an update marker and no more: `(Adds details)`, `more`, `ends`."""
    if len(line) > LINE_CHARS:
        return None
    for signal, pattern in _patterns("line"):
        if pattern.fullmatch(line):
            return signal
    return None
