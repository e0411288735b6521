"""The part of an incident that lists and filters need: read in a fifth of the time of the whole.

A desk reads all incidents when it starts, most of which nobody opens. The fields have the names that they have in
`schemas.Incident`, and what is written for that takes this too. What is not named here is skipped without a value
being made of it, which pydantic can't do. No part refers back to another, so the garbage collector need not look at
them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, cast

import msgspec

from schemas import Incident, Qualifier, schema_name
from schemas.scene import ScenePrecision

NAME: Final = schema_name(Incident).partition("/")[0]
Number = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A whole number within the bounds of `schemas.base.Int64`."""
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with its zone: one without it can't be compared with the others."""


class ListedVictims(msgspec.Struct, frozen=True, gc=False):
    """Of `Victims`."""

    side: str | None = None
    entity_id: str | None = None


class ListedSpeaker(msgspec.Struct, frozen=True, gc=False):
    """Of `Attribution`."""

    text: str
    entity_id: str | None = None


class ListedFigure(msgspec.Struct, frozen=True, gc=False):
    """Of `CasualtyFigure`."""

    id: str
    victims: ListedVictims | None = None
    attribution: ListedSpeaker | None = None


class ListedClaim(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of `Claim`."""

    item_key: str
    source: str
    agency: str | None = None
    figure: ListedFigure


class ListedToll(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of `Toll`."""

    low: Number
    best: Number
    high: Number | None = None
    basis: tuple[str, ...] = ()
    attribution: str | None = None
    qualifier: Qualifier | None = None
    word: str | None = None
    disputed: bool = False
    implausible: bool = False


class ListedChange(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of `TollChange`."""

    at: Instant
    kind: str
    after: Number | None = None
    cause: str


class ListedMember(msgspec.Struct, frozen=True, gc=False):
    """Of `Member`."""

    received: Instant
    published: Instant | None = None


class ListedPlace(msgspec.Struct, frozen=True, gc=False):
    """Of `SignaturePlace`."""

    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: ScenePrecision | None = None


class ListedMention(msgspec.Struct, frozen=True, gc=False):
    """Of `Member`, for an item that names an incident."""

    item_key: str
    taken: str | None = None


class ListedIncident(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of `Incident`."""

    incident_id: str
    title: str | None = None
    language: str
    stories: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    place: ListedPlace | None = None
    start: date | None = None
    end: date | None = None
    tolls: dict[str, ListedToll] = {}
    claims: tuple[ListedClaim, ...] = ()
    history: tuple[ListedChange, ...] = ()
    updated: Instant
    members: tuple[ListedMember, ...] = ()
    mentions: tuple[ListedMention, ...] = ()
    moved_from: tuple[str, ...] = ()


_DECODER: Final = msgspec.json.Decoder(ListedIncident)


def listed_incident(value: bytes, schema: str | None) -> Incident | None:
    """Return what a list needs of the incident in a record, None where it holds none. It has no other fields."""
    if schema is not None and schema.partition("/")[0] != NAME:
        return None
    try:
        return cast("Incident", _DECODER.decode(value))
    except (msgspec.DecodeError, ValueError, RecursionError):  # not the fields, not UTF-8, nested too deeply
        return None
