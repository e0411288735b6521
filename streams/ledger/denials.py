"""Numbers that a correction, a denial or a lowered count withdraws: nobody's claim of one counts for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Claim, DeniedNumber, LinkedClaims, Member, Role
from streams.ledger.attribution import OVERTAKING, weight_of
from streams.ledger.claims import claims_of
from streams.ledger.lowered import denials_by_lowering, lowers_count
from streams.ledger.statement import bounds_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from streams.ledger.statement import Statement

DENIED_FOR: Final = timedelta(days=2)
"""A withdrawn number counts for nothing for so long: outlets repeat it before they hear of the correction."""
MAX_DENIED: Final = 40
"""Withdrawn numbers that an incident keeps, the newest."""


@dataclass(frozen=True, slots=True)
class SpokenDenial:
    """That a speaker denies a number, or lowers the count below it."""

    since: datetime
    weight: float
    """Of the speaker."""
    outlet: str | None
    """The outlet that reported a lowered count: what it says later is news. None where a number is denied."""

    def denies(self, statement: Statement) -> bool:
        """Return whether it withdraws a statement of the number."""
        if statement.claim.source == self.outlet and statement.at > self.since:
            return False
        return statement.at <= self.since + DENIED_FOR and self.weight >= OVERTAKING * statement.weight


@dataclass(frozen=True, slots=True)
class DenialRules:
    """Which numbers of a kind are denied, and until when: by a correction, or by a speaker."""

    withdrawn: dict[int, datetime]
    spoken: dict[int, tuple[SpokenDenial, ...]]

    def deny(self, statement: Statement) -> bool:
        """Return whether a correction withdrew the number, or a speaker of as much authority denies it."""
        number = statement.number
        until = self.withdrawn.get(number)
        if until is not None and statement.at <= until:
            return True
        return any(denial.denies(statement) for denial in self.spoken.get(number, ()))


def denial_rules(
    denied: Iterable[DeniedNumber], against: Iterable[Claim], said: Sequence[Statement] = (), *, fight: bool = False
) -> DenialRules:
    """Return the rules of the numbers that corrections withdrew and of the claims `against` numbers, all of one kind.

    Those claims deny a number, or lower a count: then they deny all larger numbers `said` before. That nobody was hurt
    is never denied.
    """
    claims = tuple(against)
    withdrawn: dict[int, datetime] = {}
    for each in denied:
        until = each.at + DENIED_FOR
        withdrawn[each.number] = max(until, withdrawn.get(each.number, until))
    spoken: dict[int, list[SpokenDenial]] = {}
    for claim, number in (*_denied_in_words(claims), *denials_by_lowering(claims, said, fight=fight)):
        outlet = claim.source if lowers_count(claim) else None
        spoken.setdefault(number, []).append(SpokenDenial(claim.received, weight_of(claim), outlet))
    withdrawn.pop(0, None)
    spoken.pop(0, None)
    return DenialRules(withdrawn, {number: tuple(found) for number, found in spoken.items()})


def _denied_in_words(claims: Iterable[Claim]) -> Iterator[tuple[Claim, int]]:
    for claim in claims:
        bounds = bounds_of(claim.figure) if claim.figure.role is Role.DENIED else None
        if bounds is not None:
            yield claim, bounds.best


def denied_by(
    denied: Iterable[DeniedNumber], held: Iterable[Claim], new: Member, old: Member | None, claims: LinkedClaims
) -> tuple[DeniedNumber, ...]:
    """Return the numbers that corrections withdrew, in whatever order the versions of the item arrive.

    `denied` are those withdrawn until now, `held` the claims of the item's version that counts, `old`.
    """
    known = list(denied)
    others = [number for number in known if number.item_key != new.item_key]
    own = [number for number in known if number.item_key == new.item_key]
    before, now = _totals_of(held), _totals_of(claims_of(claims))
    if new.taken is not None:
        own = []
    elif old is not None and old.taken is None and old.version < new.version and new.correction:
        own = [number for number in own if (number.kind, number.number) not in now]
        own += _withdrawn(before, now, new)
    elif old is not None and old.taken is None and old.version > new.version and old.correction:
        # One that comes again was compared with the version that followed it: the last one did not correct its numbers.
        own += _withdrawn(now, before, old) if new.version not in old.older else []
    return newest_denied((*others, *own))


def newest_denied(numbers: Iterable[DeniedNumber]) -> tuple[DeniedNumber, ...]:
    """Return each withdrawn number once, the newest first, at most `MAX_DENIED`."""
    found = {(number.item_key, number.kind, number.number): number for number in numbers}
    newest_first = sorted(
        found.values(), key=lambda number: (-number.at.timestamp(), number.item_key, number.kind, number.number)
    )
    return tuple(newest_first[:MAX_DENIED])


def withdrawn_in_stories(corrections: Iterable[Member], claims: Sequence[Claim]) -> list[DeniedNumber]:
    """Return the numbers that a correction under a key of its own withdraws: those of older items of its story."""
    found: list[DeniedNumber] = []
    for member in corrections:
        if member.correction and member.taken is None:
            wrong = _totals_of(
                claim
                for claim in claims
                if claim.story_id == member.story_id
                and claim.item_key != member.item_key
                and claim.received < member.received
            )
            right = _totals_of(claim for claim in claims if claim.item_key == member.item_key)
            found += _withdrawn(wrong, right, member)
    return found


def _totals_of(claims: Iterable[Claim]) -> set[tuple[str, int]]:
    return {(claim.figure.kind.value, bounds.best) for claim, bounds in totals_of(claims)}


def _withdrawn(wrong: set[tuple[str, int]], right: set[tuple[str, int]], by: Member) -> list[DeniedNumber]:
    """Return the numbers of the version before that a correction replaces by another number of the kind."""
    kinds = {kind for kind, _ in right}
    return [
        DeniedNumber(kind=kind, number=number, at=by.received, item_key=by.item_key)
        for kind, number in sorted(wrong - right)
        if kind in kinds
    ]
