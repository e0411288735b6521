"""Measure one hop beside stock Faust and Quix Streams: `python -m benchmarks.hop [--records 200000] [--json]`.

Needs JDK 17 and Maven for Apache Kafka, and `make hop` once for Quix Streams, which is left out without it. All
systems read the same topic in one run, one after the other, each in a process of its own: JSON in, JSON out. The
command ends with 1 where a record is missing or stands twice, or ours takes more than it may.
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

from benchmarks.hop.measuring import RunFailed, measure
from benchmarks.hop.parcels import fill
from benchmarks.hop.report import as_json, bars, complete, show
from benchmarks.hop.systems import SYSTEMS
from benchmarks.hop.workers.ours import SOURCE
from streams.ops.administration import create_topics
from tests.running.kafka import given_broker, kafka

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.hop.measuring import Figures
    from benchmarks.hop.systems import System

RECORDS: Final = 200_000
PARTITIONS: Final = 4
SLOWEST: Final = 200
"""Records a second below which a run counts as stuck, beside a minute for its start."""


async def run(brokers: str, systems: Sequence[System], records: int, partitions: int, folder: Path) -> list[Figures]:
    """Fill the source topic, and return the figures of each system."""
    settings = systems[0].settings(brokers, partitions)
    await create_topics(settings, systems[0].topics(settings))
    await fill(settings, SOURCE.full_name(settings), records, partitions)
    found = []
    for system in systems:
        print(f"== {system.name}", file=sys.stderr, flush=True)
        own = system.settings(brokers, partitions)
        found.append(await measure(system, own, records, folder, limit=60 + records / SLOWEST))
    return found


def arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hop", description="Measure one hop beside its peers.")
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--partitions", type=int, default=PARTITIONS)
    parser.add_argument("--only", action="append", choices=[system.short for system in SYSTEMS])
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> int:
    """Measure and print; return the exit code."""
    options = arguments()
    chosen = [system for system in SYSTEMS if system.installed and system.short in (options.only or system.short)]
    left_out = [system.name for system in SYSTEMS if not system.installed]
    if left_out:
        print(f"left out, since it is not installed (`make hop` installs it): {', '.join(left_out)}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        given = given_broker()
        try:
            if given is not None:
                found = asyncio.run(run(given, chosen, options.records, options.partitions, Path(folder)))
            else:
                with kafka(Path(folder)) as brokers:
                    found = asyncio.run(run(brokers, chosen, options.records, options.partitions, Path(folder)))
        except RunFailed as error:
            print(error, file=sys.stderr)
            return 1
    if options.json:
        print(json.dumps(as_json(found), indent=2))
    else:
        show(found, Console())
    return int(not all(complete(figures) for figures in found) or not all(bar.reached for bar in bars(found)))


if __name__ == "__main__":
    sys.exit(main())
