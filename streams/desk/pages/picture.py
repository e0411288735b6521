"""The still map: incidents as circles on the picture of the world, in plate carrée."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.desk.values import Card

SCALE: Final = 2
"""Units of the picture for each degree, as desk-ui/basemap/world.mjs draws it."""
SMALLEST: Final = 2.5
LARGEST: Final = 26.0
GROWTH: Final = 0.9
"""Radius of a toll of 1, beyond the smallest; the area grows with the toll."""


@dataclass(frozen=True, slots=True)
class Circle:
    """An incident on the still map."""

    card: Card
    x: float
    y: float
    radius: float
    precision: str
    """`town`, `region` or `country`; where nothing is known of it, `region`."""


def circles(cards: Iterable[Card]) -> tuple[Circle, ...]:
    """Return the circles of the incidents that have coordinates, the largest first, so that small ones lie on top."""
    found = [
        Circle(
            card,
            round((card.place.lon + 180) * SCALE, 1),
            round((90 - card.place.lat) * SCALE, 1),
            radius_of(card.chips[0].best if card.chips else 0),
            precision_of(card.place.precision),
        )
        for card in cards
        if card.place is not None and card.place.lat is not None and card.place.lon is not None
    ]
    return tuple(sorted(found, key=lambda circle: -circle.radius))


def radius_of(number: int) -> float:
    """Return the radius of a toll's circle."""
    return round(min(SMALLEST + GROWTH * sqrt(max(number, 0)), LARGEST), 1)


def precision_of(precision: str | None) -> str:
    """Return how the circle is drawn: an exact place looks like a town."""
    return {"spot": "town", None: "region"}.get(precision, precision or "region")
