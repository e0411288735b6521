"""Event time that a few broken clocks can't move."""

from __future__ import annotations

from streams.dedup.clock import EventClock, plausible_time

YEAR = 366 * 86_400


def test_first_arrival() -> None:
    """The clock starts with the first arrival, and never goes back."""
    clock = EventClock()

    assert clock.now == 0
    assert clock.arrive(500) == 500
    assert clock.arrive(100) == 500


def test_median() -> None:
    """The clock is the median of the last 64 arrivals, the lower one of two."""
    clock = EventClock()
    for time in range(1, 64):
        clock.arrive(time)

    assert clock.now == 32
    assert clock.arrive(64) == 32
    assert clock.arrive(65) == 33


def test_wrong_clocks() -> None:
    """Fewer than half of 64 wrong times move nothing; half do."""
    clock = EventClock([100] * 64, 100)
    for _ in range(32):
        assert clock.arrive(10**9) == 100

    assert clock.arrive(10**9) == 10**9


def test_a_wrong_time_is_forgotten() -> None:
    """A wrong time counts while it is among the last 64 arrivals, and no longer."""
    clock = EventClock([100] * 64, 100)
    for received in (10**9, *[100] * 32, *[10**9] * 32):
        assert clock.arrive(received) == 100

    assert clock.arrive(10**9) == 10**9


def test_plausible_times() -> None:
    """A time of an article up to a year from the clock is believed, another is taken for the clock's."""
    assert plausible_time(10 * YEAR, 9 * YEAR) == 10 * YEAR
    assert plausible_time(10 * YEAR + 1, 9 * YEAR) == 9 * YEAR
    assert plausible_time(8 * YEAR, 9 * YEAR) == 8 * YEAR
    assert plausible_time(8 * YEAR - 1, 9 * YEAR) == 9 * YEAR
