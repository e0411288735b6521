"""The examples do what they say."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiokafka import TopicPartition

from schemas import EnrichedArticle
from streams.alerts import RuleEngine, load_rules
from streams.incidents.rows import INCIDENT_COLUMNS, incident_row
from streams.ops.connection import connected_consumer
from streams.ops.incidents.export import write_csv
from streams.settings import Settings
from streams.topics import CURRENT
from tests.streams.alerts.scenarios import make_alert
from tests.streams.incidents.conftest import blast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import ModuleType

    from schemas import Incident
    from streams.pipeline.local import LocalPipeline

__all__ = ["blast"]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECONDS = 60


@contextlib.asynccontextmanager
async def running(file: str, broker: str) -> AsyncIterator[asyncio.StreamReader]:
    """Run an example beside the test, and yield what it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(EXAMPLES / file), broker, stdout=asyncio.subprocess.PIPE, cwd=EXAMPLES.parent
    )
    try:
        assert process.stdout is not None
        yield process.stdout
    finally:
        process.kill()
        await process.communicate()


def example(name: str) -> ModuleType:
    """Import an example by its file."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_stage_sends_an_article_to_the_countries_of_its_figures(flood: LocalPipeline) -> None:
    """Its rule is tested without a broker."""
    (article,) = flood.messages(CURRENT)
    assert isinstance(article, EnrichedArticle)
    topics_of = example("own_stage").topics_of
    assert topics_of(article) == ["desk.ng"]
    assert topics_of(article.model_copy(update={"figures": ()})) == []


def test_the_rules_send_ten_dead_and_then_five_more() -> None:
    """What they are named for."""
    engine = RuleEngine(load_rules(EXAMPLES / "rules.toml"), "desk")
    sent = []
    for hour, (before, after) in enumerate([(None, 9), (9, 12), (12, 14), (14, 17)]):
        now = NOON + timedelta(hours=hour)
        engine.take(make_alert("a/1", "killed", before, after, now, version=hour + 1), now, offset=hour)
        told = engine.release(now)
        sent.append([notice.alert.after.best for each in told for notice in each.notices])
    assert sent == [[], [12], [], [17]]


def test_an_export_is_added_up_by_country_and_month(blast: Incident, tmp_path: Path) -> None:
    """It reads the file that `wirefeed incidents export` writes."""
    file = tmp_path / "incidents.csv"
    row = incident_row(blast)
    with file.open("wb") as target:
        write_csv([row, {**row, "killed_high": None}], INCIDENT_COLUMNS, target)
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "tolls_by_country.py"), str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["KZ", "2026-03", "2", "incidents", "killed", "40", "(40", "to", "40)"]


@pytest.mark.broker
async def test_alerts_are_printed(broker: str) -> None:
    """The consumer reads the headers of the CloudEvent and the alert."""
    async with running("consume_alerts.py", broker) as printed:
        line = await asyncio.wait_for(printed.readline(), SECONDS)
    assert line.decode().startswith("wirefeed.toll.appeared  Lagos")


@pytest.mark.broker
async def test_the_stage_sends_what_it_reads(broker: str) -> None:
    """The article is on the topic of its country, which the stage makes, with its key and bytes."""
    async with running("own_stage.py", broker) as printed:
        line = await asyncio.wait_for(printed.readline(), SECONDS)
    assert line == b"desk.ng  coast/https://coast.example/flood\n"
    async with connected_consumer(Settings(brokers=broker)) as consumer:
        partition = TopicPartition("desk.ng", 0)
        consumer.assign([partition])
        await consumer.seek_to_beginning(partition)
        record = await asyncio.wait_for(consumer.getone(), SECONDS)
    assert record.key == b"coast/https://coast.example/flood"
    assert EnrichedArticle.model_validate_json(record.value).figures


def test_the_shell_example_is_valid() -> None:
    """It runs under sh; kcat itself is not part of the tests."""
    subprocess.run(["sh", "-n", str(EXAMPLES / "consume_alerts.sh")], check=True)
    assert os.access(EXAMPLES / "consume_alerts.sh", os.X_OK)
