"""The tutorials work as they are written, in their order: a real broker, worker, desk, feed and receiver of alerts."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import orjson
import pytest
from aiohttp import web

from streams.ops.demonstration_receiver import listening
from streams.settings import Settings
from tests.examples.reader import SECONDS, Terminal, blocks
from tests.running.pipeline import Pipeline
from tests.running.waiting import until
from tests.streams.feeds.conftest import rss, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

FIRE = "Fire kills two in Accra\n\nACCRA - Two people died in a fire in Accra on Monday, police said.\n"
FLOOD = "Flood kills {number} in Lagos\n\nLAGOS - {number} people died in a flood in Lagos on Monday, police said.\n"
FEED = rss(("1", "https://hills.example/1", "Bus crash kills three in Lima"))


@asynccontextmanager
async def a_machine(folder: Path) -> AsyncIterator[tuple[Terminal, Pipeline, str]]:
    """Do what both pages begin with, `wirefeed up`, on free ports; yield a second terminal and the desk's address."""
    terminal = Terminal(folder, WIREFEED_WEB_PORT="0", WIREFEED_DESK_PORT="0", WIREFEED_PARTITIONS="1")
    async with terminal.running("wirefeed up --port 0") as up:
        brokers = (await up.until(r"broker at (\S+),")).group(1)
        desk = (await up.until(r"desk: (http\S+)")).group(1)
        terminal.environment["WIREFEED_BROKERS"] = brokers
        yield terminal, Pipeline(Settings(brokers=brokers, partitions=1), folder), desk
        assert "[error" not in up.said


async def titles(desk: str, *, number: int) -> set[str]:
    """Return what the desk shows once it has so many incidents, or after a while."""
    deadline = time.monotonic() + SECONDS / 3
    async with httpx.AsyncClient(base_url=desk, timeout=SECONDS) as asking:
        while True:
            found = {each["title"] for each in (await asking.get("/api/incidents")).json()["cards"]}
            if len(found) == number or time.monotonic() > deadline:
                return found
            await asyncio.sleep(0.1)


@pytest.mark.broker
async def test_a_newsroom_puts_its_wires_in(tmp_path: Path) -> None:
    """Each command ends well, and the desk has the article of the folder and the item of the feed."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "fire.txt").write_text(FIRE)
    typed = [line for block in blocks("newsroom") for line in block.lines]
    assert typed.pop(0) == "wirefeed up"
    async with running() as site, a_machine(tmp_path) as (terminal, pipeline, desk):
        site.says("/feed.xml", FEED, content_type="application/rss+xml")
        said, item = {}, ""
        for line in typed:
            if line == "wirefeed feed run":
                async with terminal.running(line):
                    await pipeline.until_done(2)
                continue
            given = line.replace("PROVIDER/ITEM", item)
            given = given.replace("https://news.example/feed.xml", f"{site.url}/feed.xml --allow-private")
            said[line] = await terminal.type(given)
            if "ingest" in line:
                await pipeline.until_done(1)
            if "tail items" in line:
                (item,) = re.findall(r"file/file://\S+", said[line])
        assert said["wirefeed ingest articles/"].startswith("the broker has 1 record (")
        assert "published" in said["wirefeed status"]
        assert "Fire kills two in Accra" in said["wirefeed why PROVIDER/ITEM"]
        assert "incidents" in said["wirefeed trace PROVIDER/ITEM"]
        assert await titles(desk, number=2) == {"Fire kills two in Accra", "Bus crash kills three in Lima"}


@pytest.mark.broker
async def test_a_desk_gets_alerts(tmp_path: Path) -> None:
    """The rules of the page choose the flood, and the receiver gets the next one while `deliver` runs."""
    got: list[str] = []

    async def hook(request: web.Request) -> web.Response:
        assert request.headers["webhook-signature"].startswith("v1,")
        message = orjson.loads(await request.read())["data"]
        got.extend(notice["alert"]["title"] for notice in message["notices"])
        return web.Response(status=204)

    async with listening(hook) as url, a_machine(tmp_path) as (terminal, pipeline, _):
        (tmp_path / "first.txt").write_text(FLOOD.format(number="12"))
        (tmp_path / "second.txt").write_text(FLOOD.format(number="31"))
        await terminal.type("wirefeed ingest first.txt")
        await pipeline.until_done(1)
        said = {}
        for block in blocks("alerts"):
            if block.language == "toml":
                given = block.text.replace('"https://desk.example/hooks/wirefeed"', f'"{url}"\nallow_private = true')
                (tmp_path / "rules.toml").write_text(given)
                continue
            for line in block.lines:
                if line.startswith("export WIREFEED_BROKERS"):
                    continue
                if line == "wirefeed deliver rules.toml":
                    async with terminal.running(line) as deliver:
                        await deliver.until(r"delivering +.*receiver=desk")
                        await terminal.type("wirefeed ingest second.txt")
                        await until(lambda: got, SECONDS)
                    continue
                said[line] = await terminal.type(line)
        assert "Flood kills 12 in Lagos" in said["wirefeed tail alerts --from-beginning"]
        assert "Flood kills 12 in Lagos" in said["wirefeed alerts test rules.toml --since 7d"]
        assert got == ["Flood kills 31 in Lagos"]
