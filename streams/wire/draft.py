"""What a format's parser finds in an item: the values as it states them, before dates and identity are read."""

from __future__ import annotations

from dataclasses import dataclass

from schemas import BodyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One item as its format states it. None and the empty tuple mean that it says nothing."""

    format: str
    body: str | None = None
    body_kind: BodyKind = BodyKind.TEXT
    provider: str | None = None
    source: str | None = None
    item_id: str | None = None
    uri: str | None = None
    version: object = None
    """A number, or its digits as text."""
    published: object = None
    version_created: object = None
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    pubstatus: str | None = None
    embargoed: object = None
    urgency: object = None
    ednote: str | None = None
    signals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    slugline: str | None = None
    retracts: tuple[str, ...] = ()
    """Ids of other items of the provider that this one withdraws."""
    refers_to: tuple[str, ...] = ()
    """Ids of other items of the provider that this one is a notice of: they get its status, or `refers_status`."""
    refers_status: str | None = None
    named: tuple[tuple[str, str], ...] = ()
    """Names by which its notices call items to be killed, each with the id of the item."""
    remarks: tuple[str, ...] = ()
    """What was left out or put right while reading."""
