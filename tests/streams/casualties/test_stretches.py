"""Counts of a stretch of time: many acts together are no toll of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people were shot in 36 hours in Orva, police said.", "injured 9 background"),
        ("Orva shootings: 11 gunned down over a span of 50 hours.", "killed 11 background"),
        ("The coroner named two women who were killed over the past week in Orva.", "killed 2 background"),
        ("Six people were hurt in shootings in Orva from Friday night to Sunday, police said.", "injured 6 background"),
        ("In four-and-a-half years 31 workers were killed on such sites.", "killed 31 background"),
        ("The body count in the valley is up to nine in less than two months.", "killed 9 background"),
        ("Records show that 14 guards were killed nationwide in March.", "killed 14 background"),
        ("Some 900 miners die in the country's pits in an average year.", "killed 900 background"),
        (
            "Four thousand people have been driven from their homes in a decade of fighting.",
            "displaced 4000 background",
        ),
        ("The gang is blamed for 50 murders since 2012.", "killed 50 background"),
        ("Police arrested 120 people since martial law was declared.", "detained 120 background"),
        ("Since March 1, 2014, there have been 90 such fires, with 12 children killed.", "killed 12 background"),
    ],
)
def test_what_many_acts_make_up_is_background(counts: Counter, text: str, expected: str) -> None:
    """Its time says that no single event is counted."""
    assert expected in counts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The flood has killed 30 people in two days.", "killed 30 total"),
        ("Twelve people were killed in floods over the past week.", "killed 12 total"),
        ("Cholera has killed 318 since the outbreak was declared.", "killed 318 total"),
        ("Cholera has killed 90 people this summer.", "killed 90 total"),
        ("Forty people were killed in two days of clashes in Karsun.", "killed 40 total"),
    ],
)
def test_one_event_may_last(counts: Counter, text: str, expected: str) -> None:
    """A flood, an outbreak and a battle go on for days."""
    assert counts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Fourteen years after the wave that killed 230,000 people, warning buoys are out of order.",
        "The jet has been grounded since two crashes that killed 346 people.",
        "The wall bears the names of 5,800 soldiers who died in Karsun.",
    ],
)
def test_what_is_only_remembered_is_another_event(counts: Counter, text: str) -> None:
    """Years after it, or on a monument, it is no news."""
    assert counts(text)[0].endswith("other_event")


def test_a_toll_that_is_up_to_a_number_is_that_number(counts: Counter) -> None:
    """After "is", the words say how far it has risen, and no bound."""
    assert counts("The death toll is now up to 14, the mayor said.") == ["killed 14 total"]
    assert counts("Up to 14 people were killed, the mayor said.") == ["killed -14 total"]


def test_halves_of_millions_belong_to_the_number(counts: Counter) -> None:
    """The half is of a million, in either order."""
    assert counts("Floods drove a million and a half people from their homes.") == ["displaced 1500000 total"]
    assert counts("Two and a half million people fled the floods.") == ["displaced 2500000 total"]


def test_an_earlier_count_is_superseded(counts: Counter) -> None:
    """Who spoke of three at first speaks of them no more."""
    text = "The ministry initially spoke of three dead. Eight people were killed, it said later."
    assert counts(text) == ["killed 3 denied", "killed 8 total"]


def test_a_plot_kills_nobody(counts: Counter) -> None:
    """A novel that opens with a wreck tells of none that happened."""
    assert counts("Her novel opens with a train wreck in which ninety die.") == ["killed 90 hypothetical"]


def test_an_event_on_the_day_of_an_older_one_is_no_memory(counts: Counter) -> None:
    """Six die on the day on which a town remembers others."""
    text = "A bomb killed six people at the market, as the town marked ten years since a bombing that killed 80."
    assert counts(text)[0] == "killed 6 total"
