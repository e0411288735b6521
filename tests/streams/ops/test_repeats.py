"""Messages that come again and again while a broker is away."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from streams.ops.repeats import MAX_KEYS, SECONDS, Repeats


class Clock:
    """A clock that is set."""

    now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def record(name: str, message: Any, *arguments: object, level: int = logging.WARNING) -> logging.LogRecord:
    """Return a record of a logger."""
    return logging.LogRecord(name, level, "x.py", 1, message, arguments, None)


def test_a_message_is_written_once_in_ten_seconds() -> None:
    """Whatever its arguments are; the next one says how many were left out."""
    clock = Clock()
    repeats = Repeats(clock)
    assert SECONDS == 10
    assert repeats.filter(record("aiokafka.conn", "Connection to %s lost", "a"))
    for clock.now in (100.0, 105.0, 109.9):
        assert not repeats.filter(record("aiokafka.conn", "Connection to %s lost", "b"))
    clock.now = 110.0
    again = record("aiokafka.conn", "Connection to %s lost", "b")
    assert repeats.filter(again)
    assert again.getMessage() == "Connection to b lost (3 more like it were left out)"
    clock.now = 120.0
    last = record("aiokafka.conn", "Connection to %s lost", "b")
    assert repeats.filter(last)
    assert last.getMessage() == "Connection to b lost"


def test_an_event_of_our_own_is_known_by_its_name() -> None:
    """Its fields differ from line to line."""
    repeats = Repeats(Clock())
    name = "streams.pipeline.kafka.stage_runner"
    assert repeats.filter(record(name, {"event": "could not send", "seconds": 1}))
    assert not repeats.filter(record(name, {"event": "could not send", "seconds": 2}))
    assert repeats.filter(record(name, {"event": "something else"}))


def test_the_count_of_an_event_is_a_field() -> None:
    """So that it can be read by machines."""
    clock = Clock()
    repeats = Repeats(clock)
    name = "streams.pipeline.kafka"
    for _ in range(3):
        repeats.filter(record(name, {"event": "could not send"}))
    clock.now += SECONDS
    written = record(name, {"event": "could not send"})
    assert repeats.filter(written)
    assert written.msg == {"event": "could not send", "left_out": 2}


@pytest.mark.parametrize(
    ("name", "level", "limited"),
    [
        ("aiokafka", logging.ERROR, True),
        ("mode.timers", logging.WARNING, True),
        ("aiokafka.conn", logging.INFO, False),
        ("aiokafka.conn", logging.CRITICAL, False),
        ("aiokafkaesque", logging.ERROR, False),
        ("streams.runner.processor", logging.WARNING, False),
        ("streams.ops.worker", logging.ERROR, False),
    ],
)
def test_only_loggers_that_repeat_themselves_are_limited(name: str, level: int, limited: bool) -> None:
    """Each dead letter has its line, and so has all that ends a worker."""
    repeats = Repeats(Clock())
    assert repeats.filter(record(name, "again", level=level))
    assert repeats.filter(record(name, "again", level=level)) is not limited


def test_messages_that_are_never_the_same_cost_no_memory() -> None:
    """After a thousand the oldest are forgotten with all others."""
    repeats = Repeats(Clock())
    for number in range(MAX_KEYS + 1):
        assert repeats.filter(record("faust", f"message {number}"))
    assert repeats.filter(record("faust", "message 0"))
    assert not repeats.filter(record("faust", "message 0"))
