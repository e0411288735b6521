"""A casualty figure: a claim that can be checked."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from schemas.base import Int64, Message


class Kind(StrEnum):
    """What happened to the people counted."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    KIDNAPPED = "kidnapped"
    DETAINED = "detained"
    DISPLACED = "displaced"
    TRAPPED = "trapped"
    CASUALTIES = "casualties"
    """The text does not say which."""


class Qualifier(StrEnum):
    """How the text qualifies the number."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    FEWER_THAN = "fewer_than"
    ABOUT = "about"
    BETWEEN = "between"
    VAGUE = "vague"


class Role(StrEnum):
    """What the number is, among the others of the article."""

    TOTAL = "total"
    """The toll of the event that the article is about, as now stated."""
    SUBSET = "subset"
    """Part of another figure: `subset_of`."""
    OTHER_EVENT = "other_event"
    BACKGROUND = "background"
    """A campaign, a war, a statistic."""
    DENIED = "denied"
    """Negated, disputed, superseded or withdrawn in the text itself."""
    HYPOTHETICAL = "hypothetical"
    """Feared, threatened, simulated, averted."""


class Span(Message):
    """Characters, end exclusive."""

    start: Int64
    end: Int64


class Estimate(Message):
    """The interval that a vague word stands for, from the settings."""

    low: Int64
    high: Int64


class Victims(Message):
    """Who they were, as written, and the entity they belong to."""

    text: str
    span: Span | None = None
    entity_id: str | None = None
    side: str | None = None
    """The party they belong to, as written or as linked."""
    civilian: bool | None = None
    """True for civilians, False for combatants, null where the text does not say."""


class Place(Message):
    """Where, as written and as linked."""

    text: str
    span: Span | None = None
    geonames: Int64 | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class Period(Message):
    """When: `text` as written; start and end resolved against the dateline, end inclusive."""

    text: str | None = None
    start: date | None = None
    end: date | None = None


class SourceKind(StrEnum):
    """What kind of speaker vouches for a figure."""

    OFFICIAL = "official"
    SECURITY = "security"
    MONITOR = "monitor"
    HOSPITAL = "hospital"
    WITNESS = "witness"
    AGENCY = "agency"
    MEDIA = "media"
    ARMED_GROUP = "armed_group"
    INTERNATIONAL = "international"
    OTHER = "other"


class Attribution(Message):
    """Who states a figure."""

    text: str
    kind: SourceKind
    span: Span | None = None
    entity_id: str | None = None


class Evidence(Message):
    """The exact characters: offsets into the clean body, or into the headline where `in_headline`."""

    sentence: Span
    number: Span
    in_headline: bool = False
    quote: str | None = None
    """The sentence, bounded in length: only where the figure travels without its article."""


class CasualtyFigure(Message):
    """One claim of one article."""

    id: str
    """Derived from the evidence and kind; unique within the article."""
    kind: Kind
    min: Int64 | None = None
    max: Int64 | None = None
    qualifier: Qualifier
    quantity_text: str
    role: Role
    subset_of: str | None = None
    """Id of the figure it is part of."""
    listed_with: str | None = None
    """Id of the first of the groups that the same words list: "12 civilians and three soldiers were killed". Nobody is
    in two of them, so that the text says their sum."""
    estimate: Estimate | None = None
    victims: Victims | None = None
    place: Place | None = None
    period: Period | None = None
    attribution: Attribution | None = None
    evidence: Evidence
    confidence: float
