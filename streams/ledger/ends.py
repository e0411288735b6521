"""How far the numbers of the dead and of the hurt may be off, by what articles say of the others.

The ends of a toll are first those of the statements that stand. Articles leave more open than one number of one kind
shows: some of the hurt die, "four were shot" counts both, "a girl was hurt" counts nobody, and an article may be alone
with what it says. These rules widen the ends and never touch the best number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Kind, Role
from streams.ledger.statement import mentions_one_victim

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from schemas import CasualtyFigure, Claim, Toll
    from streams.ledger.count import Counts, ItemCount

_OTHER = {Kind.KILLED: Kind.INJURED, Kind.INJURED: Kind.KILLED}


def with_open_ends(tolls: Mapping[str, Toll], counts: Counts) -> dict[str, Toll]:
    """Return the tolls by kind, those of the dead and the hurt with their ends widened."""
    found = dict(tolls)
    for kind, other in _OTHER.items():
        toll, beside = tolls.get(kind.value), tolls.get(other.value)
        if toll is not None:
            low = min(toll.low, _low(kind, toll, beside, counts))
            found[kind.value] = toll.model_copy(update={"low": low, "high": _high(kind, toll, beside, counts)})
    return found


def _low(kind: Kind, toll: Toll, beside: Toll | None, counts: Counts) -> int:
    """Return the lowest number that the articles leave possible."""
    if _is_alone(kind, counts):
        return 0
    if kind is Kind.INJURED and beside is not None:
        if _are_the_dead(toll.best, counts):
            return 0
        return toll.best - _died_since(toll.best, beside.best, counts)
    return toll.best


def _high(kind: Kind, toll: Toll, beside: Toll | None, counts: Counts) -> int | None:
    """Return the highest number that the articles leave possible, None where it is open."""
    if toll.high is None:
        return None
    rest = 0 if beside is None else _rest_of_all(_OTHER[kind], beside.best, counts)
    return max(toll.high, rest, _mentioned(kind, counts) if toll.best == 1 else 0)


def _is_alone(kind: Kind, counts: Counts) -> bool:
    """Return whether one article alone counts the kind, while a headline no older counts the other kind alone.

    "Five hurt" in one headline and one dead in a single other article: perhaps nobody died. A later headline on the
    dead leaves the hurt out who are known: it puts no article in doubt that counts both.
    """
    counting = counts.of(kind).items
    if len(counting) != 1 or (kind is Kind.INJURED and counting.keys() <= counts.of(Kind.KILLED).items.keys()):
        return False
    (at,) = (item.received for item in counting.values())
    return any(
        item.received >= at and item_key not in counting and _is_in_headline(item)
        for item_key, item in counts.of(_OTHER[kind]).items.items()
    )


def _is_in_headline(item: ItemCount) -> bool:
    return any(claim.figure.evidence.in_headline and claim.figure.role is Role.TOTAL for claim in item.claims)


def _are_the_dead(hurt: int, counts: Counts) -> bool:
    """Return whether the hurt may be the dead themselves: "they found two victims", who died, and two were killed.

    So it is where each article that counts so many hurt counts as many dead, never in one sentence or the headline.
    """
    dead, injured = counts.of(Kind.KILLED), counts.of(Kind.INJURED)
    with_hurt = injured.having(hurt)
    return (
        hurt > 1
        and bool(with_hurt)
        and all(
            key in dead.having(hurt) and not _is_told_apart(injured.items[key], dead.items[key], hurt)
            for key in with_hurt
        )
    )


def _is_told_apart(hurt: ItemCount, dead: ItemCount, number: int) -> bool:
    """Return whether a headline counts the hurt, or one sentence both so many hurt and dead."""
    beside = set(map(_sentence, dead.claims))
    counting = [claim for claim in hurt.claims if claim.figure.min == number]
    return any(claim.figure.evidence.in_headline or _sentence(claim) in beside for claim in counting)


def _died_since(hurt: int, killed: int, counts: Counts) -> int:
    """Return how many of the hurt may be among the dead by now.

    All are where as many died as articles count victims in all. Else it is what the number of the dead has risen by
    since an article that gives the number of the hurt; nobody where one gives both numbers as they stand. Where only
    articles that count nobody dead give the number of the hurt, all of the dead may be among them: "five were shot".
    """
    dead = counts.of(Kind.KILLED)
    if counts.of(Kind.CASUALTIES).having(killed):
        return hurt
    injured = counts.of(Kind.INJURED)
    with_hurt = injured.having(hurt)
    with_both = [(injured.items[key], dead.items[key]) for key in with_hurt if key in dead.items]
    if with_hurt and not with_both:
        return min(hurt, killed)
    known = max((number for pair in with_both for number in _dead_beside(*pair, hurt)), default=killed)
    return 0 if known >= killed else min(hurt, killed - known)


def _dead_beside(hurt: ItemCount, dead: ItemCount, number: int) -> Collection[int]:
    """Return the numbers of the dead that go with a number of the hurt: those of its sentence, else of its article."""
    sentences = {_sentence(claim) for claim in hurt.claims if claim.figure.min == number}
    beside = [claim.figure for claim in dead.claims if _sentence(claim) in sentences]
    return {figure.min for figure in beside if figure.min is not None and figure.max is not None} or dead.closed


def _sentence(claim: Claim) -> tuple[bool, int]:
    return claim.figure.evidence.in_headline, claim.figure.evidence.sentence.start


def _rest_of_all(other: Kind, number: int, counts: Counts) -> int:
    """Return how many victims an article leaves for the kind that counts all victims and so many of the other."""
    everybody = counts.of(Kind.CASUALTIES).items
    both = (everybody[key] for key in counts.of(other).having(number) if key in everybody)
    return max((found for item in both for found in item.closed), default=0) - number


def _mentioned(kind: Kind, counts: Counts) -> int:
    """Return how many different victims one article mentions without counting any; 0 where an article counts them."""
    most = 0
    for item in counts.of(kind).items.values():
        totals = [claim.figure for claim in item.claims if claim.figure.role is Role.TOTAL]
        if not all(map(mentions_one_victim, totals)):
            return 0
        most = max(most, len({_victim(figure) for figure in totals}))
    return most


def _victim(figure: CasualtyFigure) -> str:
    return (figure.quantity_text if figure.victims is None else figure.victims.text).casefold()
