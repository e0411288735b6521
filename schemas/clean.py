"""An item's text without page furniture, and a map back into what was received."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from schemas.base import Int64, Message
from schemas.provenance import Provenance


class DropReason(StrEnum):
    """Why a span of the received text is not in the clean body."""

    CAPTION = "caption"
    RELATED_LINK = "related_link"
    SHARE = "share"
    FOOTER = "footer"
    NAVIGATION = "navigation"
    COOKIE = "cookie"
    SUBSCRIPTION = "subscription"
    """Newsletters, accounts, apps and the wall before the text."""
    REPEAT = "repeat"
    SOURCE_BOILERPLATE = "source_boilerplate"
    SHARED_WIDGET = "shared_widget"
    ADVERTISEMENT = "advertisement"
    MARKUP = "markup"
    HEADLINE = "headline"
    """The headline line itself, which is a field of its own."""
    BYLINE = "byline"
    AGENCY_CREDIT = "agency_credit"
    UPDATE_MARKER = "update_marker"
    DATE = "date"
    CONTACT = "contact"
    """Where a reporter or the desk is reached."""
    OVER_LIMIT = "over_limit"
    """What stands behind the last line or tag that is read of an item; a remark says which limit it was."""


class DroppedSpan(Message):
    """A span of the received body that was left out; offsets in characters, end exclusive."""

    start: Int64
    end: Int64
    reason: DropReason


class OffsetRun(Message):
    """A run of the clean body and the span of the received body it was made from.

    Runs are in order and cover the clean body. Where `length` characters map one to one, `source_end -
    source_start` equals it; elsewhere (a repaired ligature, a decoded entity) the whole run maps to the whole span.
    """

    start: Int64
    length: Int64
    source_start: Int64
    source_end: Int64


class Dateline(Message):
    """A dateline such as `ALEPPO, Syria, April 6 (AFP) -` taken apart; `text` is as written."""

    text: str
    place: str | None = None
    country: str | None = None
    date: str | None = None
    """ISO date where the dateline has one and the year is known."""
    agency: str | None = None


class PageMetadata(Message):
    """What an HTML page says about itself (JSON-LD NewsArticle, Open Graph, meta elements); null where unstated."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    section: str | None = None
    language: str | None = None
    """As stated: a BCP 47 tag or a locale."""


class CleanArticle(Message):
    """The story alone: headline and paragraphs separated by a blank line."""

    provenance: Provenance
    headline: str | None = None
    body: str
    paragraphs: tuple[tuple[Int64, Int64], ...]
    """Spans of the paragraphs in `body`."""
    language: str
    """The item's route: that of its first accepted version. BCP 47 primary subtag, `und` where unknown."""
    language_detected: str
    language_confidence: float
    dropped: tuple[DroppedSpan, ...] = ()
    offsets: tuple[OffsetRun, ...] = ()
    dateline: Dateline | None = None
    byline: str | None = None
    agency: str | None = None
    """Agency credited in dateline, byline or credit line ("AFP", "Reuters")."""
    markers: tuple[str, ...] = ()
    """Update markers found in slug, headline or text, as `Signal` values where known."""
    urgency: Int64 | None = None
    slugline: str | None = None
    signals: tuple[str, ...] = ()
    ednote: str | None = None
    page: PageMetadata | None = None
    """Of an item that came as HTML."""
    remarks: tuple[str, ...] = ()
    """What the cleaning did not read because of a limit, in words for people."""
