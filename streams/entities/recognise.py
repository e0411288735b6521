"""Text to entities: who, which group, where on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from schemas import Entity, Precision
from streams.entities.credits import credited
from streams.entities.detect import detect
from streams.entities.gazetteer import country_place
from streams.entities.keys import name_key
from streams.entities.link import Named, cluster
from streams.entities.located import Location, locate
from streams.entities.mentions import EVENT, NATIONALITY, PERSON, PLACE, Mention
from streams.entities.nations import country_of, nationalities, nations
from streams.entities.nature import is_natural
from streams.entities.places import CITY, COUNTRY, SUBTYPES, Place
from streams.entities.reading import Reading, read
from streams.entities.roles import role_of
from streams.entities.tables import word_set

if TYPE_CHECKING:
    from schemas import Dateline

LONGEST_ID: Final = 120
_GAP: Final = "\n\n"
_BODIES: Final = (
    ("armed_group", "armed_head"),
    ("security_force", "force_head"),
    ("media", "media_head"),
    ("party", "party_head"),
    ("government", "government_head"),
    ("company", "company_suffix"),
)
_SPOTS: Final = (
    ("facility", "facility_head"),
    ("natural", "natural_head"),
    ("region", "division_head"),
    ("city", "city_head"),
)


def load() -> None:
    """Read the model and the gazetteers, which otherwise happens at the first text."""
    recognise(
        "Fighting near Aleppo, Syria, killed two, said Rami Abdel Rahman of the Syrian Observatory for Human Rights."
    )


def recognise(
    text: str, *, headline: str | None = None, dateline: Dateline | None = None, language: str = "en"
) -> list[Entity]:
    """Return the names in a text and its headline; those of the headline first, with offsets into it.

    Never raises on any text; time and memory are linear in its length. The model is for English; in another
    `language` the same methods run, with what they find of names.
    """
    del language
    lead = f"{headline}{_GAP}" if headline else ""
    entities = _entities(read(lead + text), dateline)
    if not headline:
        return entities
    out = []
    for entity in entities:
        if entity.start < len(headline):
            out.append(entity.model_copy(update={"in_headline": True}))
        else:
            out.append(entity.model_copy(update={"start": entity.start - len(lead), "end": entity.end - len(lead)}))
    return out


def _entities(reading: Reading, dateline: Dateline | None) -> list[Entity]:
    agencies = credited(reading, dateline)
    mentions = detect(reading, agencies)
    named = cluster(mentions, reading.words)
    located = locate(reading, mentions, named, dateline)
    out: list[Entity] = []
    sentences = reading.sentences()
    first, last = next(sentences, (0, 0))
    for mention in mentions:
        while mention.first >= last:
            first, last = next(sentences)
        if mention.type == PLACE:
            values = _place(reading, mention, located[mention.first])
        elif mention.type == NATIONALITY:
            values = _nationality(mention)
        elif mention.type == EVENT:
            values = {"canonical": mention.text}
        elif mention.type == PERSON:
            found = named[mention.first]
            role = role_of(reading, mention, first, last)
            values = {"canonical": found.canonical, "id": found.id, "role": role}
        else:
            values = _body(named[mention.first], located.get(mention.first), agencies.keys)
        out.append(_entity(mention, values))
    return out


def _entity(mention: Mention, values: dict[str, Any]) -> Entity:
    """Return the entity without checking what this package made itself."""
    given = {name: value for name, value in values.items() if value is not None}
    return Entity.model_construct(
        _fields_set={"text", "type", "start", "end", "confidence", *given},
        text=mention.text,
        type=mention.type,
        start=mention.start,
        end=mention.end,
        confidence=mention.confidence,
        **given,
    )


def _spot(place: Place) -> dict[str, Any]:
    return {
        "geonames": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
    }


def _nationality(mention: Mention) -> dict[str, Any]:
    """Return what a nationality says: its country, as far as there is one."""
    iso = nationalities().get(name_key(mention.text))
    country = country_place(iso) if iso else None
    if iso is None or country is None:
        return {"canonical": mention.text}
    return {"canonical": mention.text, "id": f"nation:{iso.lower()}", "precision": Precision.REGION} | _spot(country)


def _body(named: Named, location: Location | None, agencies: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"canonical": named.canonical, "id": named.id}
    entry = named.entry
    if entry is not None:
        return values | {"subtype": entry.subtype, "wikidata": entry.wikidata, "country": entry.country}
    is_agency = name_key(named.canonical) in agencies
    values["subtype"] = "media" if is_agency else _subtype(named.canonical)
    if location is not None and location.region is not None and not (is_agency and location.region.kind == CITY):
        values |= {"precision": Precision.REGION} | _spot(location.region)
    return values


def _subtype(name: str) -> str | None:
    parts = {part.strip(".,'’").lower() for part in name.split()}
    return next((subtype for subtype, heads in _BODIES if parts & word_set(heads)), None)


def _place(reading: Reading, mention: Mention, location: Location) -> dict[str, Any]:
    place, region = location.place, location.region
    if place is not None:
        known = f"geonames:{place.geonames}" if place.geonames is not None else f"place:{_slug(place.name)}"
        return {
            "canonical": place.name,
            "subtype": SUBTYPES[place.kind],
            "id": known,
            "precision": Precision.POINT,
            "metonym_of": location.metonym,
            "wikidata": _wikidata(place),
        } | _spot(place)
    values: dict[str, Any] = {
        "canonical": mention.text,
        "subtype": _place_subtype(reading, mention),
        "id": f"doc:place:{_slug(mention.text)}"[:LONGEST_ID],
    }
    if region is None:
        return values
    values |= {"precision": Precision.REGION} | _spot(region)
    if name_key(region.name) not in name_key(mention.text):
        values["geonames"] = None  # the region is no part of the name, so the id is not that of the place
    return values


def _wikidata(place: Place) -> str | None:
    nation = nations().get(place.country or "") if place.kind == COUNTRY else None
    return None if nation is None else nation.wikidata


def _slug(name: str) -> str:
    return name_key(name).replace(" ", "-")


def _place_subtype(reading: Reading, mention: Mention) -> str | None:
    if is_natural(mention.text):
        return "natural"
    around = {word.lower() for word in reading.words[mention.first : mention.last + 1]}
    found = next((subtype for subtype, heads in _SPOTS if around & word_set(heads)), None)
    return found or ("country" if country_of(mention.text) else None)
