"""Measure one hop without a broker: `python -m benchmarks.hop.in_process [--records 20000]`.

The bytes of fetched record batches go through the client's parser, our runner and the client's encoder, as on a
worker. Sockets, threads and Faust are left out, so that the figures vary less than those of `benchmarks.hop`: the
least and the median of its batches are printed, in microseconds of processor time a record.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from statistics import median
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import FetchResult, PartitionRecords
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords

from benchmarks.hop.parcels import parcel
from benchmarks.hop.workers.ours import SOURCE, PassOn, stage_to, target
from streams.kafka import READ_COMMITTED
from streams.ops.collecting import collect_seldom
from streams.ops.freed_memory import keep_freed_memory
from streams.pipeline.kafka.fetching import leave_as_parsed
from streams.pipeline.kafka.sending import BATCH_BYTES, send_records
from streams.pipeline.kafka.stage_runner import StageRunner
from streams.runner import Batch, Unobserved, to_records
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiokafka import AIOKafkaProducer
    from faust.types import TP

    from streams.pipeline.kafka.outbox import Sent
    from streams.runner import OutRecord, Record

BATCH: Final = 500
PARTITIONS: Final = 4
GOAL: Final = target("goal")
PLACE: Final = TopicPartition(SOURCE.full_name(Settings()), 0)


def fetched(first: int) -> bytes:
    """Return a record batch as a fetch brings it."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 9_000_000)
    for number in range(first, first + BATCH):
        builder.append(number - first, 1_700_000_000_000 + number, b"%d" % number, parcel(number), [])
    made = builder.build()
    made[:8] = first.to_bytes(8, "big")
    return bytes(made)


def read(value: bytes, first: int) -> list[Record]:
    """Return the records of a batch."""
    records = PartitionRecords(PLACE, MemoryRecords(value), [], first, None, None, True, READ_COMMITTED)
    fetch = FetchResult(PLACE, assignment=None, partition_records=records, backoff=0)
    leave_as_parsed(fetch)
    return to_records(PLACE.topic, PLACE.partition, records)


class _Producer:
    """Encodes batches and sends them nowhere."""

    _txn_manager = None

    async def partitions_for(self, topic: str) -> set[int]:
        del topic
        return set(range(PARTITIONS))

    def create_batch(self) -> BatchBuilder:
        return BatchBuilder(BATCH_BYTES, 0)

    async def send_batch(self, batch: Any, topic: str, *, partition: int) -> Any:
        del topic, partition
        batch._build()  # noqa: SLF001  # as the client's sender does
        written = asyncio.get_running_loop().create_future()
        written.set_result(SimpleNamespace(offset=0))
        return written


class _Outbox:
    """Sends nowhere, and notes the time that it takes."""

    transactional = False
    seconds = 0.0

    def parts(self, outputs: Sequence[OutRecord], state: Sequence[OutRecord]) -> list[list[OutRecord]]:
        return [[*outputs, *state]]

    async def send(self, source: TP, records: Sequence[OutRecord], offset: int | None = None) -> Sent:
        del source, offset
        began = time.process_time()
        sent = await send_records(cast("AIOKafkaProducer", _Producer()), records)
        self.seconds += time.process_time() - began
        return sent


class _Store(dict[bytes, bytes]):
    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        """Do nothing: nothing is kept on disk."""


async def measure(values: Sequence[bytes]) -> list[dict[str, float]]:
    """Return the seconds of each part of the work on each of some fetched batches."""
    outbox = _Outbox()
    runner = StageRunner(
        stage_to(GOAL),
        lambda state, settings: PassOn(GOAL),  # noqa: ARG005
        settings=Settings(),
        table=SimpleNamespace(data=_Store()),
        outbox=cast("Any", outbox),
        observer=Unobserved(),
    )
    runner.assign({0})
    found = []
    for number, value in enumerate(values):
        outbox.seconds = 0.0
        began = time.process_time()
        records = read(value, number * BATCH)
        between = time.process_time()
        await runner.process(Batch(PLACE.topic, 0, records))
        ended = time.process_time()
        processing = ended - between - outbox.seconds
        found.append(
            {"reading": between - began, "processing": processing, "sending": outbox.seconds, "all": ended - began}
        )
    return found


def main() -> None:
    """Measure some batches and print the least and the median of each part."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hop.in_process", description="One hop, no broker.")
    parser.add_argument("--records", type=int, default=20_000)
    values = [fetched(first) for first in range(0, parser.parse_args().records, BATCH)]
    collect_seldom()
    keep_freed_memory()
    batches = asyncio.run(measure(values))
    for part in batches[0]:
        each = sorted(batch[part] / BATCH * 1e6 for batch in batches)
        print(f"{part:12s} least {each[0]:6.1f}   median {median(each):6.1f}   µs a record")


if __name__ == "__main__":
    main()
