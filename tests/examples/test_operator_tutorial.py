"""The operator's tutorial works as it is written: on containers where TUTORIAL_ON_DOCKER is set, else on processes.

With containers the lines are typed as they stand, in a project of their own. Without them each line of Compose is what
it stands for: `cli` is the command line, a worker is a process, and Apache Kafka runs beside them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import httpx
import orjson
import pytest

from streams.ops.administration import create_topics
from streams.ops.broker import free_port
from streams.settings import Settings
from tests.examples.reader import SECONDS, Terminal, blocks
from tests.running.kafka import KafkaUnavailable, kafka
from tests.running.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a token for the tutorial alone"  # noqa: S105 - of no desk but the test's
UP = re.compile(r"docker compose up (?:--build )?--wait --scale worker=(\d)")
CLI = "docker compose run --rm cli "
FLOOD = "Flood kills 12 in Lagos\n\nLAGOS - Twelve people died in a flood in Lagos on Monday, police said.\n"
BUILD_SECONDS = 1200


class Machine(Protocol):
    """What the lines of the page are typed on."""

    desk: str

    async def type(self, line: str) -> str:
        """Do what a line says and return what it prints."""

    async def ingest(self, file: Path, *more: str) -> None:
        """Put a file on the wire."""


class Containers:
    """A project of Compose with ports of its own."""

    def __init__(self, folder: Path) -> None:
        ports = {f"{name}_PORT": str(free_port()) for name in ("KAFKA", "DESK", "PROMETHEUS", "GRAFANA")}
        self.desk = f"http://127.0.0.1:{ports['DESK_PORT']}"
        self._terminal = Terminal(ROOT, folder, COMPOSE_PROJECT_NAME=f"tutorial-{os.getpid()}", **ports)

    async def type(self, line: str) -> str:
        """Type it."""
        if "--profile monitoring" in line and not await self._has_monitoring():
            return ""
        return await self._terminal.type(line, seconds=BUILD_SECONDS)

    async def ingest(self, file: Path, *more: str) -> None:
        """Pipe it into the command line: the container may not read the folder."""
        piped = f"docker compose run --rm --no-TTY cli ingest - <{file}"
        await self._terminal.type(" ".join((piped, *more)), seconds=SECONDS)

    async def end(self) -> None:
        """Remove containers, network and volumes."""
        everything = "docker compose --profile desk --profile monitoring --profile tools down --volumes"
        await self._terminal.type(everything, seconds=SECONDS)

    async def _has_monitoring(self) -> bool:
        """Return whether the images of others are here or can be fetched."""
        pulled = "docker compose --profile monitoring pull --quiet --policy missing prometheus grafana && echo here"
        return "here" in await self._terminal.type(f"({pulled}) 2>&1 || true", seconds=BUILD_SECONDS)


class Processes:
    """Apache Kafka with workers and a desk as processes."""

    def __init__(self, folder: Path, brokers: str, running: AsyncExitStack) -> None:
        self.desk = f"http://127.0.0.1:{free_port()}"
        self._terminal = Terminal(folder, WIREFEED_BROKERS=brokers)
        self._pipeline = Pipeline(Settings(brokers=brokers), folder)
        self._running = running
        running.callback(self._pipeline.stop)

    async def type(self, line: str) -> str:
        """Do what it stands for."""
        if found := UP.match(line):
            await create_topics(self._pipeline.settings)
            for _ in range(int(found[1])):
                self._pipeline.start_worker()
        elif line.startswith(CLI):
            return await self._terminal.type(f"wirefeed {line.removeprefix(CLI)}")
        elif line == "docker compose kill worker":
            for worker in self._pipeline.workers:
                worker.kill()
            self._pipeline.workers.clear()
        elif "--profile desk" in line:
            self._terminal.environment["WIREFEED_DESK_TOKEN"] = TOKEN
            desk = f"wirefeed desk --host 0.0.0.0 --port {self.desk.rpartition(':')[2]}"
            await self._running.enter_async_context(self._terminal.running(desk))
        else:
            assert "--profile monitoring" in line, line  # a test of its own has a Prometheus
        return ""

    async def ingest(self, file: Path, *more: str) -> None:
        """Run the command line."""
        await self._terminal.type(" ".join(("wirefeed ingest", str(file), *more)))


@pytest.fixture(
    params=[pytest.param("processes", marks=pytest.mark.kafka), pytest.param("containers", marks=pytest.mark.docker)]
)
async def machine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Machine]:
    """Return the machine, and leave nothing of it."""
    async with AsyncExitStack() as running:
        if request.param == "containers":
            if not os.environ.get("TUTORIAL_ON_DOCKER") or shutil.which("docker") is None:
                pytest.skip("builds an image and takes minutes: set TUTORIAL_ON_DOCKER where there is an engine")
            containers = Containers(tmp_path)
            running.push_async_callback(containers.end)
            yield containers
            return
        try:
            brokers = running.enter_context(kafka(tmp_path))
        except KafkaUnavailable as reason:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no Apache Kafka: {reason}")
        yield Processes(tmp_path, brokers, running)


async def test_an_operator_runs_it(machine: Machine, tmp_path: Path) -> None:
    """Workers start, are killed and start again; nothing is lost, the desk asks for its token, and letters show."""
    (tmp_path / "flood.txt").write_text(FLOOD)
    (tmp_path / "broken.json").write_text("{")
    said: dict[str, str] = {}
    for block in blocks("operator"):
        for line in block.lines:
            given = line.replace("DESK_TOKEN=...", f"DESK_TOKEN='{TOKEN}'").replace("PASSWORD=...", "PASSWORD=sesame")
            if line in said:  # status, once more
                await account(machine, published=1, refused=1)
            said[line] = await machine.type(given)
            if "--build" in line:
                await machine.ingest(tmp_path / "flood.txt")
                await account(machine, published=1, refused=0)
            elif "--profile desk" in line:
                assert await titles(machine.desk) == {"Flood kills 12 in Lagos"}
            elif "kill worker" in line:
                await machine.ingest(tmp_path / "broken.json", "--content-type application/json")
    assert "balanced" in said[f"{CLI}status"]
    assert "1 dead letter." in said[f"{CLI}dead list --since 24h"]
    assert "1 record would be put back" in said[f"{CLI}dead replay --error MalformedItem --dry-run"]


async def account(machine: Machine, **outcomes: int) -> None:
    """Return once so many items have ended so, and none is in flight."""
    async with asyncio.timeout(SECONDS):
        while True:
            said = await machine.type(f"{CLI}status --json")
            total = next(orjson.loads(line) for line in said.splitlines() if line.startswith("{"))["total"]
            if total["in_flight"] == 0 and total.items() >= outcomes.items():
                return


async def titles(desk: str) -> set[str]:
    """Return what the desk shows to who has the token, and to nobody else, once it has read anything."""
    async with httpx.AsyncClient(base_url=desk, timeout=SECONDS) as asking, asyncio.timeout(SECONDS):
        await answers(asking)
        assert (await asking.get("/api/incidents")).status_code == httpx.codes.UNAUTHORIZED
        while True:
            answer = await asking.get("/api/incidents", headers={"Authorization": f"Bearer {TOKEN}"})
            assert answer.status_code == httpx.codes.OK, answer.text
            if found := {each["title"] for each in answer.json()["cards"]}:
                return found
            await asyncio.sleep(0.1)


async def answers(asking: httpx.AsyncClient) -> None:
    """Return once somebody answers."""
    while True:
        with contextlib.suppress(httpx.TransportError):
            await asking.get("/livez")
            return
        await asyncio.sleep(0.1)
