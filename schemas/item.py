"""An item as parsed from any wire format, and what withdraws it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from schemas.base import Int64, Message
from schemas.provenance import Provenance


class PubStatus(StrEnum):
    """The publishing status of a version (IPTC `pubstatus`)."""

    USABLE = "usable"
    """May be published, subject to an embargo."""
    WITHHELD = "withheld"
    """Must not be published until further notice."""
    CANCELED = "canceled"
    """Killed: must not be published, and must be withdrawn where it was."""


class Signal(StrEnum):
    """What a version says about itself, from a signal element, a slug or an editor's note."""

    UPDATE = "update"
    CORRECTION = "correction"
    KILL = "kill"
    WRITETHRU = "writethru"
    TAKE = "take"
    ADVISORY = "advisory"
    EMBARGO = "embargo"


class BodyKind(StrEnum):
    """How `WireItem.body` is marked up."""

    TEXT = "text"
    HTML = "html"


class WireItem(Message):
    """One version of an item, parsed but not yet cleaned."""

    provenance: Provenance
    format: str
    """Wire format it was read from: `json`, `text`, `html`, `rss`, `atom`, `ninjs`, `newsml-g2`, ..."""
    body: str
    """The content as received (decoded): plain text, or HTML where `body_kind` says so."""
    body_kind: BodyKind = BodyKind.TEXT
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    """BCP 47 tag where the item states one."""
    pubstatus: PubStatus = PubStatus.USABLE
    embargoed_until: datetime | None = None
    urgency: Int64 | None = None
    """1 (most urgent) to 9, where stated."""
    ednote: str | None = None
    signals: tuple[str, ...] = ()
    """Members of `Signal` where known, else the provider's own word."""
    subjects: tuple[str, ...] = ()
    slugline: str | None = None
    remarks: tuple[str, ...] = ()
    """What intake could not read and left out, in words for people."""


class RetractionKind(StrEnum):
    """Why nothing of an item may stay live."""

    KILL = "kill"
    WITHHOLD = "withhold"


class Retraction(Message):
    """Takes an item back, with all its versions and every copy of it; travels the item's own route."""

    provenance: Provenance
    """That of the version that brought the kill; `source` is the item's own route."""
    kind: RetractionKind
    reason: str | None = None
    """The editor's note of the kill, where it has one."""
    language: str | None = None
    """The item's route; known from the clean stage on."""
    story_id: str | None = None
    """Known from the dedup stage on."""
    copies: tuple[str, ...] = ()
    """Item keys of the copies that go with it; known from the dedup stage on."""
    outlets: tuple[str, ...] = ()
    """Sources that carried those copies."""
    order: Int64 | None = None
    """Its place in the judge's order of its language; null where nobody numbered it."""


class Release(Message):
    """An embargo has passed: sent by the stage that holds the item to itself, so that it is handled in order."""

    item_key: str
    due: datetime
