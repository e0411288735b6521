"""Victims who are left when an article counts all and the dead among them: "five were shot, three of them fatally".

Such an article counts the hurt without a number of their own. A toll that has the three dead alone would leave out two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import CasualtyFigure, Kind, Qualifier, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWN_ROLES: Final = frozenset({Role.TOTAL, Role.SUBSET})


def with_rest(figures: Iterable[CasualtyFigure]) -> list[CasualtyFigure]:
    """Return figures, with the number of the hurt where one sentence counts all victims and the dead, and nobody hurt.

    Where the article counts the hurt anywhere, or gives two numbers of all victims, nothing is left to say.
    """
    found = list(figures)
    everybody = [each for each in found if each.kind is Kind.CASUALTIES and each.role is Role.TOTAL and _is_exact(each)]
    if len({each.min for each in everybody}) != 1 or any(_counts_hurt(each) for each in found):
        return found
    dead = [each for each in found if each.kind is Kind.KILLED and each.role in _OWN_ROLES and _is_exact(each)]
    for whole in everybody:
        for killed in dead:
            if _share_sentence(whole, killed) and 0 < (killed.min or 0) < (whole.min or 0):
                return [*found, _rest(whole, killed)]
    return found


def _counts_hurt(figure: CasualtyFigure) -> bool:
    return figure.kind is Kind.INJURED and figure.role in _OWN_ROLES


def _is_exact(figure: CasualtyFigure) -> bool:
    return figure.qualifier is Qualifier.EXACT and figure.min is not None and figure.min == figure.max


def _share_sentence(one: CasualtyFigure, other: CasualtyFigure) -> bool:
    here, there = one.evidence, other.evidence
    return here.in_headline == there.in_headline and here.sentence == there.sentence


def _rest(whole: CasualtyFigure, killed: CasualtyFigure) -> CasualtyFigure:
    number = (whole.min or 0) - (killed.min or 0)
    return whole.model_copy(
        update={
            "id": f"{whole.id}-{killed.id}",
            "kind": Kind.INJURED,
            "min": number,
            "max": number,
            "quantity_text": f"{whole.quantity_text} - {killed.quantity_text}",
            "victims": None,
            "confidence": min(whole.confidence, killed.confidence),
        }
    )
