"""Which figure of a kind is the toll, to which the others of that kind are compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.clause_figure import ClauseFigure, TimeExpression
from streams.casualties.forms import PARTIAL, Cue, Form, PartOf

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from streams.casualties.discourse.figure import Figures

LEAD: Final = 3
"""Figures of the top of an article, among which a toll that is told as such comes before a larger number of its own."""


@dataclass(frozen=True, slots=True)
class Toll:
    """The toll of a kind, and what has to be known of the kind's other figures."""

    place: int
    top: ClauseFigure
    order: dict[int, int]
    """Rank among the figures of the kind whose role is open, by place in the article."""
    values: Counter[int | None]
    """How often each number is stated."""
    day: TimeExpression | None
    """The day of the event, where the article names one."""
    members: dict[int | None, int]
    """Place of the first member of the toll's list with a number, by number."""

    def sibling(self, clause: ClauseFigure) -> bool:
        """Return whether a figure stands in a list beside the toll: "nine gunmen and two marines were killed"."""
        return _sibling(self.top, clause)


def toll_of(figures: Figures, kind: Kind) -> Toll | None:
    """Return the toll of a kind: the first figure that its sentence sets apart in no way, with some exceptions."""
    open_ = [at for at, figure in enumerate(figures) if figure.clause.kind == kind and figure.role is None]
    clauses = [figures[at].clause for at in open_]
    dead = {figure.clause.sentence for figure in figures if figure.clause.kind == Kind.KILLED}
    chosen = _choose(clauses, dead)
    if chosen is None:
        return None
    top = clauses[chosen]
    members: dict[int | None, int] = {}
    for at, clause in zip(open_, clauses, strict=True):
        if _sibling(top, clause):
            members.setdefault(clause.value, at)
    return Toll(
        place=open_[chosen],
        top=top,
        order={at: rank for rank, at in enumerate(open_)},
        values=Counter(clause.value for clause in clauses),
        day=_day(clauses),
        members=members,
    )


def _sibling(top: ClauseFigure, clause: ClauseFigure) -> bool:
    if not clause.beside(top):
        return False
    return (top.listed and clause.listed) or (clause.others and not clause.definite)


def _choose(clauses: Sequence[ClauseFigure], dead: Collection[tuple[bool, int]]) -> int | None:
    """Return the place of the toll among the figures of a kind; `dead` are the sentences that tell of deaths."""
    counted = [
        at
        for at, clause in enumerate(clauses)
        if _may_be_whole(clause, dead) and not clause.single and clause.value is not None
    ]
    if counted:
        first = _told_as_toll(clauses, counted)
        chosen: int | None = _shooting_of(clauses, first, counted)
    else:
        chosen = max(range(len(clauses)), key=lambda at: (clauses[at].value or 0, -at), default=None)
    return None if chosen is None else _list_above(clauses, chosen)


def _may_be_whole(clause: ClauseFigure, dead: Collection[tuple[bool, int]]) -> bool:
    """Whether a figure may count all: the three of "one is dead, three others are treated" are all the wounded."""
    beside_dead = clause.others and clause.sentence in dead
    return (clause.form not in PARTIAL or beside_dead) and clause.part_of == PartOf.NOTHING and not clause.listed


def _told_as_all(clause: ClauseFigure, *, leads: bool) -> bool:
    """Whether a figure is told as the toll in the lead, or as all who died there or a little further down."""
    return (leads and clause.form == Form.TOLL) or (clause.kind == Kind.KILLED and Cue.SUM in clause.cues)


def _told_as_toll(clauses: Sequence[ClauseFigure], counted: Sequence[int]) -> int:
    """Return the "death toll" of the lead, or who died "in all", before a smaller number that comes first."""
    first = clauses[counted[0]]
    if first.form == Form.TOLL:
        return counted[0]
    larger = (
        at
        for rank, at in enumerate(counted[: 2 * LEAD])
        if _told_as_all(clauses[at], leads=rank < LEAD) and (clauses[at].value or 0) > (first.value or 0)
    )
    return next(larger, counted[0])


def _shooting_of(clauses: Sequence[ClauseFigure], first: int, counted: Sequence[int]) -> int:
    """Return the five of "two critically wounded in shooting of five" before the two."""
    top = clauses[first]
    for at in counted[1:LEAD]:
        other = clauses[at]
        if other.beside(top) and other.form == Form.SHOOT and (other.value or 0) > (top.value or 0):
            return at
    return first


def _list_above(clauses: Sequence[ClauseFigure], chosen: int) -> int:
    """Return the nine of "nine gunmen and two marines were killed", a list that leads, before a smaller figure.

    Such a list has no sum in the text, or a figure not below its first would be the toll.
    """
    first, top = clauses[0], clauses[chosen]
    return 0 if first.listed and (first.value or 0) > (top.value or 0) else chosen


def _day(clauses: Sequence[ClauseFigure]) -> TimeExpression | None:
    times = (clause.when for clause in clauses)
    first = next((when for when in times if when is not None and when.start is not None), None)
    return None if first is None or first.window else first
