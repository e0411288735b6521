"""`python -m benchmarks.drills`: disturb the running pipeline and compare what comes out with an undisturbed run.

Runs Apache Kafka (JDK 17 and Maven, see CONTRIBUTING.md) and the embedded broker. Ends with 1 where a check fails.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
from rich.console import Console

from benchmarks.drills.brokers import EMBEDDED, KAFKA
from benchmarks.drills.faults import DRILLS, Extent
from benchmarks.drills.report import as_json, in_brief, show
from benchmarks.drills.session import LATENCY, Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.drills.faults import Drill

ITEMS: Final = 3_000
SHORT_ITEMS: Final = 400
SHORT: Final = {"kills": 2, "stops": 1}
WIDTH: Final = 160
RESULTS: Final = "results.json"
"""Written after each drill, so that an interrupted session leaves what it has."""


def main(arguments: Sequence[str]) -> int:
    """Make the drills that are asked for, print the table, and return the exit code."""
    options = _parser().parse_args(arguments)
    extent = Extent(workers=options.workers, **(SHORT if options.short else {}))
    items = options.items or (SHORT_ITEMS if options.short else ITEMS)
    chosen = list(_chosen(options))
    if not chosen:
        print(f"no such drill; there are {', '.join(drill.name for drill in DRILLS)}, {LATENCY}", file=sys.stderr)
        return 2
    folder = options.keep or Path(tempfile.mkdtemp(prefix="wirefeed-drills-"))
    session = Session(folder, items, options.seed, extent)
    print(f"{len(chosen)} drills on {items} records; logs and state in {folder}", file=sys.stderr, flush=True)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # its errors are those that the drills cause
    asyncio.run(_make(session, chosen))
    if options.json:
        print(orjson.dumps(as_json(session.results), option=orjson.OPT_INDENT_2).decode())
    else:
        show(session.results, Console(width=WIDTH))
    return 0 if all(result.ok for result in session.results) else 1


async def _make(session: Session, chosen: Sequence[tuple[Drill | None, str]]) -> None:
    for drill, broker in chosen:
        made = session.make(drill, broker) if drill is not None else session.measure_latency(broker)
        session.results.append(await made)
        print(in_brief(session.results[-1]), file=sys.stderr, flush=True)
        (session.folder / RESULTS).write_bytes(orjson.dumps(as_json(session.results), option=orjson.OPT_INDENT_2))


def _chosen(options: argparse.Namespace) -> Iterator[tuple[Drill | None, str]]:
    """Yield the drills asked for and their brokers; None stands for the measurement of latency."""
    every: list[tuple[Drill | None, str, tuple[str, ...], bool]] = [
        (drill, drill.name, drill.brokers, drill.short) for drill in DRILLS
    ]
    for drill, name, brokers, short in [*every, (None, LATENCY, (KAFKA, EMBEDDED), False)]:
        if (short or not options.short) and _wanted(name, options.only):
            yield from ((drill, broker) for broker in brokers if options.broker in {None, broker})


def _wanted(name: str, only: Sequence[str] | None) -> bool:
    return not only or any(part in name for part in only)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer records, faults and drills, as in CI")
    parser.add_argument("--only", metavar="NAME", action="append", help="the drills whose name has this in it")
    parser.add_argument("--broker", choices=("kafka", "embedded"), help="on this broker alone")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--workers", type=int, default=2, help="workers of a run (2)")
    parser.add_argument("--items", type=int, help=f"records of the wire ({ITEMS}; {SHORT_ITEMS} with --short)")
    parser.add_argument("--seed", type=int, default=1, help="of the made wire (1)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for logs and state")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
