"""How soon an article is published and its alert received at an even pace, and what an idle worker costs."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Final

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.drills.compare import Check
from benchmarks.drills.receiver import receiving_alerts
from benchmarks.drills.wire import unlike_articles
from benchmarks.pipeline import PACE, percentile, steady
from benchmarks.resources import processor_seconds
from streams.kafka import client_options
from streams.topics import CURRENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiokafka import ConsumerRecord

    from streams.settings import Settings
    from tests.running.pipeline import Pipeline

WARM_UP: Final = 40
"""Articles before the clock counts: the first ones load models and lists of places."""
MEASURED: Final = 160
SEED: Final = 1
IDLE_SECONDS: Final = 20.0
SETTLED_SECONDS: Final = 5.0
"""After the last work, before the idle time is measured."""
FETCH_WAIT_MS: Final = 20
"""The reader's own wait, which is part of what it measures."""
PUBLISHED: Final = ("raw to published", 0.3, 1.0)
ALERTED: Final = ("raw to alert at the receiver", 0.3, 1.5)
"""What is measured, and how many seconds half and 99 % of the articles may take."""
IDLE_SHARE: Final = 0.05


async def latency(pipeline: Pipeline) -> tuple[Check, ...]:
    """Return the checks of one worker on an empty pipeline."""
    records = unlike_articles(WARM_UP + MEASURED, SEED)
    worker = pipeline.start_worker()
    async with receiving_alerts(pipeline.settings) as alerted:
        await pipeline.feed(records[:WARM_UP])
        await pipeline.until_done(WARM_UP, seconds=180)
        await asyncio.sleep(SETTLED_SECONDS)
        idle = await _busy_share(worker.process.pid, IDLE_SECONDS)
        published: dict[tuple[int, int], float] = {}
        reading = asyncio.create_task(_watch(pipeline.settings, published))
        try:
            await steady(pipeline, records[WARM_UP:])
            await pipeline.until_done(len(records), seconds=120)
            await asyncio.sleep(SETTLED_SECONDS)  # the last alerts are on their way
            if reading.done():
                reading.result()  # it never ends by itself: this raises what ended it
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
    sent = {(record.partition, record.offset): record.timestamp / 1000 for record in await pipeline.records("raw")}
    return (
        *_checks(PUBLISHED, _waited(sent, published)),
        *_checks(ALERTED, _waited(sent, alerted)),
        Check(what="CPU of an idle worker", must=f"<= {IDLE_SHARE:.0%}", was=f"{idle:.1%}", ok=idle <= IDLE_SHARE),
    )


def _waited(sent: Mapping[tuple[int, int], float], seen: Mapping[tuple[int, int], float]) -> list[float]:
    """Return the seconds that each article took after the warm-up."""
    return [at - sent[origin] for origin, at in seen.items() if origin[1] >= WARM_UP]


def _checks(wanted: tuple[str, float, float], waited: list[float]) -> Iterator[Check]:
    name, half, most = wanted
    for share, limit in ((0.5, half), (0.99, most)):
        seconds = percentile(waited, share)
        yield Check(
            what=f"{name} at {PACE:g}/s, p{share * 100:.0f}",
            must=f"<= {limit * 1000:.0f} ms",
            was=f"{seconds * 1000:.0f} ms of {len(waited)}",
            ok=seconds <= limit,
        )


async def _watch(settings: Settings, seen: dict[tuple[int, int], float]) -> None:
    """Note when each article becomes readable on the topic of what is live, by the raw record that it came from."""
    topic = CURRENT.full_name(settings)
    consumer = AIOKafkaConsumer(
        isolation_level="read_committed",
        enable_auto_commit=False,
        fetch_max_wait_ms=FETCH_WAIT_MS,
        **client_options(settings),
    )
    await consumer.start()
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(consumer.stop)
        partitions = [TopicPartition(topic, number) for number in range(CURRENT.partitions(settings))]
        consumer.assign(partitions)
        await consumer.seek_to_end(*partitions)
        while True:
            batches: Mapping[TopicPartition, list[ConsumerRecord]] = await consumer.getmany(timeout_ms=1_000)
            for records in batches.values():
                for record in records:
                    if record.value is not None:
                        origin = orjson.loads(record.value)["article"]["provenance"]["origin"]
                        seen[origin["partition"], origin["offset"]] = time.time()


async def _busy_share(pid: int, seconds: float) -> float:
    """Return the share of a processor that a process takes in the seconds to come."""
    before, began = processor_seconds(pid), time.monotonic()
    await asyncio.sleep(seconds)
    return (processor_seconds(pid) - before) / (time.monotonic() - began)
