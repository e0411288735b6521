"""A session of drills: each on a broker of its own, compared with the first run that nothing disturbed."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.drills import brokers, disks
from benchmarks.drills.brokers import KAFKA
from benchmarks.drills.compare import checks
from benchmarks.drills.faults import EMBARGO_SECONDS, Drill, Extent, undisturbed
from benchmarks.drills.group import Group
from benchmarks.drills.latency import latency
from benchmarks.drills.outcome import Outcome, collect
from benchmarks.drills.report import Result
from benchmarks.drills.run import Run
from benchmarks.drills.wire import make_wire
from streams.settings import Settings, Store
from tests.running.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTITIONS = 3
ERROR_CHARS = 300
LATENCY = "latency"
BASELINE = Drill(name="baseline", act=undisturbed)


@dataclass(slots=True)
class Session:
    """What all drills of a session share."""

    folder: Path
    items: int
    seed: int
    extent: Extent
    base: Outcome | None = None
    """The first undisturbed run on Kafka, which every other run is compared with."""
    results: list[Result] = field(default_factory=list)

    async def make_base(self) -> None:
        """Make the run that the others are compared with."""
        self.base = await self.outcome_of(BASELINE, KAFKA)
        if self.base.unsettled:
            failed = f"the undisturbed run did not end: {self.base.unsettled}"
            self.results.append(Result(drill=BASELINE.name, broker=KAFKA, failed=failed))

    async def make(self, drill: Drill, broker: str) -> Result:
        """Make a drill and compare it."""
        began = time.monotonic()
        reason = drill.needs()
        if reason is not None:
            return Result(drill=drill.name, broker=broker, skipped=reason)
        if self.base is None:
            await self.make_base()
        assert self.base is not None
        try:
            outcome = await self.outcome_of(drill, broker)
        except Exception as error:  # noqa: BLE001 - one drill that can't be made must not end the others
            return Result(drill=drill.name, broker=broker, failed=_words(error), seconds=time.monotonic() - began)
        found = tuple(checks(outcome, self.base, once=broker == KAFKA, exits=drill.exits))
        return Result(drill=drill.name, broker=broker, checks=found, seconds=outcome.seconds)

    async def measure_latency(self, kind: str) -> Result:
        """Measure one worker on an empty pipeline."""
        began = time.monotonic()
        folder = self._new_folder(f"{LATENCY}-{kind}")
        with brokers.running(kind, folder) as broker:
            pipeline = Pipeline(_settings(broker.address), folder)
            await pipeline.create_topics()
            try:
                found = await latency(pipeline)
            except Exception as error:  # noqa: BLE001 - as in `make`
                return Result(drill=LATENCY, broker=kind, failed=_words(error), seconds=time.monotonic() - began)
            finally:
                pipeline.stop()
        return Result(drill=LATENCY, broker=kind, checks=found, seconds=time.monotonic() - began)

    async def outcome_of(self, drill: Drill, kind: str) -> Outcome:
        """Return what a drill ended in."""
        folder = self._new_folder(f"{drill.name.replace(' ', '-')}-{kind}")
        with brokers.running(kind, folder) as broker, _disk(drill, folder):
            pipeline = Pipeline(_settings(broker.address, drill.store), folder)
            await pipeline.create_topics()
            due = datetime.now(UTC) + timedelta(seconds=EMBARGO_SECONDS)
            group = Group(folder, pipeline.environment())
            run = Run(
                name=f"{drill.name}, {kind}",
                broker=broker,
                pipeline=pipeline,
                group=group,
                wire=make_wire(self.items, self.seed, due),
                due=due,
            )
            try:
                group.start(drill.first_workers or self.extent.workers)
                await run.until_topics_answer()
                await drill.act(run, self.extent)
                return await _ended(run)
            finally:
                await group.close()

    def _new_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder


def _settings(address: str, store: Store = Store.MEMORY) -> Settings:
    """Return the settings of a run: timeouts are the default ones."""
    return Settings(brokers=address, app_id="wf-drill", topic_prefix="drill", partitions=PARTITIONS, store=store)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:ERROR_CHARS]


async def _ended(run: Run) -> Outcome:
    await run.feed_rest()
    status = await run.settle()
    await run.group.stop(list(run.group.workers))
    outcome = await collect(run.pipeline.settings, status)
    outcome.exits, outcome.resumed, outcome.unsettled = run.group.exits, run.resumed, run.unsettled
    outcome.seconds = time.monotonic() - run.began
    run.say("done" if run.unsettled is None else f"not done: {run.unsettled}")
    return outcome


@contextlib.contextmanager
def _disk(drill: Drill, folder: Path) -> Iterator[None]:
    """Give the first worker a small disk for its state, where the drill wants one."""
    if not drill.state_on_small_disk:
        yield
        return
    with disks.small_disk(folder / "state-worker-0"):
        yield
