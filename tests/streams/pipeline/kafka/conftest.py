"""A stage on a broker in memory: what stands for the broker, the table and the observer of a runner."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from faust.types import TP

from streams.agents import HANDLERS
from streams.pipeline import stage_named
from streams.pipeline.kafka import StageRunner
from streams.pipeline.kafka.sending import RecordTooLarge
from streams.pipeline.kafka.stage_runner import NOTHING
from streams.runner import Batch, Record, Unobserved
from streams.settings import Settings
from streams.topics import ITEMS
from tests.running.consumer import reader_with
from tests.running.wire import feed, whole, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from streams.runner import Observer, OpenHandler, OutRecord, Tracer
    from tests.running.consumer import Reader


class Store(dict[bytes, bytes]):
    """The store of a table, which notes how far its changelog has been taken in."""

    persisted: dict[TP, int]

    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        """Note the offset."""
        self.persisted = {tp: offset}


@dataclass
class Table:
    """A table with its store."""

    data: Store = field(default_factory=Store)


@dataclass
class Broker:
    """A broker in memory, which can be away, and lets something happen when records arrive."""

    sent: list[OutRecord] = field(default_factory=list)
    away: list[Exception] = field(default_factory=list)
    arrival: Callable[[Sequence[OutRecord]], None] = lambda _records: None
    limits: dict[str, int] = field(default_factory=dict)
    """How many bytes a record of a topic may have; any number where nothing is said."""
    refused: list[tuple[str, int]] = field(default_factory=list)
    """Topics and sizes of records that were too large."""

    transactional: bool = False
    offsets: list[int | None] = field(default_factory=list)

    def parts(self, outputs: Sequence[OutRecord], state: Sequence[OutRecord]) -> list[list[OutRecord]]:
        """Return one portion with transactions, two without."""
        return [[*outputs, *state]] if self.transactional else [list(outputs), list(state)]

    async def send(
        self, source: TP, records: Sequence[OutRecord], offset: int | None = None
    ) -> dict[tuple[str, int], int]:
        """Take records, or fail as often as the broker is away."""
        assert source == TP("wire.items.v1", 0)
        self.offsets.append(offset)
        await asyncio.sleep(0)
        if self.away:
            raise self.away.pop()
        self._check_sizes(records)
        self.sent += records
        self.arrival(records)
        return {(record.topic, record.partition or 0): len(self.sent) - 1 for record in records}

    def _check_sizes(self, records: Sequence[OutRecord]) -> None:
        for record in records:
            if record.size > self.limits.get(record.topic, record.size):
                self.refused.append((record.topic, record.size))
                raise RecordTooLarge(record.topic, record.size)

    @property
    def topics(self) -> Counter[str]:
        """How many records each topic has."""
        return Counter(record.topic for record in self.sent)


class Told(Unobserved):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def record_batch(self, stage: str, partition: int, n: int, seconds: float) -> None:
        """Keep it."""
        assert 0 <= seconds < time.monotonic()
        self.calls.append(("batch", stage, partition, n))

    def outcome(self, stage: str, outcome: str, n: int = 1) -> None:
        """Keep it."""
        self.calls.append(("outcome", stage, outcome, n))

    def dead(self, stage: str, error: str, n: int = 1) -> None:
        """Keep it."""
        self.calls.append(("dead", stage, error, n))

    def sent(self, stage: str, topic: str, n: int) -> None:
        """Keep it."""
        self.calls.append(("sent", stage, topic, n))

    def end_to_end(self, seconds: float, trace_id: str) -> None:
        """Keep it."""
        self.calls.append(("end to end", seconds, trace_id))

    def table_size(self, stage: str, partition: int, name: str, n: int) -> None:
        """Keep it."""
        self.calls.append(("size", stage, partition, name, n))

    def forget(self, stage: str, partition: int) -> None:
        """Keep it."""
        self.calls.append(("forget", stage, partition))


@pytest.fixture
def broker() -> Broker:
    """Return a broker."""
    return Broker()


@pytest.fixture
def table() -> Table:
    """Return a table."""
    return Table()


@pytest.fixture
def told() -> Told:
    """Return an observer."""
    return Told()


@pytest.fixture
def runner(broker: Broker, table: Table, told: Told) -> StageRunner:
    """Return a runner of the lifecycle that has partition 0."""
    made = runner_with(Settings(), broker, table, told)
    made.assign([0])
    return made


def runner_with(
    settings: Settings,
    broker: Broker,
    table: Table,
    told: Observer,
    *,
    handler: OpenHandler = HANDLERS["lifecycle"],
    recreated: Mapping[tuple[str, int], int] = NOTHING,
    tracer: Tracer | None = None,
) -> StageRunner:
    """Return a runner of the lifecycle."""
    outbox: Any = broker
    return StageRunner(
        stage_named("lifecycle"),
        handler,
        settings=settings,
        table=table,
        outbox=outbox,
        observer=told,
        tracer=tracer,
        recreated=recreated,
    )


def items() -> list[Record]:
    """Return the items of the wire, as the intake sends them."""
    pipeline = whole(stages=[stage_named("intake")])
    feed(pipeline, wire())
    return pipeline.records(ITEMS)


def batch(records: Sequence[Record]) -> Batch:
    """Return a batch of partition 0."""
    return Batch("wire.items.v1", 0, list(records))


def pauses_of(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let no time pass in pauses of the test's own task; return the list that they are noted in."""
    pauses: list[float] = []
    sleep, task = asyncio.sleep, asyncio.current_task()

    async def pause(seconds: float) -> None:
        if asyncio.current_task() is not task:  # what an earlier test left running on the loop
            await sleep(seconds)
            return
        if seconds:
            pauses.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", pause)
    return pauses


@pytest.fixture
async def reader() -> Reader:
    """Return a reader that sends at least once."""
    return reader_with()
