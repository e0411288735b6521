"""Values that are known by which objects they are."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from streams.ledger.identity import Identical


def test_only_the_same_objects_are_identical(claims: Any) -> None:
    """Equal values of others, other numbers of them and another order are something else."""
    one, two = claims.figure(7), claims.figure(7)
    assert one == two
    assert Identical([one]) == Identical([one])
    assert hash(Identical([one, two])) == hash(Identical([one, two]))
    for other in (Identical([two]), Identical([one, two]), Identical(), (one,)):
        assert Identical([one]) != other
    assert Identical([one, two]) != Identical([two, one])


def test_what_was_found_of_some_values_is_found_again_for_the_same_ones_alone(claims: Any) -> None:
    """Also where an equal value has come since, as an article's claims do with a new version of it."""
    looked_at: list[Any] = []

    @lru_cache(2)
    def found(values: Identical[Any]) -> int:
        looked_at.append(values)
        return len(looked_at)

    one, two = claims.figure(7), claims.figure(7)
    assert [found(Identical([each])) for each in (one, two, one)] == [1, 2, 1]
