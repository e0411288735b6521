"""How a batch is worked through: the turns of the event loop, the size of a flush, and a topic that was recreated."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from schemas import Origin
from streams.pipeline.kafka import stage_runner
from streams.runner import Elapsed, Handler, Outcome, Record, Result, Send, Tally, Unobserved
from streams.settings import Settings
from streams.topics import ACCEPTED
from tests.streams.pipeline.kafka.conftest import Broker, Table, Told, batch, items, runner_with

if TYPE_CHECKING:
    from collections.abc import Sequence


def numbered(values: Sequence[float]) -> list[Record]:
    """Return records of partition 0 whose values are these numbers."""
    return [Record("wire.items.v1", 0, n, b"k", str(value).encode(), (), 0) for n, value in enumerate(values)]


def held(record: Record, *sends: Send) -> Result:
    """Return the result of a record whose item waits."""
    return Result(sends=sends, tallies=(Tally(Outcome.HELD, Origin(partition=0, offset=record.offset)),))


async def test_the_event_loop_has_its_turn_after_two_hundredths_of_a_second_of_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Heartbeats and other stages wait no longer; the time counts from the last turn, and exactly so much is none."""
    clock = [0.0]
    handled: list[int] = []
    turns: list[int] = []
    sleep = asyncio.sleep

    class Slow(Handler):
        def handle(self, record: Record) -> Result:
            clock[0] += float(record.value or b"0")
            handled.append(record.offset)
            return held(record)

    tested = asyncio.current_task()

    async def turn(seconds: float) -> None:
        if asyncio.current_task() is tested:
            assert seconds == 0, "nothing is waited for"
            turns.append(len(handled))
        await sleep(seconds)

    monkeypatch.setattr(
        stage_runner, "time", SimpleNamespace(monotonic=lambda: clock[0], perf_counter=time.perf_counter)
    )
    monkeypatch.setattr(asyncio, "sleep", turn)
    runner = runner_with(Settings(), Broker(), Table(), Unobserved(), handler=lambda _state, _settings: Slow())
    runner.assign([0])
    assert await runner.process(batch(numbered([0.02, 0.5, 0.01, 0.5, 0.0])))
    assert [turn for turn in turns if turn < 5] == [2, 4]


async def test_the_time_from_end_to_end_is_observed(told: Told) -> None:
    """Of each item whose way ended with the record."""

    class Ending(Handler):
        def handle(self, record: Record) -> Result:
            return held(record)._replace(end_to_end=(Elapsed(1.5, "a"), Elapsed(2.5, "b")))

    runner = runner_with(Settings(), Broker(), Table(), told, handler=lambda _state, _settings: Ending())
    runner.assign([0])
    assert await runner.process(batch(numbered([0])))
    assert [call for call in told.calls if call[0] == "end to end"] == [
        ("end to end", 1.5, "a"),
        ("end to end", 2.5, "b"),
    ]


async def test_work_goes_on_where_it_can_not_be_counted(broker: Broker) -> None:
    """What is sent is done, and the next batch comes; the log says so without a word of the error."""

    class Broken(Unobserved):
        def record_batch(self, *_: object, **__: object) -> None:
            raise ValueError("words of a wire")

    runner = runner_with(Settings(), broker, Table(), Broken())
    runner.assign([0])
    with capture_logs() as logs:
        assert await runner.process(batch(items()))
    assert await runner.process(batch(items()))
    assert broker.topics["wire.accepted.v1"]
    told = [line for line in logs if line["event"] == "a batch could not be counted"]
    assert [(line["stage"], line["error"]) for line in told] == [("lifecycle", "ValueError")]
    assert "words" not in repr(logs)


class Large(Handler):
    """Sends a tombstone that counts as many bytes as the record says."""

    def handle(self, record: Record) -> Result:
        """Send it under a key that is long enough."""
        key = str(record.offset).ljust(int(record.value or b"0") - 200, "x")
        return held(record, Send(ACCEPTED, key, None))


@pytest.mark.parametrize(("size", "offsets"), [(1_000_000, [5]), (1_000_001, [4, 5])])
async def test_outputs_are_sent_when_they_have_more_than_four_million_bytes(size: int, offsets: list[int]) -> None:
    """Exactly so many wait for what comes next."""
    broker = Broker(transactional=True)
    runner = runner_with(
        Settings(batch_seconds=1e9), broker, Table(), Unobserved(), handler=lambda _state, _settings: Large()
    )
    runner.assign([0])
    assert await runner.process(batch(numbered([1_000_000, 1_000_000, 1_000_000, size, 300])))
    assert broker.offsets == offsets
    assert broker.topics["wire.accepted.v1"] == 5


@pytest.mark.parametrize(("through", "counted"), [(17, [18]), (16, []), (None, [])])
async def test_a_topic_that_was_recreated_begins_a_new_epoch(
    told: Told, table: Table, through: int | None, counted: list[int]
) -> None:
    """Where the account still stands at its last offset; the log says how many records were counted before."""
    first = runner_with(Settings(), Broker(), table, told)
    first.assign([0])
    assert await first.process(batch(items()))
    recreated = {} if through is None else {("lifecycle", 0): through}
    runner = runner_with(Settings(), Broker(), table, told, recreated=recreated)
    runner.assign([0])
    with capture_logs() as logs:
        runner.opened(0)
    (opened,) = (line for line in logs if line["event"] == "partition opened")
    assert 0 <= opened["seconds"] < time.perf_counter()
    found = [line for line in logs if line["event"].startswith("the topic was recreated")]
    assert [(line["counted"], line["topic"], line["partition"]) for line in found] == [
        (number, "wire.items.v1", 0) for number in counted
    ]
