"""Measure the desk with many incidents: its start, its memory, how quickly it answers, live changes and scrolling.

    python -m benchmarks.desk [--incidents 10000] [--rate 50] [--seconds 20] [--brokers HOST:PORT] [--json]

Without brokers it runs the embedded one. The incidents are those of the sample wire under other names. The desk is a
process of its own on one core. What needs Chromium is left out where there is none.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from benchmarks.resources import processor_seconds
from schemas import SCHEMA_HEADER, Incident, encode, schema_name
from streams.ops.administration import create_topics
from streams.ops.broker import EmbeddedBroker, free_port
from streams.ops.connection import connected_producer
from streams.ops.processes import stop_processes
from streams.ops.sample import sample_records
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import INCIDENTS, RAW
from tests.desk_browser.chromium import PATIENT_MS, ChromiumMissing, chromium, executable
from tests.desk_browser.newsroom import AFTER_THE_SAMPLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from aiokafka import AIOKafkaProducer
    from playwright.async_api import Page

PREFIX = "deskbench"
START_SECONDS = 120.0
IN_FLIGHT = 500
"""Records that are sent before their answers are waited for."""
CHANGES = 20
PATHS = ("/", "/?kind=killed&min=5", "/?page=7", "/?q=quake&sort=toll", "/api/incidents", "/map", "/incidents/{id}")
"""What is asked for in turn: the page of 10,000 incidents in its forms, the map, and one incident."""
LONG_TASKS = """() => { window.tasks = [];
  new PerformanceObserver(list => window.tasks.push(...list.getEntries().map(each => each.duration)))
    .observe({entryTypes: ["longtask"]}); }"""
SCROLL = """() => new Promise(done => {
  const step = () => {
    window.scrollBy(0, 120);
    const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 1;
    end ? done() : requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
SCROLLED_PAGES = 4


def made_incidents(number: int) -> list[Incident]:
    """Return so many incidents: those of the sample wire in turn, under other names."""
    pipeline = LocalPipeline(Settings(), keep=(INCIDENTS,))
    pipeline.advance(AFTER_THE_SAMPLE)
    for record in sample_records():
        pipeline.produce(RAW, record.value, key=record.key, headers=record.headers)
    pipeline.run()
    found = [each for each in pipeline.compacted(INCIDENTS).values() if isinstance(each, Incident)]
    return [renamed(each, place) for place, each in enumerate(islice(cycle(found), number))]


def renamed(incident: Incident, place: int) -> Incident:
    """Return an incident with another name and title."""
    identity = f"made/{place}"
    return incident.model_copy(update={"incident_id": identity, "title": f"{incident.title} ({place})"})


async def put(producer: AIOKafkaProducer, settings: Settings, incidents: Sequence[Incident]) -> int:
    """Put incidents on the topic; return their bytes."""
    headers = [(SCHEMA_HEADER, schema_name(Incident).encode())]
    topic, size, waiting = INCIDENTS.full_name(settings), 0, []
    for incident in incidents:
        value = encode(incident)
        size += len(value)
        waiting.append(await producer.send(topic, value, key=incident.incident_id.encode(), headers=headers))
        if len(waiting) >= IN_FLIGHT:
            await asyncio.gather(*waiting)
            waiting = []
    await asyncio.gather(*waiting)
    return size


class Start(NamedTuple):
    """How long a start took: by the clock, and of a processor, which does not depend on what else the machine does."""

    seconds: float
    processor: float


@contextlib.asynccontextmanager
async def desk(settings: Settings, incidents: int) -> AsyncIterator[tuple[str, int, Start]]:
    """Run `wirefeed desk`; yield its address, its process, and how long it took until it had so many incidents."""
    address = f"http://127.0.0.1:{settings.desk_port}"
    given = {
        "WIREFEED_BROKERS": settings.brokers,
        "WIREFEED_TOPIC_PREFIX": settings.topic_prefix,
        "WIREFEED_APP_ID": settings.app_id,
        "WIREFEED_PARTITIONS": str(settings.partitions),
        "WIREFEED_DESK_REQUESTS_PER_SECOND": "100000",
    }
    command = [sys.executable, "-m", "streams.ops.cli", "desk", "--quiet", "--port", str(settings.desk_port)]
    began = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **given})  # noqa: ASYNC220 - returns at once
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
        await until_loaded(address, incidents)
        yield address, process.pid, Start(time.monotonic() - began, processor_seconds(process.pid))
    finally:
        stop_processes([process], 10)


async def until_loaded(address: str, incidents: int) -> None:
    """Return when the desk is live and has so many incidents."""
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(base_url=address, timeout=START_SECONDS) as asking:
        while True:
            with contextlib.suppress(httpx.TransportError):
                found = (await asking.get("/api/incidents")).json()
                if found["broker"]["condition"] == "live" and found["unfiltered"] == incidents:
                    return
            await asyncio.sleep(0.05)


def memory(pid: int) -> dict[str, float]:
    """Return the memory of a process in MB: now, and the most it had."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {name: int(lines[key].split()[0]) / 1024 for name, key in (("now", "VmRSS"), ("peak", "VmHWM"))}


async def answers(address: str, rate: float, seconds: float) -> dict[str, Any]:
    """Ask at a rate, whether or not the desk keeps up; return milliseconds from when a request was due."""
    times: dict[str, list[float]] = {path: [] for path in PATHS}
    failed = 0

    async def ask(asking: httpx.AsyncClient, number: int, due: float) -> None:
        nonlocal failed
        path = PATHS[number % len(PATHS)]
        try:
            answer = await asking.get(path.format(id=f"made%2F{number}"))
        except httpx.TransportError:
            failed += 1
            return
        failed += answer.status_code != httpx.codes.OK
        times[path].append((time.monotonic() - due) * 1000)

    async with httpx.AsyncClient(base_url=address, timeout=60) as asking, asyncio.TaskGroup() as group:
        began = time.monotonic()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            group.create_task(ask(asking, number, due))
    everything = [each for found in times.values() for each in found]
    return {
        "all": spread(everything),
        "failed": failed,
        "paths": {path: spread(found) for path, found in times.items()},
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median, 95th percentile and greatest of milliseconds."""
    if len(values) < 2:
        return dict.fromkeys(("p50", "p95", "max"), values[0] if values else 0.0)
    return {"p50": statistics.median(values), "p95": statistics.quantiles(values, n=20)[-1], "max": max(values)}


async def live_changes(page: Page, address: str, producer: AIOKafkaProducer, settings: Settings) -> dict[str, float]:
    """Return milliseconds from the broker's acknowledgement of a change until it is on an open page."""
    await page.goto(address)
    await page.locator("#state[data-state=live]").wait_for()
    (changing,) = made_incidents(1)
    times = []
    for number in range(CHANGES):
        changes = {"title": f"Change {number}", "updated": datetime.now(UTC)}
        await put(producer, settings, [changing.model_copy(update=changes)])
        sent = time.monotonic()
        await page.get_by_text(f"Change {number}", exact=True).wait_for()
        times.append((time.monotonic() - sent) * 1000)
    return spread(times)


async def scrolling(page: Page, address: str) -> dict[str, Any]:
    """Return how many tasks of over 100 ms came while some pages of the list and the map were loaded and scrolled."""
    tasks: list[float] = []
    for path in (*(f"/?page={number}" for number in range(1, SCROLLED_PAGES + 1)), "/map"):
        await page.goto(f"{address}{path}", wait_until="load")
        await page.evaluate(LONG_TASKS)
        await page.evaluate(SCROLL)
        tasks += await page.evaluate("window.tasks")
    return {"over 100 ms": sum(each > 100 for each in tasks), "longest ms": max(tasks, default=0.0)}


async def in_browser(address: str, producer: AIOKafkaProducer, settings: Settings) -> dict[str, Any]:
    """Return what is measured in Chromium; nothing where there is none."""
    try:
        executable()
    except ChromiumMissing as reason:
        return {"left out": str(reason)}
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENT_MS)
        return {
            "scrolling": await scrolling(page, address),
            "live ms": await live_changes(page, address, producer, settings),
        }


async def measure(brokers: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Return all measurements."""
    settings = Settings(
        brokers=brokers, topic_prefix=PREFIX, app_id=PREFIX, partitions=asked.partitions, desk_port=free_port()
    )
    await create_topics(settings)
    async with connected_producer(settings) as producer:
        size = await put(producer, settings, made_incidents(asked.incidents))
        async with desk(settings, asked.incidents) as (_, _, first):
            pass
        async with desk(settings, asked.incidents) as (address, pid, again):
            after_start = memory(pid)
            found = await answers(address, asked.rate, asked.seconds)
            return {
                "incidents": asked.incidents,
                "bytes of an incident": size // asked.incidents,
                "start s": [round(each.seconds, 2) for each in (first, again)],
                "start processor s": [round(each.processor, 2) for each in (first, again)],
                "memory MB": {"after start": after_start["now"], **memory(pid)},
                "requests per second": asked.rate,
                "answers ms": found,
                "browser": await in_browser(address, producer, settings),
                "load of the machine": os.getloadavg(),
                "cores": os.cpu_count(),
            }


def table(found: dict[str, Any]) -> str:
    """Return the measurements as lines."""
    answered, held, browser = found["answers ms"], found["memory MB"], found["browser"]
    starts = " and ".join(
        f"{seconds:.1f} s ({processor:.1f} s of a processor)"
        for seconds, processor in zip(found["start s"], found["start processor s"], strict=True)
    )
    lines = [
        f"{found['incidents']:,} incidents of {found['bytes of an incident']:,} bytes",
        f"load of the machine  {found['load of the machine'][0]:.1f} on {found['cores']} cores",
        f"start until live     {starts}",
        f"memory               {held['after start']:.0f} MB after the start, {held['peak']:.0f} MB at most",
        f"answers at {found['requests per second']:.0f}/s      {_line(answered['all'])}; {answered['failed']} failed",
        *(f"  {path:<24} {_line(spread)}" for path, spread in answered["paths"].items()),
    ]
    if "scrolling" in browser:
        tasks = browser["scrolling"]
        lines += [
            f"live change on page  {_line(browser['live ms'])}",
            f"scrolling            {tasks['over 100 ms']} tasks over 100 ms, longest {tasks['longest ms']:.0f} ms",
        ]
    return "\n".join(lines)


def _line(spread: dict[str, float]) -> str:
    return f"p50 {spread['p50']:.0f} ms, p95 {spread['p95']:.0f} ms, at most {spread['max']:.0f} ms"


def main() -> None:
    """Print the measurements."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--incidents", type=int, default=10_000)
    asking.add_argument("--partitions", type=int, default=4)
    asking.add_argument("--rate", type=float, default=50.0)
    asking.add_argument("--seconds", type=float, default=20.0)
    asking.add_argument("--brokers")
    asking.add_argument("--json", action="store_true")
    asked = asking.parse_args()
    with contextlib.ExitStack() as stack:
        brokers = asked.brokers or stack.enter_context(EmbeddedBroker()).address
        found = asyncio.run(measure(brokers, asked))
    print(json.dumps(found, indent=2) if asked.json else table(found))


if __name__ == "__main__":
    main()
