"""An article as the pair features see it: sets of marks instead of a signature's tuples."""

from __future__ import annotations

import math
from operator import mul
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind, Role
from streams.linking.areas import is_of_long
from streams.linking.lexicon import events
from streams.linking.moment import PARTS_OF_DAY
from streams.linking.ordinals import counted_on, ordinal_of
from streams.linking.recall import OWN_ROLES
from streams.linking.words import AGE_SUFFIX, content_words, street_words
from streams.listed import with_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from schemas import CasualtyFigure, Signature, SignaturePlace

    Points = tuple[tuple[float, float], ...]

SECONDS_A_DAY: Final = 86_400.0
OTHER_ROLES: Final = frozenset({Role.OTHER_EVENT, Role.BACKGROUND})
"""Roles of figures that count the victims of something else."""
CAPTIVE: Final = frozenset({Kind.KIDNAPPED, Kind.MISSING})
FEWEST_CAPTIVES: Final = 5
"""So many are seldom taken twice in a country within weeks."""
NONE: Final = frozenset[str]()
"""No marks: one for all articles, which have many empty sets."""
MAX_POINTS: Final = 6
MAX_SPOTS: Final = 6
"""Most often named: an article that names many sites is not about where one event was."""


class Main(NamedTuple):
    """The place where an event happened, as far as an article says."""

    mark: str
    name: str
    point: tuple[float, float] | None


class Happening(NamedTuple):
    """The event that an article is about, as sets.

    A tuple with names: `supplemented` copies it for every pair, at a quarter of what copying a dataclass takes.
    """

    sorts: frozenset[str]
    venues: frozenset[str]
    scene: frozenset[str]
    """Marks of the towns and smaller places where it happened."""
    names: frozenset[str]
    """Names of those places: of two towns of one name, the gazetteer may have taken the wrong one."""
    points: Points
    countries: frozenset[str]
    days: frozenset[int]
    happened: frozenset[int]
    """Days on which the article plainly says that it happened."""
    parts_of_day: frozenset[int]
    """When on that day, as places in `PARTS_OF_DAY`."""
    sides: frozenset[str]
    """Sides of the town on which it happened."""
    at_scene: frozenset[str]
    """Marks of a sort of event in a town: a bombing in Quetta is rare, a shooting in Chicago is not."""
    in_country: frozenset[str]
    """Marks of a sort of event in a country."""
    wide: bool
    """Whether it reaches over regions and countries, such as a flood."""
    lasting: bool
    """Whether it goes on for weeks."""
    goes_on: bool
    again: bool
    """It is another one than one before."""
    looks_back: bool
    sums_up: bool
    diseases: frozenset[str] = NONE
    areas: frozenset[str] = NONE
    """States or provinces of its places, or else of all that the article names after its dateline."""
    main: Main | None = None
    """The first of its places."""


class Profile(NamedTuple):
    """An article; a tuple with names as `Happening` is.

    Marks are strings with a prefix for their sort: `w:` word, `n:` name, `p:` place, `#:` number, `e:` event.

    They are interned: a window holds each mark once and not once an article.
    """

    item_key: str
    story_id: str
    source: str
    day: float
    """Days since 1970 of publication, or of arrival where that is earlier or publication is not stated."""
    words: frozenset[str]
    ages: frozenset[str]
    """The words that are ages, `w:16-year-old`."""
    headline: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    streets: frozenset[str]
    """The places that are streets."""
    spots: frozenset[str]
    """The places that no gazetteer has: parts of towns, streets, sites."""
    numbers: frozenset[str]
    points: Points
    """Latitude and longitude of the places named, most often named first."""
    days: frozenset[int]
    """Days that the text names, as ordinals."""
    figures: frozenset[tuple[str, int]]
    """Kind and number of the figures that count the event's own victims."""
    tolls: dict[str, tuple[int, bool]]
    """By kind, the largest total of the event's own victims, and whether it is open ("at least 42")."""
    others: frozenset[tuple[str, int]]
    """Kind and number of the figures that count the victims of something else."""
    denied: frozenset[tuple[str, int]]
    """Kind and number of the figures that the article denies."""
    follows: frozenset[tuple[str, int]]
    """Kind and number of the dead whom the article counts one more victim on from: 6 of "a seventh victim has died"."""
    event: Happening
    counts: bool
    """Whether it counts victims of its event."""
    opens: bool
    """Whether it counts victims of an event that is not long past: only such an article makes a group an incident."""
    speaks: bool
    """Whether it counts victims of its event, or speaks of harm early."""

    proper: frozenset[str] = NONE
    """Words of its names, sites and towns, each by itself: "Calliope" and "Calliope Star" have one in common."""
    captives: frozenset[int] = frozenset()
    """How many captives the article counts, held or freed, or missing, which is what those who were taken are."""
    over_months: bool = False
    """Whether its toll is that of a month or more: "228 dead in floods since March"."""
    norm: float = 0.0
    """Length of the words' vector of rarities, as it was when the article came."""

    @property
    def marks(self) -> frozenset[str]:
        """All marks, for the index."""
        return self.words.union(self.names, self.places, self.numbers, self.event.at_scene, self.event.in_country)


def make_profile(signature: Signature) -> Profile:
    """Return the signature's profile."""
    provenance = signature.provenance
    figures = _compared(signature)
    sort_of = events().sort_of
    terms = frozenset(signature.terms)
    headline = content_words(signature.headline or "")
    places = [place.name.lower() for place in signature.places]
    if signature.dateline_place:
        places.append(signature.dateline_place.lower())
    return Profile(
        item_key=provenance.item_key,
        story_id=signature.judgement.story_id,
        source=provenance.source,
        day=day_of(provenance.published, provenance.received),
        words=_marks("w", (word for word in terms if word not in sort_of)),
        ages=_marks("w", (word for word in terms if word.endswith(AGE_SUFFIX))),
        headline=_marks("w", headline & terms.difference(sort_of)),
        names=_marks("n", signature.names),
        places=_marks("p", places),
        streets=_marks("p", (place for place in places if place.rpartition(" ")[2] in street_words())),
        spots=_marks("p", _spots(signature)),
        numbers=_marks("#", map(str, signature.numbers)),
        points=_points(signature.places),
        days=_ordinals(signature.days),
        figures=_counted(figures, OWN_ROLES),
        tolls=_tolls(figures),
        others=_counted(figures, OTHER_ROLES),
        denied=_counted(figures, frozenset({Role.DENIED})),
        follows=counted_on(figures),
        captives=_captives(figures),
        proper=_marks("w", _proper(signature)),
        over_months=_counts_over_months(figures),
        event=_happening(signature),
        counts=_counts_victims(figures),
        opens=opens_incident(signature),
        speaks=signature.event.harm or _counts_victims(figures),
    )


def _marks(prefix: str, words: Iterable[str]) -> frozenset[str]:
    # A set that is copied has half the size of one that grew, and is quicker to compare.
    return frozenset({intern(f"{prefix}:{word}") for word in words}) or NONE


def _points(places: Iterable[SignaturePlace]) -> Points:
    known = [(place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None]
    return tuple(known[:MAX_POINTS])


def _areas(places: Iterable[SignaturePlace]) -> frozenset[str]:
    return frozenset(intern(place.admin1) for place in places if place.admin1 is not None)


def _without_dateline(signature: Signature) -> Iterator[SignaturePlace]:
    written = (signature.dateline_place or "").casefold()
    return (place for place in signature.places if place.name.casefold() != written)


def _spots(signature: Signature) -> list[str]:
    names = [place.name.lower() for place in signature.places if place.geonames is None]
    return names[:MAX_SPOTS]


def _proper(signature: Signature) -> Iterator[str]:
    """Yield the words of what has a name of its own: people, bodies, ships, sites and towns, but no regions."""
    towns = (place.name for place in signature.places if place.geonames is None or place.lat is not None)
    for name in (*signature.names, *towns, signature.dateline_place or ""):
        yield from content_words(name)


def _ordinals(days: Iterable[date]) -> frozenset[int]:
    return frozenset(day.toordinal() for day in days)


def _happening(signature: Signature) -> Happening:
    event = signature.event
    scene = [_scene_mark(place) for place in event.scene]
    return Happening(
        sorts=frozenset(map(intern, event.sorts)),
        venues=frozenset(map(intern, event.venues)),
        scene=frozenset(map(intern, scene)),
        names=frozenset(intern(place.name.casefold()) for place in event.scene),
        at_scene=_marks("e", (f"{place}/{sort}" for place in scene for sort in event.sorts)),
        in_country=_marks("e", (f"{country}/{sort}" for country in event.countries for sort in event.sorts)),
        points=_points(event.scene),
        areas=_areas(event.scene) or _areas(_without_dateline(signature)),
        countries=frozenset(map(intern, event.countries)),
        days=_ordinals(event.days),
        happened=_ordinals(event.happened),
        parts_of_day=frozenset(PARTS_OF_DAY.index(part) for part in event.parts_of_day if part in PARTS_OF_DAY),
        sides=frozenset(map(intern, event.sides)),
        wide=bool(events().wide.intersection(event.sorts)),
        lasting=bool(events().lasting.intersection(event.sorts)),
        goes_on=event.goes_on,
        again=event.again,
        looks_back=event.looks_back,
        sums_up=event.sums_up,
        diseases=frozenset(event.diseases),
        main=_main(event.scene[0]) if event.scene else None,
    )


def _main(place: SignaturePlace) -> Main:
    points = _points((place,))
    return Main(intern(_scene_mark(place)), intern(place.name.casefold()), points[0] if points else None)


def _scene_mark(place: SignaturePlace) -> str:
    return f"#{place.geonames}" if place.geonames is not None else place.name.lower()


def _counted(figures: Iterable[CasualtyFigure], roles: frozenset[Role]) -> frozenset[tuple[str, int]]:
    return frozenset(
        (figure.kind.value, number)
        for figure in figures
        if figure.role in roles and (number := stated(figure)) is not None
    )


def _tolls(figures: Iterable[CasualtyFigure]) -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for figure in with_sums(figures):
        number = stated(figure)
        if figure.role is Role.TOTAL and number is not None and number >= found.get(figure.kind.value, (0, False))[0]:
            found[figure.kind.value] = (number, figure.max is None)
    return found


def _counts_over_months(figures: Iterable[CasualtyFigure]) -> bool:
    """Return whether the dead of the headline are those of a month or more."""
    titled = [each for each in figures if each.evidence.in_headline and each.kind is Kind.KILLED]
    return any(each.role is Role.TOTAL and is_of_long(each) for each in titled)


def _captives(figures: Iterable[CasualtyFigure]) -> frozenset[int]:
    numbers = (stated(figure) for figure in figures if figure.kind in CAPTIVE and figure.role is not Role.BACKGROUND)
    return frozenset(number for number in numbers if number is not None and number >= FEWEST_CAPTIVES)


def weighed(profile: Profile, idf: Callable[[str], float]) -> Profile:
    """Return the profile with its norm, under the rarities as they are now."""
    weights = list(map(idf, profile.words))
    return profile._replace(norm=math.sqrt(math.fsum(map(mul, weights, weights))))


def day_of(published: datetime | None, received: datetime) -> float:
    """Return the article's time in days; a publication later than its arrival counts as its arrival."""
    time = received if published is None else min(published, received)
    return time.timestamp() / SECONDS_A_DAY


def stated(figure: CasualtyFigure) -> int | None:
    """Return the number that a figure states, or None where it has only a vague word; a tenth victim is ten."""
    number = figure.min if figure.min is not None else figure.max
    return ordinal_of(figure) or 1 if number == 1 else number


def opens_incident(signature: Signature) -> bool:
    """Return whether the article counts victims of an event that is not long past."""
    return _counts_victims(figure for figure in signature.figures if figure.id not in signature.history)


def _counts_victims(figures: Iterable[CasualtyFigure]) -> bool:
    return any(figure.role in OWN_ROLES for figure in figures)


def _compared(signature: Signature) -> Sequence[CasualtyFigure]:
    """Return the figures by which the article is compared: beside those of today, those of history are background."""
    if not signature.history or not opens_incident(signature):
        return signature.figures
    return [
        figure.model_copy(update={"role": Role.BACKGROUND}) if figure.id in signature.history else figure
        for figure in signature.figures
    ]
