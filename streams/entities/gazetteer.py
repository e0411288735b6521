"""All places: the shipped index, the seed list, and what a newsroom imported."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from streams.entities.gazetteer_import import read_imported
from streams.entities.keys import name_key
from streams.entities.nations import country_of, nations
from streams.entities.places import ADMIN1, CITY, COUNTRY, FACILITY, NATURAL, Place, place_index
from streams.entities.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

_own: list[Path] = []
"""The file of imported places, where a newsroom has one."""

_SAME: Final = 0.15
"""Degrees between a seed place and the index's entry of the same name."""
_KINDS: Final = {"city": CITY, "natural": NATURAL, "facility": FACILITY, "region": ADMIN1}


@cache
def _seeds() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for name, others, country, admin1, lat, lon, kind in read_rows("seed_places.tsv"):
        place = Place(name, _KINDS[kind], country or None, admin1 or None, float(lat), float(lon), 0)
        keys = dict.fromkeys(name_key(spelling) for spelling in (name, *others.split("|")) if spelling)
        same = _listed(place, keys)
        for key in keys:
            found.setdefault(key, []).append(same or place)
    return found


def _listed(place: Place, keys: Iterable[str]) -> Place | None:
    """Return the shipped index's own entry of a seed place, which then serves all its spellings; None for none."""
    for key in keys:
        for other in place_index().find(key):
            if other.country != place.country or place.country is None or other.kind != place.kind:
                continue
            near = abs(other.lat - place.lat) < _SAME and abs(other.lon - place.lon) < _SAME
            if near if place.kind == CITY else other.admin1 == place.admin1:
                return other
    return None


@cache
def _imported(path: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for names, place in read_imported(Path(path)):
        for name in names:
            found.setdefault(name_key(name), []).append(place)
    return found


def use_gazetteer(path: Path | None) -> None:
    """Read places of your own from a file too; None for the shipped ones alone. Call it before the first text."""
    _own[:] = [path] if path is not None else []


def extra_places() -> dict[str, list[Place]]:
    """Return seeds and imported places by key."""
    if not _own or not _own[0].exists():
        return _seeds()
    merged = {key: list(places) for key, places in _seeds().items()}
    for key, places in _imported(str(_own[0])).items():
        merged.setdefault(key, []).extend(places)
    return merged


@cache
def _countries() -> dict[str, Place]:
    index = place_index()
    found = {}
    for nation in nations().values():
        for place in index.find(name_key(nation.name)):
            if place.geonames == nation.geonames:
                found[nation.iso] = place
    return found


def country_place(iso: str) -> Place | None:
    """Return the place of a country."""
    return _countries().get(iso)


def candidates(name: str) -> list[Place]:
    """Return the places that a name, as written, may stand for: its country alone where it names one."""
    iso = country_of(name)
    if iso is not None and iso in _countries():
        named = [_countries()[iso]]
        return named if iso != "GE" else [*named, *place_index().find(name_key(name))]
    key = name_key(name)
    found = _found(key)
    if not found and key.startswith("the "):
        found = _found(key[4:])
    return [place for place in found if not (place.kind == COUNTRY and place.country != iso)] or found


def namesakes(name: str) -> list[Place]:
    """Return the places of a country's name that are no country: "Lebanon" of Indiana."""
    iso = country_of(name)
    if iso is None or iso not in _countries():
        return []
    return [place for place in place_index().find(name_key(name)) if place.kind != COUNTRY]


def _found(key: str) -> list[Place]:
    listed = place_index().find(key)
    known = {place.geonames for place in listed}
    return [
        place for place in extra_places().get(key, ()) if place.geonames not in known or not place.geonames
    ] + listed
