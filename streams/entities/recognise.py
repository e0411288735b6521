"""Text to entities: who, which group, where on the map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from schemas import Entity, EntityType, Precision
from streams.entities.aliases import alias_table
from streams.entities.crf import tagger
from streams.entities.detect import Detected, detect
from streams.entities.gazetteer import candidates, country_place
from streams.entities.geocode import is_abbreviation, known, region_of, resolve
from streams.entities.keys import name_key
from streams.entities.link import Named, cluster
from streams.entities.mentions import EVENT, NATIONALITY, ORGANISATION, PERSON, PLACE, Mention
from streams.entities.nations import country_of, nationalities, nations
from streams.entities.phrases import phrases
from streams.entities.places import SUBTYPES, Place, place_index
from streams.entities.placing import Toponym, capital_keys
from streams.entities.roles import role_after, role_before
from streams.entities.tables import word_set
from streams.entities.words import LOWER
from streams.entities.words import words as word_table

if TYPE_CHECKING:
    from schemas import Dateline

_GAP: Final = "\n\n"
_MOST_PARTS: Final = 60
_TOWN: Final = 2
"""Rank of a place from which one word inside a longer name is taken for it."""


def load() -> None:
    """Read the model and the gazetteers, which otherwise happens at the first text."""
    word_table()
    place_index()
    phrases()
    alias_table()
    nations()
    tagger()
    recognise(
        "Fighting near Aleppo, Syria, killed two, said Rami Abdel Rahman of the Syrian Observatory for Human Rights."
    )


def recognise(
    text: str, *, headline: str | None = None, dateline: Dateline | None = None, language: str = "en"
) -> list[Entity]:
    """Return the names in a text and its headline, by start; those of the headline first, with offsets into it.

    Never raises on any text; time and memory are linear in its length. The model is for English; in another
    `language` the same methods run, with what they find of names.
    """
    del language
    lead = f"{headline}{_GAP}" if headline else ""
    whole = lead + text
    detected = detect(whole)
    entities = _entities(whole, detected, dateline)
    if not lead:
        return entities
    limit = len(headline or "")
    out = []
    for entity in entities:
        if entity.start < limit:
            out.append(entity.model_copy(update={"in_headline": True}))
        else:
            out.append(entity.model_copy(update={"start": entity.start - len(lead), "end": entity.end - len(lead)}))
    return sorted(out, key=lambda entity: (not entity.in_headline, entity.start))


def _entities(text: str, detected: Detected, dateline: Dateline | None) -> list[Entity]:
    mentions = detected.mentions
    named = cluster(mentions, detected.words)
    places = _places(detected, named, dateline)
    sentence = _sentence_edges(detected)
    out: list[Entity] = []
    for number, mention in enumerate(mentions):
        if mention.type == PLACE:
            out.append(_place_entity(detected, mention, *places[mention.first]))
        elif mention.type == NATIONALITY:
            iso = nationalities().get(name_key(mention.text)) or None
            out.append(
                _entity(mention, canonical=mention.text, country=iso, id=f"nation:{iso.lower()}" if iso else None)
            )
        elif mention.type == EVENT:
            out.append(_entity(mention, canonical=mention.text))
        else:
            found = named[mention.first]
            entry = found.entry
            role = _role(text, detected, mention, *sentence[number]) if mention.type == PERSON else None
            out.append(
                _entity(
                    mention,
                    canonical=found.canonical,
                    id=found.id,
                    subtype=entry.subtype
                    if entry is not None
                    else _subtype(mention)
                    if mention.type == ORGANISATION
                    else None,
                    wikidata=entry.wikidata if entry is not None else None,
                    role=role,
                    **({"country": entry.country} if entry is not None else _seat(places.get(mention.first))),
                )
            )
    return out


def _people_entity(mention: Mention) -> Entity:
    """Return a nationality with its country, which is on the map."""
    iso = nationalities().get(name_key(mention.text)) or None
    country = country_place(iso) if iso is not None else None
    if iso is None or country is None:
        return _entity(mention, canonical=mention.text)
    return _entity(
        mention,
        canonical=mention.text,
        country=iso,
        id=f"nation:{iso.lower()}",
        geonames=country.geonames,
        lat=country.lat,
        lon=country.lon,
        precision=Precision.REGION,
    )


def _seat(found: tuple[Place | None, Place | None, str | None] | None) -> dict[str, object]:
    """Return where a body is by the place in its name ("Kentucky State Police")."""
    place = found[0] if found is not None else None
    if place is None:
        return {}
    return {
        "geonames": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "precision": Precision.REGION,
    }


def _entity(mention: Mention, **fields: object) -> Entity:
    values = {name: value for name, value in fields.items() if value is not None}
    return Entity.model_construct(
        _fields_set={"text", "type", "start", "end", "confidence", *values},
        text=mention.text,
        type=EntityType(mention.type),
        start=mention.start,
        end=mention.end,
        confidence=mention.confidence,
        **values,
    )


def _sentence_edges(detected: Detected) -> list[tuple[int, int]]:
    edges = [*detected.tokens.sentences, len(detected.words)]
    out = []
    at = 0
    for mention in detected.mentions:
        while at + 1 < len(edges) and edges[at + 1] <= mention.first:
            at += 1
        out.append((edges[at], edges[at + 1]))
    return out


def _role(text: str, detected: Detected, mention: Mention, first: int, last: int) -> str | None:
    begin = role_before(detected.words, first, mention)
    tokens = detected.tokens
    if begin is not None:
        return text[tokens.starts[begin] : tokens.starts[mention.first]].strip()
    after = role_after(detected.words, last, mention)
    if after is None:
        return None
    return text[tokens.starts[after[0]] : tokens.ends[after[1] - 1]]


def _subtype(mention: Mention) -> str | None:
    parts = {part.strip(".,'’").lower() for part in mention.text.split()}
    for subtype, name in (
        ("armed_group", "armed_head"),
        ("security_force", "force_head"),
        ("media", "media_head"),
        ("party", "party_head"),
        ("government", "government_head"),
        ("company", "company_suffix"),
    ):
        if parts & word_set(name):
            return subtype
    return None


def _places(
    detected: Detected, named: dict[int, Named], dateline: Dateline | None
) -> dict[int, tuple[Place | None, Place | None, str | None]]:
    """Return for each place mention its gazetteer entry, or the region it lies in, and what it is a metonym of."""
    mentions = detected.mentions
    spots = [mention for mention in mentions if mention.type == PLACE]
    by_end = {mention.last: mention for mention in spots}
    by_start = {mention.first: mention for mention in spots}
    toponyms = [_toponym(detected.words, mention, by_start, by_end) for mention in spots]
    bodies = [
        mention
        for mention in mentions
        if mention.type == ORGANISATION and named[mention.first].entry is None and mention.last - mention.first > 1
    ]
    seats = [_part(detected, mention) for mention in bodies]
    parts = [
        _part(detected, mention) if not known(toponym.name) else None
        for mention, toponym in zip(spots, toponyms, strict=True)
    ]
    countries: list[str] = []
    for mention in mentions:
        if mention.type == NATIONALITY:
            iso = nationalities().get(name_key(mention.text))
        elif mention.type == ORGANISATION and (entry := named[mention.first].entry) is not None:
            iso = entry.country
        else:
            iso = None
        if iso:
            countries.append(iso)
    home = _home(dateline)
    inner = [Toponym(part) for part in (*seats, *parts) if part]
    resolved = resolve([*toponyms, *inner], countries, home)
    inner_places = dict(zip((toponym.name for toponym in inner), resolved[len(toponyms) :], strict=True))
    out: dict[int, tuple[Place | None, Place | None, str | None]] = {}
    for mention, toponym, place, part in zip(spots, toponyms, resolved, parts, strict=False):
        region = None
        if place is None:
            region = inner_places.get(part or "") or region_of(toponym, resolved, home)
        out[mention.first] = (place, region, _metonym(detected, mention, place))
    for mention, seat in zip(bodies, seats, strict=True):
        if seat and inner_places.get(seat) is not None:
            out[mention.first] = (inner_places[seat], None, None)
    return out


def _part(detected: Detected, mention: Mention) -> str | None:
    """Return the longest place name inside a longer name: a country, a division, or a town of some size."""
    spans = [
        (first, last)
        for first in range(mention.first, mention.last)
        for last in range(first + 1, min(mention.last, first + 4) + 1)
        if detected.types[first].capital
        and detected.types[last - 1].capital
        and (first, last) != (mention.first, mention.last)
    ]
    if not spans or len(spans) > _MOST_PARTS:
        return None
    keys = [" ".join(kind.key for kind in detected.types[first:last] if kind.key) for first, last in spans]
    ranks = place_index().ranks(keys).tolist()
    best: tuple[int, int, int] | None = None
    chosen = None
    for (first, last), rank in zip(spans, ranks, strict=True):
        heads = all(detected.types[at].classes for at in range(first, last))
        single = last == first + 1
        if rank < (_TOWN if single else 1) or heads or (single and detected.types[first].flags & LOWER):
            continue
        order = (last - first, rank, -first)
        if best is None or order > best:
            best, chosen = order, " ".join(detected.words[first:last])
    return chosen


def _home(dateline: Dateline | None) -> str | None:
    if dateline is None:
        return None
    if dateline.country:
        iso = (
            dateline.country
            if len(dateline.country) == 2 and dateline.country in nations()
            else country_of(dateline.country)
        )
        if iso:
            return iso
    if dateline.place:
        tally: Counter[str] = Counter()
        for place in candidates(dateline.place.title()):
            if place.country:
                tally[place.country] += place.population + 1
        if tally:
            return max(tally, key=lambda iso: (tally[iso], iso))
    return None


def _toponym(words: list[str], mention: Mention, by_start: dict[int, Mention], by_end: dict[int, Mention]) -> Toponym:
    within: list[str] = []
    at = mention.last
    if at < len(words) and words[at] in {",", "(", "in"}:
        following = by_start.get(at + 1)
        if following is None and words[at] == "in" and at + 2 < len(words):
            following = by_start.get(at + 2) if not words[at + 1][0].isupper() else None
        if following is not None:
            within.append(following.text)
        elif words[at] == "," and at + 1 < len(words):
            for size in (1, 2):
                short = "".join(words[at + 1 : at + 1 + size])
                if is_abbreviation(short):
                    within.append(short)
                    break
    elif at + 1 < len(words) and words[at].lower() in word_set("division_head") and words[at + 1] in {",", "of", "in"}:
        following = by_start.get(at + 2)
        if following is not None:
            within.append(following.text)
    before = by_end.get(mention.first - 1)
    if before is not None and words[mention.first - 1] in {"'s", "’s"}:
        within.append(before.text)
    follows = words[at].lower() if at < len(words) else ""
    ahead = words[mention.first - 2].lower() if mention.first > 1 and words[mention.first - 1] == "of" else ""
    last = words[mention.last - 1].lower()
    division = word_set("division_head")
    return Toponym(
        mention.text,
        tuple(within),
        division=follows in division or ahead in division or (mention.last - mention.first > 1 and last in division),
        city=follows in {"city", "town"} or ahead in word_set("city_head"),
    )


def _metonym(detected: Detected, mention: Mention, place: Place | None) -> str | None:
    if place is None or place.country is None:
        return None
    if name_key(place.name) not in capital_keys(place.country):
        return None
    at = mention.last
    words = detected.words
    if at < len(words) and words[at].lower() in {"also", "has", "have", "had", "later", "immediately", "on"}:
        at += 2 if words[at].lower() == "on" else 1
    if at < len(words) and words[at].lower() in word_set("metonym_verb"):
        return f"gov:{place.country.lower()}"
    return None


def _place_entity(
    detected: Detected, mention: Mention, place: Place | None, region: Place | None, metonym: str | None
) -> Entity:
    subtype = _named_subtype(detected, mention)
    if place is not None:
        known = SUBTYPES[place.kind]
        return _entity(
            mention,
            canonical=place.name,
            subtype=known,
            id=f"geonames:{place.geonames}"
            if place.geonames is not None
            else f"place:{name_key(place.name).replace(' ', '-')}",
            geonames=place.geonames,
            lat=place.lat,
            lon=place.lon,
            country=place.country,
            admin1=place.admin1,
            precision=Precision.POINT,
            metonym_of=metonym,
        )
    key = f"doc:place:{name_key(mention.text).replace(' ', '-')}"[:120]
    if region is None:
        return _entity(mention, canonical=mention.text, subtype=subtype, id=key)
    return _entity(
        mention,
        canonical=mention.text,
        subtype=subtype,
        id=key,
        geonames=region.geonames if name_key(region.name) in name_key(mention.text) else None,
        lat=region.lat,
        lon=region.lon,
        country=region.country,
        admin1=region.admin1,
        precision=Precision.REGION,
    )


def _named_subtype(detected: Detected, mention: Mention) -> str | None:
    around = {word.lower() for word in detected.words[mention.first : mention.last + 1]}
    for subtype, name in (
        ("facility", "facility_head"),
        ("natural", "natural_head"),
        ("region", "division_head"),
        ("city", "city_head"),
    ):
        if around & word_set(name):
            return subtype
    return "country" if country_place(country_of(mention.text) or "") is not None else None
