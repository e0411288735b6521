"""Ending tasks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from streams.ops import cancelling
from streams.ops.cancelling import cancel_all

if TYPE_CHECKING:
    import pytest


async def test_a_task_that_goes_on_is_cancelled_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The Kafka client goes on after a cancellation that comes while it ends a task of its own."""
    monkeypatch.setattr(cancelling, "CANCEL_SECONDS", 0.01)
    taken = 0

    async def work() -> None:
        nonlocal taken
        while taken < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                taken += 1

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    await cancel_all([task])
    assert task.done()
    assert taken == 3


async def test_what_a_task_raises_is_not_raised_again() -> None:
    """A task that ended with an error, or ends so, ends like any other."""

    async def fail() -> None:
        raise ValueError

    ended = asyncio.create_task(fail())
    await asyncio.wait([ended])
    await cancel_all([ended, asyncio.create_task(asyncio.sleep(60))])
    assert ended.done()
