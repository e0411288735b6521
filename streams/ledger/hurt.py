"""The dead counted again among the hurt: "four were shot" of an attack in which one died and three were injured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Claim


def without_the_dead(claims: Sequence[Claim], killed: int, hurt: int) -> list[Claim] | None:
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
