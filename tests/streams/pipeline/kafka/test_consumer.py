"""The consumer that reads batches, without its connection: what is delivered, let go and committed."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from streams.pipeline.kafka.transport import IN_FLIGHT
from streams.settings import Delivery
from tests.running.consumer import OTHER, RAW, STATE, Reader, fetched, reader_with

if TYPE_CHECKING:
    from collections.abc import Sequence


async def test_records_of_a_stage_are_handed_on_in_batches(reader: Reader) -> None:
    """Of at most the size that the settings have; those of a changelog one by one, as Faust has them."""
    assert await reader.deliver(RAW, range(7))
    assert reader.offsets == [[0, 1, 2], [3, 4, 5], [6]]
    assert await reader.deliver(STATE, (0, 1))
    assert reader.values[3:] == [b"0", b"1"]


async def test_a_record_of_a_later_year_came_now(reader: Reader) -> None:
    """A sender whose clock is years ahead would have the newest claim for years."""
    before = int(time.time() * 1000)
    await reader.consumer._deliver({RAW: [fetched(RAW, 0, before), fetched(RAW, 1, 5_000_000_000_000)]}, None)
    first, second = reader.batches[0].records
    assert first.timestamp_ms == before
    assert before <= second.timestamp_ms < before + 3_600_000


async def test_what_was_read_before_is_left_out(reader: Reader) -> None:
    """A fetch may bring it again; of a changelog, Faust takes the last one again."""
    await reader.deliver(RAW, range(3))
    await reader.deliver(RAW, range(5))
    assert reader.offsets == [[0, 1, 2], [3, 4]]
    assert await reader.deliver(RAW, range(5))
    assert len(reader.batches) == 2
    await reader.deliver(STATE, range(2))
    await reader.deliver(STATE, range(3))
    assert reader.values[2:] == [b"0", b"1", b"1", b"2"]


async def test_a_partition_is_not_fetched_while_so_many_batches_wait(reader: Reader) -> None:
    """From the end of one of them on it is, unless Faust has paused it."""
    size = 3
    await reader.deliver(RAW, range(size * (IN_FLIGHT - 1)))
    assert RAW in reader.consumer._active_partitions
    await reader.deliver(RAW, range(size * (IN_FLIGHT - 1), size * (IN_FLIGHT + 1)))
    assert RAW not in reader.consumer._active_partitions
    first, second, third, *_ = reader.batches
    reader.consumer.finish(second)
    assert RAW not in reader.consumer._active_partitions
    assert not reader.consumer._freed.is_set()
    reader.consumer.finish(first)
    assert RAW in reader.consumer._active_partitions
    assert reader.consumer._freed.is_set()
    await reader.deliver(RAW, range(size * (IN_FLIGHT + 1), size * (IN_FLIGHT + 2)))
    reader.consumer._paused_partitions.add(RAW)
    reader.consumer.finish(third)
    assert RAW not in reader.consumer._active_partitions


async def test_the_end_of_a_batch_ends_the_wait_for_records(reader: Reader) -> None:
    """Where no partition may be read; without an end the wait takes its time."""
    await reader.deliver(RAW, range(3 * IN_FLIGHT))
    reader.consumer._active_partitions.clear()
    assert await reader.consumer._wait_next_records(0.01) == ({}, set())
    waiting = asyncio.ensure_future(reader.consumer._wait_next_records(60.0))
    await asyncio.sleep(0)
    reader.consumer.finish(reader.batches[0])
    assert await asyncio.wait_for(waiting, 5.0) == ({}, set())


async def test_records_of_a_partition_that_is_not_read_now_are_let_go(reader: Reader) -> None:
    """Their position has passed them, so that they must be read again; a changelog is Faust's own matter."""
    assert not await reader.deliver(RAW, range(3), active={OTHER})
    assert await reader.deliver(STATE, range(3), active={OTHER})
    assert reader.values == []
    reader.consumer._buffered_partitions.add(RAW)
    assert await reader.deliver(RAW, range(3), active={OTHER})
    assert reader.offsets == [[0, 1, 2]]


async def test_nothing_is_handed_on_while_the_flow_stands_still(reader: Reader) -> None:
    """What a rebalance gives up in mid-delivery is not followed by the rest."""
    reader.consumer.flow_active = False
    assert not await reader.deliver(RAW, range(3))
    assert reader.values == []
    reader.consumer.flow_active = True

    async def rebalance(message: Any) -> None:
        reader.values.append(message.value)
        message.value.revoked = True

    reader.consumer.callback = rebalance
    assert not await reader.deliver(RAW, range(6))
    assert reader.offsets == [[0, 1, 2]]


async def test_missing_records_are_looked_for_once(reader: Reader) -> None:
    """When they are missing at the second look too, the broker has none; later gaps are not looked at."""
    reader.consumer._read_offset[RAW] = 4
    assert await reader.deliver(RAW, (6, 7))
    assert (reader.values, reader.thread.sought) == ([], [{RAW: 4}])
    assert await reader.deliver(RAW, (6, 7))
    assert await reader.deliver(RAW, (9,))
    assert reader.offsets == [[6, 7], [9]]
    assert reader.thread.sought == [{RAW: 4}]


async def test_a_partition_that_is_read_without_a_gap_has_later_gaps(reader: Reader) -> None:
    """Ends of transactions take offsets, and are no records."""
    reader.consumer._read_offset[RAW] = 4
    await reader.deliver(RAW, (4,))
    await reader.deliver(RAW, (7,))
    await reader.deliver(OTHER, (3,))
    assert reader.offsets == [[4], [7], [3]]
    assert reader.thread.sought == []


async def test_the_commit_follows_the_leading_batches_that_are_done(reader: Reader) -> None:
    """Of the topics asked for."""
    await reader.deliver(RAW, range(9))
    first, second, _ = reader.batches
    reader.consumer.finish(second)
    assert list(reader.consumer._filter_tps_with_pending_acks()) == []
    reader.consumer.finish(first)
    for topics in (None, {RAW}, {RAW.topic}):
        assert list(reader.consumer._filter_tps_with_pending_acks(topics)) == [RAW]
    assert list(reader.consumer._filter_tps_with_pending_acks({OTHER})) == []
    assert reader.consumer._new_offset(RAW) == 6
    assert reader.consumer._new_offset(RAW) is None


@pytest.mark.parametrize(("delivery", "sent"), [(Delivery.AT_LEAST_ONCE, [{RAW: 3}]), (Delivery.EXACTLY_ONCE, [])])
async def test_offsets_that_went_out_with_transactions_are_not_committed_again(
    delivery: Delivery, sent: Sequence[object]
) -> None:
    """A late commit would go back."""
    made = reader_with(delivery)
    assert await made.consumer._commit({RAW: 3}) is True
    assert made.thread.commits == sent


class Acked:
    """A message that Faust acknowledges."""

    def __init__(self, value: object) -> None:
        self.value = value
        self.acked = False


@pytest.mark.parametrize(
    ("done", "revoked", "logged"), [(False, False, 1), (True, False, 0), (False, True, 0), (True, True, 0)]
)
async def test_a_batch_that_is_skipped_is_in_the_log(reader: Reader, done: bool, revoked: bool, logged: int) -> None:
    """One that is done, or that a rebalance has taken, is not."""
    await reader.deliver(RAW, range(3))
    (batch,) = reader.batches
    batch.done, batch.revoked = done, revoked
    message = Acked(batch)
    with capture_logs() as logs:
        assert reader.consumer.ack(message) is True
    assert message.acked
    assert len(logs) == logged


async def test_a_message_of_fausts_own_is_acknowledged_as_it_is(reader: Reader) -> None:
    """Such as a record of a changelog."""
    message = Acked(b"a record")
    with capture_logs() as logs:
        assert reader.consumer.ack(message) is True
    assert (message.acked, logs) == (True, [])


async def test_only_idle_partitions_have_their_position_sent() -> None:
    """Twice a second at most, and only where it is past what is committed."""
    made = reader_with(Delivery.EXACTLY_ONCE)
    made.thread.positions = {RAW: 5, OTHER: 7, STATE: 9}
    made.consumer.committed(OTHER, 7)
    made.consumer.committed(OTHER, 6)
    made.consumer._note_idle()
    assert made.consumer.take_idle() == {RAW: 5}
    assert made.consumer.take_idle() == {}
    made.consumer._note_idle()
    assert made.consumer.take_idle() == {}, "it has just looked"
    made.consumer._looked -= 1.0
    await made.deliver(RAW, range(3))
    made.consumer._note_idle()
    assert made.consumer.take_idle() == {}, "a batch is not done"
    made.consumer._looked -= 1.0
    made.consumer.finish(made.batches[0])
    made.consumer._note_idle()
    assert made.consumer.take_idle() == {RAW: 5}


async def test_a_partition_of_which_nothing_was_read_has_no_position_to_send() -> None:
    """Its first record is read next in any case."""
    made = reader_with(Delivery.EXACTLY_ONCE)
    made.thread.positions = {RAW: 0, OTHER: 1}
    made.consumer._note_idle()
    assert made.consumer.take_idle() == {OTHER: 1}


@pytest.mark.parametrize("why", ["at least once", "no flow"])
async def test_positions_are_not_looked_at_in_vain(why: str) -> None:
    """Without transactions the consumer commits, and in a rebalance nobody does."""
    made = reader_with(Delivery.AT_LEAST_ONCE if why == "at least once" else Delivery.EXACTLY_ONCE)
    made.consumer.flow_active = why != "no flow"
    made.thread.positions = {RAW: 5}
    made.consumer._note_idle()
    assert made.consumer.take_idle() == {}
