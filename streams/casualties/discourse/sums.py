"""Sums that a list makes plain: "four adults and one child were hurt" says that five were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind, Qualifier, Role
from streams.casualties.discourse.figure import ArticleFigure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import Figures

MOST_MEMBERS: Final = 8
"""A longer list is a table, or several lists read as one."""
SUMMED: Final = frozenset({Qualifier.EXACT, Qualifier.AT_LEAST})


class _List(NamedTuple):
    """What the members of one list share: text, sentence, word that says what happened, kind."""

    in_headline: bool
    sentence_start: int
    list_at: int
    kind: Kind


def add_sums(figures: Figures) -> Figures:
    """Return the figures with the sum of each list that is one group told by age, sex or kin, before its members.

    The members become parts of the sum. Lists of sides ("three marchers and one policeman") stay apart, and so do lists
    beside which the article has a larger number, or the same one before: they are parts of that.
    """
    sums = {members[0]: members for members in lists_of(figures) if _makes_sum(figures, members)}
    return _with_sums(figures, sums) if sums else figures


def lists_of(figures: Sequence[ArticleFigure]) -> list[list[int]]:
    """Return the figures of each list that one word is said of, by their places."""
    lists: dict[_List, list[int]] = {}
    for at, figure in enumerate(figures):
        clause = figure.clause
        if clause.list_at >= 0:
            key = _List(clause.in_headline, clause.sentence_start, clause.list_at, clause.kind)
            lists.setdefault(key, []).append(at)
    return list(lists.values())


def _makes_sum(figures: Figures, members: Sequence[int]) -> bool:
    clauses = [figures[at].clause for at in members]
    if not 1 < len(members) <= MOST_MEMBERS or not _one_group(clauses):
        return False
    if any(clause.role is not None or clause.parent is not None for clause in clauses):
        return False
    if any(clause.low is None or clause.qualifier not in SUMMED for clause in clauses):
        return False
    return not _told(figures, members, sum(clause.low or 0 for clause in clauses))


def _one_group(clauses: Sequence[ClauseFigure]) -> bool:
    """Whether a list is of one group: "others" counts those before them, whoever they are."""
    return all(clause.by_age for clause in clauses) or any(clause.others for clause in clauses[1:])


def _told(figures: Figures, members: Sequence[int], total: int) -> bool:
    """Whether a figure of the article says that there were more, or has said before that there were so many."""
    kind, first = figures[members[0]].clause.kind, members[0]
    values = [
        (figure.clause.value or 0, at < first)
        for at, figure in enumerate(figures)
        if figure.clause.kind == kind and figure.clause.role is None and figure.clause.list_at < 0
    ]
    return any(value > total or (value == total and before) for value, before in values)


def _with_sums(figures: Figures, sums: dict[int, list[int]]) -> Figures:
    """Return the figures with sums before the first members of their lists."""
    moved = {at: at + sum(first <= at for first in sums) for at in range(len(figures))}
    whole_of = {at: moved[members[0]] - 1 for members in sums.values() for at in members}
    result: list[ArticleFigure] = []
    for at, figure in enumerate(figures):
        if at in sums:
            result.append(ArticleFigure(_sum([figures[member].clause for member in sums[at]])))
        if at in whole_of:
            result.append(figure.decided(Role.SUBSET, whole_of[at]))
        else:
            parent = moved[figure.parent] if figure.parent is not None else None
            result.append(figure if parent == figure.parent else replace(figure, parent=parent))
    return tuple(result)


def _sum(clauses: Sequence[ClauseFigure]) -> ClauseFigure:
    first, last = clauses[0], clauses[-1]
    low = sum(clause.low or 0 for clause in clauses)
    exact = all(clause.qualifier == Qualifier.EXACT for clause in clauses)
    end = max(last.noun_end, last.number_end)
    return replace(
        first,
        low=low,
        high=low if exact else None,
        qualifier=Qualifier.EXACT if exact else Qualifier.AT_LEAST,
        number_start=first.number_start,
        number_end=end,
        noun_start=first.noun_start,
        noun_end=end,
        single=False,
        listed=False,
        list_at=-1,
        by_age=False,
        victims=frozenset(),
        unnamed=True,
        civilian=None,
    )
