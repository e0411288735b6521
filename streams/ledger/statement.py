"""What one article states of one kind of victim: a low, a best and a high number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas import Role
from streams.ledger.voices import side_of, voice_of, voices, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from schemas import CasualtyFigure, Claim


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of a figure; `high` is None where the text leaves it open."""

    low: int
    best: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """An article's number for one kind, as one side gives it."""

    bounds: Bounds
    claim: Claim
    voice: str
    """Who vouches for it: claims of one voice are one claim."""
    weight: float
    at: datetime

    @property
    def stress(self) -> float:
        """How much more it weighs for standing in the headline."""
        return voices().headline if self.claim.figure.evidence.in_headline else 1.0


def bounds_of(figure: CasualtyFigure) -> Bounds | None:
    """Return the figure's numbers, or None where it has none; `best` is always a number that the text or table gives.

    An open claim ("at least 42") is best at its end. A span ("six to eight") is best at its lower end, and a vague
    word at the lower end of its estimate: the ledger never says more than is vouched for.
    """
    if figure.min is not None:
        return Bounds(figure.min, figure.min, figure.max)
    if figure.max is not None:
        return Bounds(0, figure.max, figure.max)
    if figure.estimate is not None:
        return Bounds(figure.estimate.low, figure.estimate.low, figure.estimate.high)
    return None


def item_statements(claims: Iterable[Claim]) -> list[Statement]:
    """Return of each item one statement for each side that it quotes: the number with most weight, then the largest.

    A number in the headline counts double. An article that repeats its toll in headline and lead means one number by
    it, and so it does where it quotes a sergeant and a mayor; where police and hospital differ, it reports two. What it
    says in its own voice goes with the side that it quotes most.
    """
    items: dict[str, dict[str, list[Statement]]] = {}
    for claim in claims:
        bounds = bounds_of(claim.figure) if claim.figure.role is Role.TOTAL else None
        if bounds is not None:
            statement = Statement(bounds, claim, voice_of(claim), weight_of(claim), claim.received)
            items.setdefault(claim.item_key, {}).setdefault(side_of(claim), []).append(statement)
    return [
        _strongest(statements)
        for _, sides in sorted(items.items())
        for _, statements in sorted(_with_own_voice(sides).items())
    ]


def _with_own_voice(sides: dict[str, list[Statement]]) -> dict[str, list[Statement]]:
    quoted = {side: statements for side, statements in sides.items() if side}
    if not quoted or "" not in sides:
        return sides
    most = max(quoted, key=lambda side: (sum(statement.weight for statement in quoted[side]), side))
    return {**quoted, most: [*quoted[most], *sides[""]]}


def _strongest(statements: list[Statement]) -> Statement:
    weights: dict[int, float] = {}
    for statement in statements:
        number = statement.bounds.best
        weights[number] = weights.get(number, 0.0) + statement.weight * statement.stress
    best = max(weights, key=lambda number: (round(weights[number], 6), number))
    return max(
        (statement for statement in statements if statement.bounds.best == best),
        key=lambda statement: (statement.weight * statement.stress, statement.claim.figure.id),
    )
