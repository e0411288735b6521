"""Whether an article counts the dead of several areas that make up its toll: "five in one state and two in another".

The victims of one crash lie in one place. What storms do in two states are two events, unless the storm has a name; an
epidemic is counted by each country. A quake or a flood is one event, however many towns or countries it strikes.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Entity, EntityType, Kind, Precision, Role
from streams.linking.lexicon import cues, events
from streams.linking.recall import OWN_ROLES
from streams.linking.scenes import kilometres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas import CasualtyFigure, EnrichedArticle
    from streams.linking.words import Token

OPENING_CHARS: Final = 800
NUMBER_REACH: Final = 8
"""Words before a place among which its number stands."""
APART_KM: Final = 60.0
"""Places further apart were not struck by one tornado."""
BY_COUNTRY: Final = frozenset({"storm", "heat", "sickness", "famine"})
"""Sorts that each country counts the dead of by itself."""
NAMED: Final = frozenset({"hurricane", "typhoon", "cyclone", "tropical storm"})
"""Storms that have names, and are one event in all places of a country."""
COARSE: Final = frozenset({"country", "region"})
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}
AREA_WORDS: Final = frozenset(
    {"state", "province", "region", "district", "county", "town", "city", "village", "valley"}
)
LONG: Final = timedelta(days=28)
"""Who counts over such a time is on no one event, but for what lasts."""
VICTIMS: Final = frozenset({Kind.KILLED, Kind.INJURED, Kind.CASUALTIES})
PARTS: Final = 2
"""Places that a toll is parted among, at least."""
YEARS: Final = 2
"""Years of the events that a list has, at least."""
_ONE: Final = frozenset({"a", "an"})
_STORM: Final = "storm"


def counts_others_alone(article: EnrichedArticle, sorts: Sequence[str]) -> bool:
    """Return whether all victims that the article counts are those of a time or of earlier events.

    Such are the headline's "923 deaths on the route this year" and "11 killed in the city at the weekend", and lists of
    events of several years. What lasts for weeks is one event: "Floods kill 94 this year".
    """
    if not events().lasting.isdisjoint(sorts):
        return False
    titled = [each for each in article.figures if each.evidence.in_headline]
    background = bool(titled) and all(each.role is Role.BACKGROUND for each in titled)
    if background and all(map(is_of_long, titled)):
        return True
    counted = [each for each in article.figures if each.kind in VICTIMS]
    if not counted or any(each.role in OWN_ROLES for each in counted):
        return False
    years = {each.period.end.year for each in counted if each.period is not None and each.period.end is not None}
    return background or len(years) >= YEARS


def is_of_long(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts the victims of a month or more."""
    period = figure.period
    return (
        period is not None and period.start is not None and period.end is not None and period.end - period.start >= LONG
    )


class _Part(NamedTuple):
    """A number before a place."""

    number: int
    place: Entity
    mentioned: bool = False
    """One victim without a number."""


def counts_by_area(article: EnrichedArticle, sorts: Sequence[str], body: Sequence[Token]) -> bool:
    """Return whether the opening parts the toll of the dead among areas that no event of its sort has in common.

    The parts are half of the toll at least, and no more than it.
    """
    wide = events().wide.intersection(sorts)
    if wide - BY_COUNTRY:
        return False
    parts = _parts_of_toll(article, body)
    if not parts:
        return False
    pairs = list(combinations([part.place for part in parts], 2))
    if wide and any(_in_two_countries(one, other) for one, other in pairs):
        return not _is_of_one_country(article, parts)
    if wide and (_STORM not in wide or _has_name(body)):
        return False
    if any(each.in_headline and each.subtype == "city" for each in article.entities if _is_place(each)):
        return False
    return any(_are_apart(one, other) for one, other in pairs)


def _parts_of_toll(article: EnrichedArticle, body: Sequence[Token]) -> list[_Part]:
    """Return the parts of the toll by place, none where they are not most of it.

    Victims who are mentioned, "a boy in a lake near Rochdale", are parts where all dead are accounted for.
    """
    whole = _toll(article)
    parts = _parts(article, body, whole)
    counted = [part for part in parts if not part.mentioned]
    if len({part.place.text for part in counted}) >= PARTS and whole / 2 <= _sum(counted) <= whole:
        return counted
    return parts if len({part.place.text for part in parts}) > PARTS and _sum(parts) == whole else []


def _sum(parts: Iterable[_Part]) -> int:
    return sum(part.number for part in parts)


def _parts(article: EnrichedArticle, body: Sequence[Token], whole: int) -> list[_Part]:
    """Return the places of the opening that a number below the toll stands close before, in one clause.

    "A boy in a lake near Rochdale" is one.
    """
    dateline = article.article.dateline
    skip = len(dateline.text) if dateline else 0
    near = [token for token in body if skip <= token.start < OPENING_CHARS]
    places = {each.start: each for each in article.entities if _is_place(each) and not each.in_headline}
    found: list[_Part] = []
    for at, token in enumerate(near):
        if at and token.start in places and _is_where(near, at):
            words = list(takewhile(lambda word: word.start not in places, _before(near, at)))
            number = next((value for value in map(_value, words) if 0 < value < whole), 0)
            if number or any(word.text.lower() in _ONE for word in words):
                found.append(_Part(number or 1, places[token.start], mentioned=not number))
    return found


def _is_where(body: Sequence[Token], at: int) -> bool:
    """Return whether "in", or "in the state of", stands before a place."""
    before = body[at - 1].text.lower()
    return before in cues().where or (before == "of" and at > 1 and body[at - 2].text.lower() in AREA_WORDS)


def _before(body: Sequence[Token], at: int) -> Iterator[Token]:
    for position in range(at, max(0, at - NUMBER_REACH), -1):
        if body[position].opens or "," in body[position].gap:
            return
        yield body[position - 1]


def _value(token: Token) -> int:
    """Return the number that a word is, 0 for none."""
    word = token.text.lower()
    return int(word) if word.isascii() and word.isdigit() else NUMBERS.get(word, 0)


def _toll(article: EnrichedArticle) -> int:
    """Return how many dead the article counts in all."""
    dead = (each.min for each in article.figures if each.kind is Kind.KILLED and each.role is Role.TOTAL)
    return max((number for number in dead if number is not None), default=0)


def _is_place(entity: Entity) -> bool:
    return entity.type is EntityType.PLACE and entity.metonym_of is None


def _in_two_countries(one: Entity, other: Entity) -> bool:
    return one.country is not None and other.country is not None and one.country != other.country


def _is_of_one_country(article: EnrichedArticle, parts: Iterable[_Part]) -> bool:
    """Return whether the headline names one of the countries that the dead lie in."""
    counted = {part.place.country for part in parts} - {None}
    titled = {each.country for each in article.entities if _is_place(each) and each.in_headline}
    return len(counted & titled) == 1


def _has_name(body: Iterable[Token]) -> bool:
    before = ""
    for token in body:
        word = token.text.lower()
        if word in NAMED or f"{before} {word}" in NAMED:
            return True
        if before == _STORM and token.text[0].isupper() and not token.opens:
            return True
        before = word
    return False


def _are_apart(one: Entity, other: Entity) -> bool:
    """Return whether two places are far from each other: in two states, or by their points."""
    if _in_two_countries(one, other):
        return True
    if (
        one.admin1 is not None
        and other.admin1 is not None
        and (one.country, one.admin1) != (other.country, other.admin1)
    ):
        return True
    here, there = _point(one), _point(other)
    return here is not None and there is not None and kilometres(here, there) > APART_KM


def _point(entity: Entity) -> tuple[float, float] | None:
    if entity.precision is not Precision.POINT or entity.lat is None or entity.lon is None or entity.subtype in COARSE:
        return None
    return entity.lat, entity.lon
