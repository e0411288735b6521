"""The hurt whom a count of all victims and of the dead leaves."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Kind, Qualifier, Role
from streams.rest import with_rest


def told(claims: Any, *, everybody: int = 5, dead: int = 3, **more: Any) -> list[Any]:
    """Return the figures of "five people were shot, three of them fatally"."""
    return [
        claims.figure(everybody, kind="casualties", figure_id="all"),
        claims.figure(dead, figure_id="dead", role=Role.SUBSET, **more),
    ]


def hurt(figures: list[Any]) -> list[tuple[int | None, int | None]]:
    """Return the numbers of the hurt, with those that are left."""
    return [(each.min, each.max) for each in with_rest(figures) if each.kind is Kind.INJURED]


def test_who_did_not_die_is_hurt(claims: Any) -> None:
    """Five were shot and three died: two are hurt."""
    assert hurt(told(claims)) == [(2, 2)]
    (rest,) = [each for each in with_rest(told(claims)) if each.kind is Kind.INJURED]
    assert (rest.id, rest.role, rest.quantity_text) == ("all-dead", Role.TOTAL, "5 - 3")


@pytest.mark.parametrize(
    "more",
    [{"sentence": 1}, {"in_headline": True}, {"qualifier": Qualifier.AT_LEAST}],
    ids=["later", "headline", "open"],
)
def test_numbers_that_do_not_go_together_leave_none(claims: Any, more: dict[str, Any]) -> None:
    """The dead of another sentence may be others, and "at least three" leaves no number."""
    assert hurt(told(claims, **more)) == []


def test_all_are_dead(claims: Any) -> None:
    """Nobody is left."""
    assert hurt(told(claims, dead=5)) == []


def test_an_article_that_counts_the_hurt_says_it_itself(claims: Any) -> None:
    """One who is hurt beside them is what the article says."""
    assert hurt([*told(claims), claims.figure(1, kind="injured", figure_id="i")]) == [(1, 1)]


def test_two_numbers_of_all_victims_are_of_two_events(claims: Any) -> None:
    """Nothing says which of them the dead belong to."""
    other = claims.figure(9, kind="casualties", figure_id="more", sentence=3)
    assert hurt([*told(claims), other]) == []


def test_the_toll_has_the_hurt(claims: Any, booked: Any) -> None:
    """An article of that sentence alone gives both tolls."""
    incident, _ = booked([claims.put("afn/1", [each.model_copy(update={"role": Role.TOTAL}) for each in told(claims)])])
    assert {kind: toll.best for kind, toll in incident.tolls.items()} == {"casualties": 5, "killed": 3, "injured": 2}
