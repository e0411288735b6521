"""A name in the text, and what it stands for."""

from __future__ import annotations

from enum import StrEnum

from schemas.base import Int64, Message


class EntityType(StrEnum):
    """What a mention names."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
    PLACE = "PLACE"
    NATIONALITY = "NATIONALITY"
    EVENT = "EVENT"


class Precision(StrEnum):
    """How exactly a place is known."""

    POINT = "point"
    """A gazetteer entry with its own coordinates."""
    REGION = "region"
    """Only the region or country that the context gives."""


class Entity(Message):
    """One mention; offsets in characters of the clean body (or of the headline where `in_headline`)."""

    text: str
    type: EntityType
    start: Int64
    end: Int64
    in_headline: bool = False
    subtype: str | None = None
    """Organisation: `armed_group`, `government`, `security_force`, `agency`, `monitor`, `international`, `company`,
    `party`, `media`. Place: `country`, `region`, `city`, `facility`, `natural`."""
    canonical: str | None = None
    """The fullest name in the document, or that of the linked entry."""
    id: str | None = None
    """Stable id of the linked entry (`group:al-nusra-front`, `gov:us`), or of the cluster in the document."""
    wikidata: str | None = None
    geonames: Int64 | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    precision: Precision | None = None
    metonym_of: str | None = None
    """Id of what the name stands for in context: "Washington" in "Washington voiced concern" is `gov:us`."""
    role: str | None = None
    """Title or role in the text: "Observatory director"."""
    confidence: float = 1.0
