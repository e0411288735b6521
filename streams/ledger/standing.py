"""Which statements stand: those that no newer one overtakes, no correction denies and common sense admits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from streams.ledger.attribution import OVERTAKING, attribution_weights, is_armed_group
from streams.ledger.denials import DenialRules, denial_rules
from streams.ledger.lowered import claims_against, lowers_count
from streams.ledger.ordered import Ordered
from streams.proportion import LEAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from schemas import Claim, DeniedNumber
    from streams.ledger.statement import Statement

HALF_LIFE_DAYS: Final = 3.0
"""A statement that is so much older than the newest one weighs half."""
_SECONDS_A_DAY: Final = 86_400.0
_AGE: Final = attrgetter("age")


@dataclass(frozen=True, slots=True)
class Ruling:
    """The statements that stand, newest first, and those that do not, with the reason."""

    standing: list[Statement]
    lost: list[tuple[Statement, str]]
    given: tuple[int, ...] = ()
    """All numbers that nobody has withdrawn, from the largest, also those whose speakers give another now."""


def rule(kind: str, statements: Iterable[Statement], claims: Iterable[Claim], denied: Sequence[DeniedNumber]) -> Ruling:
    """Return which statements stand; where the rules leave none, those that they were given."""
    held = Standing(kind)
    held.add(statements, claims_against(claims))
    return held.ruling(denied)


class Standing:
    """The statements of one kind, by speaker, so that a new one is compared with those of its speaker alone."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._against: dict[int, Claim] = {}
        self._rules = DenialRules({}, {})
        self._limit = math.inf
        self._all: dict[int, Statement] = {}
        self._denied: dict[int, Statement] = {}
        self._speakers: dict[str, Ordered[Statement]] = {}
        self._numbers: Ordered[Statement] = Ordered(_number)
        self._touched: set[str] = set()
        self._newest: dict[str, Statement] = {}
        self._newest_first: Ordered[Statement] = Ordered(_newest_first)

    def add(self, statements: Iterable[Statement], against: Iterable[Claim] = ()) -> None:
        """Enter an item's statements, and its claims that speak against numbers."""
        self._against.update((id(claim), claim) for claim in against)
        for statement in statements:
            self._all[id(statement)] = statement
            self._enter(statement)

    def remove(self, statements: Iterable[Statement], against: Iterable[Claim] = ()) -> None:
        """Take out what was entered, the same objects."""
        for claim in against:
            del self._against[id(claim)]
        for statement in statements:
            del self._all[id(statement)]
            self._leave(statement)

    def ruling(self, denied: Sequence[DeniedNumber] = ()) -> Ruling:
        """Return which statements stand beside the numbers that corrections withdrew."""
        lowered = any(map(lowers_count, self._against.values()))
        said = list(self._all.values()) if lowered else []  # a denial alone concerns no other number
        self._follow(denial_rules(denied, self._against.values(), said, fight=_is_fight(said)))
        if self._denied and not self._speakers:  # all are denied: none is
            return rule(self._kind, self._denied.values(), (), ())
        self._update_newest(self._smallest_leap())
        standing = _not_overtaken(self._kind, self._newest_first)
        stand = set(map(id, standing))
        overtaken = (self._newest[speaker] for speaker in sorted(self._newest))
        return Ruling(
            standing,
            [
                *((each, "denied") for each in sorted(self._denied.values(), key=_of_item)),
                *((each, "implausible") for each in sorted(self._leaps(), key=_of_item)),
                *((each, "overtaken") for each in overtaken if id(each) not in stand),
            ],
            tuple(each.number for each in reversed(self._numbers) if each.number < self._limit),
        )

    def _enter(self, statement: Statement) -> None:
        if self._rules.deny(statement):
            self._denied[id(statement)] = statement
            return
        self._speakers.setdefault(statement.speaker, Ordered(_recency)).add(statement)
        self._touched.add(statement.speaker)
        if statement.number > 0:
            self._numbers.add(statement)

    def _leave(self, statement: Statement) -> None:
        if self._denied.pop(id(statement), None) is not None:
            return
        own = self._speakers[statement.speaker]
        own.remove(statement)
        if not own:
            del self._speakers[statement.speaker]
        self._touched.add(statement.speaker)
        if statement.number > 0:
            self._numbers.remove(statement)

    def _follow(self, rules: DenialRules) -> None:
        """Part the statements again where others are denied now."""
        if rules == self._rules:
            return
        for statement in self._all.values():
            self._leave(statement)
        self._rules = rules
        for statement in self._all.values():
            self._enter(statement)

    def _smallest_leap(self) -> float:
        """Return the smallest number out of all proportion to those below it that one speaker alone exceeds, if any."""
        if not self._numbers or self._numbers[-1].number < LEAP * self._numbers[0].number:
            return math.inf
        for at, (smaller, larger) in enumerate(pairwise(self._numbers), start=1):
            if larger.number >= LEAP * smaller.number:
                above = {self._numbers[place].speaker for place in range(at, len(self._numbers))}
                if len(above) == 1:
                    return larger.number
        return math.inf

    def _leaps(self) -> Iterator[Statement]:
        return takewhile(lambda each: each.number >= self._limit, reversed(self._numbers))

    def _update_newest(self, limit: float) -> None:
        """Find the newest statement of the speakers that something has changed for."""
        if limit != self._limit:
            self._limit = limit
            self._touched.update(self._speakers)
        for speaker in self._touched:
            before = self._newest.pop(speaker, None)
            if before is not None:
                self._newest_first.remove(before)
            now = _newest_of(self._speakers.get(speaker, ()), limit)
            if now is not None:
                self._newest[speaker] = now
                self._newest_first.add(now)
        self._touched.clear()


def _newest_of(statements: Ordered[Statement] | tuple[()], limit: float) -> Statement | None:
    """Return what a speaker says now: the newest statement under the limit that is no weaker bound than one before."""
    later: list[Statement] = []
    for statement in reversed(statements):
        if statement.number < limit:
            later.append(statement)
            if not statement.fits_larger:
                break  # it replaces whatever was said before
    newest: Statement | None = None
    for statement in reversed(later):
        if newest is None or not _is_weaker_bound(statement, newest):
            newest = statement
    return newest


def halved(statement: Statement, newest: datetime) -> float:
    """Return the weight of a statement by its age beside the newest one."""
    age = (newest - statement.at).total_seconds() / _SECONDS_A_DAY
    return statement.weight * math.exp2(-age / HALF_LIFE_DAYS)


def _is_weaker_bound(newer: Statement, older: Statement) -> bool:
    """Return whether a newer lower bound says less than an older one: "more than 300" after "more than 420"."""
    return newer.fits_larger and newer.number < older.number and newer.at > older.at


def _recency(statement: Statement) -> tuple[float, int, str, str]:
    claim = statement.claim
    return (-statement.age, statement.number, claim.item_key, claim.figure.id)


def _newest_first(statement: Statement) -> tuple[float, str]:
    return (statement.age, statement.speaker)


def _of_item(statement: Statement) -> str:
    return statement.claim.item_key


def _number(statement: Statement) -> int:
    return statement.number


def _not_overtaken(kind: str, newest_first: Iterable[Statement]) -> list[Statement]:
    """Return the statements that no newer one has overtaken, newest first.

    In a fight the count of a side is not overtaken by anybody else's: it stays as an end of what is said.
    """
    table = attribution_weights()
    sign = (kind in table.growing) - (kind in table.shrinking)
    statements = list(newest_first)
    if sign == 0:
        return statements
    fight = _is_fight(statements)
    front: list[tuple[float, int]] = []
    standing: list[Statement] = []
    for _, together in groupby(statements, key=_AGE):
        left = [
            statement
            for statement in together
            if (fight and statement.is_party)
            or not any(
                weight >= OVERTAKING * statement.weight and number > sign * statement.number for weight, number in front
            )
        ]
        standing += left
        for statement in left:
            if sign < 0 and statement.of_nationals:
                continue  # fewer of one country are missing than of all
            front = _extended(front, statement.weight, sign * statement.number)
    return standing


def _is_fight(statements: Iterable[Statement]) -> bool:
    return any(each.is_party and is_armed_group(each.claim) for each in statements)


def _extended(front: list[tuple[float, int]], weight: float, number: int) -> list[tuple[float, int]]:
    """Return the front with one more claim, without those that it makes needless; it stays short."""
    if any(other >= weight and larger >= number for other, larger in front):
        return front
    return [(other, larger) for other, larger in front if other > weight or larger > number] + [(weight, number)]
