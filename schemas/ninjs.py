"""A published article as IPTC ninjs 3.1, with what ninjs has no place for in a declared extension, `wirefeed`.

https://iptc.org/std/ninjs/ - names on the wire are those of the standard, in camel case.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from schemas.base import Message
from schemas.figure import CasualtyFigure
from schemas.provenance import Provenance
from schemas.scene import Scene
from schemas.unique import Verdict

NINJS_SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
"""Where IPTC's schema says it is."""
NINJS_EXTENSION: Final = "urn:wirefeed:schema:ninjs-extension:1"
"""`$id` of the schema that adds `wirefeed` to IPTC's."""


class NinjsPart(Message):
    """An object of ninjs."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class NinjsText(NinjsPart):
    """A headline or a body."""

    value: str
    content_type: Literal["text/plain"] = "text/plain"


class NinjsBody(NinjsText):
    """The clean body; the offsets of figures are characters of its value."""

    char_count: int
    word_count: int


class NinjsConcept(NinjsPart):
    """A person, an organisation or an event that the article names."""

    name: str
    uri: str | None = None
    """Of Wikidata, where it is known."""
    literal: str | None = None
    """Wirefeed's own id."""


class NinjsPoint(NinjsPart):
    """A place on the map, as GeoJSON."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]
    """Longitude, latitude."""


class NinjsPlace(NinjsConcept):
    """A place that the article names; `uri` is that of GeoNames, where it is known."""

    geo_json: NinjsPoint | None = Field(None, alias="geoJSON")


class NinjsSource(NinjsPart):
    """Who had a part in the article: the provider, the outlet, the agency."""

    name: str
    role: Literal["provider", "outlet", "agency"]


class NinjsAltId(NinjsPart):
    """Another id of the item: the provider's own, or its web address."""

    role: Literal["itemId", "url"]
    value: str


class NinjsStandard(NinjsPart):
    """What the object keeps to."""

    name: Literal["ninjs"] = "ninjs"
    version: Literal["3.1"] = "3.1"
    schema_uri: str = Field(NINJS_EXTENSION, alias="schema")


class NinjsExtension(Message):
    """What ninjs has no place for: the figures with their evidence, and where the article comes from."""

    provenance: Provenance
    story_id: str
    """Item key of the first article of the story."""
    verdict: Verdict
    figures: tuple[CasualtyFigure, ...] = ()
    scene: Scene | None = None
    signals: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What could not be read, in words for people."""


class NinjsItem(NinjsPart):
    """The latest live version of an item."""

    uri: str
    """`urn:wirefeed:item:PROVIDER:ID`, the same for all versions."""
    type: Literal["text"] = "text"
    representation_type: Literal["full"] = "full"
    version: str
    first_created: datetime | None = None
    version_created: datetime
    """When the version was made; when it was received, where it does not say."""
    pub_status: Literal["usable"] = "usable"
    """Nothing else is live."""
    urgency: int | None = Field(None, ge=1, le=9)
    ed_note: str | None = None
    language: str | None = None
    headlines: tuple[NinjsText, ...] = ()
    bodies: tuple[NinjsBody, ...] = ()
    by: str | None = None
    slugline: str | None = None
    located: str | None = None
    """Place of the dateline."""
    people: tuple[NinjsConcept, ...] = ()
    organisations: tuple[NinjsConcept, ...] = ()
    places: tuple[NinjsPlace, ...] = ()
    events: tuple[NinjsConcept, ...] = ()
    info_sources: tuple[NinjsSource, ...] = ()
    alt_ids: tuple[NinjsAltId, ...] = ()
    standard: NinjsStandard = NinjsStandard()
    wirefeed: NinjsExtension

    @property
    def provenance(self) -> Provenance:
        """That of the article."""
        return self.wirefeed.provenance
