"""Who says so, where the sentence of a figure doesn't tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas import Kind, Role
    from streams.casualties.clause_figure import Speaker
    from streams.casualties.discourse.figure import ArticleFigure, Figures

_Count = tuple["Role | None", "Kind", int | None]


def set_headline_speakers(figures: Figures) -> Figures:
    """Return the figures with those of the headline said by whom the body's first figure of the same count is."""
    speakers: dict[_Count, Speaker] = {}
    for figure in figures:
        if not figure.clause.in_headline and figure.clause.speaker is not None:
            speakers.setdefault(_count(figure), figure.clause.speaker)
    return tuple(_spoken(figure, speakers) for figure in figures)


def _count(figure: ArticleFigure) -> _Count:
    return figure.role, figure.clause.kind, figure.clause.value


def _spoken(figure: ArticleFigure, speakers: dict[_Count, Speaker]) -> ArticleFigure:
    clause = figure.clause
    if not clause.in_headline or clause.speaker is not None:
        return figure
    return replace(figure, clause=replace(clause, speaker=speakers.get(_count(figure))))
