"""A worker as an operator sees it: its pages, and what becomes of one that is stuck."""

from __future__ import annotations

import asyncio
import sys
import time
import urllib.error
import urllib.request
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from streams.ops.process_end import HUNG_EXIT
from tests.running.pipeline import Raw

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.running.pipeline import Pipeline

pytestmark = pytest.mark.broker

STUCK = 75
STUCK_WORKER = """
import asyncio, time
import streams.ops.worker
from streams.pipeline.kafka import create_app
from streams.runner import Handler, Result, Stage
from streams.settings import Settings
from streams.topics import RAW


class Stuck(Handler):
    def handle(self, record):
        HANDLE


stage = Stage(name="intake", source=RAW)
handlers = {"intake": lambda state, settings: Stuck()}
made = []


def create(*args, **options):
    made.append(create_app(*args, stages=(stage,), handlers=handlers, **options))
    return made[0]


streams.ops.worker.create_app = create
streams.ops.worker.run_worker(Settings(), [])
"""
"""A worker with one stage of ours, which can't do its work."""
FAILING_WORKER = """
import asyncio
import streams.ops.worker
from streams.pipeline.kafka import AtLeastOnceOutbox
from streams.settings import Settings

begin = AtLeastOnceOutbox.begin
failures = [AssertionError(), OSError("no way there"), None, OSError("no way there")]


async def failing(self, sources):
    failure = failures.pop(0) if failures else None
    if failure is not None:
        with open("FAILURES", "a") as file:
            file.write(str(type(failure).__name__[0].lower()))
        raise failure
    await begin(self, sources)
    if failures:
        asyncio.get_running_loop().call_later(3.0, made[0].ask_whose)


made = []
create_app = streams.ops.worker.create_app


def create(*args, **options):
    made.append(create_app(*args, **options))
    return made[0]


streams.ops.worker.create_app = create
AtLeastOnceOutbox.begin = failing
streams.ops.worker.run_worker(Settings(), [])
"""
"""A worker whose assignments can't begin at once: the first only with the third try."""
FORGETFUL_WORKER = """
import asyncio
import streams.ops.worker
from streams.pipeline.kafka.transport import BatchConsumer
from streams.settings import Settings


assign = BatchConsumer.on_partitions_assigned
given = []


async def forgetting(self, assigned, generation_id=0):
    given.append(assigned)
    if len(given) == 1:
        await assign(self, assigned, generation_id)
        asyncio.get_running_loop().call_later(1.0, self.request_rejoin)


BatchConsumer.on_partitions_assigned = forgetting
streams.ops.worker.run_worker(Settings(), [])
"""
"""A worker that does not hear what it was given the second time."""
HANG_CONSUMER = "made[0].consumer._thread.thread_loop.call_soon_threadsafe(time.sleep, 600); return Result()"


def item(number: int, text: str = "Four miners were killed when a shaft collapsed, police said. ") -> Raw:
    """Return an article of its own."""
    row = {
        "id": f"a{number}",
        "url": f"https://desk.example/{number}",
        "host": "desk.example",
        "title": f"Story {number}",
        "text": f"{text}{number}",
    }
    return Raw(orjson.dumps(row), (("content-type", b"application/json"),))


async def page(web: str, path: str) -> tuple[int, bytes]:
    """Return status and body of a page of a worker."""

    def read() -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"{web}{path}", timeout=10) as answer:  # noqa: S310 - our own address
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    return await asyncio.to_thread(read)


@asynccontextmanager
async def running(pipeline: Pipeline, script: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, Path]]:
    """Run a worker of ours meanwhile; yield its process and its log."""
    file, log = pipeline.folder / "own_worker.py", pipeline.folder / "own_worker.log"
    file.write_text(script)
    environment = {**pipeline.environment(), "WIREFEED_WEB_PORT": "0", "WIREFEED_STATE_DIR": str(pipeline.folder / "s")}
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(file), stdout=output, stderr=output, env=environment
        )
        try:
            yield process, log
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_a_worker_tells_how_it_is(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """With its work done it is alive and ready, its metrics say what it did, and table data is not served."""
    pipeline: Pipeline = await make_pipeline(embedded_broker, partitions=2)
    worker = pipeline.start_worker()
    await pipeline.feed([item(1), item(2), Raw(b"{broken", (("content-type", b"application/json"),))])
    await pipeline.until_done(3)
    assert await page(worker.web, "/livez") == (200, b'{"ok":true,"reasons":[]}')
    assert await page(worker.web, "/readyz") == (200, b'{"ok":true,"reasons":[]}')
    status, exposition = await page(worker.web, "/metrics")
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(exposition.decode())
        for sample in family.samples
    }
    assert status == 200
    assert sum(value for key, value in found.items() if key[0] == "wirefeed_outcomes_total") == 3
    assert found["wirefeed_dead_letters_total", ("error", "MalformedItem"), ("stage", "intake")] == 1
    assert found["wirefeed_end_to_end_seconds_count",] >= 1
    assert (await page(worker.web, "/table/"))[0] == 404


async def test_an_assignment_that_can_not_begin_is_tried_again(
    embedded_broker: str, make_pipeline: Callable[..., Any]
) -> None:
    """A broker that has just been woken up may say that there are no brokers, at which aiokafka fails."""
    pipeline: Pipeline = await make_pipeline(embedded_broker, partitions=2)
    failures = pipeline.folder / "failures"
    async with running(pipeline, FAILING_WORKER.replace("FAILURES", str(failures))) as (_, log):
        await pipeline.feed([item(1), item(2)])
        await pipeline.until_done(2)
        deadline = time.monotonic() + 60
        while failures.read_text() != "aoo":
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            await asyncio.sleep(0.1)
        await pipeline.feed([item(3), item(4)])
        await pipeline.until_done(4)
    assert "assignment can't begin; it is tried again" in log.read_text()


@pytest.mark.parametrize(
    ("handle", "code", "words"),
    [
        (None, STUCK, "given partitions, but not ready"),
        ("raise asyncio.CancelledError", STUCK, "worker is stuck and ends"),
        (HANG_CONSUMER, STUCK, "while the broker answers"),
        ("time.sleep(600)", HUNG_EXIT, "did not get on in time"),
    ],
    ids=["it is never ready", "its agent went away", "its consumer hangs", "its loop is blocked"],
)
async def test_a_stuck_worker_ends_itself(
    embedded_broker: str, make_pipeline: Callable[..., Any], handle: str | None, code: int, words: str
) -> None:
    """Whether a partition makes no progress, the consumer hangs or nothing runs, the worker says why and ends."""
    pipeline: Pipeline = await make_pipeline(embedded_broker, partitions=1, stall_seconds=8.0)
    await pipeline.feed([item(1)])
    script = FORGETFUL_WORKER if handle is None else STUCK_WORKER.replace("HANDLE", handle)
    async with running(pipeline, script) as (process, log):
        ended = await asyncio.wait_for(process.wait(), 90)
    assert ended == code, log.read_text()
    assert words in log.read_text()
