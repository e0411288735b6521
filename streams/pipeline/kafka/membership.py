"""Whether the group still counts a worker in, as far as the worker can know."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def boot_seconds() -> float:
    """Return seconds of a clock that runs on while the machine sleeps, where the system has one."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class Membership:
    """Keeps when the broker last confirmed that the worker is a member of its group.

    A worker that is silent for the session timeout loses its partitions. A process that was stopped doesn't hear of it
    before it goes on, but its clock tells how long it was away. Used from two threads; a float is set at once.
    """

    def __init__(self, session_timeout: float, clock: Callable[[], float] = boot_seconds) -> None:
        self.clock = clock
        self._session_timeout = session_timeout
        self._confirmed: float | None = None
        self.lapses = 0
        """How often the worker has been silent for longer than the session timeout, and confirmed again since."""
        self.begun = 0
        """Its lapses when the partitions that it has were assigned."""

    def confirm(self, sent: float) -> None:
        """Take note that the broker has answered a heartbeat or a join that was sent at that time."""
        if self._confirmed is not None and sent - self._confirmed > self._session_timeout:
            self.lapses += 1
        self._confirmed = sent

    def begin(self) -> None:
        """Take note that partitions are assigned, to work on from what others have left."""
        self.begun = self.lapses

    @property
    def lost(self) -> bool:
        """Whether the partitions of the last assignment may be another worker's by now.

        A worker that was stopped hears of it last: a heartbeat may be answered before, as that of a member of a group
        which is rebalancing. So partitions stay lost until some are assigned again.
        """
        return self.in_doubt or self.begun != self.lapses

    @property
    def in_doubt(self) -> bool:
        """Whether the group may have given this worker's partitions to another one."""
        return self._confirmed is not None and self.clock() - self._confirmed > self._session_timeout


def withhold(client: Any, request_type: type, is_outdated: Callable[[], bool], error: Callable[[], Exception]) -> None:
    """Let a client write no requests of a type that are outdated: they raise the error instead.

    A process may be stopped between its decision to send and the write, so the last look is just before that.
    """
    write = client.send

    async def guarded(node: int, request: Any, **options: Any) -> Any:
        if isinstance(request, request_type) and is_outdated():
            raise error()
        return await write(node, request, **options)

    client.send = guarded
