"""The days on which an article plainly says that its event happened."""

from __future__ import annotations

from datetime import date

import pytest

from streams.linking.happened import REACH, happened_days
from streams.linking.words import tokens

WEDNESDAY = date(2026, 3, 4)
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def days(text: str, *, goes_on: bool = False) -> list[date]:
    """Return the days on which the event of a lead of 4 March 2026 happened."""
    return happened_days(list(tokens(text)), WEDNESDAY, goes_on=goes_on)


@pytest.mark.parametrize(
    "text",
    [
        "A shell killed six people at the depot on Monday.",
        "On Monday a shell killed six people at the depot.",
        "A barge sank on Monday, officials said.",
        "Officials said a barge sank on Monday.",
        "The collapse on Monday left six dead.",
        "Six men drowned, among them a pilot, off Tarn on Monday after their barge hit a reef.",
        "A shell struck the depot on March 2.",
        "A shell struck the depot on 2 March.",
    ],
)
def test_what_befell_on_a_day_is_the_event(text: str) -> None:
    """The nearest word before the day says so, or else the nearest after it."""
    assert days(text) == [MONDAY]


@pytest.mark.parametrize(
    "text",
    [
        "Six people were killed, the mayor said on Monday.",
        "The toll of the shelling rose to nine on Monday.",
        "The mayor on Monday raised the count of those killed to nine.",
        "Schools stayed shut on Monday after a shell killed six.",
        "Cranes lifted parts of the collapsed bridge on Monday.",
        "A budget was passed on Monday.",
        "The ministers met on Monday. A shell killed six.",
        "A shell killed six. The ministers met on Monday.",
        "A shell killed six people at the depot.",
        "A fifth victim died on Monday.",
        "A fifth victim has died on Monday.",
    ],
)
def test_the_day_of_a_report_is_not_that_of_the_event(text: str) -> None:
    """Nor is the day of what follows, or of another sentence."""
    assert days(text) == []


def test_an_event_may_be_named_by_its_day() -> None:
    """By the day or a part of it, with its owner's mark, or straight before a word of harm."""
    for name in ("Monday's blast", "Monday’s blast", "Monday night's blast", "the Monday blast"):
        assert days(f"Relatives of those lost in {name} gathered.") == [MONDAY]
    assert days("Relatives gathered for a Monday concert.") == []


def test_beside_what_befell_such_a_name_is_that_of_an_earlier_event() -> None:
    """Whichever comes first."""
    assert days("A mine killed four on Tuesday. Families still buried those of Monday's blast.") == [TUESDAY]
    assert days("Families still mourned after Monday's blast. A mine killed four on Tuesday.") == [TUESDAY]


def test_a_follow_up_has_only_the_day_that_names_the_event() -> None:
    """Who dies of his wounds on another day is no new event."""
    text = "Two men died of their wounds on Tuesday, a day after Monday's blast."
    assert days(text, goes_on=True) == [MONDAY]
    assert days("Two men died of their wounds on Tuesday.", goes_on=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A teacher wounded in Monday's shooting in Tarn died on Tuesday.", [MONDAY]),
        ("A woman who was hurt in the fire on Monday died on Tuesday.", [MONDAY]),
        ("Two men injured by a bomb on Monday have died.", [MONDAY]),
        ("A man shot in a bar died on Tuesday.", []),
        ("Six were wounded in the blast and two died on Tuesday.", [TUESDAY]),
        ("Six were wounded when a shell hit Tarn. Two died on Tuesday.", [TUESDAY]),
        ("Two wounded soldiers died on Tuesday.", [TUESDAY]),
    ],
)
def test_a_victim_wounded_before_dies_on_a_later_day(text: str, found: list[date]) -> None:
    """The day of the wound is that of the event; others who died beside the wounded died on that day."""
    assert days(text) == found


def test_each_day_once_in_order() -> None:
    """As the text names them."""
    assert days("A mine killed four on Tuesday. One killed six on Monday. Two died on Tuesday.") == [TUESDAY, MONDAY]


@pytest.mark.parametrize(("between", "found"), [(REACH - 2, [MONDAY]), (REACH - 1, [])])
def test_words_far_from_the_day_say_nothing_of_it(between: int, found: list[date]) -> None:
    """On neither side."""
    filler = "word " * between
    assert days(f"Shells killed {filler}on Monday") == found
    assert days(f"By Monday {filler}killed") == found
