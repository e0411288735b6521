"""`wirefeed feed run` on a broker: servers that misbehave, a killed process, and what is known of feeds afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.feeds.drill import Extent, drill
from benchmarks.feeds.faults import FAULTS
from streams.feeds import FeedState
from streams.ops.connection import connected_producer
from streams.ops.feeds import read_feeds
from streams.ops.feeds.kept_states import KeptStates
from streams.ops.feeds.service import shown_path
from streams.ops.status import StatusReader, status_json
from tests.running.waiting import until
from tests.streams.feeds.conftest import ONE, TWO, rss, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT = datetime(2026, 3, 9, tzinfo=UTC)
PATIENCE = 150.0
"""Seconds for another process to do something, on a busy machine."""
CHOSEN = {"steady", "failing", "ids", "cut", "swinging", "private"}


async def test_nothing_is_lost_or_doubled(any_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """Each article is live once, though servers fail and the process is killed in the middle."""
    pipeline = await make_pipeline(any_broker)
    pipeline.start_worker()
    rows = await drill(pipeline, Extent(articles=3, kills=1), [fault for fault in FAULTS if fault.name in CHOSEN])
    assert [row for row in rows if not row.ok] == []
    async with StatusReader(pipeline.settings) as reader:
        shown = {each["feed"]: each for each in status_json(await reader.read())["feeds"]}
    assert set(shown) == CHOSEN
    assert shown["steady"]["last_success"] is not None
    assert "private address" in shown["private"]["last_error"]


async def test_a_restart_goes_on_and_a_changed_file_is_read(
    embedded_broker: str, make_pipeline: Callable[..., Any], tmp_path: Path
) -> None:
    """What was sent is not sent again; a feed that is added runs at once; the end is orderly."""
    pipeline = await make_pipeline(embedded_broker)
    file = tmp_path / "feeds.toml"
    async with running() as site:
        site.says("/one", rss(ONE), ETag='"1"')
        site.says("/two", rss(TWO))
        one = table("one", site.url)
        write(file, one)
        first = await started(pipeline, file)
        await until(lambda: len(site.requests) > 1, PATIENCE)
        write(file, one + table("two", site.url))
        await until(lambda: any(request.path == "/two" for request in site.requests), PATIENCE)
        assert await ended(first) == 0
        asked = len(site.requests)
        second = await started(pipeline, file)
        await until(lambda: len({request.path for request in site.requests[asked:]}) == 2, PATIENCE)
        assert await ended(second) == 0
    of_one = next(request for request in site.requests[asked:] if request.path == "/one")
    assert of_one.headers["If-None-Match"] == '"1"'
    assert [record.key for record in await pipeline.records("raw")] == [b"one", b"two"]
    stored = await read_feeds(pipeline.settings)
    assert {name: (known.state.sent, len(known.entries)) for name, known in stored.items() if known.state} == {
        "one": (1, 1),
        "two": (1, 1),
    }
    listed = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "streams.ops.cli", "feed", "list", "--json", "--file", str(file)),
        env=pipeline.environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await listed.communicate()
    assert [orjson.loads(line)["condition"] for line in output.splitlines()] == ["works", "works"]


async def test_a_feed_that_the_file_no_longer_has_is_forgotten(
    embedded_broker: str, make_pipeline: Callable[..., Any], tmp_path: Path
) -> None:
    """It would be reported as silent for ever. Feeds of another file are left alone."""
    pipeline = await make_pipeline(embedded_broker)
    file = tmp_path / "feeds.toml"
    write(file, "")
    async with connected_producer(pipeline.settings) as producer:
        store = KeptStates(pipeline.settings, producer)
        for name, path in (("gone", file), ("other", tmp_path / "other.toml")):
            await store.put_state(name, FeedState(since=AT, at=AT, file=shown_path(path)))
    process = await started(pipeline, file)
    async with asyncio.timeout(PATIENCE):
        while "gone" in await read_feeds(pipeline.settings):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.2)
    assert await ended(process) == 0
    assert set(await read_feeds(pipeline.settings)) == {"other"}


def table(name: str, url: str) -> str:
    """Return a feed of a file."""
    stated = f'kind = "poll"\nurl = "{url}/{name}"\nprovider = "{name}"\nevery = "1s"\nallow_private = true\n'
    return f"[feeds.{name}]\n{stated}"


def write(file: Path, text: str) -> None:
    """Write a file as a whole."""
    file.write_text(text)


async def started(pipeline: Any, file: Path) -> asyncio.subprocess.Process:
    """Run the feeds of a file."""
    command = (sys.executable, "-m", "streams.ops.cli", "feed", "run", "--file", str(file))
    environment = {**os.environ, **pipeline.environment(), "WIREFEED_FEEDS_PORT": "0"}
    return await asyncio.create_subprocess_exec(*command, env=environment)


async def ended(process: asyncio.subprocess.Process) -> int | None:
    """End it as an operator does; return the exit code."""
    process.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(process.wait(), 30)
