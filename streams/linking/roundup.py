"""Whether an article is a round-up: one that sums up several events and belongs to none of them."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from schemas import EntityType, Kind, Precision, Role
from streams.linking.lexicon import cues, events
from streams.linking.recall import OWN_ROLES, is_recalled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas import CasualtyFigure, EnrichedArticle, Entity
    from streams.linking.words import Token

    Phrases = list[tuple[str, int]]
    Spans = Sequence[tuple[int, int]]

OPENING_CHARS: Final = 800
"""A round-up comes to its second event soon."""
PARTS: Final = 2
"""Places from which on an article may be about several events."""
FIGURED: Final = 3
"""Towns with a count of the dead each from which on an article is about several events, also in one sentence: a road
between two towns has both in it."""
NUMBER_REACH: Final = 8
"""Words before a place among which its number stands: "11 of them in a tent camp in Khan Younis"."""
HOSPITALS: Final = frozenset({"hospital", "hospitals", "clinic", "clinics"})
TREATED: Final = HOSPITALS | {"treated"}
"""Where victims are taken, and nothing happened."""
SPANS: Final = frozenset({"days", "weeks", "months"})
COUNTS: Final = frozenset({"two", "three", "four", "five", "six", "several"})
MANY: Final = 20
"""From so many on, a number before a word for events is none of events: a year, an age, a toll."""
COUNT_REACH: Final = 3
"""Words before a word for events among which their number stands: "two deadly crowd crushes"."""
TIME_REACH: Final = 9
"""Words on either side among which the time stands."""
_SPAN: Final = re.compile(
    r" (?:(?:in|within|over|for) (?:a|one|two|three|four|five|six|seven|ten|the|as many|\d{1,2}) "
    r"(?:days|nights|week|weeks|month|months|weekend)|(?:last|this|past|the same) (?:week|month|weekend)"
    r"|(?:at|over) the weekend|days apart|successive (?:days|nights)|a single (?:day|morning|night)) "
)
COARSE: Final = frozenset({"country", "region"})
"""Sorts of places that have many towns."""


def sums_up(
    article: EnrichedArticle,
    sorts: Sequence[str],
    *,
    title: Phrases,
    first: Phrases,
    body: Sequence[Token],
    recalled: Spans,
) -> bool:
    """Return whether the article is a round-up: by its words and several places, its counts by town or over a time.

    A flood or an epidemic has many places and is one event.
    """
    if _counts_events(title) or _counts_events(first):
        return True
    if events().wide.intersection(sorts):
        return False
    return (
        _says_so(article, [*title, *first])
        or _counts_over_time(article, title, body)
        or _counts_by_town(article, [*title, *first], body, recalled)
    )


def _counts_events(text: Phrases) -> bool:
    """Return whether a text counts events over days: "two riots in which 30 inmates died last week".

    Two blasts within an hour are one event; so is a flood that goes on.
    """
    words = [phrase for phrase, _ in text if " " not in phrase and "-" not in phrase]
    for at, word in enumerate(words):
        if word in cues().counted and any(map(_is_count, words[max(0, at - COUNT_REACH) : at])):
            after = " ".join(words[at + 1 : at + 1 + TIME_REACH])
            before = " ".join(words[max(0, at - TIME_REACH) : at])
            if _SPAN.search(f" {after} ") or _SPAN.search(f" {before} "):
                return True
    return False


def _is_count(word: str) -> bool:
    return word in COUNTS or (word.isdigit() and 1 < int(word) < MANY)


def _says_so(article: EnrichedArticle, text: Phrases) -> bool:
    table = cues()
    if not _any(text, table.plural) or len(_parts(article)) < PARTS:
        return False
    places = {entity.text.casefold() for entity in article.entities if entity.type is EntityType.PLACE}
    over = any(
        first.startswith(tuple(f"{word} " for word in table.over)) and _begins(first.split(" ", 1)[1], places)
        for first, _ in text
    )
    return over or _any(text, table.several)


def _counts_over_time(article: EnrichedArticle, title: Phrases, body: Sequence[Token]) -> bool:
    """Return whether the headline counts the dead of several events over a time: "avalanches killed 21 this winter".

    Days alone may be those of one event, unless the article parts the count: "strikes kill 45 in three days".
    """
    table = cues()
    if _any(title, table.superlatives):
        return False
    if _any(title, table.weeks) and _counts_by_place(article, body):
        return True
    if not _any(title, table.repeated):
        return False
    dead = [figure for figure in article.figures if figure.kind is Kind.KILLED]
    if not any(figure.evidence.in_headline for figure in dead):
        return False
    in_parts = len({figure.min for figure in dead if figure.role is Role.SUBSET}) >= PARTS
    return _any(title, table.seasons) or (in_parts and any(_is_span(phrase) for phrase, _ in title))


def _counts_by_place(article: EnrichedArticle, body: Sequence[Token]) -> bool:
    """Return whether the opening counts victims at two places, of which the headline names none."""
    places = [entity for entity in article.entities if entity.type is EntityType.PLACE and entity.subtype not in COARSE]
    opening = [entity for entity in places if not entity.in_headline and entity.start < OPENING_CHARS]
    return len(opening) == len(places) and len(_towns_with_number(_after_dateline(article, body), opening)) >= PARTS


def _is_span(phrase: str) -> bool:
    """Return whether two words are a time: "three days"."""
    number, _, unit = phrase.partition(" ")
    return unit in SPANS and (number.isdigit() or number in cues().numbers)


def _counts_by_town(article: EnrichedArticle, text: Phrases, body: Sequence[Token], recalled: Spans) -> bool:
    """Return whether the opening counts victims in several towns, of which the headline names none or several.

    Where it names several, the `text` must speak of events in the plural: a gunman may go from town to town.
    """
    towns = [entity for entity in article.entities if _is_town(entity)]
    opening = [
        town
        for town in towns
        if not town.in_headline and town.start < OPENING_CHARS and not is_recalled(town.start, recalled)
    ]
    regions = [entity for entity in article.entities if _is_region(entity) and entity.start < OPENING_CHARS]
    numbered = _towns_with_number(_after_dateline(article, body), [*opening, *regions])
    titled = {place_key(town) for town in towns if town.in_headline and not _is_label(town, article)}
    if titled:
        return len(titled & numbered) >= PARTS and _any(text, cues().plural)
    counted = [figure for figure in article.figures if figure.kind is Kind.KILLED and figure.role in OWN_ROLES]
    if _has_apart(_towns_by_sentence(counted, opening)) or len(numbered) >= PARTS:
        return True
    known = {town.geonames for town in opening}
    return len({each.place.geonames for each in counted if each.place is not None} & known - {None}) >= FIGURED


def _is_label(town: Entity, article: EnrichedArticle) -> bool:
    """Return whether a place stands before a colon at the head of a headline: "Gaza: 17 killed" is of the strip."""
    headline = article.article.headline or ""
    return town.start == 0 and headline[town.end : town.end + 1] == ":"


def _after_dateline(article: EnrichedArticle, body: Sequence[Token]) -> list[Token]:
    """Return the words after the dateline, whose day is no count: "LLEIDA, July 2 - A fire near Lleida killed two"."""
    dateline = article.article.dateline
    skip = len(dateline.text) if dateline else 0
    return [token for token in body if token.start >= skip]


def _towns_with_number(body: Sequence[Token], towns: Iterable[Entity]) -> set[str]:
    """Return the towns that a number stands close before: "six in Kharkiv", "three died near Polokwane".

    Of "40 near Macomia in Cabo Delgado" the town is counted, and not the province too.
    """
    known = {town.start: place_key(town) for town in towns}
    return {
        known[token.start]
        for at, token in enumerate(body)
        if token.start in known
        and at
        and body[at - 1].text in cues().where
        and any(map(_is_number, takewhile(lambda each: each.start not in known, _before(body, at))))
    }


def _before(body: Sequence[Token], at: int) -> Iterator[Token]:
    """Yield the words before a place, nearest first, back to a comma or to where the hurt are treated."""
    for position in range(at, max(0, at - NUMBER_REACH), -1):
        word = body[position - 1]
        if body[position].opens or "," in body[position].gap or word.text.lower() in TREATED:
            return
        yield word


def _is_number(token: Token) -> bool:
    return token.text.isdigit() or token.text.lower() in cues().numbers


def _towns_by_sentence(figures: Iterable[CasualtyFigure], towns: Sequence[Entity]) -> list[frozenset[str]]:
    """Return the towns of each sentence of the opening that counts its dead."""
    sentences = {
        (figure.evidence.sentence.start, figure.evidence.sentence.end)
        for figure in figures
        if not figure.evidence.in_headline and figure.evidence.sentence.start < OPENING_CHARS
    }
    named = (frozenset(place_key(town) for town in towns if start <= town.start < end) for start, end in sentences)
    return [keys for keys in named if keys]


def _has_apart(sets: Sequence[frozenset[str]]) -> bool:
    return any(not one & other for at, one in enumerate(sets) for other in sets[at + 1 :])


def _is_town(entity: Entity) -> bool:
    return entity.type is EntityType.PLACE and entity.subtype == "city" and entity.precision is Precision.POINT


def _is_region(entity: Entity) -> bool:
    """Return whether an entity is a part of a country: the gazetteer takes some towns for the region around them."""
    return entity.type is EntityType.PLACE and entity.subtype == "region" and not entity.in_headline


def _parts(article: EnrichedArticle) -> set[str]:
    """Return the places, known to a point or as streets, that the opening names after the dateline."""
    dateline = article.article.dateline
    skip = len(dateline.text) if dateline else 0
    return {
        place_key(entity)
        for entity in article.entities
        if entity.type is EntityType.PLACE
        and entity.metonym_of is None
        and not entity.in_headline
        and skip <= entity.start < OPENING_CHARS
        and entity.subtype not in COARSE
    }


def place_key(entity: Entity) -> str:
    """Return what tells a place from others: its number in the gazetteer, or else its name."""
    return key_of(entity.geonames, entity.text)


def key_of(geonames: int | None, name: str) -> str:
    """Return the key of a place by its number in the gazetteer and its name."""
    return f"#{geonames}" if geonames is not None else name.casefold()


def _any(text: Phrases, words: frozenset[str]) -> bool:
    return any(phrase in words for phrase, _ in text)


def _begins(word: str, places: Iterable[str]) -> bool:
    return any(place.split()[0] == word for place in places if place)
