"""The soak itself: feeds one worker as fast as it works, and samples it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from aiohttp import ClientError, ClientSession
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.resources import resident_bytes
from benchmarks.soak.samples import Sample
from benchmarks.soak.wire import endless_wire
from streams.ops.status import StatusReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.ops.status import Status
    from tests.running.pipeline import Pipeline, Raw, Worker

SEED: Final = 1
PORTION: Final = 500
"""Records fed at a time."""
BACKLOG: Final = 500
"""More is fed when fewer records than this lag, over all stages: the worker never waits, and nothing piles up."""
LOOK_SECONDS: Final = 0.5
BACK: Final = timedelta(days=6.5)
"""So long ago the wire begins: raw records are kept a little longer. A soak at full rate comes up to the present."""
KEPT_DAYS: Final = 0.5
"""Days for which the worker remembers what it has seen; the ledger does twice as long. What it keeps grows until then,
however it works: with the default of weeks a soak would only show how much it has read."""


class WorkerEnded(Exception):
    """The worker ended by itself."""


async def soak(pipeline: Pipeline, seconds: float, every: float, told: Callable[[Sample], None]) -> list[Sample]:
    """Feed a worker for so many seconds; return a sample for every so many. Raises `WorkerEnded`."""
    worker = pipeline.start_worker()
    wire = endless_wire(SEED, begin=datetime.now(UTC) - BACK)
    samples: list[Sample] = []
    began: float | None = None
    async with StatusReader(pipeline.settings) as reader, ClientSession() as session:
        while began is None or time.monotonic() - began < seconds:
            if worker.process.poll() is not None:
                raise WorkerEnded(f"the worker ended with {worker.process.returncode}\n{pipeline.log_tail()}")
            status = await reader.read()
            if _lag(status) < BACKLOG:
                await pipeline.feed(map(_not_ahead, islice(wire, PORTION)))
            if began is None and status.total.records:
                began = time.monotonic()
            if began is not None and time.monotonic() - began >= len(samples) * every:
                samples.append(await _sample(session, worker, status, time.monotonic() - began))
                told(samples[-1])
            await asyncio.sleep(LOOK_SECONDS)
    return samples


def _not_ahead(record: Raw) -> Raw:
    """Return the record, made now at the latest: Kafka takes none of the future."""
    return replace(record, timestamp_ms=min(record.timestamp_ms or 0, int(time.time() * 1000)))


def _lag(status: Status) -> int:
    return sum(part.lag for part in status.partitions)


async def _sample(session: ClientSession, worker: Worker, status: Status, seconds: float) -> Sample:
    entries = await _entries(session, worker.web)
    return Sample(seconds, resident_bytes(worker.process.pid), status.total.records, entries)


async def _entries(session: ClientSession, web: str) -> dict[str, float]:
    """Return the entries of the worker's tables, those of all partitions of a stage together; none while it is busy."""
    try:
        async with session.get(f"{web}/metrics") as response:
            text = await response.text()
    except (ClientError, TimeoutError):
        return {}
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "wirefeed_table_entries":
                name = f"{sample.labels['stage']} {sample.labels['table']}"
                found[name] = found.get(name, 0.0) + sample.value
    return found
