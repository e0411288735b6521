"""When a stage forgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from streams.agents.sweep import CONFIRMED, LEAP_DAYS, SHARE, Sweep

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def swept(memory_days: float, hours: list[float]) -> list[bool]:
    """Return at which of the records, so many hours after noon, a sweep is due."""
    sweep = Sweep(timedelta(days=memory_days))
    return [sweep.is_due(NOON + timedelta(hours=hour)) for hour in hours]


def test_once_a_day_at_its_first_record() -> None:
    """Never at the first record of all, nor at one that is older than the last sweep."""
    assert swept(10, [0, 11, 12, 13, 35, 36, 0, 37, 60.5]) == [
        False,
        False,
        True,
        False,
        False,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("memory", "days"), [(1, 1), (59, 1), (60, 2), (90, 3), (365, 12)])
def test_less_often_where_the_memory_is_long(memory: float, days: int) -> None:
    """At most thirty times within it, but at least once a day."""
    assert SHARE == 30
    assert swept(memory, [24 * day for day in range(days + 1)]) == [False] * days + [True]


DAY = 24
LEAP = (1 + LEAP_DAYS) * DAY
"""Hours from which on a leap of a sweep that is due daily is doubted."""


@pytest.mark.parametrize(("hours", "due"), [(LEAP - DAY, True), (LEAP, False), (24 * 365, False)])
def test_one_record_of_the_future_has_nothing_forgotten(hours: int, due: bool) -> None:
    """Some weeks without a record are no leap; after one that is, the next day's sweep comes as it would have."""
    assert swept(10, [0, hours]) == [False, due]
    assert swept(10, [0, 24 * 365, 1, 24 * 365, DAY]) == [False, False, False, False, True]


def test_a_leap_that_many_records_agree_on_is_believed() -> None:
    """The last of them is the first of the new time; one of the old time in between begins the count again."""
    assert CONFIRMED == 32
    assert swept(10, [0, *[2 * LEAP] * 32, 2 * LEAP, 2 * LEAP + DAY]) == [False] * 32 + [True, False, True]
    assert swept(10, [0, *[2 * LEAP] * 31, 1, *[2 * LEAP] * 31]) == [False] * 64


def test_a_first_record_of_the_future_delays_no_sweep_for_ever() -> None:
    """When many records agree that it is earlier, the day is set back, and the next sweep is a day later."""
    future = 24 * 365
    assert swept(10, [future, *[0] * 31, DAY]) == [False] * 33
    assert swept(10, [future, *[0] * 32, DAY]) == [False] * 33 + [True]
    assert swept(10, [24 * LEAP_DAYS, *[0] * 40, DAY]) == [False] * 42
