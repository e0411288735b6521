"""Where the event of an article happened."""

from __future__ import annotations

from enum import StrEnum

from schemas.base import Int64, Message
from schemas.figure import Span


class ScenePrecision(StrEnum):
    """How exactly a place is named: its size, not the quality of its coordinates."""

    SPOT = "spot"
    """A street, a quarter, a building, a lake, a river or a mountain."""
    TOWN = "town"
    REGION = "region"
    """A first- or second-level division, an island or a part of a country."""
    COUNTRY = "country"


class Scene(Message):
    """The place of an article's event, and the mention that says it."""

    name: str
    """The gazetteer's name, or the name as written where no gazetteer has it."""
    precision: ScenePrecision
    span: Span
    """Characters of the clean body, or of the headline where `in_headline`."""
    in_headline: bool = False
    geonames: Int64 | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    lat: float | None = None
    """Of the place, or of the region that it lies in where the place has no coordinates of its own."""
    lon: float | None = None
