"""What the samples of a soak show."""

from __future__ import annotations

import pytest

from benchmarks.soak.samples import Sample, growing, sparkline, verdict, warm


def samples(*sizes: int) -> list[Sample]:
    """Return a sample every ten seconds, of a worker with so many bytes."""
    return [Sample(10.0 * place, size, 0, {}) for place, size in enumerate(sizes)]


def test_the_first_third_is_warm_up() -> None:
    """A sample at a third of the time counts, earlier ones do not."""
    assert [sample.resident for sample in warm(samples(1, 2, 3, 4))] == [2, 3, 4]


@pytest.mark.parametrize(("size", "flat"), [(115, True), (116, False), (85, True), (84, False)])
def test_memory_is_flat_within_fifteen_per_cent_of_the_median(size: int, flat: bool) -> None:
    """Above and below; what was before the warm-up does not matter."""
    assert verdict(samples(1, 100, 100, 100, 100, 100, size)).flat is flat


def test_the_growth_of_an_hour_is_told() -> None:
    """A byte in ten seconds makes 360 in an hour."""
    found = verdict(samples(0, 10, 11, 12))
    assert found.per_hour == pytest.approx(360)
    assert (found.lowest, found.highest, found.median) == (10, 12, 11)


def test_one_sample_has_no_growth() -> None:
    """Nothing can be said of it."""
    assert verdict(samples(10)).per_hour == 0


def test_tables_that_grew_after_the_warm_up_are_listed() -> None:
    """With their entries then and at the end; a table that is new began with none."""
    taken = [
        Sample(0, 1, 0, {"a x": 1}),
        Sample(10, 1, 0, {"a x": 5, "b y": 3}),
        Sample(20, 1, 0, {"a x": 6, "c z": 2}),
    ]
    assert growing(taken) == {"a x": (5, 6), "c z": (0.0, 2)}


def test_a_sparkline_has_a_bar_for_each_value() -> None:
    """From nothing to the highest value; of many values, the highest of each part."""
    assert sparkline([0, 50, 100]) == "▁▅█"
    assert sparkline([0, 100, 0, 0], width=2) == "█▁"
    assert sparkline([0]) == "▁"
