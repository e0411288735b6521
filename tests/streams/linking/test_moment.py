"""Parts of the day, and sides of the town."""

from __future__ import annotations

from typing import Any

import pytest

from streams.linking.features import FEATURES, pair_features
from streams.linking.moment import PARTS_OF_DAY, parts_of_day, sides_of_town
from streams.linking.supplement import supplemented
from streams.linking.words import tokens
from tests.streams.linking.profiles import article


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A blast killed six on Tuesday morning.", ["morning"]),
        ("On Tuesday morning a bomb killed six.", ["morning"]),
        ("A fifth person died after Tuesday morning's blast.", ["morning"]),
        ("Evening explosion leaves six dead", ["evening"]),
        ("Gunmen shot six people at midday.", ["noon"]),
        ("Police said on Tuesday evening that six people had died.", []),
        ("A blast killed seven in the afternoon, after one in the morning that killed two.", ["afternoon"]),
        ("A blast killed six.", []),
    ],
)
def test_the_part_of_the_day_is_that_of_the_event(text: str, parts: list[str]) -> None:
    """Not that of a report, nor of another event that is recalled."""
    assert list(parts_of_day(list(tokens(text)))) == parts


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("A bomb in western Quetta", ["west"]),
        ("A bomb in the west of Quetta", ["west"]),
        ("A bomb in the east of the city", ["east"]),
        ("A bomb in western Pakistan", []),
        ("A bomb in the west of the country", []),
        ("A bomb in the west of", []),
        ("A bomb in the west", []),
    ],
)
def test_the_side_is_that_of_the_town(text: str, sides: list[str]) -> None:
    """A country's west has many towns."""
    assert list(sides_of_town(list(tokens(text)), {"quetta"})) == sides


def compared(one: dict[str, Any], other: dict[str, Any], **both: Any) -> tuple[float, float]:
    """Return whether the hours and the sides of two events in one town differ."""
    town = {"scene": frozenset({"#7"}), "happened": frozenset({1}), **both}
    some, others = article(event={**town, **one}), article(item_key="b", event={**town, **other})
    found = dict(zip(FEATURES, pair_features(some, others, lambda _: 1.0), strict=True))
    return found["parts_of_day_differ"], found["sides_differ"]


def part(*names: str) -> dict[str, Any]:
    """Return when an event happened."""
    return {"parts_of_day": frozenset(map(PARTS_OF_DAY.index, names))}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (part("morning"), part("evening"), 1.0),
        (part("morning"), part("noon"), 0.0),
        (part("morning", "evening"), part("evening"), 0.0),
        (part("morning"), part(), 0.0),
    ],
)
def test_neighbours_among_the_parts_of_a_day_may_be_one(one: Any, other: Any, differ: float) -> None:
    """What one outlet calls noon is another's late morning."""
    assert compared(one, other) == (differ, 0.0)


def test_hours_are_compared_within_one_day_and_town() -> None:
    """The evening of one day and the dawn of the next may be one night."""
    assert compared(part("dawn"), part("evening"), happened=frozenset()) == (0.0, 0.0)
    assert compared({**part("dawn"), "scene": frozenset({"#8"})}, part("evening")) == (0.0, 0.0)


def test_sides_differ_where_none_is_in_both() -> None:
    """One who says only the town speaks of both."""
    west, east, both = ({"sides": frozenset(each.split())} for each in ("west", "east", "north west"))
    assert [compared(west, each)[1] for each in (east, both, {})] == [1.0, 0.0, 0.0]


def test_a_group_lends_hours_and_sides_to_those_who_say_none() -> None:
    """A new count of the dead says neither again."""
    told = article(event={**part("morning"), "sides": frozenset({"west"})})
    _, silent = supplemented([told, article(item_key="b")])
    assert (silent.event.parts_of_day, silent.event.sides) == (told.event.parts_of_day, {"west"})
