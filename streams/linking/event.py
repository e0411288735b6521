"""The event that an article is about: its sort, its scene, its day, and how the article stands to it."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from schemas import EntityType, EventFrame, Precision, Role, ScenePrecision, SignaturePlace
from streams.linking.areas import counts_by_area, counts_others_alone
from streams.linking.comment import counts_season, is_comment
from streams.linking.days import named_days, year_of
from streams.linking.happened import happened_days
from streams.linking.lexicon import cues, events, found, not_hit, phrases, venues
from streams.linking.moment import parts_of_day, sides_of_town
from streams.linking.passages import dateline_end
from streams.linking.recall import OWN_ROLES, is_recalled, recalled_spans
from streams.linking.roundup import COARSE, HOSPITALS, OPENING_CHARS, key_of, place_key, sums_up
from streams.linking.series import is_series
from streams.linking.today import counts_today
from streams.linking.words import tokens

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from schemas import CasualtyFigure, EnrichedArticle, Entity, Scene
    from streams.linking.words import Token

    Phrases = list[tuple[str, int]]
    Spans = Sequence[tuple[int, int]]

LEAD_CHARS: Final = 350
"""Wires say in their first sentence or two what happened, where and when."""
FIRST_CHARS: Final = 220
"""Of the body: a round-up says in its first sentence that it is one."""
AGAIN_REACH: Final = 2
"""Words after "another" among which the word for the event stands."""
BRIGADES: Final = frozenset(
    {
        *("fire service", "fire services", "fire brigade", "fire brigades", "fire department", "fire chief"),
        *("fire officials", "fire officers", "fire authority", "fire authorities", "fire crews", "fire station"),
    }
)
BOMBING: Final = "bombing"
STRIKE: Final = "strike"
AIRCRAFT: Final = frozenset({"jet", "jets", "warplane", "warplanes", "plane", "planes", "aircraft", "air force"})
"""Where they bomb, it is a strike."""
VERBS: Final = frozenset({"strikes", "strike", "storms"})
"""Words for events that are verbs behind a word for another sort of event."""
CARE: Final = HOSPITALS | {"infirmary", "morgue", "mortuary"}
CARE_CHARS: Final = 60
CARE_REACH: Final = 2
"""Words between a place and one of `CARE` at most: "clinic in Moscow", "Moscow children's clinic"."""
CARED_FOR: Final = frozenset(
    {
        "die", "dies", "died", "dying", "succumbed", "succumbs", "treated", "treatment", "treating", "taken", "brought",
        "flown", "rushed", "transferred", "admitted", "hospitalised", "hospitalized", "discharged", "remain", "remains",
        "recovering", "critical", "condition", "wounds", "injuries", "burns", "patients", "identified",
    }
)  # fmt: skip
"""What is said of victims who lie in a hospital; what else happens at one may be the event."""
MAX_SCENE: Final = 6
MAX_EVENT_DAYS: Final = 3
DISEASES: Final = frozenset(
    {
        *(
            "cholera",
            "ebola",
            "measles",
            "marburg virus",
            "lassa fever",
            "yellow fever",
            "mpox",
            "meningitis",
            "plague",
        ),
        *("diphtheria", "dengue", "malaria", "polio", "typhoid", "anthrax", "hantavirus", "nipah", "zika", "covid"),
    }
)
_SMALL: Final = frozenset({ScenePrecision.SPOT, ScenePrecision.TOWN})


def make_frame(
    article: EnrichedArticle,
    headline: Sequence[Token],
    body: Sequence[Token],
    published: date,
    history: Container[str] = frozenset(),
) -> EventFrame:
    """Return what the article says of its event in its headline, its lead and its figures.

    `history` are the ids of the figures of events long past.
    """
    recalled = recalled_spans(body, article.figures)
    own = [token for token in body if not is_recalled(token.start, recalled)]
    places = [entity for entity in article.entities if entity.in_headline or not is_recalled(entity.start, recalled)]
    title, text = _told(headline), _told(_opening(own))
    lead = [phrase for phrase in text if phrase[1] < LEAD_CHARS]
    first = [phrase for phrase in phrases(body) if phrase[1] < FIRST_CHARS]
    skip = dateline_end(article)
    told = [token for token in own if skip <= token.start < LEAD_CHARS]
    follows = _any(title, cues().goes_on) or _any(title, cues().follows)
    harm = _speaks_of_harm(article.figures, [*title, *phrases(_opening(body))])
    sorts = _sorts(title, lead, text) if harm else []
    scene = _scene(article, places, recalled, _of_care(article))
    towns = {each.text.split()[0].lower() for each in places if _is_place(each) and each.subtype not in COARSE}
    return EventFrame(
        sorts=tuple(sorts),
        venues=tuple(_venues([headline, [token for token in own if token.start < LEAD_CHARS]], scene)),
        scene=scene,
        countries=_countries(places),
        days=_days(article.figures, own, published),
        harm=harm,
        goes_on=follows or _any(lead, cues().goes_on),
        happened=tuple(happened_days(told, published, goes_on=follows))[:MAX_EVENT_DAYS],
        parts_of_day=tuple(dict.fromkeys(chain.from_iterable(parts_of_day(each) for each in (headline, told)))),
        sides=tuple(dict.fromkeys(chain.from_iterable(sides_of_town(each, towns) for each in (headline, told)))),
        again=_is_another(headline) or _is_another([token for token in body if token.start < FIRST_CHARS]),
        looks_back=_looks_back(title, first, published) and not counts_today(article.figures, history, body, published),
        sums_up=sums_up(article, sorts, title=title, first=first, body=body, recalled=recalled)
        or is_series(article, headline, own, published)
        or counts_by_area(article, sorts, own)
        or counts_others_alone(article, sorts)
        or is_comment(article.article.headline or "")
        or (counts_season(article.article.headline or "") and events().lasting.isdisjoint(sorts)),
        diseases=tuple(dict.fromkeys(phrase for phrase, _ in [*title, *text] if phrase in DISEASES)),
    )


def _told(text: Sequence[Token]) -> Phrases:
    """Return the phrases of a text without verbs, and without the fire of a brigade, which comes to crashes too."""
    told = list(phrases(text))
    brigades = {start for phrase, start in told if phrase in BRIGADES}
    others = {("fire", start) for start in brigades} | set(_verbs(text))
    return [phrase for phrase in told if phrase not in others]


def _verbs(text: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Yield the words for sorts of event that say what another one does: "a quake strikes", "a mob storms"."""
    sort_of = events().sort_of
    for before, token in pairwise(text):
        word = token.text.lower()
        if word in VERBS and sort_of.get(before.text.lower(), sort_of[word]) not in {sort_of[word], ""}:
            yield word, token.start


def _opening(body: Sequence[Token]) -> list[Token]:
    return [token for token in body if token.start < OPENING_CHARS]


def _speaks_of_harm(figures: Iterable[CasualtyFigure], text: Iterable[tuple[str, int]]) -> bool:
    """Return whether the article counts victims of its event, or has a word of harm: a boat alone is none."""
    table = events()
    counts = any(figure.role in OWN_ROLES for figure in figures)
    return counts or any(phrase in table.sort_of and phrase not in table.settings for phrase, _ in text)


def _sorts(title: Phrases, lead: Phrases, text: Phrases) -> list[str]:
    """Return the sorts that the headline and the lead speak of, or the rest where they name none.

    Where the headline names one, the lead adds only what may be one event with it: on a bus crash, "mourners of the
    ferry victims" is of another event.
    """
    table = events()
    titled = [sort for sort in found(title, table.sort_of) if sort]
    named = found([*title, *lead], table.sort_of) or found(text, table.sort_of)
    sorts = [sort for sort in named if sort and (not titled or _may_be_one(sort, titled))]
    by_air = BOMBING in sorts and STRIKE not in sorts and _any([*title, *lead], AIRCRAFT)
    return [*sorts, STRIKE] if by_air else sorts


def _may_be_one(sort: str, titled: Sequence[str]) -> bool:
    return sort in titled or any(events().related(sort, other) for other in titled)


def _any(text: Phrases, words: frozenset[str]) -> bool:
    return any(phrase in words for phrase, _ in text)


def _looks_back(title: Phrases, lead: Phrases, published: date) -> bool:
    """Return whether the article remembers an event of an earlier year, or is about the trial of one."""
    if _any(title, cues().memory) or _any(lead, cues().memory):
        return True
    dated = any(_is_past_year(phrase, published) for phrase, _ in [*title, *lead])
    return dated and _any([*title, *lead], cues().court)


def _venues(texts: Iterable[Sequence[Token]], scene: Iterable[SignaturePlace]) -> Iterator[str]:
    """Yield the sorts of place or vehicle that were hit: not the "Port" of a town, nor the hospital of the wounded."""
    towns = {token.text.lower() for place in scene if place.geonames is not None for token in tokens(place.name)}
    hit = venues()
    named = chain.from_iterable(map(_without_contexts, texts))
    return iter(dict.fromkeys(hit[word] for word in named if word in hit and word not in towns))


def _without_contexts(text: Sequence[Token]) -> Iterator[str]:
    """Yield the words and pairs of words of a text that name no place that was hit by what stands beside them."""
    words = ["", *(token.text.lower() for token in text), ""]
    beside = not_hit()
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if f"{before} {word}" not in beside and f"{word} {after}" not in beside:
            yield word


def _is_another(text: Sequence[Token]) -> bool:
    """Return whether the text speaks of another event of its sort: "second blast", "another deadly blast"."""
    table = events()
    return any(
        token.text.lower() in cues().again
        and any(table.sort_of.get(near.text.lower()) for near in text[at + 1 : at + 1 + AGAIN_REACH])
        for at, token in enumerate(text)
    )


def _is_past_year(word: str, published: date) -> bool:
    year = year_of(word)
    return year is not None and year < published.year


def _is_place(entity: Entity) -> bool:
    return entity.type is EntityType.PLACE and entity.metonym_of is None


def _of_care(article: EnrichedArticle) -> frozenset[str]:
    """Return the places that the article names, each time, as those of a hospital: victims are taken there."""
    care: dict[str, bool] = {}
    for entity in article.entities:
        if _is_place(entity):
            text = (article.article.headline or "") if entity.in_headline else article.article.body
            key = place_key(entity)
            care[key] = care.get(key, True) and _stands_beside_hospital(text, entity.start, entity.end)
    return frozenset(key for key, always in care.items() if always)


def _stands_beside_hospital(text: str, start: int, end: int) -> bool:
    """Return whether victims lie in a hospital there: "died at a clinic in Moscow", but not "a fire at a clinic in"."""
    named = list(tokens(text[start : end + CARE_CHARS]))
    own = sum(token.start < end - start for token in named)
    before = [token.text.lower() for token in tokens(text[max(0, start - CARE_CHARS) : start])]
    behind = not CARE.isdisjoint(token.text.lower() for token in named[: own + CARE_REACH])
    ahead = before[-1:] in (["in"], ["at"]) and not CARE.isdisjoint(before[-1 - CARE_REACH : -1])
    if not (behind or ahead) or CARED_FOR.isdisjoint(before):
        return False
    return not any(events().sort_of.get(word) for word in before)


def _scene(
    article: EnrichedArticle, entities: Iterable[Entity], recalled: Spans, care: Container[str]
) -> tuple[SignaturePlace, ...]:
    """Return the towns and smaller places of headline, figures and lead, else that of the dateline.

    Those in `care` are places of hospitals, where nothing happened.
    """
    known = article.scene
    if known is not None and not known.in_headline and is_recalled(known.span.start, recalled):
        known = None
    if known is not None and key_of(known.geonames, known.name) in care:
        known = None
    first = [] if known is None or known.precision not in _SMALL else [_place_of(known)]
    skip = dateline_end(article)
    towns = [entity for entity in entities if _is_place(entity) and entity.subtype not in COARSE]
    places = [entity for entity in towns if place_key(entity) not in care]
    counted = {_figure_key(figure) for figure in article.figures if figure.role is Role.TOTAL and figure.place}
    body = [entity for entity in places if not entity.in_headline and entity.start >= skip]
    named = [
        *(entity for entity in places if entity.in_headline),
        *(
            entity
            for entity in places
            if not entity.in_headline and entity.start >= skip and place_key(entity) in counted
        ),
        *(entity for entity in body if place_key(entity) in counted),
        *(entity for entity in body if entity.start < LEAD_CHARS),
    ]
    if not named and known is None and len(places) == len(towns):
        named = [entity for entity in places if not entity.in_headline and entity.start < skip]
    found_places = {place_key(entity): _place(entity) for entity in reversed(named)}
    return (*first, *reversed(found_places.values()))[:MAX_SCENE]


def _place_of(scene: Scene) -> SignaturePlace:
    """Return the place of the scene; where no gazetteer has it, the point is that of its region and is left out."""
    place = SignaturePlace.of_scene(scene)
    return place if scene.geonames is not None else place.model_copy(update={"lat": None, "lon": None})


def _figure_key(figure: CasualtyFigure) -> str:
    place = figure.place
    assert place is not None  # noqa: S101 - asked for by the caller
    return key_of(place.geonames, place.text)


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


def _countries(entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return the countries of the places in headline and lead; those of adjectives only where no place has one."""
    near = [entity for entity in entities if entity.in_headline or entity.start < LEAD_CHARS]
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
