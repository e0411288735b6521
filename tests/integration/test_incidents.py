"""`wirefeed incidents` on a broker: what is there now, and how fresh it is."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson

from schemas import SCHEMA_HEADER, Incident, Toll, encode, schema_name
from streams.ops.administration import create_topics
from streams.ops.connection import connected_producer
from streams.ops.incidents.snapshot import read_incidents
from streams.settings import Settings
from streams.topics import INCIDENTS

if TYPE_CHECKING:
    import pytest

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def incident(key: str, killed: int) -> Incident:
    """Return an incident with a toll."""
    toll = Toll(low=killed, best=killed, high=killed)
    return Incident(incident_id=key, title=f"Story {key}", language="en", updated=AT, tolls={"killed": toll})


async def put(settings: Settings, key: str, value: Incident | None) -> None:
    """Put an incident, or a tombstone, on the topic."""
    async with connected_producer(settings) as producer:
        await producer.send_and_wait(
            INCIDENTS.full_name(settings),
            None if value is None else encode(value),
            key=key.encode(),
            headers=[(SCHEMA_HEADER, schema_name(Incident).encode())],
        )


async def wirefeed(settings: Settings, *arguments: str) -> list[Any]:
    """Run a command with --json; return what it prints."""
    environment = {
        **os.environ,
        "WIREFEED_BROKERS": settings.brokers,
        "WIREFEED_TOPIC_PREFIX": settings.topic_prefix,
        "WIREFEED_APP_ID": settings.app_id,
    }
    command = (sys.executable, "-m", "streams.ops.cli", "incidents", *arguments, "--json")
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return [orjson.loads(line) for line in output.splitlines()]


async def test_incidents_as_they_are_now(any_broker: str, request: pytest.FixtureRequest) -> None:
    """The latest value of each counts, an emptied one is gone, and each answer says how fresh it is."""
    name = f"incidents{abs(hash(request.node.nodeid)) % 10**8}"
    settings = Settings(brokers=any_broker, topic_prefix=name, app_id=name)
    await create_topics(settings)
    assert (await read_incidents(settings)).freshness().endswith("none has been written yet")
    for key, killed in (("a/1", 3), ("b/2", 12), ("c/3", 5), ("a/1", 20)):
        await put(settings, key, incident(key, killed))
    await put(settings, "c/3", None)
    snapshot = await read_incidents(settings)
    assert {key: each.tolls["killed"].best for key, each in snapshot.incidents.items()} == {"a/1": 20, "b/2": 12}
    found = await wirefeed(settings, "list", "--min", "15")
    assert [each["incident_id"] for each in found] == ["a/1"]
    assert set(found[0]["freshness"]) == {"read_at", "changed_at"}
    (shown,) = await wirefeed(settings, "show", "b/")
    assert shown["title"] == "Story b/2"
