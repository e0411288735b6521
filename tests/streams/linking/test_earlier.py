"""Sentences on an earlier event that is like the article's own."""

from __future__ import annotations

from datetime import date

import pytest

from schemas import Role
from streams.linking.earlier import MAX_SENTENCES, without_earlier_events
from streams.linking.happened import NEW_REACH, happened_days
from streams.linking.words import tokens
from tests.streams.linking.articles import figures

WEDNESDAY = date(2026, 3, 4)
OWN = "A bomb at a cafe in Odesa left 6 killed on Tuesday."


def others(body: str) -> list[int | None]:
    """Return the numbers that count the victims of another event, of an article of Wednesday."""
    found = without_earlier_events(figures(body, Role.TOTAL), list(tokens(body)), WEDNESDAY)
    return [figure.min for figure in found if figure.role is Role.OTHER_EVENT]


@pytest.mark.parametrize(
    "more",
    [
        "On Sunday, 20 killed people were found after a bombing at a hotel in the city.",
        "A suicide bombing at a hotel left 20 killed on Sunday.",
        "Another bombing, at a school, left 20 killed on Monday.",
    ],
)
def test_a_bombing_of_an_earlier_day_is_another(more: str) -> None:
    """A later sentence on an earlier day that speaks of "a bombing" counts the victims of another event."""
    assert others(f"{OWN} {more}") == [20]


@pytest.mark.parametrize(
    "more",
    [
        "On Sunday, the bombing at a hotel left 20 killed.",
        "A bombing at a hotel left 20 killed on Tuesday.",
        "A bombing at a hotel left 20 killed on Wednesday.",
        "On Sunday, a bombing at the cafe left 20 killed.",
        "A bombing at a hotel left 20 killed.",
        "Another bombing there left 20 killed on Monday.",
        "The mayor said on Sunday that 20 killed people were found.",
    ],
)
def test_what_may_be_the_own_event_stays(more: str) -> None:
    """A known event, one of the same or a later day, of the same venue or none, or of no day is the article's own."""
    assert others(f"{OWN} {more}") == []


@pytest.mark.parametrize(
    "lead",
    [
        "The toll rose to nine on Tuesday.",
        "Two more of the hurt died on Tuesday.",
        "Two more of the hurt died in a hospital on Tuesday.",
        "Two more of the hurt died in a clinic on Tuesday.",
    ],
)
def test_a_report_or_a_death_in_hospital_begins_no_event(lead: str) -> None:
    """Where the lead tells how a known event goes on, what follows is its own event."""
    assert others(f"{lead} On Sunday, a bombing at a cafe left 6 killed.") == []


def test_the_headline_stays() -> None:
    """A number of the headline is never one of an earlier event, whatever stands at its place in the body."""
    body = f"{OWN} On Sunday, a bombing at a hotel left 20 killed."
    titled = list(figures(body, Role.TOTAL, in_headline=True))
    assert without_earlier_events(titled, list(tokens(body)), WEDNESDAY) == tuple(titled)


@pytest.mark.parametrize("role", [Role.DENIED, Role.BACKGROUND])
def test_other_roles_stay(role: Role) -> None:
    """Only figures that count the own victims change."""
    body = f"{OWN} On Sunday, a bombing at a hotel left 20 killed."
    found = without_earlier_events(figures(body, role), list(tokens(body)), WEDNESDAY)
    assert {figure.role for figure in found} == {role}


@pytest.mark.parametrize(("between", "found"), [(MAX_SENTENCES - 2, [20]), (MAX_SENTENCES - 1, [])])
def test_only_the_first_sentences_are_read(between: int, found: list[int]) -> None:
    """The eighth sentence is read, the ninth is not."""
    filling = " Shops were shut." * between
    assert others(f"{OWN}{filling} On Sunday, a bombing at a hotel left 20 killed.") == found


@pytest.mark.parametrize(("between", "found"), [(NEW_REACH - 1, 1), (NEW_REACH, 0)])
def test_an_event_with_an_article_befell(between: int, found: int) -> None:
    """The words "a large blast in Odesa on Monday" give its day; the article stands at most one word before."""
    text = f"Shops shut after a {'large ' * between}blast in Odesa on Monday."
    assert len(happened_days(list(tokens(text)), WEDNESDAY, goes_on=False, named=True)) == found
    assert happened_days(list(tokens(text)), WEDNESDAY, goes_on=False) == []
