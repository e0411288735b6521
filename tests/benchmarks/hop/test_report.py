"""The hop: what its table and its bars say of the figures measured."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from benchmarks.hop.measuring import Figures, Look, span
from benchmarks.hop.parcels import Count
from benchmarks.hop.report import as_json, bars, complete, show
from benchmarks.hop.systems import OURS, OURS_ONCE, QUIX, STOCK_FAUST

ALL = Count(records=1_000, missing=0, repeated=0)


def figures(name: str, *, processor: float, wall: float = 10.0, target: Count = ALL) -> Figures:
    """Return figures of 1,000 records."""
    return Figures(
        name=name, batches="as it likes", records=1_000, seconds=wall, processor_seconds=processor, target=target
    )


def reached(ours: Figures, *peers: Figures) -> list[bool]:
    """Return which bars are reached."""
    return [bar.reached for bar in bars([ours, *peers])]


@pytest.mark.parametrize(("processor", "expected"), [(1.0, True), (1.01, False)])
def test_ours_may_take_as_much_processor_time_as_quix_streams(processor: float, expected: bool) -> None:
    """As much as Quix Streams is enough, more is not."""
    assert reached(figures(OURS, processor=processor), figures(QUIX, processor=1.0))[0] is expected


@pytest.mark.parametrize(("wall", "expected"), [(12.0, True), (12.1, False)])
def test_ours_may_take_a_fifth_more_wall_time_than_quix_streams(wall: float, expected: bool) -> None:
    """A fifth more wall time than Quix Streams is allowed, not more."""
    ours = figures(OURS, processor=1.0, wall=wall)
    assert reached(ours, figures(QUIX, processor=1.0, wall=10.0))[1] is expected


@pytest.mark.parametrize(("processor", "expected"), [(0.125, True), (0.13, False)])
def test_ours_may_take_an_eighth_of_stock_faust(processor: float, expected: bool) -> None:
    """An eighth of stock Faust's processor time is allowed, not more."""
    assert reached(figures(OURS, processor=processor), figures(STOCK_FAUST, processor=1.0)) == [expected]


def test_exactly_once_has_no_bar() -> None:
    """Peers deliver at least once, so that ours is compared with them in that delivery alone."""
    assert not reached(figures(OURS_ONCE, processor=9.0), figures(QUIX, processor=1.0))


@pytest.mark.parametrize("target", [Count(999, 1, 0), Count(1_001, 0, 1)])
def test_a_record_that_is_missing_or_stands_twice_shows(target: Count) -> None:
    """A run is complete when every record stands in the target once."""
    assert complete(figures(QUIX, processor=1.0))
    assert not complete(figures(QUIX, processor=1.0, target=target))


def test_the_start_of_a_worker_is_not_measured() -> None:
    """The time runs from the first look at which something was written to the first at which all was."""
    looks = [Look(0.0, 2.0, 0), Look(0.1, 3.0, 5), Look(0.2, 4.0, 9), Look(0.3, 5.0, 9)]
    assert span(looks) == (looks[1], looks[2])


def test_the_table_compares_each_system_with_ours() -> None:
    """Each row has records a second, processor time of a record, and its ratio to ours."""
    output = io.StringIO()
    show([figures(OURS, processor=0.05), figures(STOCK_FAUST, processor=0.5)], Console(file=output, width=120))
    row = next(line for line in output.getvalue().splitlines() if STOCK_FAUST in line)
    assert [cell.strip() for cell in row.strip("│").split("│")][2:] == ["100", "0.5", "500", "10.00", "yes"]
    assert "of stock Faust: 0.10, at most 0.125: ok" in output.getvalue()


def test_json_has_the_figures_and_the_bars() -> None:
    """The JSON has what the table has."""
    found = as_json([figures(OURS, processor=0.05), figures(QUIX, processor=0.04)])
    assert found["systems"][0]["microseconds"] == pytest.approx(50)
    assert [bar["reached"] for bar in found["bars"]] == [False, True]
