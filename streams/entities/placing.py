"""How well a place fits a name in a document: by size, by what the document is about, by what the text says of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from streams.entities.keys import name_key
from streams.entities.nations import nations
from streams.entities.places import ADMIN1, ADMIN2, CITY, CONTINENT, COUNTRY, Place
from streams.entities.votes import Shares

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
    county: bool = False
    """It stands in a list of counties: "Becker, Clay and Douglas counties"."""


class Anchor(NamedTuple):
    """A name of the document and the place that it most likely means."""

    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Context:
    """What the other names of a document say of where one name is."""

    shares: Shares
    anchors: tuple[Anchor, ...]
    key: str
    """Of the name itself, which is no anchor of its own."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts, in decades of population; set by hand, then by search on TR-News and LGL."""

    main: float = 1.5
    """The name is the place's first one in GeoNames: a town of its own before a larger one's second name."""
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
    disputed: float = 4.0
    """Taken from a country whose name a state has too: "Georgia"."""


WEIGHTS: Final = Weights()
NEAR: Final = 3.0
"""Degrees within which another place of the document speaks for one."""
_OF_KIND: Final = {
    COUNTRY: WEIGHTS.country_named,
    CONTINENT: WEIGHTS.country_named,
    ADMIN1: WEIGHTS.division,
    ADMIN2: WEIGHTS.county,
}
_CALLED: Final = {ADMIN1: WEIGHTS.called, ADMIN2: WEIGHTS.county_called}


def alone(places: Sequence[Place], found: Sequence[Toponym], stated: set[str]) -> list[float]:
    """Return how well each place fits all mentions of a name in a document, without what else the document names.

    `stated` are codes of the countries and divisions that contain it by the text's own words.
    """
    division = sum(toponym.division for toponym in found) * 2 > len(found)
    city = any(toponym.city for toponym in found)
    towns = _largest_towns(places)
    return [
        _size(place)
        + _called(place, towns, division=division, city=city)
        + (WEIGHTS.stated if _is_within(place, stated) else 0.0)
        for place in places
    ]


def in_context(places: Sequence[Place], fits: Sequence[float], context: Context) -> list[float]:
    """Return the scores of places with what the other names of the document add."""
    anchors = [anchor.place for anchor in context.anchors if anchor.key != context.key]
    if any(place.kind == COUNTRY for place in places):
        fits = [
            fit - WEIGHTS.disputed if place.kind == COUNTRY else fit for place, fit in zip(places, fits, strict=True)
        ]
    return [
        fit if place.kind in {COUNTRY, CONTINENT} else fit + _shared(place, context.shares) + _nearness(place, anchors)
        for place, fit in zip(places, fits, strict=True)
    ]


def _largest_towns(places: Sequence[Place]) -> dict[str | None, int]:
    """Return the population of the largest town of the name in each division."""
    towns: dict[str | None, int] = {}
    for place in places:
        if place.kind == CITY:
            towns[place.admin1] = max(towns.get(place.admin1, 0), place.population)
    return towns


def _is_within(place: Place, stated: set[str]) -> bool:
    return place.country in stated or (place.admin1 in stated and place.kind != ADMIN1)


def _size(place: Place) -> float:
    score = math.log10(place.population + 100)
    if place.main:
        score += WEIGHTS.main
    if place.geonames is None:
        score += WEIGHTS.unlisted
    return score + _OF_KIND.get(place.kind, 0.0)


def _called(place: Place, towns: dict[str | None, int], *, division: bool, city: bool) -> float:
    if place.kind == CITY:
        return (WEIGHTS.city_called if city else 0.0) + (WEIGHTS.capital if _is_capital(place) else 0.0)
    if division and place.kind in _CALLED:
        return _CALLED[place.kind]
    if place.kind == ADMIN1 and towns.get(place.admin1, 0) > place.population * WEIGHTS.seat:
        return WEIGHTS.twin
    return 0.0


def _is_capital(place: Place) -> bool:
    return place.country is not None and name_key(place.name) in capital_keys(place.country)


@cache
def capital_keys(iso: str) -> frozenset[str]:
    """Return the keys of the name of a country's capital."""
    nation = nations().get(iso)
    if nation is None or nation.capital is None:
        return frozenset()
    return frozenset({name_key(nation.capital), name_key(f"{nation.capital} D.C.")})


def _shared(place: Place, shares: Shares) -> float:
    return WEIGHTS.country * shares.of_country(place.country) + WEIGHTS.admin * shares.of_admin(place.admin1)


def _nearness(place: Place, anchors: Sequence[Place]) -> float:
    """Return what the nearest of the other places adds."""
    nearest = min((_degrees(place, anchor) for anchor in anchors), default=NEAR)
    return WEIGHTS.near * max(0.0, 1.0 - nearest / NEAR)


def _degrees(one: Place, other: Place) -> float:
    lon = abs(one.lon - other.lon)
    return math.hypot(one.lat - other.lat, min(lon, 360 - lon) * math.cos(math.radians(one.lat)))
