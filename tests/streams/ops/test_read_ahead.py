"""Reading in a thread what may block."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from streams.ops.read_ahead import ReadAhead

if TYPE_CHECKING:
    from collections.abc import Iterator


async def test_items_come_in_order() -> None:
    """All that the source gives is taken, in its order, also where it is more than is read in advance."""
    async with ReadAhead(range(50), 3) as read:
        assert [item async for item in read] == list(range(50))


async def test_no_more_is_read_than_there_is_room_for() -> None:
    """With room for three, a fourth waits to be let in until one was taken."""
    taken: list[int] = []
    waiting = threading.Event()

    def source() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            if number == 3:
                waiting.set()
            yield number

    async with ReadAhead(source(), 3) as read:
        await asyncio.to_thread(waiting.wait)
        assert taken == [0, 1, 2, 3]
        assert await anext(read) == 0


async def test_a_busy_loop_is_called_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is read while the loop is busy, its pipe keeps room for a signal."""
    loop = asyncio.get_running_loop()
    calls: list[object] = []
    call = loop.call_soon_threadsafe
    monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *given: (calls.append(given), call(*given))[1])
    read_all = threading.Event()

    def source() -> Iterator[int]:
        yield from range(500)
        read_all.set()

    async with ReadAhead(source(), 500) as read:
        assert read_all.wait(10)  # the loop does nothing meanwhile
        assert len(calls) == 1
        assert [item async for item in read] == list(range(500))


async def test_an_error_of_the_source_is_raised_after_the_items_before_it() -> None:
    """What was read stands; the error is the source's own."""

    def source() -> Iterator[int]:
        yield 1
        raise ValueError("the disk is broken")

    async with ReadAhead(source(), 3) as read:
        assert await anext(read) == 1
        with pytest.raises(ValueError, match="the disk is broken"):
            await anext(read)


async def test_a_source_that_waits_is_left_behind() -> None:
    """Leaving does not wait for a source that has nothing to give, and nothing is read of it after that."""
    more = threading.Event()
    given: list[int] = []

    def source() -> Iterator[int]:
        yield 1
        more.wait()
        for number in (2, 3):
            given.append(number)
            yield number

    before = set(threading.enumerate())
    async with ReadAhead(source(), 2) as read:
        assert await anext(read) == 1
        (thread,) = [each for each in set(threading.enumerate()) - before if each.name == "read-ahead"]
    more.set()
    await asyncio.to_thread(thread.join, 10)
    assert not thread.is_alive()
    assert given == [2]
