"""The dashboard and the alert rules over a worker and feeds that run, as Prometheus reads them."""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from deploy.dashboard import dashboard, queries
from deploy.exposed import wrong_metrics
from streams.ops.broker import free_port
from streams.ops.sample import sample_records
from tests.running.pipeline import Raw
from tests.running.prometheus import RULES, asked, prometheus, series
from tests.running.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.running.pipeline import Pipeline

pytestmark = pytest.mark.broker

SECONDS = 120.0
ALL_DONE = "sum(wirefeed_records_total) > 0 and sum(wirefeed_lag_records) == 0"
RECENT = "30s"
"""Prometheus looks every second here, so that this is enough for a rate."""
NOWHERE = """
[feeds.away]
kind = "poll"
url = "http://127.0.0.1:9/feed"
provider = "away"
every = "1s"
allow_private = true
"""
"""A feed that nobody serves: it fails, and its metrics are there."""


@asynccontextmanager
async def feeds(pipeline: Pipeline) -> AsyncIterator[str]:
    """Run the feeds; yield `host:port` of their metrics."""
    file = pipeline.folder / "feeds.toml"
    file.write_text(NOWHERE)
    port = free_port()
    environment = {**pipeline.environment(), "WIREFEED_FEEDS_PORT": str(port)}
    command = (sys.executable, "-m", "streams.ops.cli", "feed", "run", "--file", str(file))
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def watched(pipeline: Pipeline) -> AsyncIterator[str]:
    """Run a worker over the sample wire, a feed, and a Prometheus that has seen what came of it; yield its address."""
    worker = pipeline.start_worker()
    sample = [Raw(record.value, record.headers, record.key) for record in sample_records()]
    async with feeds(pipeline) as of_feeds:
        targets = {"wirefeed": worker.web.removeprefix("http://"), "wirefeed-feeds": of_feeds}
        with prometheus(pipeline.folder, targets) as address:
            await until(lambda: series(address, "wirefeed_ready == 1"), SECONDS)
            await pipeline.feed(sample)
            await pipeline.until_done(len(sample))
            await until(lambda: series(address, ALL_DONE), SECONDS)
            await until(lambda: series(address, "wirefeed_feed_failures"), SECONDS)
            yield address


async def test_what_is_asked_for_is_there(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """Each query of the dashboard gives series with the labels of its legend; each rule's metrics are exposed."""
    board = dashboard()
    legends = [target["legendFormat"] for panel in board["panels"] for target in panel.get("targets", ())]
    async with watched(await make_pipeline(embedded_broker, partitions=1)) as address:
        for (title, expression), legend in zip(queries(board, RECENT), legends, strict=True):
            found = series(address, expression)
            assert found, f"{title}: {expression}"
            for label in re.findall(r"\{\{(\w+)\}\}", legend):
                assert all(each.get(label) for each in found), f"{title}: no {label}"
        there = set(asked(address, "label/__name__/values"))
        rules = [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]
        assert [(rule["alert"], wrong) for rule in rules if (wrong := wrong_metrics(rule["expr"], there))] == []
        worked_out = [rule for group in asked(address, "rules")["groups"] for rule in group["rules"]]
        assert {rule["health"] for rule in worked_out} == {"ok"}
