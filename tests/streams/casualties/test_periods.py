"""When: time expressions, resolved against the date of publication, a Wednesday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from streams.casualties import extract_figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CasualtyFigure

    Reader = Callable[[str], list[CasualtyFigure]]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("on Tuesday", date(2016, 4, 5), date(2016, 4, 5)),
        ("on Wednesday", date(2016, 4, 6), date(2016, 4, 6)),
        ("since Sunday", date(2016, 4, 3), date(2016, 4, 6)),
        ("in the past 24 hours", date(2016, 4, 5), date(2016, 4, 6)),
        ("over the past two weeks", date(2016, 3, 23), date(2016, 4, 6)),
        ("yesterday", date(2016, 4, 5), date(2016, 4, 5)),
        ("overnight", date(2016, 4, 5), date(2016, 4, 6)),
        ("last week", date(2016, 3, 28), date(2016, 4, 3)),
        ("this month", date(2016, 4, 1), date(2016, 4, 6)),
        ("on March 12", date(2016, 3, 12), date(2016, 3, 12)),
        ("on 12 March", date(2016, 3, 12), date(2016, 3, 12)),
        ("on Dec. 3", date(2015, 12, 3), date(2015, 12, 3)),
        ("on May 3, 2011", date(2011, 5, 3), date(2011, 5, 3)),
        ("in January", date(2016, 1, 1), date(2016, 1, 31)),
        ("in November", date(2015, 11, 1), date(2015, 11, 30)),
        ("in June 2005", date(2005, 6, 1), date(2005, 6, 30)),
        ("since April 2", date(2016, 4, 2), date(2016, 4, 6)),
        ("since mid-March", date(2016, 3, 1), date(2016, 4, 6)),
    ],
)
def test_a_period_is_resolved(read: Reader, words: str, start: date, end: date) -> None:
    """A time expression of the figure's clause gives start and end, both inclusive."""
    (figure,) = read(f"Twelve soldiers were killed {words}.")
    assert figure.period is not None
    assert figure.period.text == words
    assert (figure.period.start, figure.period.end) == (start, end)


def test_four_days_of_fighting_count_today(read: Reader) -> None:
    """A duration that ends now begins so many days before tomorrow."""
    (figure,) = read("Twelve soldiers were killed in four days of fighting.")
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == (date(2016, 4, 3), date(2016, 4, 6))


def test_without_a_date_of_publication_the_words_stay() -> None:
    """What can't be resolved has its words and no dates."""
    (figure,) = extract_figures("Twelve soldiers were killed on Tuesday.")
    assert figure.period is not None
    assert (figure.period.text, figure.period.start, figure.period.end) == ("on Tuesday", None, None)


def test_each_clause_has_its_own_time(read: Reader) -> None:
    """A window and an earlier event of one sentence are kept apart."""
    first, second = read("Five died on Tuesday, the worst accident since 1987, when 31 died in the same tunnel.")
    assert first.period is not None
    assert first.period.text == "on Tuesday"
    assert second.period is not None
    assert second.period.start == date(1987, 1, 1)


@pytest.mark.parametrize("published", [date.min, date.max, date(1, 1, 1)])
def test_an_absurd_date_of_publication_does_no_harm(published: date) -> None:
    """Dates at the ends of the calendar give figures all the same."""
    assert (
        len(
            extract_figures(
                "Twelve people were killed last month, and nine people were killed in the past 90 years.",
                published=published,
            )
        )
        == 2
    )


def test_a_date_in_the_dateline_is_no_period() -> None:
    """The day on which a wire was written says nothing of when somebody was killed."""
    figure = extract_figures("KARSUN, Nov 3 - Gunmen killed nine men.", published=date(2023, 6, 4))[0]
    assert (figure.role.value, figure.period) == ("total", None)
