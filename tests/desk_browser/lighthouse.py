"""What Lighthouse says of a page, in the Chromium that the other tests use."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import orjson

from tests.desk_browser.chromium import executable

PROGRAM: Final = Path(__file__).parent / "npm/node_modules/.bin/lighthouse"
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
SHORT: Final = "/tmp"  # noqa: S108 - a folder of its own is made in it
"""Chromium makes a socket in its temporary folder, whose path may have 107 characters: a test's own is too long."""
AGAIN: Final = "Please run Lighthouse again"
"""What it says where Chromium gave it no trace of the page, which says nothing of the page (NO_NAVSTART)."""
RECORDINGS: Final = 3
CATEGORIES: Final = ("performance", "accessibility", "best-practices")


class LighthouseMissing(Exception):
    """Lighthouse is not installed."""


def lighthouse() -> Path:
    """Return the program. Raises `LighthouseMissing`."""
    if not PROGRAM.exists() or shutil.which("node") is None:
        raise LighthouseMissing("make lighthouse")
    return PROGRAM


async def report(address: str, folder: Path) -> dict[str, Any]:
    """Return Lighthouse's report of a page, as a phone on a slow network sees it.

    Where it could not record the page at all, and asks to be run again, it is.
    """
    file = folder / "report.json"
    command = [
        *(str(lighthouse()), address, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={FLAGS}"),
        *(f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"),
    ]
    said = AGAIN
    for _ in range(RECORDINGS):
        said = await _run(command)
        if AGAIN not in said:
            break
    if said:
        raise AssertionError(said)
    found: dict[str, Any] = orjson.loads(file.read_bytes())
    return found


async def _run(command: list[str]) -> str:
    """Run Lighthouse; return what it says where it fails, and nothing otherwise."""
    with tempfile.TemporaryDirectory(dir=SHORT) as short:
        environment = {**os.environ, "CHROME_PATH": executable(), "TMPDIR": short}
        process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.PIPE)
        _, said = await process.communicate()
    return (said.decode() or "it failed without a word") if process.returncode else ""


def scores(found: dict[str, Any]) -> dict[str, float]:
    """Return the scores of a report by category, of 100."""
    return {name: 100 * (found["categories"][name]["score"] or 0) for name in CATEGORIES}


def short_of_full(found: dict[str, Any]) -> list[str]:
    """Return the audits that a page did not pass in full, with what they measured."""
    audits = found["audits"].values()
    return [
        f"{each['id']}: {each.get('displayValue', '')}"
        for each in audits
        if each["score"] is not None and each["score"] < 1
    ]
