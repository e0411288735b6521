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
    sums = {first: _sum(members) for first, members in lists.items() if len(members) > 1}
    result: list[CasualtyFigure] = []
    for figure in found:
        whole = sums.get(figure.listed_with or "") if figure.role is Role.TOTAL else None
        if whole is not None and figure.id == figure.listed_with:
            result.append(whole)
        part = {} if whole is None else {"role": Role.SUBSET, "subset_of": whole.id}
        result.append(figure.model_copy(update=part))
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
