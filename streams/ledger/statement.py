"""What one article states of one kind of victim: a low, a best and a high number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import orjson

from schemas import Kind, Role
from streams.ledger.attribution import (
    attribution_weights,
    is_party,
    side_of,
    speaker_of,
    speaks_for_nationals,
    weight_of,
)
from streams.ledger.released import (
    all_are_home,
    have_died,
    is_found,
    is_home,
    is_released,
    nobody_left,
    nobody_was_hurt,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from schemas import CasualtyFigure, Claim


_ARTICLES: Final = frozenset({"a", "an", "another", "the"})
"""Words before a victim who is not counted."""
_SUSPECTS: Final = frozenset({"suspect", "attacker", "assailant", "bomber", "gunman", "defendant"})
"""Who are counted among those who did it: a "second suspect" is no second victim."""
ROUNDED: Final = 1.25
"""A headline rounds down: it says "more than 1,000" of 1,037, but not of a number so many times larger."""


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
    speaker: str
    """Who states it: claims of one speaker are one claim."""
    weight: float
    at: datetime
    stress: float = 1.0
    """How much more it weighs for standing in the headline."""
    fits_larger: bool = False
    """It fits every larger number too: a lower bound does, and one victim without a number ("a girl of seven")."""
    is_party: bool = False
    """Its speaker fights."""
    of_nationals: bool = False
    """Its speaker counts those of one country: a part, whatever the others are."""
    age: float = 0.0
    """Seconds before 1970 of its receipt: the newest first where statements are sorted by it."""

    @property
    def is_open(self) -> bool:
        """Return whether it gives a lower bound alone: it agrees with every larger number."""
        return self.bounds.high is None

    @property
    def number(self) -> int:
        """The number that it states."""
        return self.bounds.best


def bounds_of(figure: CasualtyFigure) -> Bounds | None:
    """Return the figure's numbers, or None where it has none; `best` is always a number that the text or table gives.

    An open claim ("at least 42") is best at its end. A span ("six to eight") is best at its lower end, and a vague
    word at the lower end of its estimate: the ledger never says more than is vouched for. A "tenth victim" is ten.
    """
    ordinal = _ordinal(figure)
    # "A fourth victim was hurt" where three died counts all victims. "Three were hurt; the fourth victim died" goes on
    # a list: where it counts the dead, extraction has found so, and gives their number.
    if ordinal is not None and (figure.kind is Kind.INJURED or figure.quantity_text.lower().startswith("the ")):
        return Bounds(1, 1, ordinal)
    if ordinal is not None:
        return Bounds(ordinal, ordinal, ordinal)
    if figure.min is not None:
        return Bounds(figure.min, figure.min, figure.max)
    if figure.max is not None:
        return Bounds(0, figure.max, figure.max)
    if figure.estimate is not None:
        return Bounds(figure.estimate.low, figure.estimate.low, figure.estimate.high)
    return None


def totals_of(claims: Iterable[Claim], kind: Kind | None = None) -> Iterator[tuple[Claim, Bounds]]:
    """Yield the claims of totals that have a number, of one kind where it is given, each with its bounds.

    Those trapped or missing who are found are no longer counted, nor the hurt who have died; that nobody is left is a
    total of 0, and an article that says so counts nobody else of the kind.
    """
    own = [*claims]
    ended = {(claim.item_key, claim.figure.kind) for claim in own if nobody_left(claim.figure)}
    for claim in own:
        figure = claim.figure
        if kind not in {None, figure.kind}:
            continue
        if nobody_left(figure) or all_are_home(figure) or nobody_was_hurt(figure):
            yield claim, Bounds(0, 0, 0)
        elif (
            figure.role is Role.TOTAL
            and (claim.item_key, figure.kind) not in ended
            and not is_found(figure)
            and not is_home(figure)
            and not have_died(figure)
        ):
            bounds = bounds_of(figure)
            if bounds is not None:
                yield claim, bounds


def mentions_one_victim(figure: CasualtyFigure) -> bool:
    """Return whether the figure begins with an article: it mentions a victim, and counts nobody."""
    return figure.min == 1 and figure.quantity_text.lower().partition(" ")[0] in _ARTICLES


def _ordinal(figure: CasualtyFigure) -> int | None:
    """Return the number of a single victim who is counted by an ordinal, as in "a tenth victim died"."""
    if figure.min != 1 or figure.max != 1:
        return None
    text = f"{figure.quantity_text} {figure.victims.text if figure.victims else ''}".lower()
    if not _SUSPECTS.isdisjoint(text.split()):
        return None
    return next((_ordinals()[word] for word in text.split() if word in _ordinals()), None)


@cache
def _ordinals() -> dict[str, int]:
    """Return the ordinals from "second" on: "the first victim" says nothing of how many there are."""
    data = orjson.loads(resources.files("streams.ledger").joinpath("data", "ordinals.json").read_bytes())
    words: dict[str, int] = data["ordinals"]
    return words


def statements_of_item(claims: Iterable[Claim]) -> tuple[Statement, ...]:
    """Return what an item states of one kind, a number for each side that it quotes: that with most weight.

    Of as much weight, the largest. A number in the headline counts double, but not where the body says that it is a
    part. An article that repeats its toll in headline and lead means one number by it, and so it does where it quotes a
    sergeant and a mayor; where police and hospital differ, it reports two. What it says in its own voice goes with the
    side that it quotes most.
    """
    own = tuple(claims)
    parts = {claim.figure.min for claim in own if claim.figure.role is Role.SUBSET}
    sides: dict[str, list[Statement]] = {}
    totals = list(totals_of(own))
    # "Nine freed, 14 still held": the nine are no count of the captives, and where they stand alone a weak one.
    held = [(claim, bounds) for claim, bounds in totals if not is_released(claim.figure)]
    for claim, bounds in held or totals:
        statement = _statement(claim, bounds, parts)
        if not held:
            statement = replace(statement, weight=statement.weight * attribution_weights().vague)
        sides.setdefault(side_of(claim), []).append(statement)
    return tuple(_strongest(statements) for _, statements in sorted(_with_unattributed(sides).items()))


def _statement(claim: Claim, bounds: Bounds, parts: Collection[int | None]) -> Statement:
    stressed = claim.figure.evidence.in_headline and bounds.best not in parts
    of_nationals = bounds.best > 0 and speaks_for_nationals(claim)
    return Statement(
        replace(bounds, low=bounds.best, high=None) if of_nationals else bounds,
        claim,
        speaker_of(claim),
        weight_of(claim),
        claim.received,
        stress=attribution_weights().headline if stressed else 1.0,
        fits_larger=of_nationals or bounds.high is None or (bounds.best == 1 and mentions_one_victim(claim.figure)),
        is_party=is_party(claim),
        of_nationals=of_nationals,
        age=-claim.received.timestamp(),
    )


def _with_unattributed(sides: dict[str, list[Statement]]) -> dict[str, list[Statement]]:
    quoted = {side: statements for side, statements in sides.items() if side}
    if not quoted or "" not in sides:
        return sides
    most = max(quoted, key=lambda side: (sum(statement.weight for statement in quoted[side]), side))
    return {**quoted, most: [*quoted[most], *sides[""]]}


def _strongest(statements: list[Statement]) -> Statement:
    weights = {statement.bounds.best: 0.0 for statement in statements}
    for number in weights:
        weights[number] = sum(each.weight * each.stress for each in statements if _means(each, number))
    best = max(weights, key=lambda number: (round(weights[number], 6), number))
    said = [statement for statement in statements if statement.bounds.best == best]
    chosen = max(said, key=lambda statement: (statement.weight * statement.stress, statement.claim.figure.id))
    # "Hanoi mourns 21 victims" in a headline is unsure; that the body says that 21 were killed makes it sure.
    return replace(chosen, weight=max(statement.weight for statement in said))


def _means(statement: Statement, number: int) -> bool:
    """Return whether the article means the number by the statement: it states it, or a bound that it is rounded to."""
    stated = statement.bounds.best
    return stated == number or (statement.is_open and stated < number < ROUNDED * stated)
