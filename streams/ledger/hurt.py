"""The dead counted again among the hurt: "four were shot" of an attack in which one died and three were injured."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from schemas import Kind, Role
from streams.ledger.statement import bounds_of

if TYPE_CHECKING:
    from datetime import datetime

    from schemas import Claim
    from streams.ledger.count import Count, Counts


def hurt_beside_the_dead(counts: Counts, killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the hurt that go with the number of the dead, or None where nothing speaks against any."""
    return (
        _split_of_all_victims(counts, killed, hurt)
        or _without_the_dead(counts, killed, hurt)
        or _without_those_who_died(counts, killed, hurt)
        or _without_those_before_a_correction(counts, hurt)
    )


def _split_of_all_victims(counts: Counts, killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the number of hurt that makes, with the dead, all victims that articles count.

    Articles that say "four people were shot" beside one dead and three injured vouch for the three. Of several counts
    of all victims the one that most articles give decides. None is older than the number chosen, which may have grown
    since, and none is smaller.
    """
    injured = counts.of(Kind.INJURED)
    everybody = _everybody(counts.of(Kind.CASUALTIES), injured.latest_of(hurt) if hurt > 0 else None)
    if hurt > max(everybody, default=0) or hurt + killed in everybody:
        return None
    stated = {number for number in injured.numbers if number > 0}
    fitting = [number for number in everybody if number - killed in stated]
    if not fitting:
        return None
    split = max(fitting, key=lambda number: (everybody[number], number)) - killed
    return [claim for claim in injured.claims if claim.figure.role is Role.DENIED or _number(claim) == split]


def _everybody(casualties: Count, since: datetime | None) -> Counter[int]:
    """Return how many articles count so many victims in all, of those that came no earlier."""
    return Counter(
        number
        for item in casualties.items.values()
        if since is None or item.received >= since
        for number in item.closed
        if number > 0
    )


def _without_the_dead(counts: Counts, killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the hurt without those that count the dead among them, or None where none does.

    An article that counts nobody as dead may count all victims as hurt. It does where its number is that of the dead
    and the hurt together, by an article that counts both.
    """
    dead, injured = counts.of(Kind.KILLED), counts.of(Kind.INJURED)
    if hurt <= killed:
        return None
    counting_dead, so_many_hurt = dead.stating(killed), injured.stating(hurt)
    if not counting_dead & injured.stating(hurt - killed) or counting_dead & so_many_hurt:
        return None
    doubtful = {key for key in so_many_hurt if not (key in dead.items and dead.items[key].has_total)}
    if not doubtful:
        return None
    return [claim for claim in injured.claims if claim.item_key not in doubtful or claim.figure.min != hurt]


def _without_those_who_died(counts: Counts, killed: int, hurt: int) -> list[Claim] | None:
    """Return the claims of the hurt without older ones that count those who have died since, or None.

    Two dead and five hurt became three dead and four hurt: an article that counts both, with more dead and as many
    victims in all as an older one, says that some of the hurt have died.
    """
    dead, injured = counts.of(Kind.KILLED), counts.of(Kind.INJURED)
    before = {
        (killed - fewer, dead.items[key].received)
        for key in injured.having(hurt)
        if key in dead.items
        for fewer in dead.items[key].closed
        if fewer < killed
    }
    after = [
        (injured.items[key].received, hurt - died)
        for died, since in before
        for key in injured.having(hurt - died)
        if key in dead.having(killed) and injured.items[key].received > since
    ]
    if not after:
        return None
    latest, left = max(after)
    return _no_more_than(left, injured.claims, until=latest)


def _without_those_before_a_correction(counts: Counts, hurt: int) -> list[Claim] | None:
    """Return the claims of the hurt without larger ones before an article that lowers the number of the dead, or None.

    Who counts the victims again counts the hurt as well.
    """
    dead, injured = counts.of(Kind.KILLED), counts.of(Kind.INJURED)
    again = [
        (item.received, max(injured.items[key].closed))
        for key, item in dead.items.items()
        if key in injured.items
        and injured.items[key].closed
        and any(claim.figure.role is Role.TOTAL for claim in item.against)
    ]
    if not again:
        return None
    latest, left = max(again)
    if hurt <= left:
        return None
    return _no_more_than(left, injured.claims, until=latest)


def _no_more_than(left: int, claims: list[Claim], *, until: datetime) -> list[Claim]:
    """Return the claims without those that count more by then."""
    return [claim for claim in claims if (_number(claim) or 0) <= left or claim.received > until]


def _number(claim: Claim) -> int | None:
    """Return the number of a claim that counts one or more victims and has an upper end."""
    bounds = bounds_of(claim.figure)
    return bounds.best if bounds is not None and bounds.best > 0 and bounds.high is not None else None
