"""The consumer that reads batches when partitions come and go, without its connection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiokafka.errors import ConsumerStoppedError, KafkaConnectionError
from structlog.testing import capture_logs

from streams.pipeline.kafka.membership import Membership
from streams.pipeline.kafka.transport import IN_FLIGHT
from tests.running.consumer import OTHER, RAW, STATE, Reader, drain, fetch_of

if TYPE_CHECKING:
    from faust.types import TP


async def test_fetches_are_handed_on_until_the_end(reader: Reader) -> None:
    """One that brings nothing is followed by the next."""
    await drain(reader, lambda: fetch_of(RAW, range(2)), dict, lambda: fetch_of(OTHER, range(3)))
    assert reader.offsets == [[0, 1], [0, 1, 2]]
    assert not reader.consumer._missed
    assert reader.thread.timeouts == [1.0] * 3


async def test_a_fetch_waits_shortly_while_a_partition_waits_for_its_batches(reader: Reader) -> None:
    """It must be read soon after one of them is done."""
    await drain(reader, lambda: fetch_of(RAW, range(3 * IN_FLIGHT)), dict)
    assert reader.thread.timeouts == [1.0, 0.05]


async def test_a_fetch_that_overlaps_with_a_rebalance_is_let_go(reader: Reader) -> None:
    """It may be of other positions; what it brought is read again from the committed offset."""
    reader.thread.committed = {RAW: 1, OTHER: 1}

    def rebalance() -> dict[TP, list[Any]]:
        reader.consumer._epoch += 1
        return fetch_of(RAW, range(2))

    await drain(reader, rebalance, lambda: fetch_of(RAW, (1, 2)))
    assert reader.offsets == [[1, 2]]


async def test_what_is_let_go_of_a_fetch_is_read_again(reader: Reader) -> None:
    """Also where the partition was given up while it was handed on."""
    reader.thread.committed = {RAW: 3, OTHER: 1}
    handed_on = reader.consumer.callback

    async def revoke(message: Any) -> None:
        await handed_on(message)
        message.value.revoked = True
        reader.consumer.callback = handed_on

    reader.consumer.callback = revoke
    await drain(reader, lambda: fetch_of(RAW, range(6)), lambda: fetch_of(RAW, range(3, 6)))
    assert reader.offsets == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("error", [asyncio.CancelledError, ConsumerStoppedError])
@pytest.mark.parametrize("stopping", [False, True])
async def test_a_read_that_is_broken_off_is_an_error_unless_the_worker_stops(
    reader: Reader, error: type[BaseException], stopping: bool
) -> None:
    """Otherwise the worker would read nothing more and not know it."""

    def break_off() -> None:
        raise error

    if stopping:
        reader.consumer.app._stopped.set()
        await drain(reader, break_off, break_off)
    else:
        with pytest.raises(error):
            await drain(reader, break_off, break_off)


async def test_a_rebalance_gives_up_what_is_in_flight_and_waits_for_what_is_sent(reader: Reader) -> None:
    """Of the partitions that go; Faust's part of it comes between."""
    await reader.deliver(RAW, range(3))
    await reader.deliver(OTHER, range(3))
    going, staying = reader.batches
    faust: list[set[TP]] = []

    async def revoked(partitions: set[TP]) -> None:
        faust.append(partitions)

    reader.consumer._on_partitions_revoked = revoked
    epoch = reader.consumer._epoch
    with reader.consumer.at_work(going):
        ending = asyncio.ensure_future(reader.consumer.on_partitions_revoked({RAW}))
        for _ in range(5):
            await asyncio.sleep(0)
        assert (faust, ending.done()) == ([{RAW}], False)
    await asyncio.wait_for(ending, 5.0)
    assert (going.revoked, staying.revoked) == (True, False)
    assert reader.consumer._epoch != epoch


async def test_a_rebalance_waits_ten_seconds_for_a_batch_at_most(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next owner fences its transaction, or repeats what it sent; the log says so."""
    waits: list[float] = []

    async def give_up(waiting: Any, seconds: float) -> None:
        waiting.close()
        waits.append(seconds)
        raise TimeoutError

    async def revoked(partitions: set[TP]) -> None:
        assert partitions == {RAW}

    reader.consumer._on_partitions_revoked = revoked
    monkeypatch.setattr(asyncio, "wait_for", give_up)
    with capture_logs() as logs:
        await reader.consumer.on_partitions_revoked({RAW})
    assert [line["event"] for line in logs] == ["a batch is still being sent"]
    assert waits == [10.0]


async def test_an_assignment_fences_earlier_owners_of_the_sources_first(reader: Reader) -> None:
    """Before Faust reads state and offsets; a changelog has no owner to fence."""
    calls: list[Any] = []

    async def begin(sources: set[TP]) -> None:
        calls.append(sources)

    async def assigned(partitions: set[TP], generation: int) -> None:
        calls.append((partitions, generation))

    transport = reader.consumer._transport
    transport.begin_assignment = begin
    transport.membership = Membership(10.0, lambda: 5.0)
    reader.consumer._on_partitions_assigned = assigned
    await reader.consumer.on_partitions_assigned({RAW, OTHER, STATE}, 2)
    assert calls == [{RAW, OTHER}, ({RAW, OTHER, STATE}, 2)]
    transport.membership.clock = lambda: 15.1
    assert transport.membership.in_doubt, "the time of the join counts as a heartbeat"
    transport.membership.confirm(15.1)
    assert transport.membership.lost
    await reader.consumer.on_partitions_assigned({RAW}, 3)
    assert not transport.membership.lost


async def test_an_assignment_that_can_not_begin_is_tried_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each second; Faust hears of it once earlier owners are fenced."""
    failures: list[Exception] = [OSError("no way there"), AssertionError("no brokers"), KafkaConnectionError()]
    calls: list[Any] = []

    async def begin(sources: set[TP]) -> None:
        if failures:
            raise failures.pop(0)
        calls.append(sources)

    async def assigned(partitions: set[TP], generation: int) -> None:
        calls.append((partitions, generation))

    async def slept(seconds: float) -> None:
        calls.append(seconds)

    reader.consumer._transport.begin_assignment = begin
    reader.consumer._on_partitions_assigned = assigned
    monkeypatch.setattr(asyncio, "sleep", slept)
    with capture_logs() as logs:
        await reader.consumer.on_partitions_assigned({RAW, OTHER, STATE}, 2)
    assert calls == [1.0, 1.0, 1.0, {RAW, OTHER}, ({RAW, OTHER, STATE}, 2)]
    assert [line["error"] for line in logs] == ["no way there", "no brokers", "KafkaConnectionError"]


async def test_going_back_gives_up_what_is_in_flight(reader: Reader) -> None:
    """And reads on from the committed offset, or from the first record where nothing was committed."""
    await reader.deliver(RAW, range(6))
    first, second = reader.batches
    reader.consumer.finish(first)
    reader.thread.committed, reader.thread.earliest = {RAW: 3}, {OTHER: 2}
    await reader.consumer.perform_seek()
    assert reader.consumer._missed, "the reading task goes back once more, when no fetch is under way"
    assert (first.revoked, second.revoked) == (False, True)
    assert reader.thread.sought == [{OTHER: 2}]
    assert {tp: reader.consumer._read_offset[tp] for tp in (RAW, OTHER)} == {RAW: 3, OTHER: 2}
    assert {RAW, OTHER} <= reader.consumer._active_partitions
    await reader.deliver(RAW, range(3, 5))
    assert reader.offsets[2:] == [[3, 4]]


async def test_a_partition_that_has_lost_nothing_begins_at_nought(reader: Reader) -> None:
    """Where the broker tells no first offset."""
    reader.thread.committed = {RAW: 3}
    await reader.consumer.perform_seek()
    assert reader.thread.sought == [{OTHER: 0}]
    assert reader.consumer._read_offset[OTHER] == 0


async def test_going_back_never_goes_before_the_last_transaction(reader: Reader) -> None:
    """The broker may tell an older offset for a moment."""
    reader.thread.committed = {RAW: 3, OTHER: 8}
    reached = {RAW: 5, OTHER: 8}
    reader.consumer._transport.reached = reached.get
    await reader.consumer.perform_seek()
    assert reader.thread.sought == [{RAW: 5}]
    assert reader.consumer._read_offset[RAW] == 5


async def test_going_back_waits_for_a_batch_that_is_being_sent(reader: Reader) -> None:
    """A transaction under way moves the committed offset."""
    reader.thread.committed = {RAW: 3, OTHER: 1}
    await reader.deliver(RAW, range(6))
    with reader.consumer.at_work(reader.batches[0]):
        going = asyncio.ensure_future(reader.consumer.perform_seek())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not going.done()
    await asyncio.wait_for(going, 5.0)
    assert reader.consumer.working == set()


async def test_what_was_let_go_is_read_again_until_it_works(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another rebalance may come between; the next round tries again."""
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def refuse() -> dict[TP, int | None]:
        raise ConnectionError

    monkeypatch.setattr(asyncio, "sleep", pause)
    monkeypatch.setattr(reader.thread, "seek_to_committed", refuse)
    reader.consumer._missed = True
    await reader.consumer._read_again()
    assert (reader.consumer._missed, pauses) == (True, [0.1])
    monkeypatch.undo()
    reader.thread.committed = {RAW: 3, OTHER: 1}
    await reader.consumer._read_again()
    assert reader.consumer._missed is False
    assert reader.consumer._read_offset[RAW] == 3


async def test_what_is_read_again_in_a_rebalance_is_read_once_more(reader: Reader) -> None:
    """The offsets may be those of before it."""

    async def rebalance() -> dict[TP, int | None]:
        reader.consumer._epoch += 1
        return {RAW: 3, OTHER: 1}

    reader.thread.seek_to_committed = rebalance  # type: ignore[method-assign]
    await reader.consumer._read_again()
    assert reader.consumer._missed is True


async def test_a_first_record_that_went_out_with_a_transaction_is_not_read_again(reader: Reader) -> None:
    """Also while the broker does not tell of any commit yet."""
    reader.thread.committed = {OTHER: 1}
    reached = {RAW: 1}
    reader.consumer._transport.reached = reached.get
    await reader.consumer.perform_seek()
    assert reader.thread.sought == [{RAW: 0}, {RAW: 1}]


async def test_an_orderly_stop_waits_for_every_batch_that_is_worked_on(reader: Reader) -> None:
    """Also for one that nobody has taken away; where there is none, it waits for nothing."""
    await reader.consumer.until_idle()
    await reader.deliver(RAW, range(3))
    with reader.consumer.at_work(reader.batches[0]):
        stopping = asyncio.ensure_future(reader.consumer.until_idle())
        for _ in range(3):
            await asyncio.sleep(0)
        assert not stopping.done()
    await asyncio.wait_for(stopping, 5.0)
