"""What timers send, and what is logged."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from structlog.testing import LogCapture

from schemas import Release
from streams.runner import (
    PartitionProcessor,
    Send,
)
from streams.topics import ITEMS
from tests.streams.runner.scripted import (
    LIFECYCLE,
    LIMIT,
    NOW,
    SETTINGS,
    Scripted,
    processed,
    processor,
    record,
    written,
)

if TYPE_CHECKING:
    import pytest


def test_a_timer_sends_like_any_output() -> None:
    """With its schema; one that is too large is left out and keeps no other from being sent."""
    (out,) = processor().due(NOW)
    assert (out.topic, out.key, dict(out.headers)["wf-schema"]) == ("wire.items.v1", b"m/1", b"Release/1")


def test_a_timer_that_fails_is_rolled_back() -> None:
    """It sends nothing, and the partition goes on."""
    by = processor()
    assert by.due(NOW + timedelta(seconds=1)) == []
    assert written(by) == {}
    assert processed(record(b"send"), by=by).records


def captured(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list that the processor's log lines get into, however logging is configured."""
    capture = LogCapture()
    log = structlog.wrap_logger(None, processors=[capture], wrapper_class=structlog.BoundLogger)
    monkeypatch.setattr("streams.runner.processor.log", log)
    return capture.entries


def test_a_timers_record_at_the_limit_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more, and it is left out and logged."""

    class Timed(Scripted):
        room = 0

        def due(self, now: datetime) -> tuple[Send, ...]:
            return (Send(ITEMS, "m", Release(item_key="x" * self.room, due=now)),)

    by = PartitionProcessor(LIFECYCLE, Timed, settings=SETTINGS, store={}, partition=0)
    (empty,) = by.due(NOW)
    Timed.room = LIMIT - empty.size
    logs = captured(monkeypatch)
    assert [out.size for out in by.due(NOW)] == [LIMIT]
    assert logs == []
    Timed.room += 1
    assert by.due(NOW) == []
    assert [(line["log_level"], line["topic"], line["bytes"]) for line in logs] == [
        ("error", "wire.items.v1", LIMIT + 1)
    ]


def test_a_failure_is_logged_with_its_traceback_where_nobody_foresaw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sender did wrong is named without one."""
    logs = captured(monkeypatch)
    processed(record(b"raise", 3), record(b"surrogate", 4))
    assert [(line["event"], line["error"], line["offset"]) for line in logs] == [
        ("dead letter", "ValueError", 3),
        ("dead letter", "MalformedItem", 4),
    ]
    assert isinstance(logs[0]["exc_info"], ValueError)
    assert logs[1]["exc_info"] is None
