"""Brings live changes to the pages that listen."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

QUEUE: Final = 500
"""Changes that a page may be behind; one that is further behind is told to load itself again."""
REMEMBERED: Final = 1_000
"""Changes that a page gets which was away for a moment."""
MAX_LISTENERS: Final = 500
RELOAD: Final = "reload"


class TooManyListeners(Exception):
    """No more pages can listen."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change as it is sent: name, JSON text, and a number by which a page says what it has."""

    id: str
    name: str
    data: str


END: Final = Event("", "end", "")
"""Comes last, and is not sent."""


@dataclass(slots=True)
class Hub:
    """The listeners, and the latest changes. `start` names this process: numbers of another one mean nothing here."""

    start: str
    _number: int = 0
    _latest: deque[Event] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _queues: set[asyncio.Queue[Event]] = field(default_factory=set)

    @property
    def listeners(self) -> int:
        """How many pages listen."""
        return len(self._queues)

    @property
    def is_full(self) -> bool:
        """Whether no more pages can listen."""
        return len(self._queues) >= MAX_LISTENERS

    def publish(self, name: str, data: str) -> None:
        """Send a change to all listeners."""
        self._number += 1
        event = Event(f"{self.start}-{self._number}", name, data)
        self._latest.append(event)
        for queue in self._queues:
            if queue.full():
                _empty(queue)
                queue.put_nowait(Event(event.id, RELOAD, "{}"))
            else:
                queue.put_nowait(event)

    def close(self) -> None:
        """Let all listeners go: the desk stops."""
        for queue in self._queues:
            _empty(queue)
            queue.put_nowait(END)

    @contextmanager
    def listening(self, last_id: str | None = None) -> Iterator[asyncio.Queue[Event]]:
        """Give a queue of changes: first those since `last_id`, or the advice to reload where they are not known."""
        if self.is_full:
            raise TooManyListeners
        queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE)
        for event in self._missed(last_id):
            queue.put_nowait(event)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def _missed(self, last_id: str | None) -> list[Event]:
        current = f"{self.start}-{self._number}"
        if last_id in {None, current}:
            return []
        events = list(self._latest)
        places = [place for place, event in enumerate(events) if event.id == last_id]
        missed = events[places[0] + 1 :] if places else []
        return missed if 0 < len(missed) < QUEUE else [Event(current, RELOAD, "{}")]


def _empty(queue: asyncio.Queue[Event]) -> None:
    while not queue.empty():
        queue.get_nowait()
