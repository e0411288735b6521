"""How records become batches of the broker: by partition, in order, and no larger than it takes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, RecordListTooLargeError
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.producer.transaction_manager import TransactionManager

from streams.pipeline.kafka.sending import BATCH_BYTES, RecordTooLarge, send_records
from streams.runner import OutRecord
from streams.runner.out_record import RECORD_OVERHEAD

PLACE = ("wire.items.v1", 1)
HALF = BATCH_BYTES // 2


@dataclass
class Producer:
    """Stands for aiokafka's: keeps what each request has, and gives offsets as a broker does."""

    partitions: tuple[int, ...] = (2, 0, 1)
    limit: int = 2_000_000
    """Bytes that a batch may have."""
    too_large: type[Exception] = MessageSizeTooLargeError
    failure: Exception | None = None
    """What a batch for partition 0 fails with."""
    requests: list[tuple[str, int, int]] = field(default_factory=list)
    """Topic, partition, and number of records of what was taken."""
    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    _txn_manager: TransactionManager | None = None

    async def partitions_for(self, topic: str) -> set[int]:
        """Return the partitions of every topic."""
        assert topic
        return set(self.partitions)

    def create_batch(self) -> BatchBuilder:
        """Return aiokafka's own batch."""
        return BatchBuilder(BATCH_BYTES, 0)

    async def send_batch(self, batch: BatchBuilder, topic: str, *, partition: int) -> asyncio.Future[Any]:
        """Take a batch."""
        count = batch.record_count()
        assert count, "an empty batch is never sent"
        assert batch.append(timestamp=None, key=None, value=b"x") is None, "it is closed"
        await asyncio.sleep(0)
        if self._txn_manager is not None:
            self._txn_manager.increment_sequence_number(TopicPartition(topic, partition), count)
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if batch.size() > self.limit:
            done.set_exception(self.too_large())
        elif self.failure is not None and partition == 0:
            done.set_exception(self.failure)
        else:
            done.set_result(SimpleNamespace(offset=self._written(topic, partition, count)))
        return done

    def _written(self, topic: str, partition: int, count: int) -> int:
        self.requests.append((topic, partition, count))
        first = self.ends.get((topic, partition), 0)
        self.ends[topic, partition] = first + count
        return first


def record(size: int = 1_000, *, partition: int | None = PLACE[1], key: bytes | None = None) -> OutRecord:
    """Return a record that counts as so many bytes."""
    value = b"x" * (size - RECORD_OVERHEAD - len(key or b""))
    made = OutRecord(PLACE[0], key, value, partition=partition)
    assert made.size == size
    return made


async def send(producer: Any, *records: OutRecord) -> dict[tuple[str, int], int]:
    """Send records."""
    return await send_records(producer, records)


async def test_records_of_a_partition_go_out_as_one_batch() -> None:
    """The offset returned is that of its last record."""
    producer = Producer(ends={PLACE: 7})
    assert await send(producer, record(), record(), record()) == {PLACE: 9}
    assert producer.requests == [(*PLACE, 3)]


async def test_a_partition_that_is_named_is_kept_and_a_key_chooses_any_other() -> None:
    """The key's hash chooses among all partitions in their order, as for every Kafka client."""
    producer = Producer()
    keys = [b"key-%d" % number for number in range(20)]
    chosen = [DefaultPartitioner()(key, [0, 1, 2], [0, 1, 2]) for key in keys]
    await send(producer, *(record(key=key, partition=None) for key in keys))
    assert {place[1]: end for place, end in producer.ends.items()} == {n: chosen.count(n) for n in range(3)}
    other = Producer()
    assert await send(other, *(record(key=key, partition=0) for key in keys)) == {(PLACE[0], 0): 19}


async def test_topics_and_partitions_have_batches_of_their_own() -> None:
    """Each with its last offset."""
    records = (record(partition=0), record(partition=1), record(partition=0), OutRecord("other", b"k", None, (), 1))
    assert await send(Producer(), *records) == {(PLACE[0], 0): 1, PLACE: 0, ("other", 1): 0}


async def test_a_full_batch_is_sent_and_another_begun() -> None:
    """In order; the last offset is that of the last record of all."""
    producer = Producer()
    assert await send(producer, *[record(HALF - 1_000)] * 5) == {PLACE: 4}
    assert producer.requests == [(*PLACE, 2), (*PLACE, 2), (*PLACE, 1)]


@pytest.mark.parametrize("size", [BATCH_BYTES, BATCH_BYTES + 1])
async def test_a_record_that_fills_a_batch_goes_out_alone(size: int) -> None:
    """After what came before it, and before what comes after it."""
    producer = Producer()
    assert await send(producer, record(), record(size), record()) == {PLACE: 2}
    assert producer.requests == [(*PLACE, 1)] * 3


async def test_records_that_fill_a_batch_together_share_it() -> None:
    """With one byte more there are two."""
    producer = Producer()
    await send(producer, record(HALF), record(HALF))
    await send(producer, record(HALF), record(HALF + 1))
    assert producer.requests == [(*PLACE, 2), (*PLACE, 1), (*PLACE, 1)]


async def test_a_large_record_needs_no_batch_before_it() -> None:
    """Its own offset is the last one."""
    producer = Producer(ends={PLACE: 3})
    assert await send(producer, record(BATCH_BYTES + 1)) == {PLACE: 3}
    assert producer.requests == [(*PLACE, 1)]


@pytest.mark.parametrize("error", [MessageSizeTooLargeError, RecordListTooLargeError])
async def test_a_record_that_the_broker_never_takes_is_an_error(error: type[Exception]) -> None:
    """It says how large the record is and where it was to go."""
    with pytest.raises(
        RecordTooLarge, match=r"a record of 2000201 bytes for wire\.items\.v1 is over the limit"
    ) as found:
        await send(Producer(too_large=error), record(2_000_201))
    assert (found.value.topic, found.value.size) == (PLACE[0], 2_000_201)


async def test_a_batch_that_the_broker_finds_too_large_is_sent_in_parts() -> None:
    """In order, and no record is refused that the topic takes by itself."""
    producer = Producer(limit=30_000)
    assert await send(producer, *[record(10_000)] * 7) == {PLACE: 6}
    assert producer.requests == [(*PLACE, 3), (*PLACE, 2), (*PLACE, 2)]


async def test_many_headers_cost_no_record() -> None:
    """They take more than a record's size allows for, and the batch is split."""
    headers = tuple((str(number), b"") for number in range(150_000))
    large = OutRecord(PLACE[0], b"k", None, headers, PLACE[1])
    assert large.size <= BATCH_BYTES
    assert await send(Producer(), record(), large) == {PLACE: 1}


async def test_refused_batches_leave_no_gap_in_the_numbers_of_a_transactional_producer() -> None:
    """The broker takes nothing after a gap."""
    manager = TransactionManager("id", 60_000)
    with pytest.raises(RecordTooLarge):
        await send(Producer(limit=30_000, _txn_manager=manager), *[record(10_000)] * 3, record(40_000))
    assert manager.sequence_number(TopicPartition(*PLACE)) == 3


async def test_nothing_is_being_sent_any_more_when_a_send_has_failed() -> None:
    """What follows, such as the end of a transaction, meets no record that is on its way."""
    producer = Producer(failure=KafkaConnectionError())
    with pytest.raises(KafkaConnectionError):
        await send(producer, record(partition=0), *[record(BATCH_BYTES, partition=1)] * 3)
    assert producer.requests == [(*PLACE, 1)] * 3


def test_a_batch_is_under_the_brokers_own_limit() -> None:
    """Kafka refuses a batch of more than 1,048,588 bytes unless told otherwise; ours leave a tenth free."""
    assert BATCH_BYTES == 900_000
