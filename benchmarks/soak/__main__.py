"""Watch the memory of one worker at full rate: `python -m benchmarks.soak [--minutes 30] [--json]`.

Needs JDK 17 and Maven for Apache Kafka. The wire is invented, endless, and over a bounded number of items; a day goes
by on it within some minutes, and the worker remembers half of one. It ends with 1 where the memory is not flat after
the first third of the time, or the worker ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from benchmarks.soak.report import as_json, line, show
from benchmarks.soak.samples import verdict
from benchmarks.soak.soaking import KEPT_DAYS, WorkerEnded, soak
from tests.running.kafka import kafka
from tests.running.pipeline import new_pipeline

if TYPE_CHECKING:
    from benchmarks.soak.samples import Sample

MINUTES: Final = 30.0
EVERY: Final = 10.0
"""Seconds from sample to sample."""


async def run(brokers: str, folder: Path, minutes: float, every: float) -> list[Sample]:
    """Return the samples of a soak."""
    kept = dict.fromkeys(("dedup_window_days", "link_window_days", "item_memory_days"), KEPT_DAYS)
    async for pipeline in new_pipeline(brokers, folder, "soak", **kept):
        return await soak(
            pipeline, minutes * 60, every, lambda sample: print(line(sample), file=sys.stderr, flush=True)
        )
    raise AssertionError("no pipeline")


def main() -> int:
    """Soak and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="Watch the memory of one worker.")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--every", type=float, default=EVERY, help="seconds from sample to sample")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, kafka(Path(folder)) as brokers:
        try:
            samples = asyncio.run(run(brokers, Path(folder), options.minutes, options.every))
        except WorkerEnded as error:
            print(error, file=sys.stderr)
            return 1
    if options.json:
        print(json.dumps(as_json(samples), indent=2))
    else:
        show(samples, Console())
    return int(not verdict(samples).flat)


if __name__ == "__main__":
    sys.exit(main())
