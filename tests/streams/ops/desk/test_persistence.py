"""What needs the broker is done again while it is away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiokafka.errors import KafkaError

from streams.ops.desk import persistence
from streams.ops.desk.persistence import LOST, is_cancelled, persist
from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Callable


async def reasons(monkeypatch: pytest.MonkeyPatch, *ends: Callable[[], None]) -> list[str]:
    """Return what is told when the work ends in these ways, one after another."""
    monkeypatch.setattr(persistence, "RETRY_SECONDS", 0)
    monkeypatch.setattr(persistence, "FAILED_SECONDS", 0)
    told: list[str] = []
    waiting = list(ends)
    done = asyncio.Event()

    async def work() -> None:
        if waiting:
            waiting.pop(0)()
            return
        done.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(persist("incidents", work, told.append))
    await done.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return told


def failing(error: BaseException) -> Callable[[], None]:
    """Return work that ends with an error."""

    def fail() -> None:
        raise error

    return fail


async def test_what_the_broker_refuses_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the broker says, the reason is told and the work is done again."""
    found = await reasons(monkeypatch, failing(OperationFailed("no topic")), failing(OSError("refused")))
    assert found == ["no topic", "refused"]
    assert await reasons(monkeypatch, failing(TimeoutError())) == ["TimeoutError"]
    assert "KafkaError" in (await reasons(monkeypatch, failing(KafkaError())))[0]


async def test_a_lost_connection_is_no_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client cancels requests of a lost connection: the work is done again all the same."""
    assert await reasons(monkeypatch, failing(asyncio.CancelledError())) == [LOST]


async def test_an_error_of_our_own_is_told_without_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the desk is told by its type: its message may hold text of a wire."""
    found = await reasons(monkeypatch, failing(ValueError("words of a wire")))
    assert found == ["the desk failed to read incidents: ValueError"]


async def test_work_that_ends_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that ends by itself is no failure."""
    assert await reasons(monkeypatch, lambda: None) == []


async def test_only_a_cancelled_task_is_cancelled() -> None:
    """A task knows whether it was cancelled itself."""
    assert not is_cancelled()
