"""Where the places of a text are, and the bodies that have a place in their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.entities.abbreviations import is_dotted
from streams.entities.country_cues import cued
from streams.entities.gazetteer import candidates, country_place, extra_places
from streams.entities.geocode import known, likeliest_country, region_of, resolve
from streams.entities.keys import name_key
from streams.entities.mentions import NATIONALITY, ORGANISATION, PLACE, Mention
from streams.entities.nations import country_of, nationalities, nations
from streams.entities.nature import is_natural
from streams.entities.places import ADMIN1, COUNTRY, Place, place_index, rank_of
from streams.entities.placing import Toponym, alone, capital_keys
from streams.entities.tables import word_set
from streams.entities.words import LOWER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import Dateline
    from streams.entities.features import WordType
    from streams.entities.link import Named
    from streams.entities.reading import Reading

LONGEST_PART: Final = 4
"""Tokens of a place name inside a longer name."""
LONGEST_COUNTIES: Final = 24
"""Tokens of a list of counties after one of its names."""
MOST_PARTS: Final = 60
_TOWN: Final = 2
"""Rank of a place from which one word inside a longer name is taken for it."""
_POSSESSIVE: Final = frozenset({"'s", "’s"})
_ISO: Final = 2


@dataclass(frozen=True, slots=True)
class Location:
    """Where a mention is: a place of a gazetteer, or else the region that it lies in."""

    place: Place | None = None
    region: Place | None = None
    metonym: str | None = None


def locate(
    reading: Reading, mentions: Sequence[Mention], named: dict[int, Named], dateline: Dateline | None
) -> dict[int, Location]:
    """Return the location of each place, and of each body with a place in its name, by the mention's first token."""
    spots = [mention for mention in mentions if mention.type == PLACE]
    bodies = [mention for mention in mentions if _is_unknown_body(mention, named)]
    toponyms = _toponyms(reading, spots)
    unknown = {name for name in {mention.text for mention in spots} if not known(name)}
    parts = {mention.first: _part(reading, mention) for mention in (*spots, *bodies) if _has_part(mention, unknown)}
    inner = [Toponym(name) for name in dict.fromkeys(filter(None, parts.values()))]
    home = home_country(dateline)
    resolved = resolve([*toponyms, *inner], _other_countries(mentions, named), home, cued(reading.words))
    places = resolved[: len(toponyms)]
    of_part = {toponym.name: place for toponym, place in zip(inner, resolved[len(toponyms) :], strict=True)}
    likeliest = likeliest_country(places, home)
    out: dict[int, Location] = {}
    for mention, toponym, place in zip(spots, toponyms, places, strict=True):
        if place is not None:
            out[mention.first] = Location(place=place, metonym=_metonym(reading, mention, place))
        else:
            held = of_part.get(parts.get(mention.first) or "")
            out[mention.first] = Location(region=_region(mention, toponym, held, likeliest))
    for mention in bodies:
        part = parts[mention.first]
        region = of_part.get(part) if part else _nation(reading, mention)
        if region is not None:
            out[mention.first] = Location(region=region)
    return out


def _has_part(mention: Mention, unknown: set[str]) -> bool:
    """Tell whether a place is looked for inside a name: a body's, or a place's that no gazetteer has."""
    return mention.type != PLACE or mention.text in unknown


def _region(mention: Mention, toponym: Toponym, held: Place | None, likeliest: Place | None) -> Place | None:
    """Return where a place of no gazetteer lies: at the place in its name, else where the text puts it."""
    if held is not None and is_natural(mention.text) and not _may_hold(held, likeliest):
        held = None
    return held or region_of(toponym) or likeliest


def _may_hold(place: Place, likeliest: Place | None) -> bool:
    """Tell whether a place in the name of a feature of nature may be where it lies: a region of the likeliest country.

    A town is not: "Lake Victoria".
    """
    if place.kind not in {COUNTRY, ADMIN1}:
        return False
    return place.country == likeliest.country if likeliest is not None else place.kind == COUNTRY


def _nation(reading: Reading, mention: Mention) -> Place | None:
    """Return the country of a body by the nationality in its name: "Russian Foreign Ministry"."""
    peoples = nationalities()
    for kind in reading.types[mention.first : mention.last]:
        iso = peoples.get(kind.key)
        if iso:
            return country_place(iso)
    return None


def _is_unknown_body(mention: Mention, named: dict[int, Named]) -> bool:
    return mention.type == ORGANISATION and named[mention.first].entry is None


def _other_countries(mentions: Sequence[Mention], named: dict[int, Named]) -> list[str]:
    """Return the countries that nationalities and known bodies name."""
    found: list[str] = []
    for mention in mentions:
        iso: str | None = None
        if mention.type == NATIONALITY:
            iso = nationalities().get(name_key(mention.text))
        elif mention.type == ORGANISATION and (entry := named[mention.first].entry) is not None:
            iso = entry.country
        if iso:
            found.append(iso)
    return found


def home_country(dateline: Dateline | None) -> str | None:
    """Return the country of a dateline: the one it names, or that of its town."""
    if dateline is None:
        return None
    if dateline.country:
        stated = dateline.country
        iso = stated if len(stated) == _ISO and stated in nations() else country_of(stated)
        if iso:
            return iso
    return _country_of_town(dateline.place.title()) if dateline.place else None


def _country_of_town(town: str) -> str | None:
    """Return the country of the town that a dateline most likely means: its main name before a larger town's second."""
    places = [place for place in candidates(town) if place.country]
    fits = alone(places, [Toponym(town)], set())
    best = max(zip(fits, places, strict=True), key=lambda one: (one[0], one[1].country), default=None)
    return None if best is None else best[1].country


def _toponyms(reading: Reading, spots: Sequence[Mention]) -> list[Toponym]:
    by_start = {mention.first: mention for mention in spots}
    by_end = {mention.last: mention for mention in spots}
    division, town = word_set("division_head"), word_set("city_head")
    words = reading.words
    out = []
    for mention in spots:
        within = _after(reading, mention, by_start)
        owner = by_end.get(mention.first - 1)
        if owner is not None and words[mention.first - 1] in _POSSESSIVE:
            within.append(owner.text)
        follows = reading.follows(mention)
        ahead = _kind_before(reading, mention)
        own = words[mention.last - 1].lower() if mention.last - mention.first > 1 else ""
        out.append(
            Toponym(
                _full_name(reading, mention),
                tuple(within),
                division=bool({follows, ahead, own} & division),
                city=follows in {"city", "town"} or ahead in town,
                county=_is_county(reading, mention),
            )
        )
    return out


def _kind_before(reading: Reading, mention: Mention) -> str:
    """Return what "of" says that a name is: "province" of "province of X"; nothing in "the Y district of X"."""
    words, first = reading.words, mention.first
    if first < 2 or words[first - 1] != "of":  # noqa: PLR2004 - kind, of
        return ""
    named = first > 2 and reading.types[first - 3].capital  # noqa: PLR2004 - name, kind, of
    return "" if named else words[first - 2].lower()


def _full_name(reading: Reading, mention: Mention) -> str:
    """Return the name with the full stop of a short form, or the article of a known name: "Fla.", "the Gulf"."""
    text, end = mention.text, mention.end
    if reading.text[end : end + 1] == "." and is_dotted(f"{text}."):
        return f"{text}."
    before = reading.words[mention.first - 1].lower() if mention.first else ""
    return f"the {text}" if before == "the" and f"the {reading.key_of(mention)}" in extra_places() else text


def _is_county(reading: Reading, mention: Mention) -> bool:
    """Tell whether a name stands in a list that "counties" ends."""
    words, types = reading.words, reading.types
    for at in range(mention.last, min(mention.last + LONGEST_COUNTIES, len(words))):
        if words[at].lower() == "counties":
            return True
        if not types[at].capital and words[at] not in {",", "and", "or", "&"}:
            return False
    return False


def _after(reading: Reading, mention: Mention, by_start: dict[int, Mention]) -> list[str]:
    """Return the names that the text puts a place in, after it: ", North Carolina", "(Texas)", "in northern Syria"."""
    words = reading.words
    at = mention.last
    if at + 1 >= len(words):
        return []
    if words[at].lower() in word_set("division_head") and words[at + 1] in {",", "of", "in"}:
        at += 1
    elif words[at] not in {",", "(", "in"}:
        return []
    following = by_start.get(at + 1)
    if following is None and words[at] == "in" and words[at + 1][0].islower():
        following = by_start.get(at + 2)
    if following is not None:
        return [following.text]
    return []


def _part(reading: Reading, mention: Mention) -> str | None:
    """Return the longest place inside a longer name: a country, a division, a town of some size, or a town alone."""
    types = reading.types
    if mention.last - mention.first == 1:
        return mention.text if _is_town(types[mention.first]) else None
    spans = [
        (first, last)
        for first in range(mention.first, mention.last)
        if types[first].capital
        for last in range(first + 1, min(mention.last, first + LONGEST_PART) + 1)
        if types[last - 1].capital and last - first < mention.last - mention.first
    ]
    if not spans or len(spans) > MOST_PARTS:
        return None
    least = 1 if _is_civic(reading, mention) else _TOWN
    ranks = _ranks([reading.key(first, last) for first, last in spans])
    best: tuple[int, int, int] | None = None
    chosen = None
    for (first, last), rank in zip(spans, ranks, strict=True):
        single = last == first + 1
        common = all(types[at].classes for at in range(first, last)) or (single and types[first].flags & LOWER)
        order = (last - first, rank, -first)
        if (
            rank >= ((least if first == mention.first else _TOWN) if single else 1)
            and not common
            and (best is None or order > best)
        ):
            best, chosen = order, reading.text[reading.tokens.starts[first] : reading.tokens.ends[last - 1]]
    return chosen


def _ranks(keys: Sequence[str]) -> list[int]:
    """Return how large the places of each key are; those of our own list are regions, or small."""
    extra = extra_places()
    return [rank or (key in extra) for key, rank in zip(keys, place_index().ranks(keys).tolist(), strict=True)]


def _is_town(word: WordType) -> bool:
    """Tell whether a word is a town of some size and no common word."""
    return rank_of(word.key) >= _TOWN and not word.flags & LOWER


def _is_civic(reading: Reading, mention: Mention) -> bool:
    """Tell whether a name says that it is of a town: "Wamego Elementary School"."""
    return any(word.lower() in word_set("civic") for word in reading.words[mention.first + 1 : mention.last])


def _metonym(reading: Reading, mention: Mention, place: Place) -> str | None:
    """Return the government that a capital stands for: "Washington voiced concern"."""
    if place.country is None or name_key(place.name) not in capital_keys(place.country):
        return None
    words = reading.words
    at = mention.last
    if at < len(words) and words[at].lower() in word_set("metonym_adverb"):
        at += 2 if words[at].lower() == "on" else 1
    if at < len(words) and words[at].lower() in word_set("metonym_verb"):
        return f"gov:{place.country.lower()}"
    return None
