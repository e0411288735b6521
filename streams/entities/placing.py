"""How well a place fits a name in a document: by size, by what the document is about, by what the text says of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from streams.entities.keys import name_key
from streams.entities.nations import nations
from streams.entities.places import ADMIN1, ADMIN2, CITY, CONTINENT, COUNTRY, Place

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name as the text has it, with what stands around it."""

    name: str
    within: tuple[str, ...] = ()
    """Names that contain it by the text's own words: "Oxford, North Carolina", "Syria's Aleppo"."""
    division: bool = False
    """"province", "state" or the like follows."""
    city: bool = False
    """"city" follows, or "city of" stands before."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says of where it is: shares of countries and divisions, and places it has for certain."""

    countries: dict[str, float]
    admins: dict[str, float]
    anchors: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts, in decades of population; set by hand, then by search on TR-News and LGL."""

    main: float = 0.3
    """The name is the place's first one in GeoNames."""
    country: float = 5.0
    """Times the share of its country in the document."""
    admin: float = 4.0
    """Times the share of its first-level division."""
    near: float = 1.5
    """Another place of the document is within three degrees."""
    division: float = -0.2
    county: float = -2.0
    twin: float = -3.0
    """A division that has its name from a town in it,"""
    seat: float = 0.4
    """where at least this share of its people live."""
    capital: float = 1.5
    """The capital of its country."""
    unlisted: float = 2.0
    """Of the seed list or an import, where population is not known."""
    called: float = 6.0
    """"province" or the like follows, and it is a division."""
    county_called: float = 4.0
    city_called: float = 3.0
    stated: float = 30.0
    """The text says that it lies there."""
    country_named: float = 8.0


WEIGHTS: Final = Weights()
_NEAR: Final = 3.0
"""Degrees."""


def choose(places: Sequence[Place], found: Sequence[Toponym], stated: set[str], context: Context) -> Place | None:
    """Return the place that fits best all mentions of a name in a document, None where there is none to choose from.

    `stated` are codes of the countries and divisions that contain it by the text's own words.
    """
    if not places:
        return None
    division = sum(toponym.division for toponym in found) * 2 > len(found)
    city = any(toponym.city for toponym in found)
    towns: dict[str | None, int] = {}
    for place in places:
        if place.kind == CITY:
            towns[place.admin1] = max(towns.get(place.admin1, 0), place.population)

    def rank(place: Place) -> tuple[float, int]:
        score = _fit(place, context) + _called(place, towns, division=division, city=city)
        if place.country in stated or (place.admin1 in stated and place.kind != ADMIN1):
            score += WEIGHTS.stated
        return score, -(place.geonames or 0)

    return max(places, key=rank)


def _called(place: Place, towns: dict[str | None, int], *, division: bool, city: bool) -> float:
    score = 0.0
    if division and place.kind == ADMIN1:
        score += WEIGHTS.called
    elif division and place.kind == ADMIN2:
        score += WEIGHTS.county_called
    elif place.kind == ADMIN1 and towns.get(place.admin1, 0) > place.population * WEIGHTS.seat:
        score += WEIGHTS.twin
    if place.kind == CITY:
        if city:
            score += WEIGHTS.city_called
        if place.country and name_key(place.name) in capital_keys(place.country):
            score += WEIGHTS.capital
    return score


@cache
def capital_keys(iso: str) -> frozenset[str]:
    """Return the keys of the name of a country's capital."""
    nation = nations().get(iso)
    if nation is None or nation.capital is None:
        return frozenset()
    return frozenset({name_key(nation.capital), name_key(f"{nation.capital} D.C.")})


def _fit(place: Place, context: Context) -> float:
    score = math.log10(place.population + 100)
    if place.main:
        score += WEIGHTS.main
    if place.kind in {COUNTRY, CONTINENT}:
        return score + WEIGHTS.country_named
    if place.kind == ADMIN1:
        score += WEIGHTS.division
    elif place.kind == ADMIN2:
        score += WEIGHTS.county
    if place.geonames is None:
        score += WEIGHTS.unlisted
    if place.country:
        score += WEIGHTS.country * context.countries.get(place.country, 0.0)
    if place.admin1:
        score += WEIGHTS.admin * context.admins.get(place.admin1, 0.0)
    distances = [_degrees(place, anchor) for anchor in context.anchors if anchor is not place]
    if distances:
        score += WEIGHTS.near * max(0.0, 1.0 - min(distances) / _NEAR)
    return score


def _degrees(one: Place, other: Place) -> float:
    lon = abs(one.lon - other.lon)
    return math.hypot(one.lat - other.lat, min(lon, 360 - lon) * math.cos(math.radians(one.lat)))
