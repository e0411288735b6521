"""Which statements stand: those that no newer one overtakes, no correction denies and common sense admits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.ledger.attribution import attribution_weights, is_armed_group, is_party, weight_of
from streams.ledger.statement import Statement, bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from schemas import Claim, DeniedNumber

HALF_LIFE_DAYS: Final = 3.0
"""A statement that is so much older than the newest one weighs half."""
OVERTAKING: Final = 0.75
"""Share of an older statement's weight that a newer one must have to overtake it."""
LEAP: Final = 1_000
"""A number so many times larger than all others, which one speaker alone gives, is a slip or a fraud."""
DENIED_FOR: Final = timedelta(days=2)
"""A withdrawn number counts for nothing for so long: outlets repeat it before they hear of the correction."""
_SECONDS_A_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """The statements that stand, newest first, and those that do not, with the reason."""

    standing: list[Statement]
    lost: list[tuple[Statement, str]]


def rule(kind: str, statements: Sequence[Statement], claims: Iterable[Claim], denied: Sequence[DeniedNumber]) -> Ruling:
    """Return which statements stand; where the rules leave none, those that they were given."""
    lost: list[tuple[Statement, str]] = []
    denials = [claim for claim in claims if claim.figure.role is Role.DENIED]
    left = list(statements)
    if denials or denied:
        left = _parted(left, lambda each: _is_denied(each, denials, denied), "denied", lost)
    leaps = _leaps(left)
    if leaps:
        left = _parted(left, lambda each: each.bounds.best in leaps, "implausible", lost)
    newest = _newest_of_speakers(left)
    standing = _not_overtaken(kind, newest)
    lost += [(each, "overtaken") for each in newest if each not in standing]
    return Ruling(standing, lost)


def halved(statement: Statement, newest: datetime) -> float:
    """Return the weight of a statement by its age beside the newest one."""
    age = (newest - statement.at).total_seconds() / _SECONDS_A_DAY
    return statement.weight * math.exp2(-age / HALF_LIFE_DAYS)


def _parted(
    statements: Sequence[Statement], is_out: Callable[[Statement], bool], reason: str, lost: list[tuple[Statement, str]]
) -> list[Statement]:
    left: list[Statement] = []
    out: list[tuple[Statement, str]] = []
    for statement in statements:
        if is_out(statement):
            out.append((statement, reason))
        else:
            left.append(statement)
    if not left:
        return list(statements)
    lost += out
    return left


def _is_denied(statement: Statement, denials: Iterable[Claim], denied: Sequence[DeniedNumber]) -> bool:
    """Return whether a correction withdrew the number, or a speaker of as much authority denies it."""
    number = statement.bounds.best
    if number == 0:
        return False
    withdrawn = any(each.number == number and statement.at <= each.at + DENIED_FOR for each in denied)
    return withdrawn or any(
        (bounds := bounds_of(claim.figure)) is not None
        and bounds.best == number
        and statement.at <= claim.received + DENIED_FOR
        and weight_of(claim) >= OVERTAKING * statement.weight
        for claim in denials
    )


def _leaps(statements: Sequence[Statement]) -> set[int]:
    """Return the numbers out of all proportion to the largest of the others, where one speaker alone gives them."""
    numbers = sorted({statement.bounds.best for statement in statements if statement.bounds.best > 0})
    for smaller, larger in pairwise(numbers):
        above = {statement.speaker for statement in statements if statement.bounds.best >= larger}
        if larger >= LEAP * smaller and len(above) == 1:
            return {number for number in numbers if number >= larger}
    return set()


def _newest_of_speakers(statements: Iterable[Statement]) -> list[Statement]:
    newest: dict[str, Statement] = {}
    for statement in sorted(statements, key=_recency):
        held = newest.get(statement.speaker)
        if held is None or not _is_weaker_bound(statement, held):
            newest[statement.speaker] = statement
    return [newest[speaker] for speaker in sorted(newest)]


def _is_weaker_bound(newer: Statement, older: Statement) -> bool:
    """Return whether a newer lower bound says less than an older one: "more than 300" after "more than 420"."""
    return (newer.is_open or newer.is_one_victim) and newer.bounds.best < older.bounds.best and newer.at > older.at


def _recency(statement: Statement) -> tuple[float, int, str, str]:
    claim = statement.claim
    return (statement.at.timestamp(), statement.bounds.best, claim.item_key, claim.figure.id)


def _not_overtaken(kind: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that no newer one has overtaken, newest first.

    In a fight the count of a side is not overtaken by anybody else's: it stays as an end of what is said.
    """
    table = attribution_weights()
    fight = any(is_armed_group(statement.claim) for statement in statements)
    sign = (kind in table.growing) - (kind in table.shrinking)
    newest_first = sorted(statements, key=lambda statement: (-statement.at.timestamp(), statement.speaker))
    if sign == 0:
        return newest_first
    front: list[tuple[float, int]] = []
    standing: list[Statement] = []
    for _, together in groupby(newest_first, key=lambda statement: statement.at):
        left = [
            statement
            for statement in together
            if (fight and is_party(statement.claim))
            or not any(
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
