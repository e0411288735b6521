"""All that is shown of an article."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from streams.desk.values.base import Value
from streams.desk.values.broker import Broker

Sort = Literal["number", "sentence", "speaker", "victims", "place", "period", "entity", "news", "cut"]


class Segment(Value):
    """A piece of text under the same marks."""

    text: str
    marks: tuple[str, ...] = ()
    """Ids of the marks that lie over it: `figure-1-number`, `entity-3`, `news-2`, `cut-4`."""


class Mark(Value):
    """What a piece of text is: a figure's number, its speaker, period or place, an entity, a new passage, a cut."""

    id: str
    sort: Sort
    figure: str | None = None
    """Id of the figure that it belongs to."""
    label: str
    """In words for people."""
    fields: dict[str, str] = Field(default_factory=dict)
    """Names and values that are shown on demand."""


class FigureView(Value):
    """A figure of an article, for a list beside the text."""

    id: str
    kind: str
    number: str
    role: str
    subset_of: str | None = None
    speaker: str | None = None
    victims: str | None = None
    place: str | None = None
    period: str | None = None
    confidence: float
    in_headline: bool = False


class Paragraph(Value):
    """A paragraph as segments, in order and without gaps."""

    segments: tuple[Segment, ...]


class VersionView(Value):
    """A version of the item."""

    version: int
    at: datetime
    headline: str | None = None
    verdict: str | None = None
    live: bool
    reason: str | None = None
    """Why it is not live."""
    added: tuple[str, ...] = ()
    """Sentences that the version before did not have."""
    removed: tuple[str, ...] = ()


class DuplicateView(Value):
    """An item that was held back as a repetition of this one."""

    item: str
    source: str
    headline: str | None = None
    verdict: str
    score: float
    shared_text: str | None = None
    at: datetime


class ArticlePage(Value):
    """All that is shown of an article."""

    item: str
    version: int
    live: bool
    headline: tuple[Segment, ...]
    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]
    figures: tuple[FigureView, ...]
    source: str
    provider: str
    agency: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str
    published: datetime
    """When the item was first published, as its provider says; when it was received where that is not known."""
    received: datetime
    """When this version was received."""
    uri: str | None = None
    story: str
    verdict: str
    incidents: tuple[str, ...] = ()
    """Ids of the incidents that its claims are put to."""
    names: tuple[str, ...] = ()
    """Ids of the incidents that it names without being part of them, as a round-up does."""
    titles: dict[str, str] = Field(default_factory=dict)
    """Titles of these incidents by id, as far as the desk has them."""
    original: tuple[Segment, ...] = ()
    """The text as received with what was cut away marked; empty where it is not kept any more."""
    versions: tuple[VersionView, ...] = ()
    duplicates: tuple[DuplicateView, ...] = ()
    remarks: tuple[str, ...] = ()
    broker: Broker
