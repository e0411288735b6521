"""`wirefeed feed add`, `test` and `list`, as a user calls them."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import orjson
import pytest

from streams.feeds import PollFeed, load_feeds
from tests.streams.feeds.conftest import ONE, TWO, Site, rss, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Run a site on this machine."""
    async with running() as found:
        found.says("/feed", rss(ONE, TWO), Content_Type="application/rss+xml")
        found.says("/page", "<html><body>log in</body></html>", Content_Type="text/html")
        yield found


def files(folder: Path) -> list[Path]:
    """Return what is in a folder."""
    return list(folder.iterdir())


async def wirefeed(folder: Path, *arguments: str) -> tuple[int | None, str, str]:
    """Run the command line in a folder; return exit code, output and notices."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "streams.ops.cli", "--brokers", "127.0.0.1:1", "feed", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
    )
    output, notices = await process.communicate()
    return process.returncode, output.decode(), notices.decode()


async def test_a_feed_is_added_once_it_could_be_read(site: Site, tmp_path: Path) -> None:
    """A second one gets another name, and what the file had stays."""
    (tmp_path / "feeds.toml").write_text("# ours")
    for provider in ("hills", "coast"):
        added = await wirefeed(
            tmp_path, "add", site.url + "/feed", "--allow-private", "--provider", provider, "--every", "2m"
        )
        assert added[0] == 0, added
    feeds = load_feeds(tmp_path / "feeds.toml").of_kind(PollFeed)
    assert {name: (feed.provider, feed.every.seconds) for name, feed in feeds.items()} == {
        "127-0-0-1": ("hills", 120),
        "127-0-0-1-2": ("coast", 120),
    }
    assert (tmp_path / "feeds.toml").read_text().startswith("# ours\n\n[feeds.")


@pytest.mark.parametrize(
    ("path", "options", "reason"),
    [
        ("/page", ("--allow-private",), "sends a page"),
        ("/feed", (), "private address"),
        ("/feed", ("--allow-private", "--every", "soon"), "give a number and a unit"),
        ("/feed", ("--allow-private", "--name", "two words"), "two words"),
    ],
)
async def test_what_can_not_be_read_is_not_added(
    site: Site, tmp_path: Path, path: str, options: tuple[str, ...], reason: str
) -> None:
    """There is no file then."""
    code, _, said = await wirefeed(tmp_path, "add", site.url + path, *options)
    assert code != 0
    assert reason in said.replace("\n", " ")
    assert files(tmp_path) == []


async def test_a_trial_shows_what_intake_would_read(site: Site, tmp_path: Path) -> None:
    """Machines get all of it."""
    code, said, _ = await wirefeed(tmp_path, "test", site.url + "/feed", "--allow-private", "--json")
    shown = orjson.loads(said)
    assert (code, shown["content_type"], shown["errors"]) == (0, "application/rss+xml", [])
    assert [item["headline"] for item in shown["items"]] == [ONE[2], TWO[2]]


async def test_a_trial_of_a_name_that_is_not_there_names_the_nearest(site: Site, tmp_path: Path) -> None:
    """The file is named too."""
    (tmp_path / "feeds.toml").write_text(f'[feeds.hills]\nkind = "poll"\nurl = "{site.url}"\nprovider = "hills"\n')
    code, _, said = await wirefeed(tmp_path, "test", "hilss")
    assert (code, "feeds.toml has no feed hilss; did you mean hills?" in said) == (2, True)


async def test_the_file_is_shown_without_a_broker(tmp_path: Path) -> None:
    """With a notice that the states are not known; a file that is wrong is a usage error."""
    file = tmp_path / "feeds.toml"
    file.write_text('[feeds.hills]\nkind = "poll"\nurl = "https://hills.example/"\nprovider = "hills"\n')
    code, said, notices = await wirefeed(tmp_path, "list", "--json")
    shown = orjson.loads(said)
    assert (code, shown["feed"], shown["condition"]) == (0, "hills", "never run")
    assert shown["configuration"]["url"] == "https://hills.example/"
    assert "the state of the feeds is not known" in notices
    file.write_text("[feeds.hills]\n")
    code, _, notices = await wirefeed(tmp_path, "list")
    assert (code, "feeds.toml:1: feeds, hills: kind is missing" in notices.replace("\n", " ")) == (2, True)
