"""The toll of each kind from the claims on an incident: chosen among them, never added up."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Final

from schemas import Role, Toll
from streams.ledger.statement import Statement, bounds_of, item_statements
from streams.ledger.voices import voices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Claim

HALF_LIFE_DAYS: Final = 3.0
"""A voice that has been silent for so long beside a newer one weighs half."""
OVERTAKING: Final = 0.75
"""Share of an older claim's weight that a newer one must have to overtake it."""
_SECONDS_A_DAY: Final = 86_400.0


def tolls(claims: Sequence[Claim]) -> dict[str, Toll]:
    """Return the toll by kind; a kind that no claim counts is not in it.

    Only figures of role total count; of each item one number a side, of each voice the newest item. A count that
    grows as an event becomes known is overtaken by a newer and higher one, one that shrinks by a newer and lower
    one. Of those that stand, the number with most weight (authority, confidence, age) is the best; low and high are
    the ends of what the voices say. A subset bounds its total from below. The order of the claims is nothing.
    """
    by_kind: dict[str, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.figure.kind.value, []).append(claim)
    found = {kind: _toll(kind, of_kind) for kind, of_kind in sorted(by_kind.items())}
    return {kind: toll for kind, toll in found.items() if toll is not None}


def _toll(kind: str, claims: Sequence[Claim]) -> Toll | None:
    standing = _standing(kind, _newest_by_voice(item_statements(claims)))
    floor = _subset_floor(claims)
    if not standing:
        return None if floor is None else _toll_of_subset(*floor)
    best = _weightiest(standing)
    if floor is not None and floor[0] > best:
        return _toll_of_subset(*floor)
    backing = sorted(
        (statement for statement in standing if statement.bounds.best == best),
        key=lambda statement: (-statement.at.timestamp(), -statement.weight, statement.claim.item_key),
    )
    speaker = next((s.claim.figure.attribution for s in backing if s.claim.figure.attribution is not None), None)
    low = min(statement.bounds.low for statement in standing)
    return Toll(
        low=min(best, low if floor is None else max(low, floor[0])),
        best=best,
        high=_high(standing, backing),
        basis=tuple(f"{statement.claim.item_key}#{statement.claim.figure.id}" for statement in backing),
        attribution=None if speaker is None else speaker.text,
        as_of=backing[0].at,
    )


def _weightiest(standing: Sequence[Statement]) -> int:
    newest = max(statement.at for statement in standing)
    weights: dict[int, float] = {}
    for statement in standing:
        age = (newest - statement.at).total_seconds() / _SECONDS_A_DAY
        number = statement.bounds.best
        weights[number] = weights.get(number, 0.0) + statement.weight * statement.stress * math.exp2(
            -age / HALF_LIFE_DAYS
        )
    return max(weights, key=lambda number: (round(weights[number], 6), number))


def _high(standing: Iterable[Statement], backing: Iterable[Statement]) -> int | None:
    if all(statement.bounds.high is None for statement in backing):
        return None
    ends = (statement.bounds for statement in standing)
    return max(bounds.best if bounds.high is None else bounds.high for bounds in ends)


def _newest_by_voice(statements: Iterable[Statement]) -> list[Statement]:
    newest: dict[str, Statement] = {}
    for statement in statements:
        held = newest.get(statement.voice)
        if held is None or _recency(statement) > _recency(held):
            newest[statement.voice] = statement
    return [newest[voice] for voice in sorted(newest)]


def _recency(statement: Statement) -> tuple[float, int, str, str]:
    claim = statement.claim
    return (statement.at.timestamp(), statement.bounds.best, claim.item_key, claim.figure.id)


def _standing(kind: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that no newer one has overtaken, newest first."""
    table = voices()
    sign = (kind in table.growing) - (kind in table.shrinking)
    newest_first = sorted(statements, key=lambda statement: (-statement.at.timestamp(), statement.voice))
    if sign == 0:
        return newest_first
    front: list[tuple[float, int]] = []
    standing: list[Statement] = []
    for _, together in groupby(newest_first, key=lambda statement: statement.at):
        left = [
            statement
            for statement in together
            if not any(
                weight >= OVERTAKING * statement.weight and number > sign * statement.bounds.best
                for weight, number in front
            )
        ]
        standing += left
        for statement in left:
            front = _extended(front, statement.weight, sign * statement.bounds.best)
    return standing


def _extended(front: list[tuple[float, int]], weight: float, number: int) -> list[tuple[float, int]]:
    """Return the front with one more claim, without those that it makes needless; it stays short."""
    if any(other >= weight and larger >= number for other, larger in front):
        return front
    return [(other, larger) for other, larger in front if other > weight or larger > number] + [(weight, number)]


def _subset_floor(claims: Iterable[Claim]) -> tuple[int, Claim] | None:
    subsets = [
        (bounds.low, claim.item_key, claim.figure.id, claim)
        for claim in claims
        if claim.figure.role is Role.SUBSET and (bounds := bounds_of(claim.figure)) is not None and bounds.low > 0
    ]
    if not subsets:
        return None
    low, _, _, claim = max(subsets, key=lambda subset: subset[:3])
    return low, claim


def _toll_of_subset(low: int, claim: Claim) -> Toll:
    speaker = claim.figure.attribution
    return Toll(
        low=low,
        best=low,
        high=None,
        basis=(f"{claim.item_key}#{claim.figure.id}",),
        attribution=None if speaker is None else speaker.text,
        as_of=claim.received,
    )
