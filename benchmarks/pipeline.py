"""The whole pipeline: articles a second of one worker on a backlog, and latency from raw to published at a steady pace.

`python -m benchmarks.pipeline [--kafka] [FILE]` runs on the embedded broker, or on Apache Kafka; FILE holds articles as
JSON Lines (plain or gzipped); where none is given, made ones are used, of which none repeats another.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.drills.wire import unlike_articles
from benchmarks.usage import explain_if_asked
from streams.ops.broker import EmbeddedBroker
from streams.ops.intake_files import Labels, RawRecord, read_file
from streams.topics import record_limit
from tests.running.kafka import kafka
from tests.running.pipeline import Pipeline, Raw, new_pipeline, outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKLOG = 1_000
PACE = 8.0
"""Articles a second of the steady part."""
STEADY = 160
SEED = 1


@contextmanager
def broker(*, real: bool) -> Iterator[str]:
    """Yield the address of a broker that runs meanwhile."""
    if real:
        with tempfile.TemporaryDirectory() as folder, kafka(Path(folder)) as address:
            yield address
    else:
        with EmbeddedBroker() as embedded:
            yield embedded.address


def articles(path: Path | None, count: int) -> list[Raw]:
    """Return raw records: those of a file, or made ones."""
    if path is not None:
        records = read_file(path, Labels(received="2026-03-02T09:00:00Z"), limit=5_000_000)
        found = (Raw(record.value, record.headers, record.key) for record in records if isinstance(record, RawRecord))
        return list(itertools.islice(found, count))
    return unlike_articles(count, SEED)


async def steady(pipeline: Pipeline, records: list[Raw]) -> None:
    """Feed at an even pace."""
    began = time.monotonic()
    for number, record in enumerate(records):
        await asyncio.sleep(max(0.0, began + number / PACE - time.monotonic()))
        await pipeline.feed([record])


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


async def measure(address: str, path: Path | None) -> dict[str, float]:
    """Return the figures of one run."""
    records = articles(path, BACKLOG + STEADY)
    with tempfile.TemporaryDirectory() as folder:
        async for pipeline in new_pipeline(address, Path(folder), f"bench{int(time.time())}"):
            assert record_limit(pipeline.settings) > 0
            pipeline.start_worker()
            await pipeline.feed(records[:1])
            await pipeline.until_done(1)
            began = time.monotonic()
            await pipeline.feed(records[1:BACKLOG])
            done = await pipeline.until_done(BACKLOG, seconds=600)
            seconds = time.monotonic() - began
            ends = {(record.partition, record.offset) for record in await pipeline.records("current")}
            await steady(pipeline, records[BACKLOG:])
            await pipeline.until_done(len(records), seconds=120)
            raw = {(record.partition, record.offset): record.timestamp for record in await pipeline.records("raw")}
            waited = []
            for record in await pipeline.records("current"):
                if record.value is not None and (record.partition, record.offset) not in ends:
                    origin = orjson.loads(record.value)["article"]["provenance"]["origin"]
                    waited.append((record.timestamp - raw[origin["partition"], origin["offset"]]) / 1000)
            return {
                "articles/s, one worker": (BACKLOG - 1) / seconds,
                "published": outcomes(done)["published"],
                "duplicates": outcomes(done)["duplicate"],
                f"p50 seconds at {PACE:g}/s": percentile(waited, 0.5),
                f"p99 seconds at {PACE:g}/s": percentile(waited, 0.99),
            }
    raise AssertionError("no pipeline")


def main(arguments: list[str]) -> None:
    """Measure and print."""
    real = "--kafka" in arguments
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    with broker(real=real) as address:
        figures = asyncio.run(measure(address, paths[0] if paths else None))
    table = Table(title=f"The pipeline on {'Apache Kafka' if real else 'the embedded broker'}")
    table.add_column("what")
    table.add_column("figure", justify="right")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3f}" if value < 10 else f"{value:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    explain_if_asked(__doc__)
    main(sys.argv[1:])
