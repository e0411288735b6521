"""From figures of sentences to figures of an article: which is the toll, and which is part of which.

Each step takes the figures of the article and returns them with more decided; the order matters. Sums and kinds come
first, for figures are compared within a kind, and the five of a sum may be those of whom two died; then what the
sentences say; then time; then those shot who lived; then the comparison to the toll; then the wholes of parts, which
have to be known as tolls by then.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from schemas import Role
from streams.casualties.discourse.attribution import set_headline_speakers
from streams.casualties.discourse.enumerations import set_enumerated_parts
from streams.casualties.discourse.figure import ArticleFigure
from streams.casualties.discourse.following import follow_others
from streams.casualties.discourse.kinds import (
    count_held,
    count_shot,
    drop_lone_arrests,
    drop_wounds_of_dead,
)
from streams.casualties.discourse.ordinals import count_ordinals
from streams.casualties.discourse.parts import (
    prefer_body,
    prefer_same_victims,
    set_nearest_wholes,
    set_stated_wholes,
)
from streams.casualties.discourse.passing import set_large_in_passing
from streams.casualties.discourse.roles import set_by_toll, set_own_roles
from streams.casualties.discourse.sums import add_sums
from streams.casualties.discourse.survivors import add_survivors
from streams.casualties.discourse.times import set_other_times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import Figures

__all__ = ["ArticleFigure", "resolve"]


def steps(published: date | None, *, proceedings: Callable[[], bool]) -> tuple[Callable[[Figures], Figures], ...]:
    """Return the steps in their order, for an article of a day, that is on proceedings or not."""
    return (
        drop_wounds_of_dead,
        drop_lone_arrests,
        add_sums,
        count_ordinals,
        count_shot,
        count_held,
        set_stated_wholes,
        set_own_roles,
        partial(set_other_times, published=published, proceedings=proceedings),
        partial(set_large_in_passing, published=published),
        follow_others,
        set_enumerated_parts,
        add_survivors,
        set_by_toll,
        set_nearest_wholes,
        prefer_body,
        prefer_same_victims,
        set_headline_speakers,
    )


def _none() -> bool:
    return False


def resolve(
    clauses: Sequence[ClauseFigure], published: date | None = None, *, proceedings: Callable[[], bool] = _none
) -> list[ArticleFigure]:
    """Return the figures of an article with their roles, in the order given.

    `proceedings` says whether the article is about what a court, the police or diggers do now: its event may be old.
    It is only asked where something is old.
    """
    figures: Figures = tuple(ArticleFigure(clause) for clause in clauses)
    for step in steps(published, proceedings=proceedings):
        figures = step(figures)
    return [_settled(figure) for figure in figures]


def _settled(figure: ArticleFigure) -> ArticleFigure:
    """Return a figure with a role; only a part has a whole."""
    role = figure.role or Role.TOTAL
    if role == figure.role and (role == Role.SUBSET or figure.parent is None):
        return figure
    return replace(figure, role=role, parent=figure.parent if role == Role.SUBSET else None)
