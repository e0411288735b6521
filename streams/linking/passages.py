"""The events that a round-up, or an article that looks back, speaks of one after another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING, Final

from schemas import CasualtyFigure, Entity, EntityType, Passage, Precision, Role, SignaturePlace
from streams.linking.days import named_days
from streams.linking.lexicon import events, found, phrases
from streams.linking.roundup import COARSE, TREATED, place_key
from streams.linking.words import Token, ages, capitalised_runs, commonplace, street_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

    from schemas import EnrichedArticle

MAX_PASSAGES: Final = 16
"""Events that an article may name: more are a register and no report."""
MAX_PLACES: Final = 4
MAX_NAMES: Final = 6
MAX_AGES: Final = 6
NUMBER_ROLES: Final = frozenset(Role) - {Role.DENIED, Role.HYPOTHETICAL}
"""In a round-up the count of one event is a part or a count of another event, by the grammar of one article."""
_ENDS: Final = frozenset(".!?\n")


@dataclass(frozen=True, slots=True)
class _Part:
    """Some sentences about one place, with the entities and figures in them."""

    words: Sequence[Token]
    entities: Sequence[Entity]
    figures: Sequence[CasualtyFigure]

    @property
    def towns(self) -> list[Entity]:
        return list({place_key(each): each for each in reversed(self.entities) if is_town(each)}.values())[::-1]


def passages_of(
    article: EnrichedArticle,
    body: Sequence[Token],
    published: date,
    *,
    roles: Container[Role] = NUMBER_ROLES,
) -> tuple[Passage, ...]:
    """Return what each part of the body says of an event that can be told from others: one of a place, or of people.

    `roles` are those of the figures that are read. A part with a street or a person and no town is in the town of the
    headline or dateline.
    """
    dateline = dateline_end(article)
    base = tuple(
        _place(each)
        for each in sorted(article.entities, key=lambda each: not each.in_headline)
        if is_town(each) and (each.in_headline or each.start < dateline)
    )[:1]
    made: list[Passage] = []
    for part in _parts(article, body, roles):
        for passage in _passages(part, base, published):
            made.append(passage)
            if len(made) == MAX_PASSAGES:
                return tuple(made)
    return tuple(made)


def _parts(article: EnrichedArticle, body: Sequence[Token], roles: Container[Role]) -> Iterator[_Part]:
    """Yield paragraphs; one that comes to another town or street is cut before that sentence."""
    skip = dateline_end(article)
    entities = sorted(
        (each for each in article.entities if not each.in_headline and each.start >= skip), key=lambda each: each.start
    )
    starts = [each.start for each in entities]
    figures = sorted(
        (each for each in article.figures if not each.evidence.in_headline and each.role in roles),
        key=lambda each: each.evidence.number.start,
    )
    numbers = [each.evidence.number.start for each in figures]

    def part(words: Sequence[Token]) -> _Part:
        first, last = words[0].start, words[-1].end
        return _Part(
            words,
            entities[bisect_left(starts, first) : bisect_left(starts, last)],
            figures[bisect_left(numbers, first) : bisect_left(numbers, last)],
        )

    held: list[Token] = []
    known: set[str] = set()
    for opens, sentence in _sentences(body):
        places = _spots(part(sentence))
        if held and (opens or (known and places and not known & places)):
            yield part(held)
            held, known = [], set()
        held.extend(sentence)
        known |= places
    if held:
        yield part(held)


def dateline_end(article: EnrichedArticle) -> int:
    """Return where the dateline ends: its town is where the report was written."""
    dateline = article.article.dateline
    return len(dateline.text) if dateline else 0


def _sentences(body: Sequence[Token]) -> Iterator[tuple[bool, list[Token]]]:
    """Yield the words of each sentence, and whether it opens a paragraph."""
    held: list[Token] = []
    opens = True
    for token in body:
        if held and token.opens and not _ENDS.isdisjoint(token.gap):
            yield opens, held
            held, opens = [], "\n" in token.gap
        held.append(token)
    if held:
        yield opens, held


def _spots(part: _Part) -> set[str]:
    return {place_key(each) for each in part.entities if is_town(each)} or set(_streets(part.words))


def _passages(part: _Part, base: tuple[SignaturePlace, ...], published: date) -> Iterator[Passage]:
    """Yield a passage for each town that the part counts victims in, or one for the whole part."""
    table = events()
    text = list(phrases(part.words))
    if not part.figures and not any(word in table.sort_of and word not in table.settings for word, _ in text):
        return
    sorts = tuple(sort for sort in found(text, table.sort_of) if sort)
    days = tuple(dict.fromkeys((*_days(part.figures), *named_days(part.words, published))))
    said = Passage(sorts=sorts, days=days)
    towns = part.towns
    if len(towns) > 1:
        for town in towns:
            tolls = _tolls(_nearest(town, part.figures))
            if tolls:
                yield said.model_copy(update={"places": (_place(town),), "tolls": tolls})
        return
    streets, names = _street_places(part.words), _names(part.entities)
    if towns or streets or names:
        yield said.model_copy(
            update={
                "places": (tuple(map(_place, towns)) or base) + streets,
                "names": names,
                "ages": tuple(dict.fromkeys(ages(part.words)))[:MAX_AGES],
                "tolls": _tolls(part.figures),
            }
        )


def is_town(entity: Entity) -> bool:
    """Return whether an entity is a town or a smaller place with a point of its own."""
    return (
        entity.type is EntityType.PLACE
        and entity.metonym_of is None
        and entity.subtype not in COARSE
        and entity.geonames is not None
        and entity.precision is Precision.POINT
    )


def _nearest(town: Entity, figures: Iterable[CasualtyFigure]) -> list[CasualtyFigure]:
    """Return the figure that stands next to a town among those that are of it: "nine dead, six in Odesa" says six."""
    own = [each for each in figures if each.place is not None and each.place.geonames == town.geonames]
    return sorted(own, key=lambda each: abs(each.evidence.number.end - town.start))[:1]


def _place(town: Entity) -> SignaturePlace:
    return SignaturePlace(name=town.text, geonames=town.geonames, country=town.country, lat=town.lat, lon=town.lon)


def _streets(words: Sequence[Token]) -> Iterator[str]:
    for run in capitalised_runs(words):
        name = list(dropwhile(commonplace().__contains__, (token.text.lower() for token in run)))
        if len(name) > 1 and name[-1] in street_words() - TREATED:
            yield " ".join(name)


def _street_places(words: Sequence[Token]) -> tuple[SignaturePlace, ...]:
    return tuple(SignaturePlace(name=name) for name in dict.fromkeys(_streets(words)))[: MAX_PLACES - 1]


def _names(entities: Iterable[Entity]) -> tuple[str, ...]:
    people = (each for each in entities if each.type is EntityType.PERSON)
    return tuple(dict.fromkeys((each.canonical or each.text).lower() for each in people))[:MAX_NAMES]


def _days(figures: Iterable[CasualtyFigure]) -> Iterator[date]:
    for figure in figures:
        period = figure.period
        if period is not None and period.start is not None and period.start == period.end:
            yield period.start


def _tolls(figures: Iterable[CasualtyFigure]) -> dict[str, int]:
    tolls: dict[str, int] = {}
    for figure in figures:
        number = figure.min if figure.min is not None else figure.max
        if number is not None:
            tolls[figure.kind.value] = max(number, tolls.get(figure.kind.value, 0))
    return tolls
