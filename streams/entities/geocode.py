"""Which place a name means: by size, by the countries of the document, by "X, State", and by the dateline.

The rules follow the common baseline of toponym resolution (population and the containment of what else the text names);
see Leidner, "Toponym Resolution in Text" (2007).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from streams.entities.gazetteer import candidates, country_place
from streams.entities.keys import name_key
from streams.entities.nations import country_of, nations
from streams.entities.places import ADMIN1, ADMIN2, CITY, CONTINENT, COUNTRY, Place
from streams.entities.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_CANDIDATES: Final = 400
"""Of one name; "San José" has some 500."""


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
class Weights:
    """How much each sign counts, in decades of population."""

    main: float = 0.6
    country: float = 3.0
    admin: float = 1.5
    neighbour: float = 0.3
    near: float = 1.0
    division: float = -0.2
    county: float = -1.5
    twin: float = -2.0
    """A division that has its name from a town in it."""
    seat: float = 0.15
    """Share of the division's people from which the town is meant."""
    capital: float = 1.5
    stated: float = 30.0


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says of where it is: shares of countries and first-level divisions."""

    countries: dict[str, float]
    admins: dict[str, float]


@cache
def _abbreviations() -> dict[str, str]:
    return {
        form: admin
        for admin, name, forms in read_rows("region_abbreviations.tsv")
        for form in (name, *forms.split("|"))
    }


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is the short form of a state or province."""
    return name in _abbreviations()


def known(name: str) -> bool:
    """Tell whether a gazetteer has a name, or it is the short form of a state or province."""
    return bool(candidates(name)) or is_abbreviation(name) or is_abbreviation(f"{name}.")


def containers(name: str) -> set[str]:
    """Return codes of what a containing name may be: `SY` for a country, `US.NC` for a division."""
    short = _abbreviations().get(name) or _abbreviations().get(f"{name}.")
    if short:
        return {short}
    iso = country_of(name)
    if iso:
        return {iso} if iso != "GE" else {"GE", "US.GA"}
    return {place.admin1 for place in candidates(name) if place.kind == ADMIN1 and place.admin1}


def resolve(toponyms: Sequence[Toponym], countries: Iterable[str], home: str | None = None) -> list[Place | None]:
    """Return the place of each toponym, None where no gazetteer has it.

    `countries` are ISO codes that the document names otherwise (nationalities, governments), one for each time;
    `home` is the country of the dateline or outlet.
    """
    names: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        names.setdefault(name_key(toponym.name), []).append(toponym)
    options = {key: _options(found) for key, found in names.items()}
    counts: Counter[str] = Counter()
    admins: Counter[str] = Counter()
    for iso in countries:
        counts[iso] += 1
    if home:
        counts[home] += 3
    stated = {key: _stated(found) for key, found in names.items()}
    for key, found in names.items():
        for code in stated[key]:
            counts[code[:2]] += len(found)
            if "." in code:
                admins[code] += len(found)
        places = options[key]
        if places and places[0].kind == COUNTRY and places[0].country:
            counts[places[0].country] += len(found)
        elif len(places) == 1 and places[0].country:
            counts[places[0].country] += 1
    chosen: dict[str, Place | None] = {}
    for last in (False, True):
        context = Context(_shares(counts), _shares(admins))
        anchors = [place for place in chosen.values() if place is not None and place.kind not in {COUNTRY, CONTINENT}]
        chosen = {key: _choose(places, names[key], stated[key], context, anchors) for key, places in options.items()}
        if last:
            break
        for key, place in chosen.items():
            if place is not None and place.country and place.kind != COUNTRY:
                counts[place.country] += len(names[key]) * 0.5  # type: ignore[assignment]
                if place.admin1:
                    admins[place.admin1] += len(names[key])
    return [chosen[name_key(toponym.name)] for toponym in toponyms]


def region_of(toponym: Toponym, places: Iterable[Place | None], home: str | None) -> Place | None:
    """Return the region for a place of no gazetteer: what the text says contains it, or the likeliest of the document."""
    for name in toponym.within:
        for place in candidates(name):
            if place.kind in {COUNTRY, ADMIN1}:
                return place
    tally: Counter[str] = Counter(place.country for place in places if place is not None and place.country)
    if home:
        tally[home] += 2
    if not tally:
        return None
    return country_place(max(tally, key=lambda iso: (tally[iso], iso)))


def _options(found: list[Toponym]) -> list[Place]:
    for name in dict.fromkeys(toponym.name for toponym in found):
        places = candidates(name)
        if places:
            return sorted(places, key=lambda place: -place.population)[:MOST_CANDIDATES]
    short = next((code for toponym in found if (code := _abbreviations().get(f"{toponym.name}.") or _abbreviations().get(toponym.name))), None)
    if short:
        full = next(name for admin, name, _ in read_rows("region_abbreviations.tsv") if admin == short)
        return [place for place in candidates(full) if place.kind == ADMIN1 and place.admin1 == short]
    return []


def _stated(found: list[Toponym]) -> set[str]:
    codes: Counter[str] = Counter()
    for toponym in found:
        for name in toponym.within:
            codes.update(containers(name))
    if not codes:
        return set()
    most = max(codes.values())
    return {code for code, count in codes.items() if count == most}


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {code: count / total for code, count in counts.items()} if total else {}


def _choose(
    places: list[Place], found: list[Toponym], stated: set[str], context: Context, anchors: list[Place]
) -> Place | None:
    if not places:
        return None
    division = sum(toponym.division for toponym in found) * 2 > len(found)
    city = any(toponym.city for toponym in found)
    best: tuple[float, int] | None = None
    chosen = None
    towns: dict[str | None, int] = {}
    for place in places:
        if place.kind == CITY:
            towns[place.admin1] = max(towns.get(place.admin1, 0), place.population)
    for place in places:
        score = _score(place, stated, context, anchors)
        if division and place.kind in {ADMIN1, ADMIN2}:
            score += 6.0 if place.kind == ADMIN1 else 4.0
        elif place.kind == ADMIN1 and towns.get(place.admin1, 0) > place.population * WEIGHTS.seat:
            score += WEIGHTS.twin
        if city and place.kind == CITY:
            score += 3.0
        if place.kind == CITY and place.country and name_key(place.name) in _capital_keys(place.country):
            score += WEIGHTS.capital
        rank = (score, -(place.geonames or 0))
        if best is None or rank > best:
            best, chosen = rank, place
    return chosen


@cache
def _capital_keys(iso: str) -> frozenset[str]:
    nation = nations().get(iso)
    if nation is None or nation.capital is None:
        return frozenset()
    return frozenset({name_key(nation.capital), name_key(f"{nation.capital} D.C.")})


def _score(place: Place, stated: set[str], context: Context, anchors: list[Place]) -> float:
    score = math.log10(place.population + 100)
    if place.main:
        score += WEIGHTS.main
    if place.kind in {COUNTRY, CONTINENT}:
        return score + 8.0
    if place.kind == ADMIN1:
        score += WEIGHTS.division
    elif place.kind == ADMIN2:
        score += WEIGHTS.county
    if place.geonames is None:
        score += 2.0
    if place.country:
        share = context.countries.get(place.country, 0.0)
        score += WEIGHTS.country * math.sqrt(share)
    if place.admin1:
        score += WEIGHTS.admin * math.sqrt(context.admins.get(place.admin1, 0.0))
    if (place.country in stated) or (place.admin1 in stated and place.kind != ADMIN1):
        score += WEIGHTS.stated
    if anchors:
        nearest = (
            min(_degrees(place, anchor) for anchor in anchors if anchor is not place)
            if any(anchor is not place for anchor in anchors)
            else 99.0
        )
        score += WEIGHTS.near * max(0.0, 1.0 - nearest / 3.0)
    return score


def _degrees(one: Place, other: Place) -> float:
    lon = abs(one.lon - other.lon)
    return math.hypot(one.lat - other.lat, min(lon, 360 - lon) * math.cos(math.radians(one.lat)))
