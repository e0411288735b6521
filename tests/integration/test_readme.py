"""What the README shows works as it stands there."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import SCHEMA_HEADER, Incident, Toll, encode, schema_name
from streams.ops.administration import PlannedTopic, create_topics
from streams.ops.connection import connected_producer
from streams.settings import Settings
from streams.topics import INCIDENTS

README = Path(__file__).resolve().parents[2] / "README.md"
CODE = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


@pytest.mark.broker
async def test_the_consumer_of_the_readme_reads_incidents(embedded_broker: str, tmp_path: Path) -> None:
    """It prints a line a toll, and passes over tombstones."""
    settings = Settings(brokers=embedded_broker)
    name = INCIDENTS.full_name(settings)
    await create_topics(settings, [PlannedTopic(name=name, partitions=1, config={})])
    toll = Toll(low=4, best=4, high=4, attribution="the operator")
    incident = Incident(
        incident_id="a/1",
        title="Miners killed",
        language="en",
        tolls={"killed": toll},
        updated=datetime(2026, 3, 2, tzinfo=UTC),
    )
    async with connected_producer(settings) as producer:
        header = [(SCHEMA_HEADER, schema_name(Incident).encode())]
        await producer.send_and_wait(name, None, key=b"gone", headers=header)
        await producer.send_and_wait(name, encode(incident), key=b"a/1", headers=header)
    (code,) = [each for each in CODE if "AIOKafkaConsumer" in each]
    script = tmp_path / "consumer.py"
    script.write_text(code.replace("localhost:9092", embedded_broker))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-u", str(script), stdout=asyncio.subprocess.PIPE, cwd=README.parent
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 60)
    finally:
        process.kill()
        await process.wait()
    assert line.decode().strip() == "Miners killed: 4 killed, says the operator"


def test_the_core_is_used_as_the_readme_shows() -> None:
    """The example prints what its comment says."""
    (code,) = [each for each in CODE if "extract_figures" in each]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, str(README), "exec"), {})  # noqa: S102 - our own README
    assert printed.getvalue().strip() == code.split("#")[1].strip()
