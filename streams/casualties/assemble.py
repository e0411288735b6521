"""Figures of clauses and their roles to the figures that travel: ids, links to entities, confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Attribution, CasualtyFigure, Estimate, Evidence, Period, Place, Role, Span, Victims
from streams.casualties.discourse.sums import MOST_MEMBERS, SUMMED, lists_of
from streams.casualties.forms import Form, Link
from streams.casualties.linking import EntityIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas import Entity
    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse import ArticleFigure

_FORM_CERTAINTY: Final = {
    Form.SHOT: 0.75,
    Form.HIT: 0.7,
    Form.HOSPITAL: 0.7,
    Form.CONDITION: 0.75,
    Form.WOUND: 0.75,
    Form.SEIZE: 0.7,
    Form.DRIVE: 0.7,
    Form.FRAME: 0.7,
}
"""Forms that say less surely what happened than a plain verb or count does."""

ADDED_AT_MOST: Final = 0.5
"""Confidence of a figure that the classifier adds at most: less than any that a rule reads, so that whoever needs to be
sure can leave them out. Three of four are right."""


@dataclass(frozen=True, slots=True)
class Article:
    """What the figures of an article are assembled from besides their clauses."""

    text: str
    headline: str
    dateline: str | None
    body_entities: EntityIndex
    headline_entities: EntityIndex
    vague: Mapping[str, tuple[int, int]]

    def source(self, clause: ClauseFigure) -> str:
        """Return the text that a clause's offsets are of."""
        return self.headline if clause.in_headline else self.text

    def entities(self, clause: ClauseFigure) -> EntityIndex:
        """Return the entities of the text that a clause is from."""
        return self.headline_entities if clause.in_headline else self.body_entities


def figure_id(clause: ClauseFigure) -> str:
    """Return the id of a figure: its kind and where its number stands."""
    where = "h" if clause.in_headline else "b"
    return f"{clause.kind.value}@{where}{clause.number_start}-{clause.number_end}"


def assemble(
    resolved: Sequence[ArticleFigure],
    *,
    text: str,
    headline: str,
    entities: Sequence[Entity],
    vague: Mapping[str, tuple[int, int]],
    dateline: str | None,
) -> list[CasualtyFigure]:
    """Return the figures as messages, in the order given; of two figures of one id the first."""
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
        whole = resolved[item.parent].clause if item.parent is not None else None
        figure = _figure(article, item.clause, item.role or Role.TOTAL, whole)
        figures.setdefault(figure.id, figure)
    for first, others in _lists(resolved):
        for member in (first, *others):
            figures[member] = figures[member].model_copy(update={"listed_with": first})
    return list(figures.values())


def _lists(resolved: Sequence[ArticleFigure]) -> Iterator[tuple[str, list[str]]]:
    """Yield the ids of totals that the same words list: the first and the others."""
    for places in lists_of(resolved):
        totals = (resolved[at].clause for at in places if resolved[at].role in {None, Role.TOTAL})
        members = {figure_id(clause): clause for clause in totals}
        plain = all(clause.low is not None and clause.qualifier in SUMMED for clause in members.values())
        if plain and 1 < len(members) <= MOST_MEMBERS:
            first, *others = members
            yield first, others


def _figure(article: Article, clause: ClauseFigure, role: Role, whole: ClauseFigure | None) -> CasualtyFigure:
    estimate = article.vague.get(clause.vague) if clause.vague is not None else None
    return CasualtyFigure(
        id=figure_id(clause),
        kind=clause.kind,
        min=clause.low,
        max=clause.high,
        qualifier=clause.qualifier,
        quantity_text=article.source(clause)[clause.number_start : clause.number_end],
        role=role,
        subset_of=figure_id(whole) if whole is not None else None,
        estimate=Estimate(low=estimate[0], high=estimate[1]) if estimate is not None else None,
        victims=_victims(article, clause),
        place=_place(article, clause, role),
        period=_period(clause),
        attribution=_attribution(article, clause),
        evidence=Evidence(
            sentence=Span(start=clause.sentence_start, end=clause.sentence_end),
            number=Span(start=clause.number_start, end=clause.number_end),
            in_headline=clause.in_headline,
        ),
        confidence=_confidence(clause, role),
    )


def _victims(article: Article, clause: ClauseFigure) -> Victims | None:
    start, end = clause.noun_start, clause.noun_end
    words = article.source(clause)[start:end]
    if not words:
        return None
    entity = article.entities(clause).side(start, end)
    side = (entity.canonical or entity.text) if entity is not None else None
    if side is None and clause.civilian is False:
        side = words
    return Victims(
        text=words,
        span=Span(start=start, end=end),
        entity_id=entity.id if entity is not None else None,
        side=side,
        civilian=clause.civilian,
    )


def _place(article: Article, clause: ClauseFigure, role: Role) -> Place | None:
    place = article.entities(clause).place(clause.number_start, clause.sentence_start, clause.sentence_end)
    if place is None and article.dateline and role in {Role.TOTAL, Role.SUBSET}:
        return Place(text=article.dateline)
    return place


def _period(clause: ClauseFigure) -> Period | None:
    when = clause.when
    return Period(text=when.text, start=when.start, end=when.end) if when is not None else None


def _attribution(article: Article, clause: ClauseFigure) -> Attribution | None:
    speaker = clause.speaker
    if speaker is None:
        return None
    index = article.headline_entities if speaker.in_headline else article.body_entities
    entity = index.speaker(speaker.start, speaker.end)
    return Attribution(
        text=speaker.text,
        kind=speaker.kind,
        span=Span(start=speaker.start, end=speaker.end) if speaker.in_headline == clause.in_headline else None,
        entity_id=entity.id if entity is not None else None,
    )


def _confidence(clause: ClauseFigure, role: Role) -> float:
    """Return how sure the clause is, 0 to 1: by its form, by how it was bound, and by how its role was found."""
    if clause.form == Form.LEARNED:
        return round(min(ADDED_AT_MOST, clause.certainty), 2)
    certainty = _FORM_CERTAINTY.get(clause.form, 0.95)
    if not clause.known_noun:
        certainty *= 0.85
    if clause.link == Link.ALSO:
        certainty *= 0.95
    if clause.role is None and role != Role.TOTAL:
        certainty *= 0.9
    return round(certainty, 2)
