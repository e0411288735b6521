"""`python -m benchmarks.feeds`: feeds whose servers misbehave, and a process that is killed in between.

Ends with 1 where an article is lost, comes out twice, or a record of wire.raw was needless.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from benchmarks.drills import brokers
from benchmarks.feeds.drill import Extent, drill
from streams.settings import Settings
from tests.running.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.feeds.drill import Row

WIDTH: Final = 150
DEFAULT: Final = Extent()
COLUMNS: Final = (
    "server",
    "articles",
    "requests",
    "records",
    "lost",
    "repeated on items",
    "judged new twice",
    "live",
    "live twice",
    "",
)


def main(arguments: Sequence[str]) -> int:
    """Make the drill, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.feeds", description=__doc__)
    parser.add_argument("--broker", choices=(brokers.EMBEDDED, brokers.KAFKA), default=brokers.EMBEDDED)
    parser.add_argument("--articles", type=int, default=DEFAULT.articles, help="of each publisher")
    parser.add_argument("--kills", type=int, default=DEFAULT.kills, help="of the process that runs the feeds")
    parser.add_argument("--seed", type=int, default=DEFAULT.seed)
    options = parser.parse_args(arguments)
    for noisy in ("aiokafka", "aiohttp.server"):  # their errors are those that the drill causes
        logging.getLogger(noisy).setLevel(logging.CRITICAL + 1)
    folder = Path(tempfile.mkdtemp(prefix="wirefeed-feeds-"))
    print(f"logs in {folder}", file=sys.stderr, flush=True)
    extent = Extent(articles=options.articles, kills=options.kills, seed=options.seed)
    began = time.monotonic()
    with brokers.running(options.broker, folder) as broker:
        rows = asyncio.run(_run(broker.address, folder, extent))
    show(rows, f"Feeds, {options.broker}, {extent.kills} kills, {time.monotonic() - began:.0f} s")
    return 0 if all(row.ok for row in rows) else 1


async def _run(address: str, folder: Path, extent: Extent) -> list[Row]:
    pipeline = Pipeline(Settings(brokers=address, app_id="wf-feeds", topic_prefix="feeds", partitions=2), folder)
    await pipeline.create_topics()
    pipeline.start_worker()
    try:
        return await drill(pipeline, extent)
    finally:
        pipeline.stop()


def show(rows: Sequence[Row], title: str) -> None:
    """Print the table."""
    table = Table(title=title)
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            f"{row.fault.name}: {row.fault.words}",
            *map(str, (row.articles, row.requests)),
            f"{row.records} of {row.most_records}",
            *map(str, (row.lost, row.repeated, row.doubled, row.live, row.live_twice)),
            "ok" if row.ok else "FAILED",
        )
    console = Console(width=WIDTH)
    console.print(table)
    for row in rows:
        for url in row.held_back:
            console.print(f"not on wire.current: {url}", markup=False, highlight=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
