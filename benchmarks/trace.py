"""How long `wirefeed trace` and `wirefeed why` take on the topics of a day: seconds of the clock and of the processor.

`python -m benchmarks.trace [--kafka] [RECORDS]` runs a made wire (7,020 records where no number is given) through the
driver in memory, writes all topics to the embedded broker or to Apache Kafka, spread over a day, and then traces items
of every kind: in this process, and a few as commands, whose time includes the start of Python.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.drills.wire import make_wire
from benchmarks.pipeline import broker, percentile
from benchmarks.usage import explain_if_asked
from schemas import DeadLetter, Duplicate, Incident, Retraction
from streams.ops.errors import OperationFailed
from streams.ops.trace import open_records, parse_target, trace
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ACCEPTED, DEAD, DUPLICATES, INCIDENTS, ITEMS, RAW, TOPICS
from tests.running.records import write_topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RECORDS: Final = 7_020
DAY: Final = timedelta(hours=24)
SEED: Final = 1
OF_A_KIND: Final = 5
"""Items of each kind that are traced."""
COMMANDS: Final = ("published", "duplicate", "address", "unknown")
"""Kinds of which one item is traced by a command."""


class Cost(NamedTuple):
    """Seconds of the clock, and of the processor."""

    wall: float
    cpu: float


def run_day(settings: Settings, count: int, end: datetime) -> LocalPipeline:
    """Return a pipeline that has handled so many records, evenly spread over the day before `end`."""
    pipeline = LocalPipeline(settings, keep=TOPICS)
    for place, record in enumerate(make_wire(count, SEED, end - DAY / 2)):
        pipeline.advance(end - DAY + DAY * place / count)
        pipeline.produce(RAW, record.value, key=record.key, headers=record.headers)
        pipeline.run()
    return pipeline


def targets(pipeline: LocalPipeline) -> dict[str, list[str]]:
    """Return items of every kind, some of each, the same for the same day."""
    chance = random.Random(SEED)  # noqa: S311 - the same items again, not a secret
    found = {kind: sorted(set(names)) for kind, names in _known(pipeline).items()}
    return {kind: chance.sample(names, min(OF_A_KIND, len(names))) for kind, names in found.items() if names}


def _known(pipeline: LocalPipeline) -> dict[str, Iterator[str]]:
    copies = [each for each in pipeline.messages(DUPLICATES) if isinstance(each, Duplicate)]
    killed = [each for each in pipeline.messages(ACCEPTED) if isinstance(each, Retraction)]
    largest = max(
        (each for each in pipeline.compacted(INCIDENTS).values() if isinstance(each, Incident)),
        key=lambda incident: len(incident.items),
    )
    items = [each.provenance for each in pipeline.messages(ITEMS) if hasattr(each, "provenance")]
    letters = [each.id for each in pipeline.messages(DEAD) if isinstance(each, DeadLetter)]
    return {
        "any item": (each.item_key for each in items),
        "published": iter(sorted({each.item_key for each in items} - {each.provenance.item_key for each in copies})),
        "duplicate": (each.provenance.item_key for each in copies),
        "killed": (each.provenance.item_key for each in killed),
        "largest incident": iter(largest.items),
        "address": (each.uri for each in items if each.uri),
        "place": (f"{RAW.name}/{each.origin.partition}/{each.origin.offset}" for each in items),
        "dead letter": iter(letters),
        "unknown": iter(["nobody/has-this"]),
    }


async def traced(settings: Settings, target: str) -> Cost:
    """Trace an item in this process."""
    began, used = time.perf_counter(), time.process_time()
    try:
        async with open_records(settings) as records:
            await trace(records, settings, parse_target(target, settings))
    except OperationFailed:
        pass  # an unknown item: to say so takes its time as well
    return Cost(time.perf_counter() - began, time.process_time() - used)


def commanded(settings: Settings, command: str, target: str) -> Cost:
    """Run `wirefeed trace` or `why`."""
    own = settings.model_dump(mode="json", exclude_defaults=True)
    environment = {**os.environ, **{f"WIREFEED_{name.upper()}": str(value) for name, value in own.items()}}
    began, used = time.perf_counter(), _children_seconds()
    subprocess.run(
        [sys.executable, "-m", "streams.ops.cli", command, target], env=environment, capture_output=True, check=False
    )
    return Cost(time.perf_counter() - began, _children_seconds() - used)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(settings: Settings, asked: Mapping[str, Sequence[str]]) -> dict[str, list[Cost]]:
    """Return what each kind took: in this process, and as commands."""
    asyncio.run(traced(settings, asked["unknown"][0]))  # the first one imports what it needs
    costs = {kind: [asyncio.run(traced(settings, name)) for name in names] for kind, names in asked.items()}
    for kind in COMMANDS:
        for command in ("trace", "why"):
            costs[f"`{command}`, {kind}"] = [commanded(settings, command, asked[kind][0])]
    return costs


def show(title: str, costs: Mapping[str, Sequence[Cost]]) -> None:
    """Print the table."""
    table = Table("what", "number", "median s", "worst s", "median CPU s", "worst CPU s", title=title)
    for kind, each in costs.items():
        wall, cpu = [cost.wall for cost in each], [cost.cpu for cost in each]
        figures = (percentile(wall, 0.5), max(wall), percentile(cpu, 0.5), max(cpu))
        table.add_row(kind, str(len(each)), *(f"{figure:.2f}" for figure in figures))
    Console().print(table)


def main(arguments: list[str]) -> None:
    """Fill, measure and print."""
    real = "--kafka" in arguments
    count = next((int(argument) for argument in arguments if argument.isdecimal()), RECORDS)
    with broker(real=real) as address:
        settings = Settings(brokers=address, topic_prefix="traced")
        pipeline = run_day(settings, count, datetime.now(UTC))
        written = asyncio.run(write_topics(pipeline))
        title = f"{written:,} records of {count:,} on {'Apache Kafka' if real else 'the embedded broker'}"
        show(title, measure(settings, targets(pipeline)))


if __name__ == "__main__":
    explain_if_asked(__doc__)
    main(sys.argv[1:])
