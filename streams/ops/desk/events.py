"""Live changes as server-sent events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sse_starlette import EventSourceResponse, ServerSentEvent

from streams.ops.desk.context import context_of, unavailable
from streams.ops.desk.hub import END, TooManyListeners

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from streams.ops.desk.state import DeskState

PING_SECONDS: Final = 15
"""Comments keep the connection open through proxies, which end silent ones after half a minute."""
RETRY_MS: Final = 2_000
MAX_ID: Final = 100


async def events(request: Request) -> Response:
    """Return a stream of changes, first those since the event that `Last-Event-ID` names."""
    state = context_of(request).state
    last = request.headers.get("last-event-id")
    if state.hub.is_full:
        raise unavailable("Too many pages get live changes.")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(_changes(state, last[:MAX_ID] if last else None), ping=PING_SECONDS, headers=headers)


async def _changes(state: DeskState, last: str | None) -> AsyncIterator[ServerSentEvent]:
    try:
        with state.hub.listening(last) as queue:
            yield ServerSentEvent(event="health", data=state.broker().model_dump_json(), retry=RETRY_MS)
            while (event := await queue.get()) is not END:
                yield ServerSentEvent(id=event.id, event=event.name, data=event.data)
    except TooManyListeners:
        return
