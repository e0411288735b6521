"""Sums of the groups that an article lists: "12 civilians and three soldiers were killed" gives a toll of 15.

The figures of an article say each group by itself, as its text does. A toll of twelve would be too low by three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import CasualtyFigure, Qualifier, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def with_sums(figures: Iterable[CasualtyFigure]) -> list[CasualtyFigure]:
    """Return figures with the sum of each list of totals before its members, which become parts of it."""
    found = list(figures)
    lists: dict[str, list[CasualtyFigure]] = {}
    for figure in found:
        if figure.listed_with is not None and figure.role is Role.TOTAL:
            lists.setdefault(figure.listed_with, []).append(figure)
    sums = {members[0].id: _sum(members) for members in lists.values() if len(members) > 1}
    whole_of = {member.id: whole for first, whole in sums.items() for member in lists[first]}
    result: list[CasualtyFigure] = []
    for figure in found:
        whole = whole_of.get(figure.id)
        if whole is None:
            result.append(figure)
            continue
        if figure.id in sums:
            result.append(whole)
        result.append(figure.model_copy(update={"role": Role.SUBSET, "subset_of": whole.id}))
    return result


def _sum(members: Sequence[CasualtyFigure]) -> CasualtyFigure:
    first = members[0]
    exact = all(member.qualifier is Qualifier.EXACT for member in members)
    number = sum(member.min or 0 for member in members)
    return first.model_copy(
        update={
            "id": f"{first.id}+{len(members)}",
            "min": number,
            "max": number if exact else None,
            "qualifier": Qualifier.EXACT if exact else Qualifier.AT_LEAST,
            "quantity_text": " + ".join(member.quantity_text for member in members),
            "victims": None,
            "listed_with": None,
            "confidence": min(member.confidence for member in members),
        }
    )
