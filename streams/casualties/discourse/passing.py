"""Large numbers that are mentioned in passing: wars and statistics give thousands, this week's event seldom does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from schemas import Kind, Role
from streams.casualties.discourse.times import old
from streams.casualties.forms import Cue, Form

if TYPE_CHECKING:
    from datetime import date

    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import ArticleFigure, Figures

LARGE: Final = 1_000
"""From here on a number is the toll of few events, and those lead the news of their day."""
_MANY: Final = frozenset({"hundreds", "thousands", "tens of thousands", "hundreds of thousands", "millions"})
"""Words for so many that few events leave behind."""
LEADING: Final = 3
"""Paragraphs at the top in which the toll of such an event stands."""
_LONG_KINDS: Final = frozenset({Kind.KILLED, Kind.INJURED, Kind.CASUALTIES, Kind.MISSING})
"""Kinds of which a single event seldom makes thousands; it displaces and strands them easily."""


def set_large_in_passing(figures: Figures, published: date | None) -> Figures:
    """Return the figures with large numbers set apart where they are a long conflict's or are mentioned in passing."""
    told = Counter((figure.clause.kind, figure.clause.value) for figure in figures)
    aside = _on_something_else(figures)
    return tuple(
        _set_apart(figure)
        if figure.role is None
        and _large(figure.clause, published)
        and (aside or _in_passing(figure.clause, told[figure.clause.kind, figure.clause.value]))
        else figure
        for figure in figures
    )


def _on_something_else(figures: Figures) -> bool:
    """Whether the article leads with no casualties at all: its thousands are history."""
    counted = [figure.clause for figure in figures if figure.clause.value != 0]  # "no casualties" counts nobody
    return all(not clause.in_headline and clause.paragraph >= LEADING for clause in counted)


def _set_apart(figure: ArticleFigure) -> ArticleFigure:
    event = Cue.OCCURRENCE in figure.clause.cues and Cue.PROCESS not in figure.clause.cues
    return figure.decided(Role.OTHER_EVENT if event else Role.BACKGROUND)


def _large(clause: ClauseFigure, published: date | None) -> bool:
    many = (clause.value or 0) >= LARGE or (clause.value is None and clause.vague in _MANY)
    large = many and clause.kind in _LONG_KINDS
    return (
        large
        and not clause.in_headline
        and (clause.form != Form.TOLL or clause.value is None)
        and not _fresh(clause, published)
    )


def _in_passing(clause: ClauseFigure, told: int) -> bool:
    """Whether a number is a long conflict's, or stands alone far down."""
    return Cue.PROCESS in clause.cues or (told == 1 and clause.paragraph >= LEADING and not _told_of_event(clause))


def _told_of_event(clause: ClauseFigure) -> bool:
    """Whether an event is named, or somebody says so: news does, an aside on history doesn't."""
    return Cue.OCCURRENCE in clause.cues or clause.speaker is not None


def _fresh(clause: ClauseFigure, published: date | None) -> bool:
    """Whether a figure is dated in these days."""
    return clause.when is not None and clause.when.end is not None and not old(clause, published)
