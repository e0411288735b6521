"""A follow-up joins the one event that it is like, though it is less like it than articles of one event mostly are."""

from __future__ import annotations

from typing import Any

import pytest

from streams.linking.follow_up import LEAST, joins_as_follow_up
from tests.streams.linking.profiles import article

FIRST = article(event={"scene": frozenset({"tarn"}), "countries": frozenset({"PE"}), "happened": frozenset({100})})


def follow_up(**event: Any) -> Any:
    """Return a follow-up five days later, of which nothing more is known but what is given."""
    tolls = event.pop("tolls", {})
    known = {name: value if isinstance(value, bool) else frozenset(value) for name, value in event.items()}
    return article(item_key="b", day=105.0, tolls=tolls, event={"goes_on": True, **known})


def joins(later: Any, *, score: float = 0.3, second: float = 0.0, everyday: float = 0.0, first: Any = FIRST) -> bool:
    """Return whether it joins the event of the first article."""
    return joins_as_follow_up(later, [first], score, second, everyday)


def test_a_follow_up_that_names_nothing_joins() -> None:
    """Nothing contradicts, and nothing else is like it."""
    assert joins(follow_up())


@pytest.mark.parametrize(
    "event",
    [
        {"goes_on": False},
        {"scene": {"quill"}},
        {"countries": {"CL"}},
        {"happened": {104}},
    ],
)
def test_what_contradicts_keeps_it_apart(event: dict[str, Any]) -> None:
    """No follow-up, another town, another country, what happened yesterday."""
    assert not joins(follow_up(**event))


@pytest.mark.parametrize("event", [{"scene": {"tarn"}}, {"countries": {"PE", "CL"}}, {"happened": {100}}])
def test_what_agrees_does_not(event: dict[str, Any]) -> None:
    """The same town, country or day."""
    assert joins(follow_up(**event))


def test_it_counts_no_fewer_dead() -> None:
    """Who counts six dead goes on about no event with nine, unless the nine are a lower bound."""
    nine = FIRST._replace(tolls={"killed": (9, False)})
    assert not joins(follow_up(tolls={"killed": (6, False)}), first=nine)
    assert joins(follow_up(tolls={"killed": (9, False)}), first=nine)
    assert joins(follow_up(tolls={"killed": (6, False)}), first=FIRST._replace(tolls={"killed": (9, True)}))


def test_it_must_be_like_that_event_alone() -> None:
    """Another event that is as likely, or events of the sort every week, leave it open which one is meant."""
    assert not joins(follow_up(), second=0.25)
    assert not joins(follow_up(), everyday=0.5)
    assert not joins(follow_up(), score=LEAST - 0.01)
