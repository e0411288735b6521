"""The event that an article is about: its sort, its scene, its day, and how the article stands to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import EntityType, EventFrame, Precision, Role, ScenePrecision, SignaturePlace
from streams.linking.days import named_days
from streams.linking.lexicon import cues, events, found, phrases, venues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from schemas import CasualtyFigure, EnrichedArticle, Entity, Scene
    from streams.linking.words import Token

    Phrases = list[tuple[str, int]]

LEAD_CHARS: Final = 350
"""Wires say in their first sentence or two what happened, where and when."""
FIRST_CHARS: Final = 220
"""Of the body: a round-up says in its first sentence that it is one."""
OPENING_CHARS: Final = 800
"""A round-up comes to its second event soon."""
MAX_SCENE: Final = 6
MAX_EVENT_DAYS: Final = 3
PARTS: Final = 2
"""Places from which on an article may be about several events."""
OLDEST_YEAR: Final = 1900
OWN_ROLES: Final = frozenset({Role.TOTAL, Role.SUBSET})
"""Roles of figures that count the victims of the event that the article is about."""
OTHER_ROLES: Final = frozenset({Role.OTHER_EVENT})
"""Roles of figures that count the victims of another event."""
RECALLS: Final = frozenset({"after", "since", "following"})
SPANS: Final = frozenset(
    {"hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "came", "comes"}
)
_SMALL: Final = frozenset({ScenePrecision.SPOT, ScenePrecision.TOWN})
_COARSE: Final = frozenset({"country", "region"})


def make_frame(
    article: EnrichedArticle, headline: Sequence[Token], body: Sequence[Token], published: date
) -> EventFrame:
    """Return what the article says of its event in its headline, its lead and its figures."""
    own = _own_words(body, article.figures)
    title, text = list(phrases(headline)), list(phrases(_opening(own)))
    lead = [phrase for phrase in text if phrase[1] < LEAD_CHARS]
    first = [phrase for phrase in phrases(body) if phrase[1] < FIRST_CHARS]
    sorts = _sorts(title, lead, text)
    return EventFrame(
        sorts=tuple(sorts),
        venues=tuple(found([*title, *lead], venues())),
        scene=_scene(article),
        countries=_countries(article),
        days=_days(article.figures, own, published),
        goes_on=_any([*title, *lead], cues().goes_on),
        looks_back=_looks_back(title, first, published),
        sums_up=_sums_up(article, sorts, title, first),
    )


def _opening(body: Sequence[Token]) -> list[Token]:
    return [token for token in body if token.start < OPENING_CHARS]


def _own_words(body: Sequence[Token], figures: Iterable[CasualtyFigure]) -> list[Token]:
    """Return the words without what the article recalls of other events.

    That is a clause such as "a day after a bomb at a market killed 12", and a sentence that only counts their victims.
    """
    others = _sentences_of_others(figures)
    kept: list[Token] = []
    recalls = False
    previous = ""
    for token in body:
        word = token.text.lower()
        if token.opens:
            recalls = False
        recalls = recalls or (word in RECALLS and previous in SPANS)
        if not recalls and not any(start <= token.start < end for start, end in others):
            kept.append(token)
        previous = word
    return kept


def _sentences_of_others(figures: Iterable[CasualtyFigure]) -> list[tuple[int, int]]:
    spans: dict[tuple[int, int], bool] = {}
    for figure in figures:
        if not figure.evidence.in_headline:
            span = (figure.evidence.sentence.start, figure.evidence.sentence.end)
            spans[span] = spans.get(span, True) and figure.role in OTHER_ROLES
    return [span for span, other in spans.items() if other]


def _sorts(title: Phrases, lead: Phrases, text: Phrases) -> list[str]:
    """Return the sorts that the headline and the lead speak of, or the rest where they name none."""
    table = events().sort_of
    named = found([*title, *lead], table) or found(text, table)
    return [sort for sort in named if sort]


def _any(text: Phrases, words: frozenset[str]) -> bool:
    return any(phrase in words for phrase, _ in text)


def _looks_back(title: Phrases, lead: Phrases, published: date) -> bool:
    """Return whether the article remembers an event of an earlier year, or is about the trial of one."""
    if _any(title, cues().memory) or _any(lead, cues().memory):
        return True
    dated = any(_is_past_year(phrase, published) for phrase, _ in [*title, *lead])
    return dated and _any([*title, *lead], cues().court)


def _is_past_year(word: str, published: date) -> bool:
    return len(word) == len("1999") and word.isascii() and word.isdigit() and OLDEST_YEAR <= int(word) < published.year


def _sums_up(article: EnrichedArticle, sorts: Sequence[str], title: Phrases, text: Phrases) -> bool:
    """Return whether the article is a round-up: it says that it is about several events, and names several places.

    A flood or an epidemic has many places and is one event.
    """
    table = cues()
    if events().wide.intersection(sorts) or not _any([*title, *text], table.plural):
        return False
    places = {entity.text.casefold() for entity in article.entities if entity.type is EntityType.PLACE}
    over = any(
        first.startswith(tuple(f"{word} " for word in table.over)) and _begins(first.split(" ", 1)[1], places)
        for first, _ in [*title, *text]
    )
    if not over and not _any([*title, *text], table.several):
        return False
    return len(_parts(article)) >= PARTS


def _begins(word: str, places: Iterable[str]) -> bool:
    return any(place.split()[0] == word for place in places if place)


def _parts(article: EnrichedArticle) -> set[str]:
    """Return the places, known to a point or as streets, that the opening names after the dateline."""
    dateline = article.article.dateline
    skip = len(dateline.text) if dateline else 0
    return {
        _key(entity)
        for entity in article.entities
        if _is_place(entity)
        and not entity.in_headline
        and skip <= entity.start < OPENING_CHARS
        and entity.subtype not in _COARSE
    }


def _key(entity: Entity) -> str:
    return f"#{entity.geonames}" if entity.geonames is not None else entity.text.casefold()


def _is_place(entity: Entity) -> bool:
    return entity.type is EntityType.PLACE and entity.metonym_of is None


def _scene(article: EnrichedArticle) -> tuple[SignaturePlace, ...]:
    """Return the towns and smaller places of headline, figures and lead, else that of the dateline."""
    known = article.scene
    first = [] if known is None or known.precision not in _SMALL else [_place_of(known)]
    dateline = article.article.dateline
    skip = len(dateline.text) if dateline else 0
    places = [entity for entity in article.entities if _is_place(entity) and entity.subtype not in _COARSE]
    counted = {_figure_key(figure) for figure in article.figures if figure.role is Role.TOTAL and figure.place}
    named = [
        *(entity for entity in places if entity.in_headline),
        *(entity for entity in places if not entity.in_headline and entity.start >= skip and _key(entity) in counted),
        *(entity for entity in places if not entity.in_headline and skip <= entity.start < LEAD_CHARS),
    ]
    if not named and known is None:
        named = [entity for entity in places if not entity.in_headline and entity.start < skip]
    found_places = {_key(entity): _place(entity) for entity in reversed(named)}
    return (*first, *reversed(found_places.values()))[:MAX_SCENE]


def _place_of(scene: Scene) -> SignaturePlace:
    return SignaturePlace(
        name=scene.name,
        geonames=scene.geonames,
        country=scene.country,
        admin1=scene.admin1,
        lat=scene.lat,
        lon=scene.lon,
    )


def _figure_key(figure: CasualtyFigure) -> str:
    place = figure.place
    assert place is not None  # noqa: S101 - asked for by the caller
    return f"#{place.geonames}" if place.geonames is not None else place.text.casefold()


def _place(entity: Entity) -> SignaturePlace:
    point = entity.precision is Precision.POINT
    return SignaturePlace(
        name=entity.canonical or entity.text,
        geonames=entity.geonames,
        country=entity.country,
        admin1=entity.admin1,
        lat=entity.lat if point else None,
        lon=entity.lon if point else None,
    )


def _countries(article: EnrichedArticle) -> tuple[str, ...]:
    """Return the countries of the places in headline and lead; those of adjectives only where no place has one."""
    near = [entity for entity in article.entities if entity.in_headline or entity.start < LEAD_CHARS]
    by_place = dict.fromkeys(entity.country for entity in near if _is_place(entity) and entity.country)
    by_adjective = dict.fromkeys(
        entity.country for entity in near if entity.type is EntityType.NATIONALITY and entity.country
    )
    return tuple(by_place or by_adjective)


def _days(figures: Iterable[CasualtyFigure], body: Sequence[Token], published: date) -> tuple[date, ...]:
    """Return the days of the figures that count its victims, else the days that the lead names."""
    counted = dict.fromkeys(_figure_days(figures))
    lead = (token for token in body if token.start < LEAD_CHARS)
    return tuple(counted or named_days(lead, published))[:MAX_EVENT_DAYS]


def _figure_days(figures: Iterable[CasualtyFigure]) -> Iterator[date]:
    for figure in figures:
        period = figure.period if figure.role is Role.TOTAL else None
        if period is not None and period.start is not None and period.start == period.end:
            yield period.start
