"""How feeds do, in words, in a table, as JSON and as metrics."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from streams.feeds import FeedState, failed, succeeded
from streams.ops.errors import OperationFailed
from streams.ops.feeds.metrics import FeedMetrics, metrics_page
from streams.ops.feeds.overview import condition, row, state_json

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def state(**fields: Any) -> FeedState:
    """Return a state that is an hour old at most."""
    return FeedState(**{"since": NOW, "at": NOW, "silence_seconds": 3_600.0, **fields})


@pytest.mark.parametrize(
    ("known", "minutes", "words"),
    [
        (None, 0, "never run"),
        (state(), 60, "works"),
        (state(), 61, "silent"),
        (state(last_success=NOW + timedelta(minutes=30)), 90, "works"),
        (state(last_success=NOW + timedelta(minutes=30)), 91, "silent"),
        (state(failures=3), 0, "fails, 3 in a row"),
        (state(failures=3), 61, "silent (fails, 3 in a row)"),
    ],
)
def test_a_feed_works_fails_or_is_silent(known: FeedState | None, minutes: int, words: str) -> None:
    """It is silent when it had no success for longer than the time set, from the first moment that it was known."""
    assert condition(known, NOW + timedelta(minutes=minutes)) == words


def test_a_feed_that_is_not_enabled_is_neither() -> None:
    """Whatever it was before."""
    assert condition(state(failures=3), NOW, enabled=False) == "not enabled"
    assert state_json("hills", "poll", state(), NOW + timedelta(days=1), enabled=False)["silent"] is False


def test_an_error_is_shown_with_its_time_also_after_it_has_passed() -> None:
    """Whoever looks in the morning sees what was at night."""
    known = succeeded(failed(state(), "the server answers 500", NOW), NOW + timedelta(minutes=5), sent=1)
    assert row("hills", "poll", known, NOW) == (
        "hills",
        "poll",
        "works",
        "2026-03-09 12:05:00",
        None,
        1,
        "2026-03-09 12:00:00 the server answers 500",
    )


def test_machines_get_the_same() -> None:
    """What only the poller needs is left out."""
    shown = state_json("hills", "poll", state(etag='"1"', failures=2), NOW + timedelta(hours=2))
    assert (shown["feed"], shown["condition"], shown["silent"]) == ("hills", "silent (fails, 2 in a row)", True)
    assert shown["failures"] == 2
    assert "etag" not in shown


def test_a_reason_is_cut() -> None:
    """A state must stay small."""
    assert failed(state(), "x" * 301, NOW).last_error == "x" * 300


def sample(metrics: FeedMetrics, name: str) -> float | None:
    """Return the value of a metric of the feed."""
    return metrics.registry.get_sample_value(f"wirefeed_feed_{name}", {"feed": "hills"})


def test_metrics_say_when_the_last_success_was() -> None:
    """A feed that never had one counts from when it was first noted, so that it is reported too."""
    metrics = FeedMetrics()
    metrics.note("hills", state(failures=2, sent=7))
    assert sample(metrics, "last_success_seconds") == NOW.timestamp()
    assert [sample(metrics, name) for name in ("silence_seconds", "failures", "sent_records")] == [3_600, 2, 7]
    metrics.note("hills", state(last_success=NOW + timedelta(minutes=1)))
    assert sample(metrics, "last_success_seconds") == NOW.timestamp() + 60


def test_a_feed_that_is_gone_has_no_metrics() -> None:
    """It would be reported as silent for ever."""
    metrics = FeedMetrics()
    metrics.note("hills", state())
    metrics.forget()
    assert sample(metrics, "last_success_seconds") is None


async def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    """Two processes on one machine need two ports."""
    async with metrics_page(FeedMetrics(), "127.0.0.1", 0) as port:
        with pytest.raises(OperationFailed, match=f"127.0.0.1:{port} can't be listened on.*WIREFEED_FEEDS_PORT"):
            async with metrics_page(FeedMetrics(), "127.0.0.1", port):
                pass
