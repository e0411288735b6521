"""One run of the made wire: feed it in parts, look at the status, disturb, wait until everything is done."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from streams.ops.status import Status, StatusReader

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from benchmarks.drills.brokers import Broker
    from benchmarks.drills.group import Group
    from streams.ops.processes import Worker
    from tests.running.pipeline import Pipeline, Raw

LOOK_SECONDS: Final = 0.3
READ_SECONDS: Final = 15.0
"""A status that takes longer is asked for again over a new connection."""
QUIET_LOOKS: Final = 5
"""So many times in a row nothing may be in flight: a record that was sent but not seen yet does not show as lag."""
BUSY_SECONDS: Final = 60.0
OUTPUT_SECONDS: Final = 90.0
SETTLE_SECONDS: Final = 240.0
SETTLE_SECONDS_A_RECORD: Final = 0.1
EMBARGO_GRACE: Final = 3.0
BUSY_SHARE: Final = 0.1
"""Share of a part that is done when a fault comes: work is under way in every stage, and most of it still ahead."""


class DrillFailed(Exception):
    """A run can't go on, and why."""


@dataclass(slots=True)
class Run:
    """A run under way, as a drill sees it."""

    name: str
    broker: Broker
    pipeline: Pipeline
    group: Group
    wire: list[Raw]
    due: datetime
    """When the embargoes end that end in the run."""
    fed: int = 0
    unsettled: str | None = None
    """What was missing when waiting for the end took too long."""
    resumed: list[float] = field(default_factory=list)
    """Seconds from each SIGKILL until every partition with work went on."""
    began: float = field(default_factory=time.monotonic)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    def say(self, text: str) -> None:
        """Show progress."""
        print(f"{self.name:>26} {time.monotonic() - self.began:6.1f} s  {text}", file=sys.stderr, flush=True)

    async def until_topics_answer(self) -> None:
        """Wait for the first status: right after the broker's start, its topics have no leaders yet."""
        async with _statuses_of(self) as statuses:
            await anext(statuses)

    async def feed(self, share: float) -> int:
        """Put the next part of the wire on `wire.raw`; `share` is of the whole. Return how many records."""
        part = self.wire[self.fed : self.fed + max(1, round(share * len(self.wire)))]
        await self.pipeline.feed(part)
        self.fed += len(part)
        return len(part)

    async def feed_rest(self) -> None:
        """Put what is left of the wire on `wire.raw`."""
        if self.fed < len(self.wire):
            await self.feed(1.0)

    async def work_on(self, share: float) -> Status:
        """Feed a part and return the status as soon as some of it is done and more is under way."""
        self.say(f"feeding {share:.0%} of the wire")
        async with _statuses_of(self) as statuses:
            before = (await anext(statuses)).total.ended
            wanted = before + BUSY_SHARE * await self.feed(share)
            deadline = time.monotonic() + BUSY_SECONDS
            async for status in statuses:
                if status.total.ended >= wanted or time.monotonic() > deadline:
                    return status
        raise AssertionError("the statuses have no end")

    def next_worker(self) -> Worker:
        """Return a worker to disturb: each in its turn."""
        return self.group.workers[next(self._turns) % len(self.group.workers)]

    async def until_all_go_on(self) -> float | None:
        """Return the seconds until every partition that has lag now has a later committed offset; None if none has lag.

        A commit goes with the outputs before it, so that this is the time of the next output of each.
        """
        began = time.monotonic()
        async with _statuses_of(self) as statuses:
            now = await anext(statuses)
            waiting = {(part.stage, part.partition): part.committed or 0 for part in now.partitions if part.lag}
            if not waiting:
                return None
            async for status in statuses:
                seconds = time.monotonic() - began
                gone_on = [
                    (part.stage, part.partition)
                    for part in status.partitions
                    if (part.committed or 0) > waiting.get((part.stage, part.partition), part.committed or 0)
                ]
                for place in gone_on:
                    del waiting[place]
                if gone_on:
                    self.say(f"{', '.join(f'{stage} {number}' for stage, number in gone_on)} after {seconds:.1f} s")
                if not waiting or seconds > OUTPUT_SECONDS:
                    return seconds
        raise AssertionError("the statuses have no end")

    async def settle(self) -> Status:
        """Wait until every record is done and every embargo of the run has ended; return the status."""
        self.say(f"all {self.fed} records fed; waiting until they are done")
        deadline = time.monotonic() + SETTLE_SECONDS + SETTLE_SECONDS_A_RECORD * len(self.wire)
        quiet, shown = 0, time.monotonic()
        async with _statuses_of(self) as statuses:
            async for status in statuses:
                done = status.settled and status.total.records >= len(self.wire) and self._embargoes_ended()
                quiet = quiet + 1 if done else 0
                if quiet >= QUIET_LOOKS:
                    return status
                if time.monotonic() > deadline:
                    self.unsettled = f"{status.total.in_flight} items in flight, lag {status.lag}"
                    return status
                if time.monotonic() > shown + 10:
                    self.say(f"{status.total.ended} items have ended, lag {status.lag}")
                    shown = time.monotonic()
        raise AssertionError("the statuses have no end")

    def _embargoes_ended(self) -> bool:
        return (datetime.now(UTC) - self.due).total_seconds() > EMBARGO_GRACE


@contextlib.asynccontextmanager
async def _statuses_of(run: Run) -> AsyncIterator[AsyncIterator[Status]]:
    """Yield the statuses of a run, one after the other; a broker that is away only delays them."""
    async with contextlib.aclosing(_statuses(run)) as statuses:
        yield statuses


async def _statuses(run: Run) -> AsyncGenerator[Status]:
    while True:
        with contextlib.suppress(Exception):  # the broker is away, as some drills want it
            async with StatusReader(run.pipeline.settings) as reader:
                while True:
                    async with asyncio.timeout(READ_SECONDS):
                        status = await reader.read()
                    yield status
                    await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(LOOK_SECONDS)
