"""How records become batches of the broker: by partition, in order, and no larger than it takes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder

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
    requests: list[tuple[str, str, int, int]] = field(default_factory=list)
    """How it was sent, topic, partition, and number of records."""
    alone: list[dict[str, Any]] = field(default_factory=list)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)

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
        return self._written("batch", topic, partition, count)

    async def send_and_wait(self, topic: str, value: bytes | None, **more: Any) -> Any:
        """Take one record, unless it is too large."""
        if len(value or b"") > self.limit:
            raise MessageSizeTooLargeError
        self.alone.append(more)
        return await self._written("alone", topic, more["partition"], 1)

    def _written(self, how: str, topic: str, partition: int, count: int) -> asyncio.Future[Any]:
        self.requests.append((how, topic, partition, count))
        first = self.ends.get((topic, partition), 0)
        self.ends[topic, partition] = first + count
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.set_result(SimpleNamespace(offset=first))
        return done


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
    assert producer.requests == [("batch", *PLACE, 3)]


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
    assert producer.requests == [("batch", *PLACE, 2), ("batch", *PLACE, 2), ("batch", *PLACE, 1)]


@pytest.mark.parametrize(("size", "how"), [(BATCH_BYTES, "batch"), (BATCH_BYTES + 1, "alone")])
async def test_a_record_over_the_size_of_a_batch_goes_out_alone(size: int, how: str) -> None:
    """After what came before it, and before what comes after it."""
    producer = Producer()
    assert await send(producer, record(), record(size), record()) == {PLACE: 2}
    assert [each[0] for each in producer.requests] == ["batch", how, "batch"]
    assert [each[3] for each in producer.requests] == [1, 1, 1]


async def test_a_large_record_needs_no_batch_before_it() -> None:
    """Its own offset is the last one."""
    producer = Producer(ends={PLACE: 3})
    assert await send(producer, record(BATCH_BYTES + 1)) == {PLACE: 3}
    assert producer.requests == [("alone", *PLACE, 1)]


async def test_a_large_record_has_its_key_and_headers() -> None:
    """As one in a batch has."""
    producer = Producer()
    await send(producer, OutRecord(PLACE[0], b"k", b"x" * BATCH_BYTES, (("a", b"b"),), PLACE[1]))
    assert producer.alone == [{"key": b"k", "partition": PLACE[1], "headers": [("a", b"b")]}]


async def test_a_record_that_the_broker_never_takes_is_an_error() -> None:
    """It says how large the record is and where it was to go."""
    with pytest.raises(RecordTooLarge, match=r"a record of 2000201 bytes for wire\.items\.v1 is over the limit"):
        await send(Producer(), record(2_000_201))


def test_a_batch_is_under_the_brokers_own_limit() -> None:
    """Kafka refuses a batch of more than 1,048,588 bytes unless told otherwise; ours leave a tenth free."""
    assert BATCH_BYTES == 900_000
