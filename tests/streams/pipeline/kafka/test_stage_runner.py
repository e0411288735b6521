"""The runner of a stage on Kafka: assignments, sending, and a broker that goes away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from aiokafka.errors import KafkaConnectionError
from faust.types import TP
from structlog.testing import capture_logs

from streams.pipeline import stage_named
from streams.pipeline.kafka import Fenced, StageRunner
from streams.pipeline.kafka.stage_runner import PartitionLost
from streams.runner import Batch, Record, to_record, to_records
from streams.settings import Settings
from streams.topics import ITEMS
from tests.running.wire import feed, item, whole
from tests.streams.pipeline.kafka.conftest import Broker, Table, Told, batch, items, pauses_of, runner_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.runner import OutRecord, Span

CHANGELOG = "wirefeed-lifecycle-changelog"


async def test_outputs_are_sent_then_logged_then_in_the_store(
    runner: StageRunner, broker: Broker, table: Table, told: Told
) -> None:
    """The store is written when the changelog has everything, and knows up to where."""
    at_arrival: list[tuple[str, int]] = []
    broker.arrival = lambda records: at_arrival.append((records[0].topic, len(table.data)))
    assert await runner.process(batch(items()))
    assert at_arrival == [("wire.accepted.v1", 0), (CHANGELOG, 0)]
    assert {record.partition for record in broker.sent if record.topic == CHANGELOG} == {0}
    assert table.data
    assert table.data.persisted == {TP(CHANGELOG, 0): len(broker.sent) - 1}
    assert ("batch", "lifecycle", 0, 18) in told.calls
    assert ("sent", "lifecycle", "wire.accepted.v1", broker.topics["wire.accepted.v1"]) in told.calls
    assert ("outcome", "lifecycle", "held", 1) in told.calls
    assert ("size", "lifecycle", 0, "held", 1) in told.calls


async def test_in_a_transaction_everything_goes_out_together(runner: StageRunner, broker: Broker, table: Table) -> None:
    """With the offset of the record that comes next."""
    broker.transactional = True
    records = items()
    assert await runner.process(batch(records))
    assert broker.offsets == [records[-1].offset + 1]
    assert {"wire.accepted.v1", CHANGELOG} <= broker.topics.keys()
    assert table.data


async def test_a_part_of_a_batch_goes_out_with_the_offset_that_it_reached(
    broker: Broker, table: Table, told: Told
) -> None:
    """So that the records after it are the next to be read after a crash."""
    broker.transactional = True
    runner = runner_with(Settings(batch_seconds=1e-9), broker, table, told)
    runner.assign([0])
    records = items()
    assert await runner.process(batch(records))
    assert broker.offsets == [record.offset + 1 for record in records]


class Taken:
    """Keeps the spans that it is given."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def export(self, spans: Sequence[Span]) -> None:
        """Keep them."""
        self.spans += spans


async def test_spans_are_exported_when_the_broker_has_everything(broker: Broker, table: Table, told: Told) -> None:
    """One a record at least, of every part of a batch; none before, and none of a batch that was given up."""
    tracer = Taken()
    runner = runner_with(Settings(batch_seconds=1e-9), broker, table, told, tracer=tracer)
    runner.assign([0])
    at_arrival: list[int] = []
    broker.arrival = lambda _: at_arrival.append(len(tracer.spans))
    records = items()
    assert await runner.process(batch(records[:2]))
    assert at_arrival[0] == 0
    assert [span.work.offset for span in tracer.spans] == [record.offset for record in records[:2]]
    broker.away = [Fenced("why")]
    assert not await runner.process(batch(records[2:]))
    assert len(tracer.spans) == 2


async def test_a_fenced_partition_is_given_up(runner: StageRunner, broker: Broker, table: Table) -> None:
    """And the group is asked whose it is."""
    asked: list[bool] = []
    runner.on_fenced = lambda: asked.append(True)
    broker.away = [Fenced("why")]
    with capture_logs() as logs:
        assert not await runner.process(batch(items()))
        assert not await runner.process(batch(items()))
        await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert asked == [True]
    assert (broker.sent, table.data) == ([], {})
    reasons = [log["reason"] for log in logs if log["event"] == "partition given up"]
    assert reasons == ["why"], "it is said once, and nothing is sent until the next assignment"


async def test_an_idle_partition_that_is_fenced_is_given_up(runner: StageRunner, broker: Broker) -> None:
    """And the group is asked whose it is."""
    asked: list[bool] = []
    runner.on_fenced = lambda: asked.append(True)
    broker.away = [Fenced()]
    assert not await runner.skip_to(0, 9)
    assert not await runner.skip_to(0, 9)
    assert asked == [True]


async def test_the_offset_of_an_idle_partition_is_sent_alone(runner: StageRunner, broker: Broker) -> None:
    """Not for a partition of others; a broker that is away is asked again later."""
    assert await runner.skip_to(0, 7)
    assert (broker.sent, broker.offsets) == ([], [7])
    assert not await runner.skip_to(1, 7)
    for error in (KafkaConnectionError(), TimeoutError(), Fenced()):
        broker.away = [error]
        assert not await runner.skip_to(0, 9)


async def test_timers_of_all_partitions_run_without_a_wait(
    runner: StageRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop has its turn between two of them, and no more."""
    pauses = pauses_of(monkeypatch)
    runner.assign([0, 1, 2])
    await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert pauses == []


async def test_dead_letters_are_observed(runner: StageRunner, told: Told) -> None:
    """By the type of their error."""
    assert await runner.process(batch([Record("wire.items.v1", 0, 0, None, b"{", (), 0)]))
    assert ("dead", "lifecycle", "UndecodableMessage", 1) in told.calls


@pytest.mark.parametrize("error", [KafkaConnectionError(), ConnectionResetError(), TimeoutError()])
async def test_a_broker_that_is_away_is_waited_for(
    runner: StageRunner, broker: Broker, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Longer from try to try, up to a limit; then everything is there once."""
    pauses = pauses_of(monkeypatch)
    broker.away = [error] * 8
    assert await runner.process(batch(items()))
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    assert broker.topics["wire.accepted.v1"] == 10


async def test_an_embargo_that_ends_while_the_broker_is_away_is_sent_later(
    runner: StageRunner, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker goes on, and the release is there when the broker is."""
    pauses_of(monkeypatch)
    assert await runner.process(batch(items()))
    broker.sent.clear()
    broker.away = [KafkaConnectionError()] * 3
    await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert [(record.topic, record.key) for record in broker.sent] == [("wire.items.v1", b"ministry/rail")]


async def test_timers_open_the_partitions_of_the_assignment_alone(runner: StageRunner, broker: Broker) -> None:
    """After a restart the embargo is still known; where the partition has gone, nobody sends for it."""
    assert await runner.process(batch(items()))
    broker.sent.clear()
    runner.assign([0])
    await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert broker.topics == {"wire.items.v1": 1}
    runner.revoke([0])
    await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert broker.topics == {"wire.items.v1": 1}


async def test_a_partition_lost_while_a_timer_is_sent_is_given_up(
    runner: StageRunner, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sent by whoever has the partition now."""
    pauses_of(monkeypatch)
    assert await runner.process(batch(items()))
    broker.sent.clear()
    send = broker.send

    async def lose(*arguments: Any) -> dict[tuple[str, int], int]:
        runner.revoke([0])
        broker.away = [KafkaConnectionError()]
        return await send(*arguments)

    monkeypatch.setattr(broker, "send", lose)
    await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert broker.sent == []


async def test_nothing_is_opened_that_is_not_assigned(runner: StageRunner, broker: Broker) -> None:
    """A batch of a partition of others is given up."""
    with pytest.raises(PartitionLost):
        runner.opened(1)
    assert not await runner.process(Batch("wire.items.v1", 1, items()))
    assert broker.sent == []


async def test_a_revoked_batch_sends_nothing(runner: StageRunner, broker: Broker) -> None:
    """It is read again from the committed offset."""
    lost = batch(items())
    lost.revoked = True
    assert not await runner.process(lost)
    assert broker.sent == []


@pytest.mark.parametrize("when", ["wire.accepted.v1", CHANGELOG])
async def test_a_batch_of_an_earlier_assignment_writes_nothing_more(
    runner: StageRunner, broker: Broker, table: Table, told: Told, when: str
) -> None:
    """The partition went away and came back in mid-batch: what the batch does next concerns nobody."""
    again: list[object] = []

    def reassign(records: Sequence[OutRecord]) -> None:
        if records[0].topic == when and not again:
            runner.assign([0])
            again.append(runner.opened(0))

    broker.arrival = reassign
    assert not await runner.process(batch(items()))
    assert table.data == {}
    assert runner.opened(0) is again[0], "the new assignment's processor was not closed by the old batch"
    assert ("forget", "lifecycle", 0) in told.calls
    assert (CHANGELOG in broker.topics) is (when == CHANGELOG)


async def test_a_batch_given_up_while_its_transaction_went_through_leaves_its_state(
    runner: StageRunner, broker: Broker, table: Table
) -> None:
    """The same assignment goes on from the offset in the transaction, with the state that belongs to it."""
    broker.transactional = True
    given_up = batch(items())

    def revoke(_: Sequence[OutRecord]) -> None:
        given_up.revoked = True

    broker.arrival = revoke
    await runner.process(given_up)
    written = {record.key: record.value for record in broker.sent if record.topic == CHANGELOG}
    assert table.data == {key: value for key, value in written.items() if value is not None}
    assert table.data


async def test_an_assignment_opens_everything_again(runner: StageRunner) -> None:
    """What an earlier assignment has left open is not used again."""
    before = runner.opened(0)
    assert runner.opened(0) is before
    runner.assign([0, 2])
    assert runner.opened(0) is not before
    runner.revoke([2])
    with pytest.raises(PartitionLost):
        runner.opened(2)


async def test_an_error_that_is_not_the_brokers_ends_the_batch(runner: StageRunner, broker: Broker, told: Told) -> None:
    """And closes the partition, whose memory is ahead of its state."""
    broker.away = [RuntimeError("no")]
    with pytest.raises(RuntimeError):
        await runner.process(batch(items()))
    assert ("forget", "lifecycle", 0) in told.calls


async def test_many_outputs_are_sent_in_parts(broker: Broker, table: Table, told: Told) -> None:
    """A batch that takes longer than `batch_seconds` is flushed on the way."""
    runner = runner_with(Settings(batch_seconds=1e-9), broker, table, told)
    runner.assign([0])
    records = items()
    assert await runner.process(batch(records))
    assert broker.topics["wire.counts.v1"] == len(records)


async def test_large_outputs_are_sent_in_parts(broker: Broker, table: Table, told: Told) -> None:
    """A batch whose outputs have more bytes than a flush may have is flushed on the way."""
    pipeline = whole(stages=[stage_named("intake")])
    feed(pipeline, [item("orbit", f"x-{number}", 1, "x" * 1_500_000) for number in range(6)])
    runner = runner_with(Settings(batch_seconds=1e9), broker, table, told)
    runner.assign([0])
    assert await runner.process(batch(pipeline.records(ITEMS)))
    assert broker.topics["wire.counts.v1"] == 2


@dataclass
class Fetched:
    """A record as aiokafka gives it."""

    topic: str = "wire.raw.v1"
    partition: int = 0
    offset: int = 3
    key: bytes | None = None
    value: bytes | None = b"x"
    headers: Sequence[tuple[str, bytes | None]] | None = ()
    timestamp: int | None = 5


def test_records_are_taken_as_the_broker_has_them() -> None:
    """A header without a value has an empty one; a record without a time is of 1970."""
    assert to_record(Fetched()) == Record("wire.raw.v1", 0, 3, None, b"x", (), 5)
    assert to_record(Fetched(headers=(("a", None), ("b", b"c")))).headers == (("a", b""), ("b", b"c"))
    odd = to_record(Fetched(headers=None, timestamp=None))
    assert (odd.headers, odd.timestamp_ms, odd.header("a")) == ((), 0, None)


def test_a_time_more_than_a_day_ahead_is_taken_as_the_present() -> None:
    """Where the present is given; a time of the past is taken as it is."""
    now, day = 1_772_625_600_000, 86_400_000
    times = [1, now, now + day, now + day + 1, 253_400_000_000_000]
    fetched = to_records("wire.raw.v1", 0, [Fetched(timestamp=at) for at in times], now)
    assert [record.timestamp_ms for record in fetched] == [1, now, now + day, now, now]
    assert to_record(Fetched(timestamp=now + day + 1)).timestamp_ms == now + day + 1
