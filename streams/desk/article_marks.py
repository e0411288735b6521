"""What is marked in an article: figures with what belongs to them, names, and what is new to its story."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streams.desk.marks import Marked
from streams.desk.values import Mark
from streams.incidents.wording import figure_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas import Attribution, CasualtyFigure, EnrichedArticle, Entity, Place, Victims
    from streams.desk.values import Sort

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

    def add(self, mark: Mark, start: int, end: int, *, in_headline: bool) -> None:
        """Add a mark with its place."""
        self.marks.append(mark)
        (self.headline if in_headline else self.body).append(Marked(start, end, mark.id))


def article_marks(enriched: EnrichedArticle) -> ArticleMarks:
    """Return the marks of an article: those of its figures first, each of them with all that belongs to it."""
    made, figures = ArticleMarks(), figures_shown(enriched)
    numbers = {figure.id: figure_number(figure) for figure in figures}
    for number, figure in enumerate(figures, 1):
        _add_figure(made, figure, f"figure-{number}", numbers.get(figure.subset_of or ""))
    for number, entity in enumerate(enriched.entities[:MAX_ENTITIES], 1):
        _add_entity(made, entity, number)
    for number, news in enumerate(enriched.judgement.news[:MAX_NEWS], 1):
        mark = Mark(id=f"news-{number}", sort="news", label=news.kind.value)
        made.add(mark, news.start, news.end, in_headline=news.in_headline)
    return made


def figures_shown(enriched: EnrichedArticle) -> tuple[CasualtyFigure, ...]:
    """Return the figures that are marked."""
    return enriched.figures[:MAX_FIGURES]


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
    """Add the marks of a figure; `name` is its address fragment. What stands nowhere in the text has no mark."""
    fields = {field: value for field, value in _fields(figure, part_of) if value}
    evidence = figure.evidence
    spans = [
        ("number", fields["number"], evidence.number),
        ("sentence", fields["number"], evidence.sentence),
        *((sort, part.text, part.span) for sort, part in _parts(figure) if part is not None),
    ]
    for sort, label, span in spans:
        if span is not None:
            said = fields if sort == "number" else {}
            mark = Mark(id=f"{name}-{sort}", sort=sort, figure=figure.id, label=label, fields=said)
            made.add(mark, span.start, span.end, in_headline=evidence.in_headline)


def _parts(figure: CasualtyFigure) -> Iterator[tuple[Sort, Attribution | Victims | Place | None]]:
    yield "speaker", figure.attribution
    yield "victims", figure.victims
    yield "place", figure.place


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
    made.add(mark, entity.start, entity.end, in_headline=entity.in_headline)
