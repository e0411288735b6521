"""The desk as a process: followers of topics beside the web server."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Final

import structlog
import uvicorn

from streams.ops.cancelling import cancel_all
from streams.ops.desk.addresses import listen_for_desk, page_address
from streams.ops.desk.app import build_app
from streams.ops.desk.clock import now
from streams.ops.desk.follower import Follower
from streams.ops.desk.records import RecordReader
from streams.ops.desk.sinks import AlertSink, ArticleSink, DeadSink, DuplicateSink, IncidentSink, ReplaySink
from streams.ops.desk.state import DeskState
from streams.topics import ALERTS, CURRENT, DEAD, DUPLICATES, INCIDENTS, replays_topic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from streams.ops.desk.status_watch import StatusWatch
    from streams.settings import Settings

IDLE_SECONDS: Final = 15
"""Between two requests of a connection."""
STOP_SECONDS: Final = 2
"""For requests that are being answered when the desk stops; pages that listen are let go."""
MAX_CONNECTIONS: Final = 1_000
MAX_HEAD: Final = 32_768
"""Bytes of a request's line and headers."""
_LOG: Final = structlog.get_logger("streams.desk")


async def run_desk(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM. `ready` is given the address once it answers.

    Raises `OperationFailed` where the address can't be used.
    """
    state = DeskState.new(settings, now())
    async with serving(state) as address, following(state):
        ready(address)
        await _until_told_to_stop()


async def _until_told_to_stop() -> None:
    """Wait for a signal. As an exception it would break off answers, each with an error in the log."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


@contextlib.asynccontextmanager
async def following(state: DeskState) -> AsyncIterator[tuple[Follower, ...]]:
    """Follow the topics while the context lasts: incidents first, which people wait for. Yields who follows them."""
    settings = state.settings
    incidents = Follower(settings, INCIDENTS.full_name(settings), IncidentSink(state))
    followers = (
        Follower(settings, CURRENT.full_name(settings), ArticleSink(state)),
        Follower(settings, ALERTS.full_name(settings), AlertSink(state)),
        Follower(settings, DEAD.full_name(settings), DeadSink(state)),
        Follower(settings, DUPLICATES.full_name(settings), DuplicateSink(state)),
        Follower(settings, replays_topic(settings), ReplaySink(state)),
    )
    tasks = [asyncio.create_task(incidents.run())]
    tasks += [asyncio.create_task(_after(state.read, each)) for each in (*followers, state.watch)]
    try:
        yield (incidents, *followers)
    finally:
        await cancel_all(tasks)


async def _after(ready: asyncio.Event, part: Follower | StatusWatch) -> None:
    await ready.wait()
    await part.run()


@contextlib.asynccontextmanager
async def serving(state: DeskState) -> AsyncIterator[str]:
    """Serve while the context lasts, and yield the address of the first page."""
    settings = state.settings
    records = RecordReader(settings)
    app = build_app(state, records)
    listening = listen_for_desk(settings.desk_host, settings.desk_port)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            proxy_headers=False,
            ws="none",
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
            limit_concurrency=MAX_CONNECTIONS,
            h11_max_incomplete_event_size=MAX_HEAD,
        )
    )
    # The command handles signals itself: it stops what it has started in order.
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield page_address(settings.desk_host, listening.getsockname()[1])
    finally:
        state.hub.close()
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await task
        listening.close()
        await records.close()
