"""Countries: their names, the adjectives and nouns of their people, capitals and ISO codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from streams.entities.keys import name_key
from streams.entities.tables import read_rows


@dataclass(frozen=True, slots=True)
class Nation:
    """A country or territory."""

    iso: str
    name: str
    geonames: int
    adjectives: tuple[str, ...]
    aliases: tuple[str, ...]
    capital: str | None
    neighbours: tuple[str, ...]
    wikidata: str | None


@cache
def nations() -> dict[str, Nation]:
    """Return countries by ISO code."""
    found: dict[str, Nation] = {}
    for iso, name, geonames, capital, neighbours, adjectives, aliases, wikidata in read_rows("nations.tsv"):
        found[iso] = Nation(
            iso,
            name,
            int(geonames),
            tuple(adjectives.split("|")) if adjectives else (),
            tuple(aliases.split("|")) if aliases else (),
            capital or None,
            tuple(neighbours.split(",")) if neighbours else (),
            wikidata or None,
        )
    return found


ACRONYM: Final = "="
"""Stands before the key of a name that counts only in capitals, so that "us" and "car" are no countries."""


def _key(name: str) -> str:
    key = name_key(name)
    return ACRONYM + key if name.replace(".", "").isupper() else key


@cache
def nation_words() -> dict[str, str]:
    """Return the keys of country names and nationalities, each with `country` or `nationality`."""
    found = dict.fromkeys(country_codes(), "country")
    for key in nationalities():
        found.setdefault(key, "nationality")
    return found


@cache
def country_codes() -> dict[str, str]:
    """Return ISO codes by key of a country's name or alias; an acronym's key begins with `ACRONYM`."""
    return {_key(name): nation.iso for nation in nations().values() for name in (nation.name, *nation.aliases)}


def country_of(name: str) -> str | None:
    """Return the ISO code of the country of a name as written, None where it names none."""
    key = name_key(name)
    codes = country_codes()
    found = codes.get(key)
    if found is None and name.replace(".", "").isupper():
        found = codes.get(ACRONYM + key)
    return found


@cache
def nationalities() -> dict[str, str]:
    """Return ISO codes, or an empty string for peoples of no one country, by key of an adjective or noun."""
    found: dict[str, str] = {name_key(word): iso for word, iso in read_rows("peoples.tsv")}
    for nation in nations().values():
        for word in nation.adjectives:
            for form in (word, f"{word}s"):
                found.setdefault(name_key(form), nation.iso)
    return found
