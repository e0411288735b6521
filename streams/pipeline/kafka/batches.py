"""Batches between Faust and the stages: records as they come, how Faust carries a batch, and what may be committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import faust

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Awaitable, Callable

    from streams.runner import Batch


class BatchSchema(faust.Schema[Any, Any]):
    """Lets a batch through to the agent undecoded: decoding is the stage's, where a failure costs one dead letter."""

    def compile(self, app: Any, **_: Any) -> Callable[..., Awaitable[Any]]:
        """Return the decoder of a topic's messages."""

        async def decode(message: Any, *, propagate: bool = False) -> Any:
            del propagate
            return app.create_event(message.key, message.value, message.headers, message)

        return decode


def leading_done(batches: deque[Batch]) -> int | None:
    """Take the leading done batches off the deque and return the offset to commit, or None where none leads.

    The offset never passes a batch that is not done, in whatever order batches finish.
    """
    offset = None
    while batches and batches[0].done:
        offset = batches.popleft().next_offset
    return offset
