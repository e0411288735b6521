"""People told together by what each of them is, under one article or in a headline without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A father and son were killed when their van left the road.", ["killed 2 total"]),
        ("A man, woman and toddler were hurt in the crash.", ["injured 3 total"]),
        ("A 34-year-old man and 30-year-old woman drowned on Monday.", ["killed 2 total"]),
        ("A pilot and passenger died when the glider hit a hangar.", ["killed 2 total"]),
        ("Three people died, including a mother and baby.", ["killed 3 total", "killed 2 subset"]),
        ("An elderly couple and their son died in the fire.", ["killed 3 total"]),
        ("He was charged with the murder of a mother and daughter.", ["killed 2 total"]),
    ],
)
def test_those_under_one_article_are_counted_each(counts: Counter, text: str, expected: list[str]) -> None:
    """Each noun is one person, and all are one group."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Brother and sister drowned in Lake Orva", "killed 2 total"),
        ("Man, woman found dead in flat", "killed 2 total"),
        ("Police: mother, two children killed in fire", "killed 3 total"),
        ("Landslide kills father and daughter", "killed 2 total"),
        ("Driver, three passengers hurt as tram derails", "injured 4 total"),
    ],
)
def test_a_headline_leaves_articles_out(counts: Counter, headline: str, expected: str) -> None:
    """Who opens a headline, or stands right after its verb, is one of those counted."""
    assert counts(headline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "A husband and father was killed on Monday.",
        "A poet and teacher was shot dead.",
        "A woman and child welfare officer was killed.",
        "A wife and mother died in the crash.",
    ],
)
def test_words_that_fit_one_person_make_one(counts: Counter, text: str) -> None:
    """A husband may be a father, a poet a teacher."""
    assert counts(text) == ["killed 1 total"]


def test_two_told_of_a_deed_are_no_victims(counts: Counter) -> None:
    """A mother and son who mourn, or fled, are counted by nobody."""
    assert counts("Mother and son mourn driver who was killed in crash") == []
