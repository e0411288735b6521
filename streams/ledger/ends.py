"""How far the numbers of the dead and of the hurt may be off, by what articles say of the others.

The ends of a toll are first those of the statements that stand. Articles leave more open than one number of one kind
shows: some of the hurt die, "four were shot" counts both, "a girl was hurt" counts nobody, and an article may be alone
with what it says. These rules widen the ends and never touch the best number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Kind, Role
from streams.ledger.statement import mentions_one_victim, totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from schemas import Claim, Toll

_OTHER = {Kind.KILLED: Kind.INJURED, Kind.INJURED: Kind.KILLED}


def with_open_ends(tolls: Mapping[str, Toll], claims: Sequence[Claim]) -> dict[str, Toll]:
    """Return the tolls by kind, those of the dead and the hurt with their ends widened."""
    found = dict(tolls)
    for kind, other in _OTHER.items():
        toll, beside = tolls.get(kind.value), tolls.get(other.value)
        if toll is not None:
            low = min(toll.low, _low(kind, toll, beside, claims))
            found[kind.value] = toll.model_copy(update={"low": low, "high": _high(kind, toll, beside, claims)})
    return found


def _low(kind: Kind, toll: Toll, beside: Toll | None, claims: Sequence[Claim]) -> int:
    """Return the lowest number that the articles leave possible."""
    if _is_alone(kind, claims):
        return 0
    if kind is Kind.INJURED and beside is not None:
        return toll.best - _died_since(toll.best, beside.best, claims)
    return toll.best


def _high(kind: Kind, toll: Toll, beside: Toll | None, claims: Sequence[Claim]) -> int | None:
    """Return the highest number that the articles leave possible, None where it is open."""
    if toll.high is None:
        return None
    rest = 0 if beside is None else _rest_of_all(_OTHER[kind], beside.best, claims)
    return max(toll.high, rest, _mentioned(kind, claims) if toll.best == 1 else 0)


def _is_alone(kind: Kind, claims: Sequence[Claim]) -> bool:
    """Return whether one article alone counts the kind, while a headline no older counts the other kind alone.

    "Five hurt" in one headline and one dead in a single other article: perhaps nobody died.
    """
    counting = {claim.item_key: claim.received for claim in claims if claim.figure.kind is kind}
    if len(counting) != 1:
        return False
    at = next(iter(counting.values()))
    return any(
        claim.figure.evidence.in_headline and claim.item_key not in counting and claim.received >= at
        for claim in claims
        if claim.figure.kind is _OTHER[kind] and claim.figure.role is Role.TOTAL
    )


def _died_since(hurt: int, killed: int, claims: Sequence[Claim]) -> int:
    """Return how many of the hurt may be among the dead by now.

    All are where as many died as articles count victims in all. Else it is what the number of the dead has risen by
    since an article that gives the number of the hurt; nobody where one gives both numbers as they stand.
    """
    if any(number == killed for _, number in _numbers(Kind.CASUALTIES, claims)):
        return hurt
    with_hurt = {key for key, number in _numbers(Kind.INJURED, claims) if number == hurt}
    dead: dict[str, int] = {}
    for key, number in _numbers(Kind.KILLED, claims):
        if key in with_hurt:
            dead[key] = max(number, dead.get(key, 0))
    if not dead or max(dead.values()) >= killed:
        return 0
    return min(hurt, killed - max(dead.values()))


def _rest_of_all(other: Kind, number: int, claims: Sequence[Claim]) -> int:
    """Return how many victims an article leaves for the kind that counts all victims and so many of the other."""
    with_other = {key for key, found in _numbers(other, claims) if found == number}
    everybody = (found for key, found in _numbers(Kind.CASUALTIES, claims) if key in with_other)
    return max(everybody, default=0) - number


def _mentioned(kind: Kind, claims: Sequence[Claim]) -> int:
    """Return how many different victims one article mentions without counting any; 0 where an article counts them."""
    of_kind = [claim for claim in claims if claim.figure.kind is kind and claim.figure.role is Role.TOTAL]
    victims: dict[str, set[str]] = {}
    for claim in of_kind:
        if not mentions_one_victim(claim.figure):
            return 0
        victim = claim.figure.victims
        text = claim.figure.quantity_text if victim is None else victim.text
        victims.setdefault(claim.item_key, set()).add(text.casefold())
    return max(map(len, victims.values()), default=0)


def _numbers(kind: Kind, claims: Iterable[Claim]) -> set[tuple[str, int]]:
    """Return the numbers of the totals of a kind that have an upper end, each with its item."""
    return {(claim.item_key, bounds.best) for claim, bounds in totals_of(claims, kind) if bounds.high is not None}
