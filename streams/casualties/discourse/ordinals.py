"""Deaths that are counted one by one: "a third victim has died" says that three have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.discourse.figure import WINDOW, with_clauses
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import Figures

_DYING: Final = frozenset(
    {Form.INTRANSITIVE, Form.INTRANSITIVE_BASE, Form.COUNT, Form.ADJECTIVE, Form.CLAIM, Form.BODIES}
)
"""Forms that tell of a death and of no deed: "a second man was shot dead" may be of another shooting."""


def count_ordinals(figures: Figures) -> Figures:
    """Return the figures with "a tenth victim died" as ten killed, where nothing says that the nine others live.

    In a list ("two were hurt and a third died") an ordinal goes on the list, and counts one.
    """
    clauses = [figure.clause for figure in figures]
    if not any(clause.ordinal and clause.single for clause in clauses):
        return figures
    counted: list[ClauseFigure] = []
    for clause in clauses:
        counted.append(
            _counted(clause) if clause.ordinal and clause.single and _counts_dead(clause, counted) else clause
        )
    return with_clauses(figures, counted)


def _counted(clause: ClauseFigure) -> ClauseFigure:
    return replace(clause, low=clause.ordinal, high=clause.ordinal, single=False, others=False)


def _counts_dead(clause: ClauseFigure, before: Sequence[ClauseFigure]) -> bool:
    """Whether an ordinal counts the dead: it opens the text, or the text has come to the number before it."""
    if clause.kind != Kind.KILLED or clause.form not in _DYING or clause.role is not None:
        return False
    if clause.definite and clause.when is not None and clause.when.window:
        return False  # "the third death at the site since May": of many acts
    told = [other for other in before[-WINDOW:] if other.value]
    if any(other.beside(clause) for other in told):
        return False
    if not told:
        return True
    return any(other.kind == Kind.KILLED and other.value in {clause.ordinal - 1, clause.ordinal} for other in told)
