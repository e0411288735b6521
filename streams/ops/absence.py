"""Whether a worker is without work although the broker answers: outside its group, or with partitions it can't use.

Its consumer hangs or Faust has lost its way; a new start is the cure.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.ops.connection import connected_admin
from streams.ops.errors import BrokerUnreachable

if TYPE_CHECKING:
    from streams.settings import Settings

ANSWER_SECONDS: Final = 10.0
"""A broker that takes longer counts as away."""


@dataclass(slots=True, eq=False)
class Absence:
    """Adds up for how long a worker has been without work, leaving out the time in which the broker was away.

    Times are those of any clock that does not go back, in seconds.
    """

    allowed: float
    """Seconds after which the worker no longer counts as alive."""
    what: str
    """What the worker is meanwhile, for the reason."""
    seconds: float = 0.0
    _looked: float | None = None
    """When the broker was last seen to answer while the worker was without work."""

    def note(self, now: float, *, absent: bool, answers: bool) -> None:
        """Take note of what a look has found; time counts from one look at which the broker answered to the next."""
        if not absent:
            self.seconds, self._looked = 0.0, None
        elif not answers:
            self._looked = None
        else:
            self.seconds += now - self._looked if self._looked is not None else 0.0
            self._looked = now

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, for the probe; nothing up to the time allowed."""
        if self.seconds < self.allowed:
            return ()
        return (f"{self.what} for {self.seconds:.0f} s while the broker answers",)


async def broker_answers(settings: Settings) -> bool:
    """Return whether a broker answers a new connection's requests; one that stands still takes connections alone."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS), connected_admin(settings):
            return True
    except (BrokerUnreachable, TimeoutError):
        return False
