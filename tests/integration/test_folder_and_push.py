"""`wirefeed feed run` with a folder and a push, on a broker, and a kill in the middle."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp

from streams.ops.broker import free_port
from streams.ops.feeds import read_feeds
from tests.integration.test_feeds import ended, started
from tests.running.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

TOKEN = "a-token-of-the-agency"  # noqa: S105 - of a test


async def test_a_folder_and_a_push_reach_the_broker(
    embedded_broker: str, make_pipeline: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the folder and what is posted is on `wire.raw` once; after a kill it goes on."""
    pipeline = await make_pipeline(embedded_broker)
    folder, file, port = tmp_path / "ftp", tmp_path / "feeds.toml", free_port()
    folder.mkdir()
    monkeypatch.setenv("WIREFEED_PUSH_PORT", str(port))
    monkeypatch.setenv("AGENCY_TOKEN", TOKEN)
    file.write_text(
        f'[feeds.ftp]\nkind = "folder"\npath = "{folder}"\nprovider = "courier"\n'
        '[feeds.desk]\nkind = "push"\ntoken_env = "AGENCY_TOKEN"\nprovider = "desk"\n'
    )
    (folder / "one.txt").write_text("A ferry sank.")
    first = await started(pipeline, file)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        await until_posted(session, b"A train stopped.")
        await until_moved(folder, 1)
        first.kill()
        await first.wait()
        (folder / "two.txt").write_text("Another ferry sank.")
        second = await started(pipeline, file)
        await until_posted(session, b"Another train stopped.")
        await until_moved(folder, 2)
    assert await ended(second) == 0
    records = await pipeline.records("raw")
    assert sorted((record.key, record.value) for record in records) == [
        (b"courier", b"A ferry sank."),
        (b"courier", b"Another ferry sank."),
        (b"desk", b"A train stopped."),
        (b"desk", b"Another train stopped."),
    ]
    stored = await read_feeds(pipeline.settings)
    assert {name: known.state.kind for name, known in stored.items() if known.state} == {
        "ftp": "folder",
        "desk": "push",
    }


async def until_posted(session: aiohttp.ClientSession, text: bytes) -> None:
    """Post a text, again and again until somebody answers."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/plain"}
    async with asyncio.timeout(120):
        while True:
            try:
                async with session.post("/ingest", data=text, headers=headers) as answer:
                    assert answer.status == 202
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)


async def until_moved(folder: Path, number: int) -> None:
    """Return when so many files were sent."""
    await until(lambda: len([path for path in (folder / "done").rglob("*") if path.is_file()]) >= number, 120)
