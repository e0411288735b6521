"""Runs all feeds of a file until it is told to stop, and starts them again when the file changes."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from streams.feeds import (
    FeedsInvalid,
    FolderFeed,
    FolderLoop,
    HostGate,
    Poller,
    PollFeed,
    PollLoop,
    PushFeed,
    PushServer,
    RawSink,
    due,
    first_state,
    load_feeds,
    open_fetcher,
)
from streams.feeds.state import MAX_TEXT
from streams.ops.administration import create_topics, feed_states, partition_count
from streams.ops.cancelling import cancel_all
from streams.ops.connection import connected_producer
from streams.ops.feeds.kept_states import KeptStates, StoredFeed, read_feeds
from streams.ops.feeds.metrics import FeedMetrics, metrics_page
from streams.toml_file import stamp_of
from streams.topics import RAW
from streams.wire import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from streams.feeds import FeedSet, FeedState, Fetcher, Sink
    from streams.settings import Settings

REFRESH_SECONDS: Final = 1.0
STOP_SECONDS: Final = 20.0
"""What has begun may end; then it is cut off, and repeated at the next start."""
_LOG: Final = structlog.get_logger("streams.feeds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What all feeds share."""

    settings: Settings
    environment: Mapping[str, str]
    sink: Sink
    store: KeptStates
    fetcher: Fetcher
    metrics: FeedMetrics


async def run_feeds(settings: Settings, path: Path, environment: Mapping[str, str]) -> None:
    """Run the feeds of a file until SIGTERM or Ctrl-C. Raises `FeedsInvalid` where the file is wrong at the start."""
    feeds = load_feeds(path)
    await create_topics(settings, [feed_states(settings)])
    await partition_count(settings, RAW.full_name(settings))  # asking the producer would create it without settings
    stop = _stopped_by_signals()
    async with _connections(settings, environment) as connections:
        while not stop.is_set():
            connections.metrics.forget()
            feeds = await _until_changed(feeds, path, connections, stop)
    _LOG.info("feeds stopped")


@contextlib.asynccontextmanager
async def _connections(settings: Settings, environment: Mapping[str, str]) -> AsyncIterator[Connections]:
    metrics = FeedMetrics()
    async with (
        metrics_page(metrics, settings.web_host, settings.feeds_port),
        connected_producer(settings) as producer,
        open_fetcher(HostGate()) as fetcher,
    ):
        yield Connections(
            settings=settings,
            environment=environment,
            sink=RawSink(settings, producer),
            store=KeptStates(settings, producer),
            fetcher=fetcher,
            metrics=metrics,
        )


async def _until_changed(feeds: FeedSet, path: Path, connections: Connections, stop: asyncio.Event) -> FeedSet:
    """Run feeds until the file changes or `stop` is set, and return the feeds of the file."""
    stored = await read_feeds(connections.settings)
    await _forget_removed(feeds, path, stored, connections.store)
    ended = asyncio.Event()
    tasks = [asyncio.create_task(each) for each in _sources(feeds, path, connections, stored, ended)]
    _LOG.info("feeds run", feeds=len(tasks))
    try:
        return await _changed(feeds, path, stop)
    finally:
        ended.set()
        await _end(tasks)


def _sources(
    feeds: FeedSet, path: Path, connections: Connections, stored: Mapping[str, StoredFeed], ended: asyncio.Event
) -> list[Coroutine[Any, Any, None]]:
    """Return what runs each of the feeds."""
    poller = Poller(
        fetcher=connections.fetcher,
        limits=Limits.of(connections.settings),
        environment=connections.environment,
        now=_now,
        share=random.random,
    )
    sources = []
    for name, feed in feeds.of_kind(PollFeed).items():
        known = stored.get(name, StoredFeed())
        state = state_of(known, feed, path)
        connections.metrics.note(name, state)
        loop = PollLoop(
            name=name,
            feed=feed,
            poller=poller,
            sink=connections.sink,
            store=connections.store,
            noted=connections.metrics.note,
        )
        sources.append(loop.run(state, known.entries, ended))
    sources += _folders(feeds, path, connections, stored, ended)
    sources += _pushes(feeds, path, connections, stored, ended)
    return sources


def _folders(
    feeds: FeedSet, path: Path, connections: Connections, stored: Mapping[str, StoredFeed], ended: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    for name, feed in feeds.of_kind(FolderFeed).items():
        state = state_of(stored.get(name, StoredFeed()), feed, path)
        connections.metrics.note(name, state)
        loop = FolderLoop(
            name=name,
            feed=feed,
            sink=connections.sink,
            store=connections.store,
            noted=connections.metrics.note,
            max_bytes=connections.settings.max_item_bytes,
            now=_now,
        )
        yield loop.run(state, ended)


def _pushes(
    feeds: FeedSet, path: Path, connections: Connections, stored: Mapping[str, StoredFeed], ended: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    pushes = feeds.of_kind(PushFeed)
    if not pushes:
        return
    states = {name: state_of(stored.get(name, StoredFeed()), feed, path) for name, feed in pushes.items()}
    for name, state in states.items():
        connections.metrics.note(name, state)
    server = PushServer(
        feeds=pushes,
        host=connections.settings.push_host,
        port=connections.settings.push_port,
        sink=connections.sink,
        store=connections.store,
        noted=connections.metrics.note,
        environment=connections.environment,
        max_bytes=connections.settings.max_item_bytes,
        now=_now,
        states=states,
    )
    yield server.run(ended)


def state_of(known: StoredFeed, feed: PollFeed | FolderFeed | PushFeed, path: Path) -> FeedState:
    """Return the state to go on from: what is stored, by the times that the file states now."""
    state = known.state or first_state(feed, feed.kind, _now())
    update = {"silence_seconds": feed.silence.total_seconds(), "file": shown_path(path)}
    if isinstance(feed, PollFeed):
        update["next_poll"] = due(state.next_poll, feed.every, state.failures, _now())
    return state.model_copy(update=update)


def shown_path(path: Path) -> str:
    """Return how the state of a feed names its file."""
    return str(path.absolute())[-MAX_TEXT:]


async def _forget_removed(feeds: FeedSet, path: Path, stored: dict[str, StoredFeed], store: KeptStates) -> None:
    """Forget the feeds that the file no longer has: they would be reported as silent for ever."""
    for name, known in list(stored.items()):
        if name not in feeds.feeds and known.state is not None and known.state.file == shown_path(path):
            await store.forget(name)
            del stored[name]


async def _changed(feeds: FeedSet, path: Path, stop: asyncio.Event) -> FeedSet:
    """Wait until the file states other feeds, and return them; a file that is wrong is reported once and not used."""
    stamp = None  # it may have changed since it was read
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), REFRESH_SECONDS)
        if (now := stamp_of(path)) == stamp:
            continue
        stamp = now
        try:
            found = load_feeds(path)
        except FeedsInvalid as problem:
            _LOG.error("feeds file not used", reason=str(problem))
            continue
        if found != feeds:
            return found
    return feeds


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    """Wait for what has begun, then cut it off."""
    if not tasks:
        return
    await asyncio.wait(tasks, timeout=STOP_SECONDS)
    await cancel_all(tasks)


def _stopped_by_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _now() -> datetime:
    return datetime.now(UTC)
