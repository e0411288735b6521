"""Very many versions of one item on a running worker: `python -m benchmarks.one_key [--records 100000]`.

All of them have one key, so that one partition of each stage has all the work. Each tenth of them is shown with its
rate and the worker's memory. Ends with 1 where an item has no outcome, the last version is not what is published, or
the last tenth takes more than twice the processor time of the second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from benchmarks.drills.brokers import EMBEDDED, KAFKA, running
from benchmarks.resources import processor_seconds, resident_bytes
from schemas import EnrichedArticle
from streams.topics import CURRENT
from tests.running.pipeline import Pipeline, Raw, new_pipeline
from tests.running.wire import item

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS: Final = 100_000
PARTS: Final = 10
SETTLE_SECONDS: Final = 1_800.0
SLOWER: Final = 2.0
"""The last part may take so many times the processor time of the second; in the first the worker starts."""
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """What the worker took for one part of the versions."""

    versions: int
    """Those done at the end of the part."""
    seconds: float
    processor_seconds: float
    resident: int
    """Bytes of memory in use at the end of the part."""


def versions(first: int, last: int) -> Iterator[Raw]:
    """Yield versions of one item: each has another number of ferries, and each thousandth a higher toll."""
    for number in range(first, last + 1):
        toll = f"A ferry sank off Kaldvik on Tuesday and {12 + number // 1000} people drowned, police said."
        text = f"KALDVIK (Orbit) - {toll}\n\nThe harbour office counted {number} calls from relatives."
        record = item("orbit", "ferry", number, text)
        yield Raw(record.value, record.headers, b"orbit/ferry")


async def measure(pipeline: Pipeline, records: int) -> list[Part]:
    """Feed a worker the versions in parts, each once the one before it is done; return what each took."""
    worker = pipeline.start_worker()
    parts: list[Part] = []
    size = records // PARTS
    for number in range(PARTS):
        began, used = time.monotonic(), processor_seconds(worker.process.pid)
        done = (number + 1) * size
        await pipeline.feed(versions(number * size + 1, done))
        await pipeline.until_done(done, seconds=SETTLE_SECONDS)
        pid = worker.process.pid
        parts.append(Part(done, time.monotonic() - began, processor_seconds(pid) - used, resident_bytes(pid)))
        print(f"{done:,} versions, {parts[-1].seconds:.0f} s", file=sys.stderr, flush=True)
    return parts


async def faults(pipeline: Pipeline, parts: list[Part]) -> list[str]:
    """Return what is wrong at the end."""
    found = []
    current = list((await pipeline.compacted(CURRENT.name)).values())
    published = [each.article.provenance.version for each in current if isinstance(each, EnrichedArticle)]
    if published != [parts[-1].versions]:
        found.append(f"published are the versions {published}, and the last is {parts[-1].versions}")
    if parts[-1].processor_seconds > SLOWER * parts[1].processor_seconds:
        found.append("the last part took more than twice the processor time of the second")
    return found


def show(parts: list[Part], console: Console) -> None:
    """Print the parts as a table."""
    table = Table(title="Versions of one item on one worker")
    for column in ("versions", "s", "versions/s", "processor, ms a version", "MB"):
        table.add_column(column, justify="right")
    before = 0
    for part in parts:
        size = part.versions - before
        before = part.versions
        table.add_row(
            f"{part.versions:,}",
            f"{part.seconds:,.1f}",
            f"{size / part.seconds:,.0f}",
            f"{1000 * part.processor_seconds / size:.2f}",
            f"{part.resident / MEGABYTE:,.0f}",
        )
    console.print(table)


async def run(brokers: str, folder: Path, records: int) -> tuple[list[Part], list[str]]:
    """Return what each part took on a worker of its own, and what is wrong."""
    async for pipeline in new_pipeline(brokers, folder, "one-key", partitions=2):
        parts = await measure(pipeline, records)
        return parts, await faults(pipeline, parts)
    raise AssertionError("no pipeline")


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.one_key", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS, help=f"versions ({RECORDS}), at least {PARTS}")
    parser.add_argument("--broker", choices=(KAFKA, EMBEDDED), default=KAFKA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.records < PARTS:
        parser.error(f"--records has to be at least {PARTS}")
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, running(options.broker, Path(folder)) as broker:
        parts, found = asyncio.run(run(broker.address, Path(folder), options.records))
    if options.json:
        print(json.dumps({"parts": [asdict(part) for part in parts], "faults": found}, indent=2))
    else:
        show(parts, Console())
        for fault in found:
            print(f"FAULT {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
