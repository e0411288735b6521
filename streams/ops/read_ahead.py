"""Reads in a thread what may block, such as standard input, while the event loop goes on."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

T = TypeVar("T")
END: Final = object()


class ReadAhead(Generic[T]):
    """What an iterable gives, at most so many in advance. It is read in a thread of its own, which ends with it.

    On leaving the context the thread reads no further. One that waits for input is left behind, and does not keep
    the process from ending.
    """

    def __init__(self, source: Iterable[T], ahead: int) -> None:
        self._source = source
        self._queue: asyncio.Queue[object] = asyncio.Queue()
        self._room = threading.Semaphore(ahead)
        self._left = False
        self._lock = threading.Lock()
        self._arrived: list[object] = []
        """What the loop was called for and has not taken."""

    async def __aenter__(self) -> AsyncIterator[T]:
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), name="read-ahead", daemon=True).start()
        return self._items()

    async def __aexit__(self, *_: object) -> None:
        self._left = True
        self._room.release()

    async def _items(self) -> AsyncIterator[T]:
        while (item := await self._queue.get()) is not END:
            if isinstance(item, _Raised):
                raise item.error
            self._room.release()
            yield item  # type: ignore[misc]  # what is no marker came from the source

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        last: object = END
        try:
            for item in self._source:
                self._room.acquire()
                if self._left:
                    return
                self._put(loop, item)
        except BaseException as error:  # noqa: BLE001 - raised again where the items are taken
            last = _Raised(error)
        self._put(loop, last)

    def _put(self, loop: asyncio.AbstractEventLoop, item: object) -> None:
        """Hand an item to the loop, which is called once for all that arrived since it took the last ones.

        Each call writes into the pipe that wakes the loop up, and in which signals come too: a busy loop's pipe was
        full after some hundred calls, and Ctrl-C got lost.
        """
        with self._lock:
            self._arrived.append(item)
            if len(self._arrived) > 1:
                return
        with contextlib.suppress(RuntimeError):  # the loop is closed where the thread is left behind
            loop.call_soon_threadsafe(self._take)

    def _take(self) -> None:
        with self._lock:
            arrived, self._arrived = self._arrived, []
        for item in arrived:
            self._queue.put_nowait(item)


class _Raised:
    """An error of the source."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
