"""The stepped chart of a toll."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from streams.desk.pages.chart import APART, BOTTOM, COLOURS, END, LEFT, MOST_TICKS, RIGHT, TOP, chart_of, speakers_of
from streams.desk.values import KindTimeline, Step
from tests.streams.desk.pages.conftest import AT, step_of


def _line(*steps: Step) -> KindTimeline:
    return KindTimeline(kind="killed", steps=steps)


def _after(hours: float, number: int | None, *, attribution: str | None = "the ministry") -> Step:
    return step_of(1, number, at=AT + timedelta(hours=hours), attribution=attribution)


def test_steps_stand_where_their_time_is_and_run_to_the_next() -> None:
    """The middle of the time is the middle of the chart; the last number runs on to the edge."""
    runs = chart_of(_line(_after(0, 5), _after(5, 10), _after(10, 20)), ()).runs
    assert [run.left for run in runs] == [LEFT, (LEFT + RIGHT) / 2, RIGHT]
    assert [run.right for run in runs] == [(LEFT + RIGHT) / 2, RIGHT, END]


def test_the_largest_number_is_at_the_top_and_nothing_at_the_bottom() -> None:
    """The scale begins at 0: a chart that does not makes small changes large."""
    runs = chart_of(_line(_after(0, 0), _after(1, 10), _after(2, 20)), ()).runs
    assert [run.level for run in runs] == [BOTTOM, (BOTTOM + TOP) / 2, TOP]
    assert [run.from_level for run in runs] == [None, BOTTOM, (BOTTOM + TOP) / 2]


def test_a_withdrawn_number_is_drawn_at_the_bottom() -> None:
    """It is no number any more."""
    assert chart_of(_line(_after(0, 5), _after(1, None)), ()).runs[1].level == BOTTOM


def test_steps_that_come_together_are_set_apart() -> None:
    """Each must be hit with a finger, also those of one second, and none leaves the chart."""
    steps = [_after(0, 1), *(_after(100 + index / 10_000, index) for index in range(5))]
    lefts = [run.left for run in chart_of(_line(*steps), ()).runs]
    assert all(after - before >= APART - 0.01 for before, after in pairwise(lefts))
    assert lefts[-1] == RIGHT


def test_steps_of_one_moment_are_spread_evenly() -> None:
    """A replay gives all of them one time."""
    lefts = [run.left for run in chart_of(_line(*[_after(0, 1)] * 3), ()).runs]
    assert lefts == [LEFT, (LEFT + RIGHT) / 2, RIGHT]


def test_more_steps_than_there_is_room_for_stay_on_the_chart() -> None:
    """They stand closer then."""
    lefts = [run.left for run in chart_of(_line(*(_after(index, index) for index in range(300))), ()).runs]
    assert lefts == sorted(lefts)
    assert lefts[0] >= LEFT - 0.01
    assert lefts[-1] <= RIGHT


def test_the_interval_is_a_band_around_the_number() -> None:
    """From low to high; none where both are the number."""
    step = _after(0, 10).model_copy(update={"low": 5, "high": 20})
    run = chart_of(_line(step), ()).runs[0]
    assert run.band_top == TOP
    assert run.band_height == pytest.approx((BOTTOM - TOP) * 0.75)
    assert chart_of(_line(_after(0, 10)), ()).runs[0].band_height == 0


def test_an_open_number_has_no_band_above_it() -> None:
    """Nobody knows how high it is."""
    step = _after(0, 10).model_copy(update={"low": 10, "high": None})
    assert chart_of(_line(step), ()).runs[0].band_height == 0


@pytest.mark.parametrize(
    ("highest", "numbers"), [(1, [0, 1]), (4, [0, 1, 2, 3, 4]), (5, [0, 2, 4]), (27, [0, 10, 20]), (900, [0, 500])]
)
def test_lines_across_stand_at_round_numbers(highest: int, numbers: list[int]) -> None:
    """Steps of 1, 2 or 5, or of these times 10, 100 and so on."""
    ticks = [tick.number for tick in chart_of(_line(_after(0, highest)), ()).ticks]
    assert ticks == numbers
    assert len(ticks) <= MOST_TICKS + 1


def test_speakers_are_numbered_in_the_order_in_which_they_first_speak() -> None:
    """The same speaker has the same colour in all charts of the page; who has none of its own is 0, like nobody."""
    names = [f"speaker {index}" for index in range(COLOURS + 1)]
    line = _line(*(_after(index, index, attribution=name) for index, name in enumerate([*names, names[0], None])))
    speakers = speakers_of([line])
    assert speakers == tuple(names[:COLOURS])
    assert [run.speaker for run in chart_of(line, speakers).runs] == [*range(1, COLOURS + 1), 0, 1, 0]


def test_a_toll_without_steps_has_an_empty_chart() -> None:
    """Its history may be lost."""
    chart = chart_of(_line(), ())
    assert chart.runs == ()
    assert [tick.number for tick in chart.ticks] == [0, 1]


def test_a_speaker_who_opens_a_sentence_is_the_same_as_inside_one() -> None:
    """The ministry is the ministry, in one colour."""
    line = _line(_after(0, 1, attribution="the ministry"), _after(1, 2, attribution="The ministry"))
    speakers = speakers_of([line])
    assert speakers == ("the ministry",)
    assert [run.speaker for run in chart_of(line, speakers).runs] == [1, 1]
