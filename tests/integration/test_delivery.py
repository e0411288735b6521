"""`wirefeed deliver` on a broker: a receiver that is down, a killed process, rules that change, a dead letter."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from base64 import b64encode
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from aiohttp import web

from schemas import SCHEMA_HEADER, encode, schema_name
from streams.ops.administration import create_topics
from streams.ops.connection import connected_producer
from streams.ops.dead_letters import Filter, dead_letters
from streams.ops.demonstration_receiver import listening
from streams.ops.replay import replay
from streams.settings import Settings
from streams.topics import ALERTS
from tests.streams.alerts.scenarios import MIDNIGHT, make_alert

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from schemas import CasualtyAlert

SECRET = "whsec_" + b64encode(b"s" * 32).decode()
RULES = """
[receivers.desk]
url_env = "DESK_URL"
secret_env = "DESK_SECRET"
allow_private = true
timeout = "2s"

[[rules]]
name = "all"
receivers = ["desk"]
"""
INCIDENTS = 12


class Desk:
    """A receiver on this machine that answers as it is told to."""

    def __init__(self) -> None:
        self.status = 200
        self.attempts = 0
        self.taken: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.url = ""

    async def hook(self, request: web.Request) -> web.Response:
        """Take a notification, or not."""
        self.attempts += 1
        body = await request.read()
        if self.status == 200:
            self.taken.append(orjson.loads(body)["data"])
            self.ids.append(request.headers["webhook-id"])
            assert request.headers["webhook-signature"].startswith("v1,")
        return web.Response(status=self.status)

    @property
    def once(self) -> dict[str, list[tuple[str, str, int | None]]]:
        """What it got by incident, each message once: change, and the number."""
        found: dict[str, list[tuple[str, str, int | None]]] = {}
        for message in {each["id"]: each for each in self.taken}.values():
            for notice in message["notices"]:
                alert = notice["alert"]
                found.setdefault(alert["incident_id"], []).append(
                    (notice["change"], alert["kind"], alert.get("after", {}).get("best"))
                )
        return found


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Run a receiver."""
    receiver = Desk()
    async with listening(receiver.hook) as receiver.url:
        yield receiver


@pytest.fixture
async def settings(any_broker: str, request: pytest.FixtureRequest) -> Settings:
    """Return settings with topics of their own."""
    name = f"deliver{abs(hash(request.node.nodeid)) % 10**8}"
    made = Settings(brokers=any_broker, topic_prefix=name, app_id=name)
    await create_topics(made)
    return made


@asynccontextmanager
async def delivering(
    settings: Settings, desk: Desk, rules: Path, *more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `wirefeed deliver`; kill it at the end."""
    environment = {
        **os.environ,
        "WIREFEED_BROKERS": settings.brokers,
        "WIREFEED_TOPIC_PREFIX": settings.topic_prefix,
        "WIREFEED_APP_ID": settings.app_id,
        "WIREFEED_SESSION_TIMEOUT": "6",
        "DESK_URL": desk.url,
        "DESK_SECRET": SECRET,
    }
    command = (sys.executable, "-m", "streams.ops.cli", "deliver", str(rules), "--from-beginning", *more)
    with rules.with_suffix(".log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=log)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()


async def produce(settings: Settings, alerts: list[CasualtyAlert]) -> None:
    """Put alerts on the topic, as the ledger does."""
    async with connected_producer(settings) as producer:
        for alert in alerts:
            await producer.send_and_wait(
                ALERTS.full_name(settings),
                encode(alert),
                key=alert.incident_id.encode(),
                headers=[(SCHEMA_HEADER, schema_name(type(alert)).encode())],
            )


async def until(condition: Any, log: Path, seconds: float = 60) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, log.with_suffix(".log").read_text()[-4000:]
        await asyncio.sleep(0.05)


def history() -> list[CasualtyAlert]:
    """Return a rise and a correction of each of some incidents."""
    steps = ((None, 10, "appeared"), (10, 15, "rose"), (15, 12, "corrected"))
    return [
        make_alert(f"i/{number}", "killed", before, after, MIDNIGHT + timedelta(minutes=step), cause=cause)
        for step, (before, after, cause) in enumerate(steps)
        for number in range(INCIDENTS)
    ]


EXPECTED = {
    f"i/{number}": [("first", "killed", 10), ("rise", "killed", 15), ("correction", "killed", 12)]
    for number in range(INCIDENTS)
}


async def test_a_receiver_that_was_down_gets_everything_though_the_process_was_killed(
    settings: Settings, desk: Desk, tmp_path: Path
) -> None:
    """Each incident in order, none missing, and what is sent twice has one id."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES)
    await produce(settings, history()[: 2 * INCIDENTS])
    desk.status = 503
    async with delivering(settings, desk, rules):
        await until(lambda: desk.attempts >= 2, rules)
    desk.status = 200
    async with delivering(settings, desk, rules):
        await until(lambda: len(desk.taken) >= INCIDENTS, rules)  # killed in the middle of it
    await produce(settings, history()[2 * INCIDENTS :])
    async with delivering(settings, desk, rules, "--drain") as process:
        assert await asyncio.wait_for(process.wait(), 120) == 0
    assert desk.once == EXPECTED
    repeated = len(desk.ids) - len(set(desk.ids))
    assert repeated <= 2


async def test_rules_are_read_again_and_dead_letters_are_put_back(
    settings: Settings, desk: Desk, tmp_path: Path
) -> None:
    """A wrong file changes nothing, a right one is used at once; what a receiver refuses can be sent again."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES)
    first, second, third = history()[0], history()[1], history()[2]
    desk.status = 422
    async with delivering(settings, desk, rules):
        await produce(settings, [first])
        await until(lambda: desk.attempts >= 1, rules)
        rules.write_text(RULES + "at_leest = 100\n")
        desk.status = 200
        await produce(settings, [second])
        await until(lambda: len(desk.taken) == 1, rules)
        await until(lambda: "did you mean at_least" in rules.with_suffix(".log").read_text(), rules)
        letters = [letter async for letter in dead_letters(settings, Filter(stage="deliver"))]
        assert [letter.message for letter in letters] == ["receiver desk: the receiver answers 422"]
        await replay(settings, dead_letters(settings, Filter(stage="deliver")))
        rules.write_text(RULES + "at_least = 11\n")
        await until(lambda: len(desk.taken) == 2, rules)
        await produce(settings, [third, make_alert("i/9", "killed", 10, 11, MIDNIGHT)])
        await until(lambda: len(desk.taken) == 3, rules)
    assert desk.once == {
        "i/1": [("first", "killed", 10)],
        "i/0": [("first", "killed", 10)],
        "i/9": [("first", "killed", 11)],
    }


async def test_two_processes_share_the_incidents(settings: Settings, desk: Desk, tmp_path: Path) -> None:
    """When one of them is killed the other goes on with what it knew."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES)
    changes = history()
    async with delivering(settings, desk, rules):
        async with delivering(settings, desk, rules):
            await produce(settings, changes[:INCIDENTS])
            await until(lambda: len(desk.once) == INCIDENTS, rules)
            await produce(settings, changes[INCIDENTS : 2 * INCIDENTS])
        await produce(settings, changes[2 * INCIDENTS :])
        await until(lambda: desk.once == EXPECTED, rules, 90)
    assert len(desk.ids) - len(set(desk.ids)) <= INCIDENTS
