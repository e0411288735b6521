"""The place that an article names first, and what follow-ups may say otherwise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from streams.linking.profile import Main
from streams.linking.scenes import NEAR_KM, NO_MAINS, kilometres, main_features
from tests.streams.linking.profiles import article
from tests.streams.linking.test_features import compared

if TYPE_CHECKING:
    from streams.linking.profile import Profile

ULM, GRAZ = Main("#1", "ulm", (48.4, 10.0)), Main("#2", "graz", (47.1, 15.4))
APART = 1.0 - math.exp(-kilometres((48.4, 10.0), (47.1, 15.4)) / NEAR_KM)


def at(
    main: Main | None, *places: str, day: float = 100.0, tolls: dict[str, Any] | None = None, **event: Any
) -> Profile:
    """Return an article on an event at a place, which names others."""
    named = frozenset(f"p:{name}" for name in places)
    return article(day=day, places=named, tolls=tolls or {}, event={"main": main, **event})


def test_one_place_is_one_by_its_number_or_its_name() -> None:
    """Two gazetteers' entries of one name are one; where an article has no place, nothing is known."""
    assert main_features(at(ULM), at(ULM._replace(name="ulm an der donau"))) == (1.0, 0.0, 0.0, 0.0)
    assert main_features(at(ULM), at(ULM._replace(mark="#9"))) == (1.0, 0.0, 0.0, 0.0)
    assert main_features(at(ULM), at(None)) == NO_MAINS


@pytest.mark.parametrize(("one", "other", "strange"), [((), (), 1.0), (("graz",), (), 0.5), (("graz",), ("ulm",), 0.0)])
def test_two_places_are_stranger_the_fewer_articles_name_both(
    one: tuple[str, ...], other: tuple[str, ...], strange: float
) -> None:
    """An article on a stabbing in Graz may say that it has nothing to do with the one in Ulm."""
    assert main_features(at(ULM, *one), at(GRAZ, *other)) == pytest.approx((0.0, APART, 0.0, strange))


def test_how_far_apart_they_are_is_told_apart_for_a_follow_up() -> None:
    """It may begin with the clinic in which somebody died."""
    assert main_features(at(ULM), at(GRAZ, goes_on=True)) == pytest.approx((0.0, 0.0, APART, 1.0))
    assert main_features(at(ULM, wide=True), at(GRAZ, wide=True)) == NO_MAINS


def test_the_venue_of_a_follow_up_is_told_apart() -> None:
    """It may be a hospital or a court."""
    market, court = {"venues": frozenset({"market"})}, {"venues": frozenset({"court"})}
    new = compared(at(ULM, **market), at(ULM, day=101.0, **court))
    later = compared(at(ULM, **market), at(ULM, day=101.0, goes_on=True, **court))
    assert (new["venue_differs"], new["venue_differs_later"]) == (1.0, 0.0)
    assert (later["venue_differs"], later["venue_differs_later"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("before", "after", "more", "grown"),
    [
        (13, 15, {}, 1.0),
        (30, 40, {}, 1.0),
        (30, 41, {}, 0.0),
        (15, 13, {}, 0.0),
        (1, 2, {}, 0.0),
        (13, 15, {"goes_on": False}, 0.0),
        (13, 15, {"countries": frozenset({"AT"})}, 0.0),
        (13, 15, {"sorts": frozenset({"flood"})}, 0.0),
    ],
)
def test_a_follow_up_counts_a_few_dead_more(before: int, after: int, more: dict[str, Any], grown: float) -> None:
    """By two or a third, of an event of the same sort in the same country."""
    event: dict[str, Any] = {"countries": frozenset({"DE"}), "sorts": frozenset({"stabbing"})}
    first = at(ULM, tolls={"killed": (before, False)}, **event)
    second = at(ULM, day=101.0, tolls={"killed": (after, False)}, **{**event, "goes_on": True, **more})
    assert compared(first, second)["toll_next"] == grown


def test_words_of_names_count_each_by_itself() -> None:
    """The ship is "the Calliope Star" in one article, and "the Calliope" in the other."""
    one, other = article(proper=frozenset({"w:calliope", "w:star"})), article(proper=frozenset({"w:calliope"}))
    assert compared(one, other)["proper"] == pytest.approx(math.log1p(2.0))
