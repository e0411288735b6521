"""How far places are from each other."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_KM: Final = 6371.0
"""Mean radius of the Earth."""

Point = tuple[float, float]


def distance_km(one: Point, other: Point) -> float:
    """Return the great-circle distance of two points (latitude, longitude) in kilometres."""
    (lat, lon), (to_lat, to_lon) = one, other
    half_lat, half_lon = radians(to_lat - lat) / 2, radians(to_lon - lon) / 2
    share = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(to_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, share)))
