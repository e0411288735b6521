"""A browser and desks for the tests of pages. They end with each file: their tasks run in the loop of all tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from streams.ops.broker import EmbeddedBroker
from streams.ops.desk.service import serving
from tests.desk_browser.chromium import PATIENT_MS, ChromiumMissing, chromium, executable
from tests.desk_browser.newsroom import newsroom
from tests.streams.ops.desk.desks import desk_with, incident

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

    from tests.desk_browser.newsroom import Newsroom

CROWD = 2_000


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Run Chromium; tests are skipped where there is none, but never where CI is set."""
    try:
        executable()
    except ChromiumMissing as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Chromium: {reason}")
    async with chromium() as running:
        yield running


@pytest.fixture(scope="module")
async def room(browser: Browser) -> AsyncIterator[Newsroom]:
    """Run a desk on a broker with the sample wire."""
    del browser  # without one no broker is started
    with EmbeddedBroker() as broker:
        async with newsroom(broker.address) as running:
            yield running


@pytest.fixture(scope="module")
async def crowd(browser: Browser) -> AsyncIterator[str]:
    """Run a desk with 2,000 incidents; yield its address."""
    del browser
    crowded = [incident(f"afn/{number}", killed=number + 1) for number in range(CROWD)]
    async with serving(desk_with(*crowded, desk_port=0, desk_requests_per_second=1_000)) as address:
        yield address.rstrip("/")


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Open a page in a new session; errors of its scripts, and what it refuses to run, fail the test."""
    async with await browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        opened = await context.new_page()
        opened.set_default_timeout(PATIENT_MS)
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on(
            "console", lambda line: errors.append(f"{line.text} {line.location}") if line.type == "error" else None
        )
        yield opened
        assert errors == []
