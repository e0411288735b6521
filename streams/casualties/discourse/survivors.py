"""Those shot who lived: "Five men were shot, and two of them died" says that three were wounded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from schemas import Kind, Qualifier, Role
from streams.casualties.discourse.figure import ArticleFigure
from streams.casualties.forms import SHOT, Cue, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import Figures

REACH: Final = 400
"""Characters between the number of those shot and that of the dead, about three sentences, all of which is quoted."""
_OF_EVENT: Final = frozenset({None, Role.SUBSET})
"""Roles of the dead of the article's event, as far as they are decided."""


def add_survivors(figures: Figures) -> Figures:
    """Return the figures with the wounded among those shot, where the text counts all and the dead, and no wounded.

    Those shot are casualties by then, and what is of another event or time is set apart. The one figure that is added
    stands after that of all who were shot, and its words go from one of the two numbers to the other.
    """
    dead = [figure.clause for figure in figures if figure.clause.kind == Kind.KILLED and figure.role in _OF_EVENT]
    most = max((clause.value or 0 for clause in dead), default=0)
    if not most or any(figure.role is None and _wounded(figure.clause) for figure in figures):
        return figures
    pairs = [
        (abs(killed.number_start - figure.clause.number_start), at, killed)
        for at, figure in enumerate(figures)
        if figure.role is None and _all_shot(figure.clause)
        for killed in dead
        if killed.value == most and _among(killed, figure.clause)
    ]
    distance, at, killed = min(pairs, key=lambda pair: pair[:2], default=(REACH, 0, None))
    if killed is None or distance >= REACH:
        return figures
    return _inserted(figures, at, _survivors(figures[at].clause, killed))


def _all_shot(clause: ClauseFigure) -> bool:
    shot = clause.kind == Kind.CASUALTIES and clause.form in SHOT
    alone = clause.part_of == PartOf.NOTHING and not clause.others and clause.link == Link.OWN
    return shot and alone and _exact(clause) and Cue.ROUND_UP not in clause.cues


def _exact(clause: ClauseFigure) -> bool:
    return clause.qualifier == Qualifier.EXACT and clause.low is not None and clause.low == clause.high


def _among(killed: ClauseFigure, shot: ClauseFigure) -> bool:
    """Whether the dead are some of those shot."""
    fewer = (killed.value or 0) < (shot.value or 0) and not killed.others
    return fewer and _exact(killed) and killed.in_headline == shot.in_headline


def _wounded(clause: ClauseFigure) -> bool:
    """Whether the text counts wounded itself."""
    return clause.kind == Kind.INJURED and (clause.value or 0) > 1


def _survivors(shot: ClauseFigure, killed: ClauseFigure) -> ClauseFigure:
    size = (shot.value or 0) - (killed.value or 0)
    return replace(
        shot,
        kind=Kind.INJURED,
        low=size,
        high=size,
        number_start=min(shot.number_start, killed.number_start),
        number_end=max(shot.number_end, killed.number_end),
        sentence_start=min(shot.sentence_start, killed.sentence_start),
        sentence_end=max(shot.sentence_end, killed.sentence_end),
        parent=None,
        single=size == 1,
        listed=False,
        list_at=-1,
        definite=False,
    )


def _inserted(figures: Figures, at: int, clause: ClauseFigure) -> Figures:
    """Return the figures with another after the one at a place."""
    moved = tuple(
        replace(figure, parent=figure.parent + 1) if figure.parent is not None and figure.parent > at else figure
        for figure in figures
    )
    return (*moved[: at + 1], ArticleFigure(clause), *moved[at + 1 :])
