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
    from streams.casualties.discourse.figure import Figures

LARGE: Final = 1_000
"""From here on a number is the toll of few events, and those lead the news of their day."""
LEADING: Final = 3
"""Paragraphs at the top in which the toll of such an event stands."""
_LONG_KINDS: Final = frozenset({Kind.KILLED, Kind.INJURED, Kind.CASUALTIES, Kind.MISSING})
"""Kinds of which a single event seldom makes thousands; it displaces and strands them easily."""


def set_large_in_passing(figures: Figures, published: date | None) -> Figures:
    """Return the figures with large numbers as background where they are a long conflict's or stand alone far down."""
    told = Counter((figure.clause.kind, figure.clause.value) for figure in figures)
    return tuple(
        figure.decided(Role.BACKGROUND)
        if figure.role is None and _in_passing(figure.clause, told[figure.clause.kind, figure.clause.value], published)
        else figure
        for figure in figures
    )


def _in_passing(clause: ClauseFigure, told: int, published: date | None) -> bool:
    large = (clause.value or 0) >= LARGE and clause.kind in _LONG_KINDS
    if not large or clause.in_headline or clause.form == Form.TOLL or _fresh(clause, published):
        return False
    return Cue.PROCESS in clause.cues or (told == 1 and clause.paragraph >= LEADING and not _told_of_event(clause))


def _told_of_event(clause: ClauseFigure) -> bool:
    """Whether an event is named, or somebody says so: news does, an aside on history doesn't."""
    return Cue.OCCURRENCE in clause.cues or clause.speaker is not None


def _fresh(clause: ClauseFigure, published: date | None) -> bool:
    """Whether a figure is dated in these days."""
    return clause.when is not None and clause.when.end is not None and not old(clause, published)
