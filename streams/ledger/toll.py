"""The toll of each kind from the claims on an incident: chosen among them, never added up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from schemas import Role, Toll
from streams.ledger.statement import Statement, bounds_of, item_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Claim

HALF_LIFE_DAYS: Final = 2.0
"""A voice that has been silent for so long beside a newer one weighs half."""
_SECONDS_A_DAY: Final = 86_400.0


def tolls(claims: Sequence[Claim]) -> dict[str, Toll]:
    """Return the toll by kind; a kind that no claim counts is not in it.

    Only figures of role total count; of each item its own number, of each voice the newest item. The number with
    most weight (authority, confidence, age) is the best; low and high are the ends of what the voices say. A subset
    bounds its total from below. Independent of the order of the claims.
    """
    by_kind: dict[str, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.figure.kind.value, []).append(claim)
    found = {kind: _toll(of_kind) for kind, of_kind in sorted(by_kind.items())}
    return {kind: toll for kind, toll in found.items() if toll is not None}


def _toll(claims: Sequence[Claim]) -> Toll | None:
    voices = _newest_by_voice(item_statements(claims))
    floor = _subset_floor(claims)
    if not voices:
        return None if floor is None else _toll_of_subset(*floor)
    newest = max(statement.at for statement in voices)
    weights: dict[int, float] = {}
    for statement in voices:
        age = (newest - statement.at).total_seconds() / _SECONDS_A_DAY
        number = statement.bounds.best
        weights[number] = weights.get(number, 0.0) + statement.weight * math.exp2(-age / HALF_LIFE_DAYS)
    best = max(weights, key=lambda number: (round(weights[number], 6), number))
    if floor is not None and floor[0] > best:
        return _toll_of_subset(*floor)
    backing = sorted(
        (statement for statement in voices if statement.bounds.best == best),
        key=lambda statement: (-statement.at.timestamp(), -statement.weight, statement.claim.item_key),
    )
    speaker = next((s.claim.figure.attribution for s in backing if s.claim.figure.attribution is not None), None)
    low = min(statement.bounds.low for statement in voices)
    return Toll(
        low=min(best, low if floor is None else max(low, floor[0])),
        best=best,
        high=_high(voices, backing),
        basis=tuple(f"{statement.claim.item_key}#{statement.claim.figure.id}" for statement in backing),
        attribution=None if speaker is None else speaker.text,
        as_of=backing[0].at,
    )


def _high(voices: Iterable[Statement], backing: Iterable[Statement]) -> int | None:
    if all(statement.bounds.high is None for statement in backing):
        return None
    return max(
        statement.bounds.best if statement.bounds.high is None else statement.bounds.high for statement in voices
    )


def _newest_by_voice(statements: Iterable[Statement]) -> list[Statement]:
    newest: dict[str, Statement] = {}
    for statement in statements:
        held = newest.get(statement.voice)
        if held is None or _recency(statement) > _recency(held):
            newest[statement.voice] = statement
    return [newest[voice] for voice in sorted(newest)]


def _recency(statement: Statement) -> tuple[float, int, str]:
    return (statement.at.timestamp(), statement.bounds.best, statement.claim.item_key)


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
