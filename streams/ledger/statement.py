"""What one article states of one kind of victim: a low, a best and a high number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Qualifier, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from schemas import CasualtyFigure, Claim

AUTHORITY: Final = {
    SourceKind.OFFICIAL: 1.0,
    SourceKind.SECURITY: 1.0,
    SourceKind.HOSPITAL: 1.0,
    SourceKind.INTERNATIONAL: 0.9,
    SourceKind.MONITOR: 0.9,
    SourceKind.AGENCY: 0.8,
    SourceKind.MEDIA: 0.7,
    SourceKind.WITNESS: 0.5,
    SourceKind.ARMED_GROUP: 0.5,
    SourceKind.OTHER: 0.6,
}
UNATTRIBUTED: Final = 0.7
VAGUE: Final = 0.3
"""Share of its weight that a vague word keeps beside numbers."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of a figure; `high` is None where the text leaves it open."""

    low: int
    best: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """An article's number for one kind."""

    bounds: Bounds
    claim: Claim
    voice: str
    """Who vouches for it: claims of one voice are one claim."""
    weight: float
    """Authority of the speaker times the extractor's confidence, 0 to 1."""
    at: datetime


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


def voice_of(claim: Claim) -> str:
    """Return who vouches for the claim: the linked or written speaker, else the agency, else the outlet."""
    speaker = claim.figure.attribution
    if speaker is not None:
        return speaker.entity_id or speaker.text.casefold()
    return (claim.agency or claim.source).casefold()


def statement_of(claim: Claim) -> Statement | None:
    """Return the claim as a statement, or None where it has no number or is not the total of the event."""
    if claim.figure.role is not Role.TOTAL:
        return None
    bounds = bounds_of(claim.figure)
    if bounds is None:
        return None
    speaker = claim.figure.attribution
    weight = (UNATTRIBUTED if speaker is None else AUTHORITY[speaker.kind]) * claim.figure.confidence
    if claim.figure.qualifier is Qualifier.VAGUE:
        weight *= VAGUE
    return Statement(bounds, claim, voice_of(claim), weight, claim.received)


def item_statements(claims: Iterable[Claim]) -> list[Statement]:
    """Return one statement for each item: of its totals the number with most weight, and the largest of those.

    An article that repeats its toll in headline and lead means one number by it; one with several numbers
    ("two men ... a third victim") is taken at the number it vouches for most.
    """
    by_item: dict[str, list[Statement]] = {}
    for claim in claims:
        statement = statement_of(claim)
        if statement is not None:
            by_item.setdefault(claim.item_key, []).append(statement)
    return [_strongest(statements) for _, statements in sorted(by_item.items())]


def _strongest(statements: list[Statement]) -> Statement:
    weights: dict[int, float] = {}
    for statement in statements:
        weights[statement.bounds.best] = weights.get(statement.bounds.best, 0.0) + statement.weight
    best = max(weights, key=lambda number: (round(weights[number], 6), number))
    return max(
        (statement for statement in statements if statement.bounds.best == best),
        key=lambda statement: (statement.weight, statement.claim.figure.id),
    )
