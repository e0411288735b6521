"""Figures that take the role of another one, which they repeat or are a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.casualties.forms import Cue, PartOf

if TYPE_CHECKING:
    from schemas import Kind
    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import ArticleFigure, Figures

REACH: Final = 300
"""Characters over which "five of the officers" speaks of those told before: about two sentences."""
LEADING: Final = 2
"""Paragraphs in which the text says what a headline counts."""
_ASIDE: Final = frozenset({Role.OTHER_EVENT, Role.BACKGROUND})


def follow_others(figures: Figures) -> Figures:
    """Return the figures with parts of another event's victims, and round-ups' headlines, set apart as those are."""
    figures = tuple(_part_of_aside(figures, at) for at in range(len(figures)))
    headed = any(figure.clause.in_headline for figure in figures)
    heads = [_heads(figure.clause, headed=headed) for figure in figures]
    body = [figure for figure, head in zip(figures, heads, strict=True) if not head]
    summed = {_count(figure) for figure in body if _sums_up(figure)} - {
        _count(figure) for figure in body if figure.role is None
    }
    return tuple(
        figure.decided(Role.BACKGROUND) if head and figure.role is None and _count(figure) in summed else figure
        for figure, head in zip(figures, heads, strict=True)
    )


def _heads(clause: ClauseFigure, *, headed: bool) -> bool:
    """Whether a figure stands in the headline, or in a first line that may be one, of a text that has no other."""
    return clause.in_headline if headed else clause.sentence_start == 0


def _count(figure: ArticleFigure) -> tuple[Kind, int | None]:
    return figure.clause.kind, figure.clause.value


def _sums_up(figure: ArticleFigure) -> bool:
    """Whether a figure of the body's opening counts the victims of several acts."""
    clause = figure.clause
    return figure.role == Role.BACKGROUND and Cue.ROUND_UP in clause.cues and clause.paragraph <= LEADING


def _part_of_aside(figures: Figures, at: int) -> ArticleFigure:
    """Return "five of the officers died" after officers shot elsewhere with the role that those have."""
    figure = figures[at]
    if figure.role is not None or figure.clause.part_of not in {PartOf.THEM, PartOf.GROUP} or not at:
        return figure
    before = figures[at - 1]
    if before.role not in _ASIDE or before.role is None or not _told_of(before.clause, figure.clause):
        return figure
    return figure.decided(before.role)


def _told_of(whole: ClauseFigure, part: ClauseFigure) -> bool:
    near = 0 < part.number_start - whole.number_start < REACH and whole.in_headline == part.in_headline
    holds = (whole.value or 0) >= (part.value or 0) > 0
    them = part.part_of == PartOf.THEM and part.paragraph == whole.paragraph
    return near and holds and (them or bool(whole.victims & part.victims))
