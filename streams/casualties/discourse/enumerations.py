"""Numbers that go through those counted before them: "ten bodies were found, six men and four women"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Qualifier, Role
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import Figures

LEAST: Final = 4
"""The smallest whole: of fewer, two numbers make the sum by chance."""
MOST_PARTS: Final = 8
"""Numbers that go through a whole at most: more are a table."""
_OPEN: Final = frozenset({None, Role.TOTAL})
"""Roles of what nothing sets apart; the classifier says that it is a total."""


def set_enumerated_parts(figures: Figures) -> Figures:
    """Return the figures with those that the classifier found, and that sum up to one before them, as its parts.

    They stand in one sentence and right after their whole. What rules read has its list from the words.
    """
    parts: dict[int, int] = {}
    for at, figure in enumerate(figures):
        if figure.role in _OPEN and (figure.clause.value or 0) >= LEAST and at not in parts:
            parts.update(dict.fromkeys(_parts(figures, at), at))
    return tuple(figure.decided(Role.SUBSET, parts[at]) if at in parts else figure for at, figure in enumerate(figures))


def _parts(figures: Figures, whole: int) -> range:
    """Return the places of the figures that sum up to one; none where there aren't two or more."""
    clause, left = figures[whole].clause, figures[whole].clause.value or 0
    for at in range(whole + 1, min(len(figures), whole + 1 + MOST_PARTS)):
        part = figures[at].clause
        if figures[at].role not in _OPEN or not _may_be_part(part, clause):
            break
        left -= part.value or 0
        if left <= 0:
            return range(whole + 1, at + 1) if left == 0 and at > whole + 1 else range(0)
    return range(0)


def _may_be_part(part: ClauseFigure, whole: ClauseFigure) -> bool:
    found = part.form == Form.LEARNED and part.kind == whole.kind and part.beside(whole)
    return found and part.qualifier == Qualifier.EXACT and bool(part.value)
