"""The Chromium of the machine, as the tests of the desk's pages drive it."""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS: Final = (
    "--headless",
    "--no-sandbox",  # it runs as root in containers, and reads nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENT_MS: Final = 60_000
"""For what a busy machine does late; what takes long is measured in benchmarks/desk."""


class ChromiumMissing(Exception):
    """There is no Chromium on this machine."""


def executable() -> str:
    """Return the path of Chromium, that of DESK_CHROMIUM first. Raises `ChromiumMissing`."""
    given = os.environ.get("DESK_CHROMIUM")
    found = given or next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        raise ChromiumMissing(f"none of {', '.join(NAMES)}; on Debian: apt-get install chromium")
    return found


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium with a new, empty profile."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()
