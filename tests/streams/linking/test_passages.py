"""What the parts of a round-up say of its events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from schemas import Passage, Role
from streams.linking.passages import MAX_PASSAGES, passages_of
from streams.linking.roundup import FIGURED, sums_up
from streams.linking.series import PARTS, REACH_CHARS, is_series
from streams.linking.words import tokens
from tests.streams.linking.articles import enriched_article

if TYPE_CHECKING:
    from collections.abc import Sequence

WEDNESDAY = date(2026, 3, 4)


def read(body: str, *, headline: str | None = None, dateline: str | None = None) -> list[Passage]:
    """Return the passages of an article; a number before "killed" or "hurt" is a figure."""
    article = enriched_article(body, headline=headline, dateline=dateline)
    return list(passages_of(article, list(tokens(body)), WEDNESDAY))


def seen(passages: Sequence[Passage]) -> list[tuple[list[str], dict[str, int]]]:
    """Return places and numbers of passages."""
    return [([place.name for place in each.places], each.tolls) for each in passages]


def test_each_paragraph_is_a_passage() -> None:
    """It has its town, its numbers and its sort of event."""
    passages = read("A blast in Odesa: 6 killed.\nIn Sumy a crash on Tuesday: 2 killed, 3 hurt.")
    assert seen(passages) == [(["Odesa"], {"killed": 6}), (["Sumy"], {"killed": 2, "injured": 3})]
    assert [each.sorts for each in passages] == [("explosion",), ("crash",)]
    assert [each.days for each in passages] == [(), (date(2026, 3, 3),)]


def test_a_sentence_on_another_town_begins_a_passage() -> None:
    """One that names no town, or the same, goes on with it."""
    body = "A blast in Odesa. There 6 killed. Guns in Odesa. In Sumy 2 killed."
    assert seen(read(body)) == [(["Odesa"], {"killed": 6}), (["Sumy"], {"killed": 2})]


def test_a_sentence_on_another_street_begins_a_passage() -> None:
    """In the round-up of a city the town is that of the headline."""
    passages = read("A blast on Orrin Street: 1 killed. On Harrow Lane 2 killed.", headline="Blasts in Odesa")
    assert seen(passages) == [(["Odesa", "orrin street"], {"killed": 1}), (["Odesa", "harrow lane"], {"killed": 2})]


def test_a_hospital_is_no_scene() -> None:
    """Nothing happened where the victims were taken."""
    assert seen(read("A blast in Odesa. The hurt were taken to Orrin Hospital.")) == [(["Odesa"], {})]


def test_of_two_towns_in_a_sentence_each_has_the_number_next_to_it() -> None:
    """A town without a number is none of an event."""
    assert seen(read("In all 9 killed, 6 killed in Odesa and 2 killed near Sumy, said Lusaka.")) == [
        (["Odesa"], {"killed": 6}),
        (["Sumy"], {"killed": 2}),
    ]


def test_a_part_without_harm_is_no_passage() -> None:
    """Nor is one that names neither place nor people."""
    assert read("Ministers met in Odesa.\nA blast was heard.") == []


def test_the_town_of_the_dateline_is_where_it_was_written() -> None:
    """It is that of a part with a street, and of none without one."""
    assert seen(read("ODESA - A blast: 6 killed.", dateline="ODESA")) == []
    assert seen(read("ODESA - A blast on Orrin Street.", dateline="ODESA")) == [(["Odesa", "orrin street"], {})]


def test_a_part_that_names_no_sort_may_be_of_any() -> None:
    """That of the article may be another."""
    assert [each.sorts for each in read("In Odesa 6 killed.")] == [()]


def test_people_are_told_by_age() -> None:
    """As two words or as one."""
    (passage,) = read("A man, 24, died in a blast in Odesa.")
    assert passage.ages == ("24-year-old",)


def test_there_are_16_passages() -> None:
    """More are a register."""
    assert len(read("A blast in Odesa.\n" * (MAX_PASSAGES + 1))) == MAX_PASSAGES == 16


def series(body: str, *, title: str = "", role: Role = Role.TOTAL) -> bool:
    """Return whether an article is a series."""
    article = enriched_article(body, headline=title, role=role)
    return is_series(article, list(tokens(title)), list(tokens(body)), WEDNESDAY)


DAYS = "On Monday a blast in Odesa: 6 killed.\nOn Tuesday a crash in Sumy: 2 killed.\nA man was stabbed in Kherson."


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (DAYS, True),
        (DAYS.replace("Tuesday", "Monday"), False),
        (DAYS.replace("Kherson", "Sumy"), False),
        (DAYS.replace("2 killed", "cars burned"), False),
        (f"{DAYS.replace('A man', 'x ' * (REACH_CHARS // 2) + 'A man')}", False),
    ],
)
def test_three_places_on_two_days_are_a_series(body: str, is_one: bool) -> None:
    """Two of them count victims, and all of them are near the beginning."""
    assert series(body) is is_one
    assert PARTS == 3


def test_what_is_only_recalled_makes_no_series() -> None:
    """The figures of other events are background."""
    assert not series(DAYS, role=Role.OTHER_EVENT)


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        ("In all 12 killed; 6 killed in Odesa, 2 killed in Sumy and 4 killed in Kherson.", True),
        ("In all 12 killed; 6 killed in Odesa, 2 killed in Sumy and 4 killed in the hills.", False),
        ("In all 12 hurt; 6 hurt in Odesa, 2 hurt in Sumy and 4 hurt in Kherson.", False),
    ],
)
def test_the_dead_of_three_towns_in_a_sentence_make_a_round_up(body: str, is_one: bool) -> None:
    """A bus between two towns has both of them in it."""
    text = body.replace(" in ", " on way to ")
    article = enriched_article(text, headline="A day of strikes")
    assert sums_up(article, ["strike"], title=[], first=[], body=list(tokens(text)), recalled=()) is is_one
    assert FIGURED == 3


@pytest.mark.parametrize(
    ("title", "is_one"),
    [("In all 6 killed", False), ("Blasts: 6 killed", True), ("In all 8 killed", True), ("Girl, 7, killed", False)],
)
def test_an_article_is_of_the_event_of_its_headline(title: str, is_one: bool) -> None:
    """Where that is the first, by the number or the age of a victim; other events may be added below."""
    assert series(DAYS.replace("in Odesa", "near a girl, 7, in Odesa"), title=title) is is_one


@pytest.mark.parametrize(
    ("title", "is_one"), [("Arrest after the blast", False), ("Blast and other killings", True), ("Arrests", True)]
)
def test_a_headline_on_one_event_makes_no_series(title: str, is_one: bool) -> None:
    """The suspect of a shooting is arrested in another town on another day."""
    assert series(DAYS, title=title) is is_one


STORM = "A storm in Odesa: 6 killed.\nA wall collapsed in Sumy: 2 killed.\nA boat capsized near Kherson: 4 killed."


def test_unlike_events_of_a_storm_are_a_series() -> None:
    """On whatever day; where all is of one sort, it is one storm."""
    assert series(STORM, title="A storm")
    assert not series(STORM.replace("wall collapsed", "storm raged").replace("boat capsized", "storm raged"))


def test_a_flood_that_the_headline_names_is_one_event() -> None:
    """However it kills in each town."""
    assert not series(STORM, title="A flood")
    assert not series(DAYS, title="A flood")
