"""When a stage forgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from streams.agents.sweep import SHARE, Sweep

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
