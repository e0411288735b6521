"""Readings and roles to the figures that travel: ids, links to entities, confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Attribution, CasualtyFigure, Estimate, Evidence, Period, Place, Role, Span, Victims
from streams.casualties.linking import EntityIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas import Entity
    from streams.casualties.discourse import Resolved
    from streams.casualties.reading import Reading

_FORM_CERTAINTY: Final = {
    "shot": 0.75,
    "hit": 0.7,
    "hosp": 0.7,
    "cond": 0.75,
    "wound": 0.75,
    "seize": 0.7,
    "drive": 0.7,
}
"""Forms that say less surely what happened than a plain verb or count does."""


@dataclass(frozen=True, slots=True)
class Article:
    """What the figures of an article are assembled from besides their readings."""

    text: str
    headline: str
    dateline: str | None
    body_entities: EntityIndex
    headline_entities: EntityIndex
    vague: Mapping[str, tuple[int, int]]

    def source(self, reading: Reading) -> str:
        """Return the text that a reading's offsets are of."""
        return self.headline if reading.in_headline else self.text

    def entities(self, reading: Reading) -> EntityIndex:
        """Return the entities of the text that a reading is from."""
        return self.headline_entities if reading.in_headline else self.body_entities


def figure_id(reading: Reading) -> str:
    """Return the id of a figure: its kind and where its number stands."""
    where = "h" if reading.in_headline else "b"
    return f"{reading.kind.value}@{where}{reading.number_start}-{reading.number_end}"


def assemble(
    resolved: Sequence[Resolved],
    *,
    text: str,
    headline: str,
    entities: Sequence[Entity],
    vague: Mapping[str, tuple[int, int]],
    dateline: str | None,
) -> list[CasualtyFigure]:
    """Return the figures as messages, in the order given; of two readings of one id the first."""
    article = Article(
        text=text,
        headline=headline,
        dateline=dateline,
        body_entities=EntityIndex.of(entities, in_headline=False),
        headline_entities=EntityIndex.of(entities, in_headline=True),
        vague=vague,
    )
    figures: dict[str, CasualtyFigure] = {}
    for item in resolved:
        whole = resolved[item.parent].reading if item.parent is not None else None
        figure = _figure(article, item.reading, item.role, whole)
        figures.setdefault(figure.id, figure)
    return list(figures.values())


def _figure(article: Article, reading: Reading, role: Role, whole: Reading | None) -> CasualtyFigure:
    estimate = article.vague.get(reading.vague) if reading.vague is not None else None
    return CasualtyFigure(
        id=figure_id(reading),
        kind=reading.kind,
        min=reading.low,
        max=reading.high,
        qualifier=reading.qualifier,
        quantity_text=article.source(reading)[reading.number_start : reading.number_end],
        role=role,
        subset_of=figure_id(whole) if whole is not None else None,
        estimate=Estimate(low=estimate[0], high=estimate[1]) if estimate is not None else None,
        victims=_victims(article, reading),
        place=_place(article, reading, role),
        period=_period(reading),
        attribution=_attribution(article, reading),
        evidence=Evidence(
            sentence=Span(start=reading.sentence_start, end=reading.sentence_end),
            number=Span(start=reading.number_start, end=reading.number_end),
            in_headline=reading.in_headline,
        ),
        confidence=_confidence(reading, role),
    )


def _victims(article: Article, reading: Reading) -> Victims | None:
    start, end = reading.noun_start, reading.noun_end
    words = article.source(reading)[start:end]
    if not words:
        return None
    entity = article.entities(reading).side(start, end)
    side = (entity.canonical or entity.text) if entity is not None else None
    if side is None and reading.civilian is False:
        side = words
    return Victims(
        text=words,
        span=Span(start=start, end=end),
        entity_id=entity.id if entity is not None else None,
        side=side,
        civilian=reading.civilian,
    )


def _place(article: Article, reading: Reading, role: Role) -> Place | None:
    place = article.entities(reading).place(reading.number_start, reading.sentence_start, reading.sentence_end)
    if place is None and article.dateline and role in {Role.TOTAL, Role.SUBSET}:
        return Place(text=article.dateline)
    return place


def _period(reading: Reading) -> Period | None:
    when = reading.when
    return Period(text=when.text, start=when.start, end=when.end) if when is not None else None


def _attribution(article: Article, reading: Reading) -> Attribution | None:
    speaker = reading.speaker
    if speaker is None:
        return None
    index = article.headline_entities if speaker.in_headline else article.body_entities
    entity = index.speaker(speaker.start, speaker.end)
    return Attribution(
        text=speaker.text,
        kind=speaker.kind,
        span=Span(start=speaker.start, end=speaker.end) if speaker.in_headline == reading.in_headline else None,
        entity_id=entity.id if entity is not None else None,
    )


def _confidence(reading: Reading, role: Role) -> float:
    """Return how sure the reading is, 0 to 1: by its form, by how it was bound, and by how its role was found."""
    certainty = _FORM_CERTAINTY.get(reading.form, 0.95)
    if not reading.known_noun:
        certainty *= 0.85
    if reading.link == "also":
        certainty *= 0.95
    if reading.role is None and role != Role.TOTAL:
        certainty *= 0.9
    return round(certainty, 2)
