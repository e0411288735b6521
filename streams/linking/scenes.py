"""What the scenes of two articles say of whether they are one event: shared, near, far, or the next town."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from streams.linking.lexicon import events

if TYPE_CHECKING:
    from streams.linking.profile import Happening, Main, Points, Profile

EARTH_KM: Final = 6371.0
NEAR_KM: Final = 60.0
"""Towns so far apart are neighbours to some degree: a quake lies between several."""
FAR_KM: Final = 150.0
"""Scenes further apart than this are two places, whatever the articles call them."""
NEXT_KM: Final = 4.0
"""Scenes closer than this may be one place under two names."""
STORM: Final = frozenset({"storm"})
NO_MAINS: Final[tuple[float, ...]] = (0.0,) * 4
FEW: Final = 2
"""A toll of one is everybody's."""


def scene_features(one: Profile, other: Profile) -> tuple[float, ...]:
    """Return the features that scenes and countries give, in the order of `LATE`."""
    a, b = one.event, other.event
    shared = not a.scene.isdisjoint(b.scene)
    apart = None if shared else _distance(a.points, b.points)
    far = apart is not None and apart > FAR_KM and not a.names & b.names
    wide = a.wide and b.wide
    return (
        float(shared),
        0.0 if apart is None else math.exp(-apart / NEAR_KM),
        float(far and not wide),
        float(far and wide and not a.countries & b.countries),
        float(is_wide_elsewhere(a, b)),
        float(apart is None and not a.names & b.names and bool(differ(a.scene, b.scene))),
        float(not a.countries.isdisjoint(b.countries)),
        0.0 if a.lasting and b.lasting else differ(a.countries, b.countries),
        float(_is_next_town(one, other, apart)),
        float(apart is None and not shared and _are_in_two_areas(one, other)),
    )


def main_features(earlier: Profile, later: Profile) -> tuple[float, ...]:
    """Return whether the places named first are one, how far apart they are, and which article knows the other's.

    An article on one event names the place of another like it, too, but later. How far they are apart is told by itself
    where the later article goes on with a known event: it may begin with the hospital, or the home of a victim.
    """
    a, b = earlier.event.main, later.event.main
    if a is None or b is None:
        return NO_MAINS
    if a.mark == b.mark or a.name == b.name:
        return (1.0, 0.0, 0.0, 0.0)
    if earlier.event.wide and later.event.wide:
        return NO_MAINS
    apart = 0.0 if a.point is None or b.point is None else 1.0 - math.exp(-kilometres(a.point, b.point) / NEAR_KM)
    strange = (2 - _knows(earlier, b) - _knows(later, a)) / 2.0
    return (0.0, 0.0, apart, strange) if later.event.goes_on else (0.0, apart, 0.0, strange)


def _knows(one: Profile, place: Main) -> bool:
    return place.mark in one.event.scene or place.name in one.event.names or f"p:{place.name}" in one.places


def is_wide_elsewhere(a: Happening, b: Happening) -> bool:
    """Return whether a flood, a storm or an epidemic strikes two countries without a town in common.

    Each country counts its own dead, and the name of the storm is in both.
    """
    if not (a.wide and b.wide and a.countries and b.countries and a.countries.isdisjoint(b.countries)):
        return False
    return a.scene.isdisjoint(b.scene) and a.names.isdisjoint(b.names)


def _are_in_two_areas(one: Profile, other: Profile) -> bool:
    """Return whether two articles put their events in two states or provinces of one country.

    What reaches over regions is one event in all of them, but for storms that share no name: tornadoes.
    """
    a, b = one.event, other.event
    if not differ(a.areas, b.areas) or a.countries.isdisjoint(b.countries):
        return False
    reaches = (a.sorts | b.sorts) & events().wide
    return not reaches or (reaches == STORM and one.names.isdisjoint(other.names))


def _is_next_town(a: Profile, b: Profile, apart: float | None) -> bool:
    """Return whether two articles put their events in two towns of one area, and neither names the town of the other.

    A toll in common says more: of one event, one article may name the village and one the town.
    """
    if apart is None or not NEXT_KM <= apart <= FAR_KM or (a.event.wide and b.event.wide):
        return False
    if _names_scene_of(a, b) or _names_scene_of(b, a):
        return False
    return not any(number >= FEW and b.tolls.get(kind, (0,))[0] == number for kind, (number, _) in a.tolls.items())


def _names_scene_of(one: Profile, other: Profile) -> bool:
    return any(name in one.event.names or f"p:{name}" in one.places for name in other.event.names)


def differ(a: frozenset[Any], b: frozenset[Any]) -> float:
    """Return whether both say something and nothing of it is the same."""
    return 1.0 if a and b and a.isdisjoint(b) else 0.0


def _distance(a: Points, b: Points) -> float | None:
    return min((kilometres(here, there) for here in a for there in b), default=None)


@lru_cache(65_536)
def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in kilometres (haversine)."""
    lat1, lon1, lat2, lon2 = (math.radians(degrees) for degrees in (*here, *there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(4_096)
def are_related(some: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether a sort of the one may be one event with a sort of the other."""
    return any(events().related(one, other) for one in some for other in others)
