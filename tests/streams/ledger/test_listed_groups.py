"""Groups that an article lists add up to a toll."""

from __future__ import annotations

from typing import Any

from schemas import Qualifier, Role
from streams.listed import with_sums


def listed(claims: Any, *numbers: int, qualifier: Qualifier = Qualifier.EXACT) -> list[Any]:
    """Return totals of groups that one sentence lists."""
    made = [claims.figure(number, figure_id=f"f{at}") for at, number in enumerate(numbers)]
    return [one.model_copy(update={"listed_with": "f0", "qualifier": qualifier}) for one in made]


def test_a_list_of_groups_gives_its_sum_and_the_groups_are_parts_of_it(claims: Any) -> None:
    """Whatever stands beside them stays as it is."""
    other = claims.figure(40, kind="injured", figure_id="i")
    found = with_sums([*listed(claims, 12, 3), other])
    assert [(one.id, one.min, one.max, one.role, one.subset_of) for one in found] == [
        ("f0+2", 15, 15, Role.TOTAL, None),
        ("f0", 12, 12, Role.SUBSET, "f0+2"),
        ("f1", 3, 3, Role.SUBSET, "f0+2"),
        ("i", 40, 40, Role.TOTAL, None),
    ]


def test_the_sum_of_open_numbers_is_open(claims: Any) -> None:
    """At least twelve and three are at least fifteen."""
    whole = with_sums(listed(claims, 12, 3, qualifier=Qualifier.AT_LEAST))[0]
    assert (whole.min, whole.max, whole.qualifier) == (15, None, Qualifier.AT_LEAST)


def test_a_group_whose_others_are_no_totals_stays_alone(claims: Any) -> None:
    """Its list told of another event, or was denied."""
    first, second = listed(claims, 12, 3)
    denied = second.model_copy(update={"role": Role.DENIED})
    assert with_sums([first, denied]) == [first, denied]


def test_the_toll_of_an_article_that_lists_groups_is_their_sum(claims: Any, booked: Any) -> None:
    """It rests on one claim, whose words are those of all groups."""
    incident, (alert,) = booked([claims.put("afn/1", listed(claims, 12, 3))])
    assert incident.tolls["killed"].best == 15
    assert incident.tolls["killed"].basis == ("afn/1#f0+2",)
    assert alert.after is not None
    assert alert.after.best == 15


def test_a_larger_total_of_the_article_stands(claims: Any, booked: Any) -> None:
    """The list may be a part of it."""
    incident, _ = booked([claims.put("afn/1", [*listed(claims, 12, 3), claims.figure(20, figure_id="all")])])
    assert incident.tolls["killed"].best == 20
