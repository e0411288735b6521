"""The consumer that reads batches, on a thread that stands for the one that talks to the broker."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from faust.types import TP

from streams.pipeline.kafka import create_app
from streams.pipeline.kafka.transport import BatchConsumer
from streams.runner import Batch
from streams.settings import Delivery, Settings, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


RAW, OTHER, STATE = TP("wire.raw.v1", 0), TP("wire.raw.v1", 1), TP("wirefeed-intake-changelog", 0)


@dataclass
class Thread:
    """Stands for the thread that talks to the broker."""

    owned: set[TP] = field(default_factory=lambda: {RAW, OTHER, STATE})
    sought: list[dict[TP, int]] = field(default_factory=list)
    committed: dict[TP, int | None] = field(default_factory=dict)
    """What the broker has as the committed offsets."""
    earliest: dict[TP, int] = field(default_factory=dict)
    positions: dict[TP, int] = field(default_factory=dict)
    commits: list[dict[TP, int]] = field(default_factory=list)
    fetches: list[Callable[[], Any]] = field(default_factory=list)
    """What the next fetches do and bring."""
    timeouts: list[float] = field(default_factory=list)
    """How long each fetch may wait."""

    def assignment(self) -> set[TP]:
        """Return what is owned."""
        return self.owned

    def highwater(self, tp: TP) -> int:
        """Return an end of the partition."""
        assert tp in self.owned
        return 1_000

    async def seek_wait(self, offsets: Mapping[TP, int]) -> None:
        """Keep where to."""
        self.sought.append(dict(offsets))

    async def seek_to_committed(self) -> dict[TP, int | None]:
        """Return the committed offsets."""
        return self.committed

    async def earliest_offsets(self, *partitions: TP) -> dict[TP, int]:
        """Return the first offsets that the broker still has."""
        return {tp: self.earliest[tp] for tp in partitions if tp in self.earliest}

    async def commit(self, offsets: Mapping[TP, int]) -> bool:
        """Keep them."""
        self.commits.append(dict(offsets))
        return True

    async def getmany(self, active: set[TP], timeout: float) -> Any:  # noqa: ASYNC109  # Faust's signature
        """Return what the next fetch brings."""
        assert active
        self.timeouts.append(timeout)
        return self.fetches.pop(0)()

    def known_position(self, tp: TP) -> int | None:
        """Return from where it is read next."""
        return self.positions.get(tp)


@dataclass
class Reader:
    """A consumer, its thread, and the values that it has handed on."""

    consumer: Any
    thread: Thread
    values: list[Any] = field(default_factory=list)

    @property
    def batches(self) -> list[Batch]:
        """The batches that were handed on."""
        return [value for value in self.values if isinstance(value, Batch)]

    @property
    def offsets(self) -> list[list[int]]:
        """Their offsets."""
        return [[record.offset for record in batch.records] for batch in self.batches]

    async def deliver(self, tp: TP, offsets: Iterable[int], active: set[TP] | None = None) -> bool:
        """Let a fetch of a partition bring records."""
        complete: bool = await self.consumer._deliver({tp: [fetched(tp, offset) for offset in offsets]}, active)
        return complete


def fetched(tp: TP, offset: int, timestamp: int = 0) -> Any:
    """Return a record as aiokafka has it."""
    return SimpleNamespace(
        topic=tp.topic,
        partition=tp.partition,
        offset=offset,
        key=b"k",
        value=b"%d" % offset,
        headers=(),
        timestamp=timestamp,
        timestamp_type=0,
        checksum=None,
        serialized_key_size=1,
        serialized_value_size=1,
    )


def reader_with(delivery: Delivery = Delivery.AT_LEAST_ONCE) -> Reader:
    """Return a reader of batches of three records, which has all partitions."""
    settings = Settings(store=Store.MEMORY, batch_records=3, delivery=delivery)
    app: Any = create_app(settings).app
    app.topics._acking_topics.add(RAW.topic)  # Faust adds it when the agents subscribe
    consumer = app.consumer
    assert isinstance(consumer, BatchConsumer)
    made = Reader(consumer, Thread())

    async def handed_on(message: Any) -> None:
        made.values.append(message.value)

    consumer.callback = handed_on
    consumer._thread = made.thread  # type: ignore[assignment]
    consumer.flow_active = True
    consumer._active_partitions = {RAW, OTHER, STATE}
    return made


def fetch_of(tp: TP, offsets: Iterable[int]) -> dict[TP, list[Any]]:
    """Return what a fetch brings of a partition."""
    return {tp: [fetched(tp, offset) for offset in offsets]}


async def drain(reader: Reader, *fetches: Callable[[], Any]) -> None:
    """Let the reading task make these fetches."""
    reader.thread.fetches = list(fetches)
    fetcher = type("Fetcher", (), {"should_stop": property(lambda _: not reader.thread.fetches)})()
    await asyncio.wait_for(reader.consumer._drain_messages(fetcher), 5.0)
