"""What is marked in an article: figures with what belongs to them, names, and what is new to its story."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streams.desk.marks import Marked
from streams.desk.values import Mark
from streams.incidents.wording import figure_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import CasualtyFigure, EnrichedArticle, Entity, News, Span

MAX_FIGURES: Final = 500
MAX_ENTITIES: Final = 2_000
MAX_NEWS: Final = 500
"""An article of the wire has some dozens; these bound the page of one that has tens of thousands."""


@dataclass(slots=True)
class ArticleMarks:
    """Marks, and where they are in headline and body."""

    marks: list[Mark] = field(default_factory=list)
    headline: list[Marked] = field(default_factory=list)
    body: list[Marked] = field(default_factory=list)

    def add(self, mark: Mark, span: Span | None, *, in_headline: bool) -> None:
        """Add a mark; without a span there is nothing to mark."""
        if span is None:
            return
        self.marks.append(mark)
        (self.headline if in_headline else self.body).append(Marked(span.start, span.end, mark.id))


def article_marks(enriched: EnrichedArticle) -> ArticleMarks:
    """Return the marks of an article: those of its figures first, each of them with all that belongs to it."""
    made = ArticleMarks()
    figures = enriched.figures[:MAX_FIGURES]
    names = {figure.id: figure_name(number) for number, figure in enumerate(figures, 1)}
    numbers = {figure.id: figure_number(figure) for figure in figures}
    for figure in figures:
        _add_figure(made, figure, names[figure.id], part_of=numbers.get(figure.subset_of or ""))
    for number, entity in enumerate(enriched.entities[:MAX_ENTITIES], 1):
        _add_entity(made, entity, number)
    for number, news in enumerate(enriched.judgement.news[:MAX_NEWS], 1):
        _add_news(made, news, number)
    return made


def figure_name(number: int) -> str:
    """Return the name of the figure with this place in the list of figures, counted from 1: an address fragment."""
    return f"figure-{number}"


def figure_fields(figure: CasualtyFigure, part_of: str | None = None) -> dict[str, str]:
    """Return what is known of a figure, by name of the field. What the text does not say is left out."""
    return {name: value for name, value in _fields(figure, part_of) if value}


def _fields(figure: CasualtyFigure, part_of: str | None) -> Iterator[tuple[str, str | None]]:
    yield "kind", figure.kind.value
    yield "number", figure_number(figure)
    yield "role", figure.role.value
    yield "part_of", part_of if part_of is not None else figure.subset_of
    if figure.attribution is not None:
        yield "speaker", figure.attribution.text
        yield "speaker_kind", figure.attribution.kind.value
    if figure.victims is not None:
        yield "victims", figure.victims.text
        yield "side", figure.victims.side
    yield "place", figure.place.text if figure.place is not None else None
    yield "period", _period(figure)
    yield "certainty", f"{figure.confidence:.0%}"


def _period(figure: CasualtyFigure) -> str | None:
    period = figure.period
    if period is None:
        return None
    days = " to ".join(dict.fromkeys(str(day) for day in (period.start, period.end) if day is not None))
    return f"{period.text} ({days})" if period.text and days else period.text or days or None


def _add_figure(made: ArticleMarks, figure: CasualtyFigure, name: str, part_of: str | None) -> None:
    in_headline, fields = figure.evidence.in_headline, figure_fields(figure, part_of)
    label = fields["number"]
    number = Mark(id=f"{name}-number", sort="number", figure=figure.id, label=label, fields=fields)
    made.add(number, figure.evidence.number, in_headline=in_headline)
    sentence = Mark(id=f"{name}-sentence", sort="sentence", figure=figure.id, label=label)
    made.add(sentence, figure.evidence.sentence, in_headline=in_headline)
    if figure.attribution is not None:
        speaker = Mark(id=f"{name}-speaker", sort="speaker", figure=figure.id, label=figure.attribution.text)
        made.add(speaker, figure.attribution.span, in_headline=in_headline)
    if figure.victims is not None:
        victims = Mark(id=f"{name}-victims", sort="victims", figure=figure.id, label=figure.victims.text)
        made.add(victims, figure.victims.span, in_headline=in_headline)
    if figure.place is not None:
        place = Mark(id=f"{name}-place", sort="place", figure=figure.id, label=figure.place.text)
        made.add(place, figure.place.span, in_headline=in_headline)


def _add_entity(made: ArticleMarks, entity: Entity, number: int) -> None:
    given = (
        ("type", entity.type.value.lower()),
        ("canonical", entity.canonical if entity.canonical != entity.text else None),
        ("id", entity.id),
        ("country", entity.country),
        ("stands_for", entity.metonym_of),
    )
    fields = {name: value for name, value in given if value}
    mark = Mark(id=f"entity-{number}", sort="entity", label=entity.text, fields=fields)
    made.marks.append(mark)
    (made.headline if entity.in_headline else made.body).append(Marked(entity.start, entity.end, mark.id))


def _add_news(made: ArticleMarks, news: News, number: int) -> None:
    mark = Mark(id=f"news-{number}", sort="news", label=news.kind.value)
    made.marks.append(mark)
    made.body.append(Marked(news.start, news.end, mark.id))


def figures_shown(enriched: EnrichedArticle) -> Iterable[CasualtyFigure]:
    """Return the figures that are marked."""
    return enriched.figures[:MAX_FIGURES]
