"""When a feed is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.feeds.schedule import LONGEST_ASKED, asked_wait, due, next_wait

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)
HOUR = timedelta(hours=1)


def test_a_feed_that_works_is_asked_after_its_interval() -> None:
    """Chance adds a tenth at most, and takes nothing off."""
    assert [next_wait(FIVE, 0, share) for share in (0, 1)] == [FIVE, timedelta(minutes=5.5)]


@pytest.mark.parametrize(("failures", "minutes"), [(1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (99, 60)])
def test_the_wait_doubles_with_each_failure_up_to_an_hour(failures: int, minutes: int) -> None:
    """The first failure costs the interval."""
    assert next_wait(FIVE, failures, 0) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (5, 16), (6, 24)])
def test_a_feed_that_is_polled_once_a_day_is_tried_again_after_an_hour(failures: int, hours: int) -> None:
    """Its own interval is the longest wait."""
    assert next_wait(timedelta(days=1), failures, 0) == timedelta(hours=hours)


def test_what_the_server_asks_for_is_the_least() -> None:
    """It lengthens a wait and never shortens one."""
    assert next_wait(FIVE, 1, 0, HOUR) == HOUR
    assert next_wait(FIVE, 0, 0, timedelta(seconds=1)) == FIVE


@pytest.mark.parametrize(
    ("stated", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("Mon, 09 Mar 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 09 Mar 2026 11:30:00 GMT", timedelta(0)),
        ("Mon, 09 Mar 2026 12:30:00", timedelta(minutes=30)),
        ("86401", LONGEST_ASKED),
        ("9" * 60, LONGEST_ASKED),
        ("Mon, 09 Mar 2027 12:30:00 GMT", LONGEST_ASKED),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_a_rest_is_asked_for_in_seconds_or_until_a_date(stated: str | None, wait: timedelta | None) -> None:
    """A day is the most, and what can't be read asks for nothing."""
    assert asked_wait(stated, NOW) == wait


@given(st.text(max_size=80))
def test_any_header_is_read_or_left_out(stated: str) -> None:
    """No header stops a feed for ever."""
    wait = asked_wait(stated, NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST_ASKED


@pytest.mark.parametrize(
    ("failures", "noted", "minutes"),
    [
        (0, 5, 5),
        (0, 5.5, 5.5),
        (0, 60, 5.5),
        (3, 60, 60),
        (3, 24 * 60 * 1.1, 24 * 60 * 1.1),
        (3, 24 * 60 * 365, 24 * 60 * 1.1),
        (0, -5, -5),
    ],
)
def test_after_a_restart_a_feed_keeps_its_turn(failures: int, noted: float, minutes: float) -> None:
    """What could not have been noted now is cut: the file states a shorter interval, or a clock was wrong."""
    assert due(NOW + timedelta(minutes=noted), FIVE, failures, NOW) == NOW + timedelta(minutes=minutes)


def test_a_feed_without_a_turn_is_asked_at_once() -> None:
    """It is new."""
    assert due(None, FIVE, 0, NOW) is None
