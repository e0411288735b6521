"""A figure of an article while its role is being decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas import Role
from streams.casualties.clause_figure import ClauseFigure

WINDOW = 50
"""Figures among which the whole of a part is looked for: an article has few, and the search stays linear in them."""


@dataclass(frozen=True, slots=True)
class ArticleFigure:
    """A figure of a clause with what the article has decided of it so far."""

    clause: ClauseFigure
    role: Role | None = None
    """None while nothing is decided."""
    parent: int | None = None
    """Place of the figure that it is part of, in the order of the article."""

    def decided(self, role: Role, parent: int | None = None) -> ArticleFigure:
        """Return the figure with a role, and with the whole that it is part of."""
        return replace(self, role=role, parent=parent if parent is not None else self.parent)


Figures = tuple[ArticleFigure, ...]
"""The figures of an article in the order of the text, those of the headline first."""


def with_clauses(figures: Figures, clauses: list[ClauseFigure]) -> Figures:
    """Return the figures with other clause figures in their places."""
    return tuple(
        figure if figure.clause is clause else replace(figure, clause=clause)
        for figure, clause in zip(figures, clauses, strict=True)
    )
