"""What linking needs of an article: no running text but the sentences that give its figures."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from schemas.base import Int64, Message
from schemas.figure import CasualtyFigure
from schemas.provenance import Provenance
from schemas.scene import Scene, ScenePrecision
from schemas.unique import Judgement


class SignaturePlace(Message):
    """A place the article names, with how often."""

    name: str
    geonames: Int64 | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    count: Int64 = 1
    precision: ScenePrecision | None = None
    """Of a scene; null for a place that the article only names."""

    @classmethod
    def of_scene(cls, scene: Scene) -> SignaturePlace:
        """Return the place of a scene."""
        return cls(
            name=scene.name,
            geonames=scene.geonames,
            country=scene.country,
            admin1=scene.admin1,
            lat=scene.lat,
            lon=scene.lon,
            precision=scene.precision,
        )


class EventFrame(Message):
    """What an article says of its event in its headline, its lead and its figures."""

    sorts: tuple[str, ...] = ()
    """Sorts of event that it speaks of: `shooting`, `quake`, ..."""
    venues: tuple[str, ...] = ()
    """Sorts of place or vehicle that were hit: `market`, `bus`, ..."""
    scene: tuple[SignaturePlace, ...] = ()
    """Towns and smaller places where it happened, surest first."""
    countries: tuple[str, ...] = ()
    """Codes of the countries that headline and lead name."""
    days: tuple[date, ...] = ()
    """Days on which it happened, or on which the number was given."""
    happened: tuple[date, ...] = ()
    """Days on which it plainly says that the event happened: "Monday's blast", "killed six on Monday"."""
    parts_of_day: tuple[str, ...] = ()
    """When on that day, where it says so: `morning`, `evening`."""
    sides: tuple[str, ...] = ()
    """The side of the town on which it happened: `west` of "in the west of Quetta"."""
    again: bool = False
    """It says that there was one like it before: "another blast", "second blast in two days"."""
    harm: bool = False
    """It counts victims of its event, or has a word of harm early."""
    goes_on: bool = False
    """It tells how a known event goes on: a toll that rises, a funeral, an arrest."""
    looks_back: bool = False
    """It remembers an event of an earlier year, or is about the trial of one."""
    sums_up: bool = False
    """It is a round-up of several events."""
    diseases: tuple[str, ...] = ()
    """Diseases that its headline and its opening name."""


class Passage(Message):
    """What a part of an article says of one event among others: no running text."""

    sorts: tuple[str, ...] = ()
    places: tuple[SignaturePlace, ...] = ()
    """Towns and streets, the town that it is about first."""
    names: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    """Ages of people, as `16-year-old`."""
    days: tuple[date, ...] = ()
    """Days that it names, resolved against publication."""
    tolls: dict[str, Int64] = Field(default_factory=dict)
    """The largest number that it gives, by figure kind."""


class Signature(Message):
    """Ids, times, names, places, rare words and figures of one version of an article."""

    provenance: Provenance
    judgement: Judgement
    language: str
    headline: str | None = None
    agency: str | None = None
    dateline_place: str | None = None
    places: tuple[SignaturePlace, ...] = ()
    names: tuple[str, ...] = ()
    """Canonical names of persons and organisations."""
    terms: tuple[str, ...] = ()
    """Lower-case content words of headline and lead, most telling first; no running text."""
    numbers: tuple[Int64, ...] = ()
    days: tuple[date, ...] = ()
    """Days that the text names early, resolved against publication."""
    figures: tuple[CasualtyFigure, ...] = ()
    history: tuple[str, ...] = ()
    """Ids of the figures that count victims of an event long past: articles are compared by them, and no toll rests on
    them."""
    scene: Scene | None = None
    """Where the event happened."""
    event: EventFrame = EventFrame()
    passages: tuple[Passage, ...] = ()
    """Of an article that sums up several events, or looks back on one: those that it speaks of; bounded."""
    order: Int64 | None = None
    """Its place in the judge's order of its language; null where nobody numbered it."""


class Skip(Message):
    """Takes a place in the judge's order where there is nothing to link, so that linking does not wait for it."""

    order: Int64
    through: Int64 | None = None
    """The last of the places that it takes; null where it takes one."""
