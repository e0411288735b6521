"""Measures one system: processor and wall time from its first record on the target topic to its last."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiokafka import TopicPartition

from benchmarks.hop.parcels import Count, count_target
from benchmarks.hop.workers.ours import target
from benchmarks.resources import processor_seconds
from streams.ops.administration import create_topics
from streams.ops.connection import connected_probe
from streams.ops.processes import stop_processes

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.hop.systems import System
    from streams.settings import Settings

LOOK_SECONDS: Final = 0.1
"""Between two looks at the target topic."""
STILL_SECONDS: Final = 3.0
"""The target is complete when it has all records and has not grown for so long."""
STOP_SECONDS: Final = 30.0


class RunFailed(Exception):
    """A worker ended by itself, or took too long."""


@dataclass(frozen=True, slots=True)
class Look:
    """How far a run had come at a moment."""

    at: float
    processor: float
    """Seconds of processor time that the worker had taken."""
    written: int
    """Offsets of the target topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of a system, from the first record that it wrote on: its start is left out."""

    name: str
    batches: str
    records: int
    """Records in that time."""
    seconds: float
    processor_seconds: float
    target: Count

    @property
    def per_second(self) -> float:
        """Records in a second."""
        return self.records / self.seconds

    @property
    def microseconds(self) -> float:
        """Processor time of a record, in microseconds."""
        return self.processor_seconds / self.records * 1e6


async def measure(system: System, settings: Settings, records: int, folder: Path, *, limit: float) -> Figures:
    """Run a system over the source topic and return its figures. Raises `RunFailed`."""
    await create_topics(settings, system.topics(settings))
    topic = target(system.short).full_name(settings)
    partitions = [TopicPartition(topic, number) for number in range(settings.partitions)]
    log = folder / f"{system.short}.log"
    with log.open("wb") as output:
        process = system.start(settings, output, folder)
    try:
        looks = await _watch(settings, partitions, process, records, limit)
    except RunFailed as error:
        raise RunFailed(f"{system.name}: {error}\n{log.read_text(errors='replace')[-2_000:]}") from error
    finally:
        stop_processes([process], STOP_SECONDS)
    async with connected_probe(settings) as probe:
        ends = await probe.end_offsets(partitions)
    first, last = span(looks)
    # Of what was written before the first look, transactions' ends count as records: a few in thousands.
    return Figures(
        name=system.name,
        batches=system.batches,
        records=records - first.written,
        seconds=last.at - first.at,
        processor_seconds=last.processor - first.processor,
        target=await count_target(settings, ends, records),
    )


def span(looks: Sequence[Look]) -> tuple[Look, Look]:
    """Return the first look at which something was written, and the first at which all was."""
    first = next(look for look in looks if look.written)
    last = next(look for look in looks if look.written == looks[-1].written)
    return first, last


async def _watch(
    settings: Settings,
    partitions: Sequence[TopicPartition],
    process: subprocess.Popen[bytes],
    records: int,
    limit: float,
) -> list[Look]:
    """Look at the target until it is complete."""
    looks: list[Look] = []
    began = grown = time.monotonic()
    async with connected_probe(settings) as probe:
        while not (looks and looks[-1].written >= records and time.monotonic() - grown > STILL_SECONDS):
            if process.poll() is not None:
                raise RunFailed(f"the worker ended with {process.returncode}")
            if time.monotonic() - began > limit:
                raise RunFailed(f"not all records within {limit:.0f} s")
            written = sum((await probe.end_offsets(partitions)).values())
            now = time.monotonic()
            grown = now if not looks or written > looks[-1].written else grown
            looks.append(Look(now, processor_seconds(process.pid), written))
            await asyncio.sleep(LOOK_SECONDS)
    return looks
