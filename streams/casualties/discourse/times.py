"""Figures of another time than the event that the article is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.casualties.forms import Cue, Form, PartOf

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from streams.casualties.clause_figure import ClauseFigure, TimeExpression
    from streams.casualties.discourse.figure import ArticleFigure, Figures

FOUND_NOW: Final = frozenset({Form.BODIES, Form.FOUND})
"""Forms of the dead who are found today, whenever they died."""
MONTH_DAYS: Final = 31
"""The longest time that says when one event was; of a longer one the numbers are statistics."""
THIS_WEEK: Final = 7
"""Days before publication within which a number of people is news."""
OLD_DAYS: Final = 21
"""An event dated longer before publication than this is another one, where the article has a toll besides: news of an
event seldom goes on longer, and "last month" is old news."""


def set_other_times(figures: Figures, published: date | None, *, proceedings: Callable[[], bool]) -> Figures:
    """Return the figures with those of another time than the lead, or of long ago, as another event's.

    The lead is the first sentence with a figure that nothing sets apart: an article on a trial leads with an old date.
    Without proceedings what happened in an earlier year is history, even where the article reports no other event.
    """
    if any(_is_history(figure, published) for figure in figures) and not proceedings():
        figures = tuple(_history(figure, published) for figure in figures)
    free = [figure.clause for figure in figures if figure.role is None]
    lead = _lead(free, published)
    if lead is None:
        return figures
    return tuple(
        figure.decided(Role.OTHER_EVENT)
        if figure.role is None and _of_other_time(figure.clause, lead, published)
        else figure
        for figure in figures
    )


def _is_history(figure: ArticleFigure, published: date | None) -> bool:
    clause = figure.clause
    return figure.role is None and clause.form not in FOUND_NOW and _past(clause, published)


def _history(figure: ArticleFigure, published: date | None) -> ArticleFigure:
    if not _is_history(figure, published):
        return figure
    clause = figure.clause
    event = Cue.OCCURRENCE in clause.cues or _short(clause.when)
    return figure.decided(Role.OTHER_EVENT if event else Role.BACKGROUND)


def _short(when: TimeExpression | None) -> bool:
    """Whether a time is that of an event: a day, a month; a year holds many."""
    if when is None or when.start is None or when.end is None:
        return False
    return (when.end - when.start).days <= MONTH_DAYS


def _past(clause: ClauseFigure, published: date | None) -> bool:
    """Whether a figure is of an earlier year, or of an old day mentioned in passing."""
    when = clause.when
    if Cue.YEAR in clause.cues:
        return published is None or when is None or when.end is None or old(clause, published)
    opening = clause.in_headline or (clause.sentence_start == 0)
    return not opening and old(clause, published)


def _lead(free: list[ClauseFigure], published: date | None) -> ClauseFigure | None:
    lead = next((clause for clause in free if not clause.single), free[0] if free else None)
    if lead is None:
        return None
    if dated(lead, published):
        return next((clause for clause in free if _is_fresh(clause, lead, published)), lead)
    if not lead.in_headline:
        return lead
    # A headline seldom has a date: the first sentence of the body says it.
    body = next((clause for clause in free if not clause.in_headline), None)
    return body if body is not None and body.same_count(lead) else lead


def _is_fresh(clause: ClauseFigure, lead: ClauseFigure, published: date | None) -> bool:
    """Whether a figure counts people of this week by itself: the article is about them, whatever it begins with."""
    when = clause.when
    if published is None or when is None or when.end is None or clause.kind is not lead.kind:
        return False
    related = clause.more or clause.others or clause.definite or clause.part_of is not PartOf.NOTHING
    return 0 <= (published - when.end).days <= THIS_WEEK and Cue.DATED not in clause.cues and not related


def _of_other_time(clause: ClauseFigure, lead: ClauseFigure, published: date | None) -> bool:
    if clause.beside(lead) and (Cue.DATED in lead.cues or Cue.DATED not in clause.cues):
        return False
    when, old_lead = clause.when, dated(lead, published)
    if when is None or when.end is None:
        return Cue.DATED in clause.cues and not old_lead
    if not old_lead:
        return (published is None and Cue.DATED in clause.cues) or old(clause, published)
    return lead.when is not None and lead.when.start is not None and (lead.when.start - when.end).days > 1


def dated(clause: ClauseFigure, published: date | None) -> bool:
    """Return whether a figure is of a day or year of its own, or of long ago."""
    return Cue.DATED in clause.cues or old(clause, published)


def old(clause: ClauseFigure, published: date | None) -> bool:
    """Return whether a figure is of a time long before publication."""
    when = clause.when
    if published is None or when is None or when.end is None:
        return False
    return (published - when.end).days > OLD_DAYS
