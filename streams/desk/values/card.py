"""An incident in a list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from streams.desk.values.base import Value
from streams.desk.values.broker import Broker

Precision = Literal["spot", "town", "region", "country"]


class CardPlace(Value):
    """Where it happened. A place without coordinates has no `lat` and `lon`, and is not on the map."""

    name: str
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    """GeoNames code of the first-level division: `KZ.12`."""
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    """How exactly the place is known."""


class Chip(Value):
    """The toll of one kind as it is now."""

    kind: str
    low: int
    best: int
    high: int | None
    """Null where the best claim is open ("at least 42")."""
    text: str
    """`20`, `20 (14 to 24)`, `42 or more`."""
    word: str | None = None
    """The vague word that `best` stands for, such as "dozens"."""
    qualifier: str | None = None
    attribution: str | None = None
    sources: int = 0
    """Independent speakers of the number, as far as its claims are known."""
    disputed: bool = False


class Point(Value):
    """A step of a sparkline."""

    at: datetime
    number: int
    """0 where the toll was withdrawn."""


class Card(Value):
    """An incident in a list."""

    id: str
    title: str
    """Never empty: place and day where no item gives a title."""
    language: str
    place: CardPlace | None = None
    day: date
    """When it happened; where no article says, when it was first reported."""
    day_known: bool
    """Whether `day` is when it happened."""
    end: date | None = None
    """Last day, where it took several."""
    chips: tuple[Chip, ...] = ()
    """The gravest kind first."""
    withdrawn: tuple[str, ...] = ()
    """Kinds whose number was withdrawn, and that have none now."""
    disputed: bool = False
    """Some toll is disputed."""
    sources: int = 0
    """Independent speakers of the first chip's number."""
    stories: int = 0
    items: int = 0
    outlets: int = 0
    sparkline_kind: str | None = None
    sparkline: tuple[Point, ...] = ()
    """The toll of `sparkline_kind` over time, the oldest first, at most 32 steps."""
    last_cause: str | None = None
    """What happened last to a toll: `appeared`, `rose`, `fell`, `corrected`, `withdrawn`, `restated`."""
    last_kind: str | None = None
    """Kind of the number that changed last: it need not be the first that is shown."""
    updated: datetime


class IncidentList(Value):
    """A page of the list of incidents."""

    cards: tuple[Card, ...]
    total: int
    """Incidents that the filter selects, on all pages."""
    page: int
    pages: int
    query: str
    """The filter as a query string without `page`; empty where nothing is filtered."""
    next_query: str | None = None
    """Query string of the next page."""
    previous_query: str | None = None
    rule: str
    """The filter as an alert rule, TOML."""
    unfiltered: int
    """Incidents that the desk has."""
    broker: Broker
