"""Figures of events long past."""

from __future__ import annotations

from datetime import date

import pytest

from schemas import CasualtyFigure, Period, Role, Span
from streams.linking.history import LONG_PAST, history_among
from streams.linking.words import tokens
from tests.streams.linking.articles import figures

PUBLISHED = date(2026, 3, 4)
HEADLINE = "City honours 20 killed on the trains"


def own(body: str, *periods: tuple[date, date] | None, role: Role = Role.TOTAL) -> list[tuple[int | None, bool]]:
    """Return the totals that are no history, and whether each is of the headline.

    `periods` are those of the figures of the body, in order.
    """
    made = [_in_sentence(figure, body) for figure in figures(body, role)]
    dated = [
        figure.model_copy(update={"period": _period(*period)}) if period else figure
        for figure, period in zip(made, periods or (None,) * len(made), strict=True)
    ]
    headline = figures(HEADLINE, Role.TOTAL, in_headline=True)
    named = [figure.model_copy(update={"id": f"h{figure.id}"}) for figure in headline]
    history = history_among([*named, *dated], list(tokens(body)), PUBLISHED)
    return [
        (figure.min, figure.evidence.in_headline)
        for figure in (*named, *dated)
        if figure.role is Role.TOTAL and figure.id not in history
    ]


def _period(start: date, end: date) -> Period:
    return Period(text=f"{start:%B} {start.day}, {start.year}", start=start, end=end)


def _in_sentence(figure: CasualtyFigure, body: str) -> CasualtyFigure:
    number = figure.evidence.number
    start, end = body.rfind(". ", 0, number.start) + 1, body.find(".", number.end)
    return figure.model_copy(
        update={"evidence": figure.evidence.model_copy(update={"sentence": Span(start=start, end=end)})}
    )


def test_a_number_of_a_year_long_past_is_history() -> None:
    """In the headline too."""
    assert own("A court heard of 20 killed in 2015.", (date(2015, 1, 1), date(2015, 12, 31))) == []


@pytest.mark.parametrize("name", ["bombings of 2004", "quake of 1999"])
@pytest.mark.parametrize("role", [Role.TOTAL, Role.OTHER_EVENT])
def test_an_event_named_by_its_year_is_history(name: str, role: Role) -> None:
    """Whatever the body's number was taken for."""
    assert own(f"They remembered the 20 killed in the {name}.", role=role) == []


@pytest.mark.parametrize(
    "body",
    [
        "They remembered the 20 killed in the bombings of 2026.",
        "They remembered the bombings of 2004. A gas leak left 20 killed.",
        "After the bombings of 2004 a gas leak left 20 killed.",
        "A gas leak left 20 killed in a house of 1904.",
        "A gas leak left 20 killed in a blast of 2500 degrees.",
        "A gas leak left 20 killed in a blast of ²⁰⁰⁴.",
    ],
)
def test_other_years_are_no_history(body: str) -> None:
    """One within the window, in another sentence, before the number, or of something that is no event."""
    assert own(body) == [(20, True), (20, False)]


def test_a_number_given_for_this_week_too_stays() -> None:
    """Two events have the same number: the headline may mean the new one."""
    past = (date(2015, 1, 1), date(2015, 12, 31))
    body = "A fire left 20 killed today. In 2015 a fire left 20 killed there."
    assert own(body, (PUBLISHED, PUBLISHED), past) == [(20, True), (20, False)]


@pytest.mark.parametrize(("days", "kept"), [(0, [(20, True), (20, False)]), (1, [])])
def test_long_past_is_before_any_window(days: int, kept: list[tuple[int, bool]]) -> None:
    """What ended so long before publication is news no more."""
    end = date.fromordinal((PUBLISHED - LONG_PAST).toordinal() - days)
    assert own("There were 20 killed.", (end, end)) == kept


@pytest.mark.parametrize(("text", "kept"), [("Nov 20", [20]), ("Nov 20, 2025", [])])
def test_a_day_without_its_year_is_no_history(text: str, kept: list[int]) -> None:
    """Copy that is sent late, or again, has the day of its event in its dateline, and the year is a guess."""
    day = date(2025, 11, 20)
    (figure,) = figures("There were 20 killed.", Role.TOTAL)
    dated = figure.model_copy(update={"period": Period(text=text, start=day, end=day)})
    history = history_among([dated], list(tokens("There were 20 killed.")), PUBLISHED)
    assert [each.min for each in (dated,) if each.id not in history] == kept
