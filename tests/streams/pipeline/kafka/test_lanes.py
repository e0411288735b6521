"""In which order the work of a stage's partitions is done."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from streams.pipeline.kafka.lanes import Lanes


class Broker:
    """Lets each piece of work wait until it is answered."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.ended: list[str] = []
        self._answers: dict[str, asyncio.Event] = {}

    async def work(self, name: str) -> None:
        """Wait for the answer."""
        self.began.append(name)
        await self._answers.setdefault(name, asyncio.Event()).wait()
        self.ended.append(name)

    async def answer(self, name: str) -> None:
        """Let a piece of work end, and what waited for it begin."""
        self._answers[name].set()
        await turns()


async def turns() -> None:
    """Let everything go on that can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_partitions_wait_for_the_broker_side_by_side_and_each_keeps_its_order() -> None:
    """The second batch of a partition begins when its first is done, whatever the others do."""
    broker = Broker()
    async with asyncio.TaskGroup() as group:
        lanes = Lanes(group)
        for partition, name in ((0, "a1"), (0, "a2"), (1, "b1"), (0, "a3")):
            lanes.add(partition, partial(broker.work, name))
        await turns()
        assert broker.began == ["a1", "b1"]
        await broker.answer("a1")
        assert broker.began == ["a1", "b1", "a2"]
        await broker.answer("b1")
        assert broker.began == ["a1", "b1", "a2"]
        await broker.answer("a2")
        await broker.answer("a3")
    assert broker.ended == ["a1", "b1", "a2", "a3"]


async def test_an_error_in_one_lane_ends_the_work_of_all() -> None:
    """What waited for its turn never begins: the agent is started again and reads the records again."""
    broker = Broker()

    async def fail() -> None:
        raise ValueError("a fault of ours")

    async def run() -> None:
        async with asyncio.TaskGroup() as group:
            lanes = Lanes(group)
            lanes.add(0, partial(broker.work, "a1"))
            lanes.add(0, partial(broker.work, "a2"))
            lanes.add(1, fail)

    with pytest.raises(ExceptionGroup) as raised:
        await run()
    assert [type(error) for error in raised.value.exceptions] == [ValueError]
    assert (broker.began, broker.ended) == (["a1"], [])
