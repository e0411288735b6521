"""The dead counted again among the hurt: "four were shot" of an attack in which one died and three were injured."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from schemas import Kind, Role
from streams.ledger.statement import bounds_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Claim
    from streams.ledger.statement import Bounds


def hurt_beside_the_dead(claims: Sequence[Claim], killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the hurt that go with the number of the dead, or None where nothing speaks against any."""
    return _split_of_all_victims(claims, killed, hurt) or _without_the_dead(claims, killed, hurt)


def _split_of_all_victims(claims: Sequence[Claim], killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the number of hurt that makes, with the dead, all victims that articles count.

    Articles that say "four people were shot" beside one dead and three injured vouch for the three. Of several counts
    of all victims the one that most articles give decides. None is older than the number chosen, which may have grown
    since, and none is smaller.
    """
    injured = [claim for claim in claims if claim.figure.kind is Kind.INJURED]
    chosen = max((claim.received for claim in injured if _number(claim) == hurt), default=None)
    fresh = [claim for claim in claims if chosen is None or claim.received >= chosen]
    everybody = Counter(number for _, number in _totals(fresh, Kind.CASUALTIES))
    if hurt > max(everybody, default=0) or hurt + killed in everybody:
        return None
    stated = {number for _, number in _totals(claims, Kind.INJURED)}
    fitting = [number for number in everybody if number - killed in stated]
    if not fitting:
        return None
    split = max(fitting, key=lambda number: (everybody[number], number)) - killed
    return [claim for claim in injured if claim.figure.role is Role.DENIED or _number(claim) == split]


def _without_the_dead(claims: Sequence[Claim], killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the hurt without those that count the dead among them, or None where none does.

    An article that counts nobody as dead may count all victims as hurt. It does where its number is that of the dead
    and the hurt together, by an article that counts both.
    """
    counting_dead = _items(claims, Kind.KILLED, killed)
    if hurt <= killed or not counting_dead & _items(claims, Kind.INJURED, hurt - killed):
        return None
    doubtful = _items(claims, Kind.INJURED, hurt) - _items(claims, Kind.KILLED, None)
    if not doubtful or counting_dead & _items(claims, Kind.INJURED, hurt):
        return None
    injured = [claim for claim in claims if claim.figure.kind is Kind.INJURED]
    return [claim for claim in injured if claim.item_key not in doubtful or claim.figure.min != hurt]


def _items(claims: Iterable[Claim], kind: Kind, number: int | None) -> set[str]:
    """Return the items with a total of the kind, of that number where one is given."""
    return {
        claim.item_key
        for claim in claims
        if claim.figure.kind is kind and claim.figure.role is Role.TOTAL and number in {None, claim.figure.min}
    }


def _totals(claims: Iterable[Claim], kind: Kind) -> set[tuple[str, int]]:
    """Return the items that count the kind with a total, each with its number."""
    counted = ((claim.item_key, _counted(bounds)) for claim, bounds in totals_of(claims, kind))
    return {(key, number) for key, number in counted if number is not None}


def _number(claim: Claim) -> int | None:
    """Return the number of a claim that counts one or more victims and has an upper end."""
    bounds = bounds_of(claim.figure)
    return None if bounds is None else _counted(bounds)


def _counted(bounds: Bounds) -> int | None:
    return bounds.best if bounds.best > 0 and bounds.high is not None else None
