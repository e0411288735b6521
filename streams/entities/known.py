"""Names that are known beforehand: groups and bodies, countries and peoples, places of the seed list and of imports."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from streams.entities.aliases import alias_table
from streams.entities.gazetteer import extra_places
from streams.entities.keys import name_key
from streams.entities.mentions import NATIONALITY, ORGANISATION, PLACE, Mention
from streams.entities.nations import ACRONYM, country_codes, country_of, nationalities
from streams.entities.overlap import added

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import EntityType
    from streams.entities.reading import Reading

LONGEST: Final = 5
"""Tokens of the name of a country, a people or a place of the seed list."""


def listed(reading: Reading) -> list[Mention]:
    """Return groups and bodies of the alias list, and places of the seed list with names of several words, in order."""
    extra = extra_places()
    found = groups(reading)
    for at, kind in enumerate(reading.types):
        if kind.capital:
            places = [stop for stop, key in reading.prefixes(at, LONGEST) if stop > at + 1 and key in extra]
            if places:
                found.append(reading.mention(at, places[-1], PLACE, 0.8))
    return added([], sorted(found, key=lambda mention: (mention.first, -mention.last)))


def groups(reading: Reading) -> list[Mention]:
    """Return groups and bodies of the alias list, linked."""
    tokens = reading.tokens
    found = []
    for match in alias_table().find(reading.text, any_case=reading.one_case):
        first = bisect_right(tokens.starts, match.start) - 1
        last = bisect_left(tokens.ends, match.end) + 1
        if first >= 0 and last <= len(tokens.words):
            text = reading.text[match.start : match.end]
            found.append(Mention(first, last, match.start, match.end, ORGANISATION, text, match.entry, 0.95))
    return found


def nations_and_peoples(reading: Reading) -> list[Mention]:
    """Return countries as places, and nationalities; the longest name at each token."""
    countries, peoples = country_codes(), nationalities()
    found: list[Mention] = []
    end = 0
    for at, kind in enumerate(reading.types):
        if at < end or not kind.capital:
            continue
        best: tuple[int, EntityType] | None = None
        for stop, key in reading.prefixes(at, LONGEST):
            if key in countries or (stop == at + 1 and reading.words[at].isupper() and ACRONYM + key in countries):
                best = stop, PLACE
            elif key in peoples:
                best = stop, NATIONALITY
        if best is not None:
            end = best[0]
            if end < len(reading.words) and reading.words[end] == "$":
                continue  # "US$24" is a sum
            found.append(reading.mention(at, *best, 0.9))
    return found


def seeded(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Return places of the seed list and of imports whose country the document names among its mentions."""
    extra = extra_places()
    countries = {iso for mention in mentions if (iso := _country(mention))}
    found: list[Mention] = []
    for at, kind in enumerate(reading.types):
        if not kind.capital:
            continue
        for stop, key in reading.prefixes(at, LONGEST):
            places = extra.get(key)
            if places and any(place.country in countries or (not place.country and stop > at + 1) for place in places):
                found.append(reading.mention(at, stop, PLACE, 0.7))
    return sorted(found, key=lambda mention: (mention.first, -mention.last))


def _country(mention: Mention) -> str | None:
    if mention.type == PLACE:
        return country_of(mention.text)
    if mention.type == NATIONALITY:
        return nationalities().get(name_key(mention.text))
    return mention.entry.country if mention.entry is not None else None
