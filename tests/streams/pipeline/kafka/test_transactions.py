"""What a worker does with its transactional producers; what the broker does with them is tested on brokers."""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import IllegalOperation, KafkaConnectionError, ProducerFenced
from aiokafka.producer.message_accumulator import BatchBuilder, MessageBatch
from aiokafka.producer.transaction_manager import TransactionManager, TransactionState
from faust.types import TP

from streams.kafka import STOP_SECONDS
from streams.pipeline.kafka import Fenced, transactions
from streams.pipeline.kafka.transactions import TransactionalOutbox
from streams.runner import OutRecord
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RAW, ITEMS, OTHER = TP("wire.raw.v1", 0), TP("wire.items.v1", 2), TP("wire.raw.v1", 1)


def manager_in(state: TransactionState) -> Any:
    """Return what aiokafka keeps of a producer's transactions."""
    return SimpleNamespace(state=state, wait_for_transaction_end=lambda: None)


class Producer:
    """Stands for aiokafka's: keeps what it is asked for, and fails as it is told."""

    made: ClassVar[list[Producer]] = []
    refused: ClassVar[list[BaseException]] = []
    """What the next starts fail with."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.client = SimpleNamespace(_metadata_update=None)
        self.calls: list[Any] = []
        self.failure: BaseException | None = None
        self.stopping: BaseException | None = None
        self.answer: asyncio.Future[Any] | None = None
        """The broker's answer on a batch; at once where None."""
        self.offset_failure: BaseException | None = None
        self._txn_manager: Any = manager_in(TransactionState.READY)
        self._message_accumulator = SimpleNamespace(_batches={})
        Producer.made.append(self)

    async def start(self) -> None:
        """Connect, or fail."""
        self.calls.append("start")
        if Producer.refused:
            raise Producer.refused.pop()

    async def stop(self) -> None:
        """Disconnect, or fail."""
        self.calls.append("stop")
        if self.stopping is not None:
            raise self.stopping

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Begin, and commit at the end."""
        self.calls.append("begin")
        await asyncio.sleep(0)
        yield
        if self.failure is not None:
            raise self.failure
        self.calls.append("commit")

    async def send_offsets_to_transaction(self, offsets: dict[TopicPartition, int], group: str) -> None:
        """Keep them, or fail."""
        self.calls.append((offsets, group))
        if self.offset_failure is not None:
            raise self.offset_failure

    async def partitions_for(self, topic: str) -> set[int]:
        """Return the one partition of every topic."""
        assert topic
        return {0}

    def create_batch(self) -> BatchBuilder:
        """Return aiokafka's own batch."""
        return BatchBuilder(1_000, 0, is_transactional=1)

    async def send_batch(self, batch: BatchBuilder, topic: str, *, partition: int) -> asyncio.Future[Any]:
        """Take a batch, which gets the offsets from 40 on."""
        self.calls.append((topic, partition, batch.record_count()))
        if self.answer is not None:
            return self.answer
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.set_result(SimpleNamespace(offset=40))
        return done


@pytest.fixture
async def outbox(monkeypatch: pytest.MonkeyPatch) -> TransactionalOutbox:
    """Return an outbox that has two partitions."""
    Producer.made.clear()
    Producer.refused.clear()
    monkeypatch.setattr(transactions, "AIOKafkaProducer", Producer)
    made = TransactionalOutbox(Settings(app_id="desk"), {RAW.topic: "intake", ITEMS.topic: "lifecycle"})
    await made.begin([RAW, ITEMS])
    return made


def offset_of(source: TP, offset: int) -> list[Any]:
    """Return the calls of a transaction with an offset alone."""
    return ["begin", ({TopicPartition(source.topic, source.partition): offset}, "desk"), "commit"]


async def test_each_partition_has_a_producer_with_an_id_of_its_own(outbox: TransactionalOutbox) -> None:
    """Of application, stage and partition, by which the broker refuses an earlier owner."""
    assert outbox.transactional is True
    assert [made.options["transactional_id"] for made in Producer.made] == ["desk-intake-0", "desk-lifecycle-2"]
    assert [made.options["client_id"] for made in Producer.made] == ["desk-intake-0", "desk-lifecycle-2"]
    assert {made.options["transaction_timeout_ms"] for made in Producer.made} == {60_000}


async def test_a_new_assignment_stops_the_producers_of_the_last_one(outbox: TransactionalOutbox) -> None:
    """And knows of no offset any more; a partition that is not in it can send nothing."""
    await outbox.send(RAW, (), 4)
    assert outbox.reached(RAW) == 4
    await outbox.begin([RAW])
    assert [made.calls[-1] for made in Producer.made] == ["stop", "stop", "start"]
    assert outbox.reached(RAW) is None
    for source in (ITEMS, OTHER):
        with pytest.raises(Fenced):
            await outbox.send(source, (), 4)
    await outbox.stop()
    assert Producer.made[2].calls == ["start", "stop"]


def test_outputs_and_state_are_one_portion() -> None:
    """One transaction has both."""
    output, state = OutRecord("out", b"k", b"v"), OutRecord("changelog", b"k", b"v")
    assert TransactionalOutbox(Settings(), {}).parts((output,), (state,)) == [[output, state]]


async def test_an_offset_goes_out_in_a_transaction_of_the_group(outbox: TransactionalOutbox) -> None:
    """One that was passed is not sent again; without an offset, the last one stays."""
    assert await outbox.send(RAW, (), 0) == {}
    assert await outbox.send(RAW, (), 7) == {}
    assert await outbox.send(RAW, (), 7) == {}
    assert await outbox.send(RAW, (), 6) == {}
    assert await outbox.send(RAW, ()) == {}
    assert Producer.made[0].calls == ["start", *offset_of(RAW, 0), *offset_of(RAW, 7), "begin", "commit"]
    assert (outbox.reached(RAW), outbox.reached(ITEMS)) == (7, None)


async def test_records_go_out_in_the_transaction_of_their_offset(outbox: TransactionalOutbox) -> None:
    """Also where the offset is no further than the last one; the last offset written is returned."""
    records = [OutRecord("out", b"a", b"v"), OutRecord("out", b"b", b"v")]
    assert await outbox.send(RAW, (), 7) == {}
    assert await outbox.send(RAW, records, 7) == {("out", 0): 41}
    begin, offset, commit = offset_of(RAW, 7)
    first, *between, last = Producer.made[0].calls[-4:]
    assert (first, last) == (begin, commit)
    assert ("out", 0, 2) in between
    assert offset in between


async def test_records_and_offset_are_under_way_at_the_same_time(outbox: TransactionalOutbox) -> None:
    """The offset does not wait for the broker's answer on the records; the end of the transaction waits for both."""
    answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    Producer.made[0].answer = answer
    sending = asyncio.create_task(outbox.send(RAW, [OutRecord("out", b"a", b"v")], 7))
    _, offset, commit = offset_of(RAW, 7)
    for _ in range(20):
        await asyncio.sleep(0)
    assert offset in Producer.made[0].calls
    assert commit not in Producer.made[0].calls
    answer.set_result(SimpleNamespace(offset=40))
    assert await sending == {("out", 0): 40}
    assert Producer.made[0].calls[-1] == commit


@pytest.mark.parametrize("part", ["records", "offset"])
async def test_a_transaction_of_which_a_part_fails_is_not_committed(outbox: TransactionalOutbox, part: str) -> None:
    """The error is that of the part, and the offset is not reached."""
    answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    if part == "records":
        answer.set_exception(KafkaConnectionError())
    else:
        answer.set_result(SimpleNamespace(offset=40))
        Producer.made[0].offset_failure = KafkaConnectionError()
    Producer.made[0].answer = answer
    with pytest.raises(KafkaConnectionError):
        await outbox.send(RAW, [OutRecord("out", b"a", b"v")], 7)
    assert "commit" not in Producer.made[0].calls
    assert outbox.reached(RAW) is None


async def test_transactions_of_a_partition_follow_each_other(outbox: TransactionalOutbox) -> None:
    """A producer has one at a time."""
    await asyncio.gather(outbox.send(RAW, (), 3), outbox.send(RAW, (), 5))
    assert Producer.made[0].calls == ["start", *offset_of(RAW, 3), *offset_of(RAW, 5)]


@pytest.mark.parametrize("error", [KafkaConnectionError(), ConnectionResetError()])
async def test_an_aborted_transaction_can_be_tried_again(outbox: TransactionalOutbox, error: Exception) -> None:
    """The producer is ready for it; the offset was not reached."""
    Producer.made[0].failure = error
    with pytest.raises(type(error)):
        await outbox.send(RAW, (), 3)
    assert outbox.reached(RAW) is None
    Producer.made[0].failure = None
    await outbox.send(RAW, (), 3)
    assert outbox.reached(RAW) == 3


@pytest.mark.parametrize(
    ("error", "manager"),
    [
        (ProducerFenced(), manager_in(TransactionState.FATAL_ERROR)),
        (KafkaConnectionError(), manager_in(TransactionState.ABORTABLE_ERROR)),
        (KafkaConnectionError(), None),
        (AssertionError(), manager_in(TransactionState.READY)),
    ],
)
async def test_a_producer_that_can_go_on_no_more_is_given_up(
    outbox: TransactionalOutbox, error: Exception, manager: Any
) -> None:
    """No new one is started in its place: it would fence an owner that came after this one."""
    Producer.made[0].failure, Producer.made[0]._txn_manager = error, manager
    with pytest.raises(Fenced, match=type(error).__name__):
        await outbox.send(RAW, (), 3)
    assert len(Producer.made) == 2


async def test_a_fence_is_told_in_plain_words(outbox: TransactionalOutbox) -> None:
    """And a partition of others is not taken for one that was fenced."""
    Producer.made[0].failure, Producer.made[0]._txn_manager = ProducerFenced(), manager_in(TransactionState.FATAL_ERROR)
    with pytest.raises(Fenced, match=r"^another worker has taken the partition over \(ProducerFenced\)$"):
        await outbox.send(RAW, (), 3)
    with pytest.raises(Fenced, match="not in this assignment"):
        await outbox.send(OTHER, (), 3)


async def test_the_errors_of_a_failed_producer_are_taken_when_it_is_stopped(outbox: TransactionalOutbox) -> None:
    """Python would log each as an exception that was never retrieved."""
    unheard: list[Any] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: unheard.append(context["exception"]))
    manager = TransactionManager("desk-intake-0", 60_000)
    manager.set_pid_and_epoch(1, 0)
    manager.begin_transaction()
    batch = MessageBatch(TopicPartition("out", 0), BatchBuilder(1_000, 0), 1, 0)
    manager.fatal_error(ProducerFenced())
    batch.failure(ProducerFenced())
    batch.future.exception()  # that of the record is the sender's, who has been told
    made = Producer.made[0]
    made._txn_manager, made._message_accumulator = manager, SimpleNamespace(_batches={"out": [batch]})
    await outbox.stop()
    Producer.made.clear()
    del manager, batch, made
    gc.collect()
    assert unheard == []


async def test_a_transaction_that_fails_after_its_assignment_is_given_up(outbox: TransactionalOutbox) -> None:
    """Its producer is no longer the partition's, also where it could go on."""
    Producer.made[0].failure = KafkaConnectionError()
    sending = asyncio.create_task(outbox.send(RAW, (), 3))
    await asyncio.sleep(0)
    await outbox.begin([RAW])
    with pytest.raises(Fenced):
        await sending
    assert outbox.reached(RAW) is None


async def test_a_producer_that_could_not_start_is_stopped(outbox: TransactionalOutbox) -> None:
    """The assignment fails with the broker's error."""
    Producer.refused.append(KafkaConnectionError())
    with pytest.raises(KafkaConnectionError):
        await outbox.begin([RAW])
    assert Producer.made[-1].calls == ["start", "stop"]


async def test_an_owner_that_is_fenced_by_its_offset_is_given_up(outbox: TransactionalOutbox) -> None:
    """Its records then only hear that there is no transaction, and with nothing to abort it looks usable."""
    producer = Producer.made[0]
    producer.offset_failure = ProducerFenced()
    producer.answer = asyncio.get_running_loop().create_future()
    producer.answer.set_exception(IllegalOperation("Can't send messages while not in transaction"))
    with pytest.raises(Fenced, match="another worker has taken the partition over"):
        await outbox.send(RAW, [OutRecord("out", b"a", b"v")], 3)


async def test_where_one_producer_could_not_start_the_others_are_stopped(outbox: TransactionalOutbox) -> None:
    """Nobody else would: the assignment has failed."""
    made = len(Producer.made)
    Producer.refused.append(AssertionError())
    with pytest.raises(AssertionError):
        await outbox.begin([RAW, OTHER])
    assert [each.calls for each in Producer.made[made:]] == [["start", "stop"]] * 2
    with pytest.raises(Fenced):
        await outbox.send(OTHER, (), 3)


@pytest.mark.parametrize("error", [KafkaConnectionError(), TimeoutError(), AssertionError()])
async def test_a_producer_that_can_not_stop_hinders_nobody(outbox: TransactionalOutbox, error: Exception) -> None:
    """What it could not send is aborted by the broker; it is waited for no longer than some seconds."""
    Producer.made[0].stopping = error
    await outbox.stop()
    assert [made.calls[-1] for made in Producer.made] == ["stop", "stop"]
    assert STOP_SECONDS == 5.0
