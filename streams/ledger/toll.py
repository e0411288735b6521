"""The toll of each kind from the claims on an incident: chosen among them, never added up."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from schemas import Kind, LosingNumber, Qualifier, Toll
from streams.ledger.attribution import attribution_weights, is_independent
from streams.ledger.claims import MAX_OTHERS, claim_id
from streams.ledger.count import Count, Counts
from streams.ledger.ends import with_open_ends
from streams.ledger.hurt import hurt_beside_the_dead
from streams.ledger.injuries import less_those_who_died
from streams.ledger.released import SOUGHT
from streams.ledger.search_ended import with_ended_search
from streams.ledger.standing import Ruling, halved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Claim, DeniedNumber
    from streams.ledger.statement import Statement

DISPUTE: Final = 1.5
"""Ratio of the numbers of two sides from which on they exclude each other."""
FALL: Final = 2
"""Ratio of an older number of a speaker to the best from which on it was none of this event."""
VICTIMS: Final = frozenset({Kind.KILLED.value, Kind.INJURED.value, Kind.CASUALTIES.value})
TOGETHER: Final = (VICTIMS, frozenset(kind.value for kind in SOUGHT))
"""Kinds that are decided on together: articles count the ones among the others."""


def tolls(claims: Sequence[Claim], denied: Sequence[DeniedNumber] = ()) -> dict[str, Toll]:
    """Return the toll by kind; a kind that no claim counts is not in it.

    Only figures of role total count; of each item one number a side, of each speaker the newest item. A count that
    grows as an event becomes known is overtaken by a newer and higher one, one that shrinks by a newer and lower one.
    `denied` are the numbers that corrections withdrew. Of those that stand, the number with most weight (authority,
    confidence, age) is the best, that of an independent speaker where the sides of a fight contradict each other; low
    and high are the ends of what is said. A subset bounds its total from below. The order of the claims is nothing.
    """
    counts = Counts(claims)
    return tolls_of(counts, sorted(counts), denied)


def tolls_of(counts: Counts, kinds: Iterable[str], denied: Sequence[DeniedNumber] = ()) -> dict[str, Toll]:
    """Return the tolls of some kinds; those decided on `TOGETHER` are all or none of them."""
    asked = frozenset(kinds)
    found = {kind: _toll(kind, counts.of(kind), denied) for kind in sorted(asked)}
    known = {kind: toll for kind, toll in found.items() if toll is not None}
    killed, hurt = known.get(Kind.KILLED), known.get(Kind.INJURED)
    if killed is not None and hurt is not None:
        apart = hurt_beside_the_dead(counts, killed.best, hurt.best)
        if apart is not None:
            hurt = _toll(Kind.INJURED, Count(Kind.INJURED, apart), denied) or hurt
        known[Kind.INJURED] = less_those_who_died(hurt, killed, counts)
    ends = with_open_ends(known, counts)
    return ends if SOUGHT.isdisjoint(asked) else with_ended_search(ends, counts)


def _toll(kind: str, count: Count, denied: Sequence[DeniedNumber]) -> Toll | None:
    ruling = count.standing.ruling([number for number in denied if number.kind == kind])
    if not ruling.standing:
        return None if count.part is None else _toll_of_subset(*count.part)
    disputed = _is_disputed(ruling.standing)
    best = _weightiest(kind, _eligible(ruling.standing) if disputed else ruling.standing)
    if count.part is None or kind in attribution_weights().shrinking:  # of those trapped, some are out by now
        return _chosen(kind, ruling, best, disputed=disputed)
    least, _ = count.part
    if least > best:
        return _toll_of_subset(*count.part)
    toll = _chosen(kind, ruling, best, disputed=disputed)
    return toll.model_copy(update={"low": min(best, max(toll.low, least))})


def _chosen(kind: str, ruling: Ruling, best: int, *, disputed: bool) -> Toll:
    backing = sorted(
        (statement for statement in ruling.standing if statement.bounds.best == best),
        key=lambda statement: (statement.age, -statement.weight, statement.claim.item_key),
    )
    speaker = next((s.claim.figure.attribution for s in backing if s.claim.figure.attribution is not None), None)
    first = backing[0].claim.figure
    return Toll(
        low=_low(ruling.standing, best),
        best=best,
        high=_high(kind, ruling, backing, best),
        basis=tuple(claim_id(statement.claim) for statement in backing),
        attribution=None if speaker is None else speaker.text,
        as_of=backing[0].at,
        qualifier=_qualifier(backing),
        word=first.quantity_text if first.qualifier is Qualifier.VAGUE else None,
        disputed=disputed,
        others=_others(ruling, best),
    )


def _qualifier(backing: Sequence[Statement]) -> Qualifier:
    """Return the surest qualifier of the number: "40" of one speaker makes "about 40" of another exact."""
    said = [statement.claim.figure.qualifier for statement in backing]
    return Qualifier.EXACT if Qualifier.EXACT in said else said[0]


def _low(standing: Sequence[Statement], best: int) -> int:
    """Return the lowest number said; a lower bound is no lower number."""
    return min((statement.bounds.low for statement in standing if _is_closed(statement, best)), default=best)


def _is_closed(statement: Statement, best: int) -> bool:
    return not statement.is_open or statement.bounds.best >= best


def _high(kind: str, ruling: Ruling, backing: Sequence[Statement], best: int) -> int | None:
    """Return the highest number said, None where the best is a lower bound.

    Who has given a larger number of the dead or the hurt, and has not taken it back, leaves it open; far larger ones
    are those of something else.
    """
    if all(statement.is_open for statement in backing):
        return None
    ends = (statement.bounds for statement in ruling.standing)
    most = max(bounds.best if bounds.high is None else bounds.high for bounds in ends)
    if kind not in attribution_weights().growing:
        return most
    return max(most, next((number for number in ruling.given if number <= FALL * best), most))


def _others(ruling: Ruling, best: int) -> tuple[LosingNumber, ...]:
    lost = [*ruling.lost, *((statement, "outweighed") for statement in ruling.standing)]
    newest_first = sorted(lost, key=lambda each: (each[0].age, each[0].claim.item_key, each[1]))
    found: dict[int, LosingNumber] = {}
    for statement, reason in newest_first:
        number = statement.bounds.best
        if number != best and number not in found:
            found[number] = LosingNumber(number=number, claim=claim_id(statement.claim), reason=reason)
    return tuple(found.values())[:MAX_OTHERS]


def _is_disputed(standing: Sequence[Statement]) -> bool:
    """Return whether a side of a fight and another speaker give numbers that exclude each other.

    It is enough to compare a side with the ends of what is said: each speaker has one number, and none excludes itself.
    """
    counting = [each for each in standing if _counts(each)]
    parties = [each.number for each in counting if each.is_party]
    if not parties:
        return False
    said = [*parties, *(each.number for each in counting if is_independent(each.claim))]
    least, most = min(said), max(said)
    return any(_excludes(number, least) or _excludes(number, most) for number in parties)


def _counts(statement: Statement) -> bool:
    """Return whether a statement gives a number that others may exclude: one victim who is mentioned excludes none."""
    mentions = statement.fits_larger and statement.number == 1
    return statement.claim.figure.qualifier is not Qualifier.VAGUE and statement.bounds.best > 0 and not mentions


def _excludes(one: int, other: int) -> bool:
    return max(one, other) >= DISPUTE * min(one, other)


def _eligible(standing: Sequence[Statement]) -> Sequence[Statement]:
    """Return the statements of independent speakers, or all where none speaks."""
    independent = [statement for statement in standing if is_independent(statement.claim) and _counts(statement)]
    return independent or standing


def _weightiest(kind: str, standing: Sequence[Statement]) -> int:
    """Return the number with most weight; a lower bound also speaks for every larger number.

    Age takes no weight from a count that grows: a newer one that is lower is no news until it outweighs the others.
    """
    newest = max(statement.at for statement in standing)
    grows = kind in attribution_weights().growing
    weighed = [
        (statement, (statement.weight if grows else halved(statement, newest)) * statement.stress)
        for statement in standing
    ]
    weights: dict[int, float] = {}
    for statement, weight in weighed:
        weights[statement.number] = weights.get(statement.number, 0.0) + weight
    below = _below(sorted(weights), ((each.number, weight) for each, weight in weighed if each.fits_larger))
    return max(weights, key=lambda number: (round(weights[number] + below[number], 6), number))


def _below(numbers: Sequence[int], bounds: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Return for each number the weight of the smaller ones that fit it."""
    weights: dict[int, float] = {}
    for number, weight in bounds:
        weights[number] = weights.get(number, 0.0) + weight
    sums = accumulate((weights.get(number, 0.0) for number in numbers), initial=0.0)
    return dict(zip(numbers, sums, strict=False))


def _toll_of_subset(low: int, claim: Claim) -> Toll:
    speaker = claim.figure.attribution
    return Toll(
        low=low,
        best=low,
        high=None,
        basis=(claim_id(claim),),
        attribution=None if speaker is None else speaker.text,
        as_of=claim.received,
        qualifier=Qualifier.AT_LEAST,
    )
