"""Victims of an event of another sort than the article's are those of another event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Role
from streams.casualties.english.lexicon import load_json
from streams.casualties.english.other_sorts import FIRST, OPENING, set_other_sorts, sorts

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Reader

BUS = "Bus plunges into ravine near Orvane"
BUS_LEAD = "ORVANE, May 3 - Nine mourners were killed when their bus plunged into a ravine near Orvane, police said."
QUAKE = "Quake kills six in mountain valley"
QUAKE_LEAD = "A strong earthquake killed six people in the Tarim valley on Sunday, officials said."


def roles(read: Reader, headline: str, lead: str, sentence: str) -> dict[int | None, Role]:
    """Return the roles of the numbers in the sentence after a lead."""
    figures = read(f"{lead}\n\n{sentence}", headline)
    return {figure.min: figure.role for figure in figures if figure.evidence.sentence.start > len(lead)}


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry disaster on Friday left 22 dead.",
        "Friday's ferry disaster left 22 dead.",
        "The ferry disaster, which left 22 dead, is under investigation.",
        "The town is still mourning 22 people killed when a ferry sank last week.",
        "The victims were relatives of some of the 22 people who died in Friday's ferry sinking.",
        "The sinking of the ferry claimed 22 lives.",
        "They were to bury victims of the ferry sinking, in which 22 people died.",
    ],
)
def test_the_dead_of_a_ferry_are_not_those_of_a_bus(read: Reader, sentence: str) -> None:
    """However the sentence names the other event."""
    assert roles(read, BUS, BUS_LEAD, sentence) == {22: Role.OTHER_EVENT}


@pytest.mark.parametrize(
    "sentence",
    [
        "The crash left 14 people injured.",
        "The bus crash on Sunday left 14 people injured.",
        "The disaster left 14 people injured.",
        "A fire that broke out in the wreck injured 14 people.",
        "Two boats brought 14 injured people down the river.",
    ],
)
def test_the_own_event_under_other_words_stays_the_own_one(read: Reader, sentence: str) -> None:
    """So does what may be a part of it, and a vehicle that is no event."""
    assert roles(read, BUS, BUS_LEAD, sentence) == {14: Role.TOTAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "A landslide that the quake set off injured 31 people.",
        "The tsunami injured 31 people.",
        "The collapse of a school injured 31 people.",
        "A truck carried 31 injured people to the town.",
    ],
)
def test_what_an_event_causes_is_part_of_it(read: Reader, sentence: str) -> None:
    """A quake's landslides and fires have its victims."""
    assert roles(read, QUAKE, QUAKE_LEAD, sentence)[31] in {Role.TOTAL, Role.SUBSET}


def test_the_sort_named_nearest_before_a_number_is_its_own(read: Reader) -> None:
    """A sentence may speak of both events."""
    sentence = "The ferry disaster killed 22 people, and the bus crash injured 14."
    assert roles(read, BUS, BUS_LEAD, sentence) == {22: Role.OTHER_EVENT, 14: Role.TOTAL}


def test_without_a_headline_the_opening_says_what_the_article_is_about(read: Reader) -> None:
    """Its first sentence is on its own event."""
    text = f"{QUAKE_LEAD}\n\nThe ferry disaster in June killed 22 people."
    assert [(figure.min, figure.role) for figure in read(text, None)] == [(6, Role.TOTAL), (22, Role.OTHER_EVENT)]
    assert (OPENING, FIRST) == (300, 60)


def test_an_article_of_three_sorts_has_no_other_one(read: Reader) -> None:
    """It sums up several events."""
    headline, lead = "Quake, bus crash and bomb kill 30", "Thirty people died on Sunday, officials said."
    assert roles(read, headline, lead, "A shipwreck killed 22.") == {22: Role.SUBSET}


def test_each_sort_that_may_be_one_event_with_another_is_known() -> None:
    """A misspelt one would part an event from its cause."""
    data = load_json("event_sorts.json")
    assert {sort for line in data["one_event"] for sort in line} <= set(data["sorts"])
    assert set(data["settings"]) <= set(sorts().of_word)
    assert all(sort in others for sort, others in sorts().with_sort.items())


def test_an_article_without_a_sort_is_left_as_it_is() -> None:
    """Nothing is another sort than none."""
    assert set_other_sorts("twelve die in orvane", "twelve people died.", []) == []
