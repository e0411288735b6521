"""The toll over time as a small stepped line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.desk.values import Point

WIDTH: Final = 100
HEIGHT: Final = 24
TAIL: Final = 12
"""How far the last number runs on, so that the last step is seen."""


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Paths of an SVG picture of `WIDTH` by `HEIGHT` units."""

    line: str
    area: str


def sparkline(points: Sequence[Point]) -> Sparkline | None:
    """Return the picture of a toll, None where it never had a number."""
    if not points:
        return None
    shares = shares_of([point.at.timestamp() for point in points])
    top = max(*(point.number for point in points), 1)
    corners = [
        (round(share * (WIDTH - TAIL), 1), round(HEIGHT - point.number / top * (HEIGHT - 2) - 1, 1))
        for share, point in zip(shares, points, strict=True)
    ]
    first, *rest = corners
    line = f"M{first[0]:g} {first[1]:g}" + "".join(f"H{x:g}V{y:g}" for x, y in rest) + f"H{WIDTH}"
    return Sparkline(line, f"{line}V{HEIGHT}H{first[0]:g}Z")


def shares_of(times: Sequence[float]) -> list[float]:
    """Return where times stand between the first and the last, 0 to 1. Times that are all one are spread evenly."""
    first, span = times[0], times[-1] - times[0]
    if span <= 0:
        return [index / max(len(times) - 1, 1) for index in range(len(times))]
    return [min(max((at - first) / span, 0.0), 1.0) for at in times]
