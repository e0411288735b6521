"""Feeds files: what is read, and what is said about a wrong one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from streams.feeds import FeedsInvalid, FolderFeed, PollFeed, PushFeed, load_feeds, parse_feeds
from streams.toml_file import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

POLL = '[feeds.hills]\nkind = "poll"\nurl = "https://hills.example/feed"\nprovider = "hills"\n'
LOCAL = POLL + "allow_private = true\n"


def problem(text: str) -> str:
    """Return what is wrong with a file."""
    with pytest.raises(FeedsInvalid) as caught:
        parse_feeds(text.encode(), "feeds.toml")
    return str(caught.value)


def test_a_feed_needs_only_a_kind_an_address_and_a_provider() -> None:
    """It is polled every five minutes, and never in a private network."""
    feed = parse_feeds(POLL.encode()).feeds["hills"]
    assert isinstance(feed, PollFeed)
    assert (feed.every, feed.timeout, feed.allow_private) == (timedelta(minutes=5), timedelta(seconds=30), False)


def test_each_kind_has_its_own_names() -> None:
    """A folder has a path, a push has a token, and each is found by its kind."""
    text = (
        '[feeds.drop]\nkind = "folder"\npath = "/srv/drop"\nprovider = "drop"\n'
        '[feeds.partner]\nkind = "push"\ntoken_env = "PARTNER_TOKEN"\nprovider = "partner"\n'
    )
    found = parse_feeds(text.encode())
    assert [list(found.of_kind(kind)) for kind in (PollFeed, FolderFeed, PushFeed)] == [[], ["drop"], ["partner"]]


def test_a_feed_that_is_not_enabled_is_in_the_file_and_does_not_run() -> None:
    """Its name stays taken."""
    found = parse_feeds((POLL + "enabled = false\n").encode())
    assert (list(found.feeds), list(found.of_kind(PollFeed))) == (["hills"], [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (POLL + "evry = '5m'\n", "feeds.toml:5: feeds, hills, evry: there is no such name; did you mean every?"),
        ("[fedes.hills]\n", "feeds.toml:1: fedes: there is no such name; did you mean feeds?"),
        (POLL.replace('"poll"', '"pol"'), "feeds.toml:2: feeds, hills, kind: 'pol' is no kind of feed"),
        (POLL.replace('"poll"', '"pol"'), "did you mean poll?"),
        (POLL.replace('kind = "poll"\n', ""), "feeds.toml:1: feeds, hills: kind is missing: one of poll, folder, push"),
        (POLL + 'url_env = "X"\n', "feeds.toml:1: feeds, hills: give either url or url_env"),
        (POLL + 'every = "5 weeks"\n', "feeds.toml:5: feeds, hills, every: give a number and a unit"),
        (POLL.replace('provider = "hills"\n', ""), "feeds.toml:1: feeds, hills, provider: Field required"),
        (POLL.replace("https://", "ftp://"), "feeds.toml:3: feeds, hills, url: give an address that begins with http"),
        (POLL.replace("https://", "https://me:pw@"), "feeds.toml:3: feeds, hills, url: give no user or password"),
        (POLL.replace('"hills"', '"two\\nlines"'), "feeds.toml:4: feeds, hills, provider: give one line of text"),
        (POLL + "[feeds\n", "feeds.toml:5: it is no TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(text: str, message: str) -> None:
    """The message names the place and, where one is near, the right name."""
    assert message in problem(text)


def test_a_password_never_stands_in_a_message() -> None:
    """The address with it is refused without being repeated."""
    assert "geheim" not in problem(POLL.replace("https://", "https://me:geheim@"))


@pytest.mark.parametrize(("text", "every", "taken"), [(POLL, 30, True), (POLL, 29, False), (LOCAL, 1, True)])
def test_a_host_of_the_internet_is_asked_every_thirty_seconds_at_most(text: str, every: int, *, taken: bool) -> None:
    """A feed of the own network may be asked each second."""
    text += f'every = "{every}s"\n'
    if taken:
        assert parse_feeds(text.encode()).of_kind(PollFeed)["hills"].every == timedelta(seconds=every)
    else:
        assert "the least for this feed" in problem(text)


@pytest.mark.parametrize(
    ("stated", "silence"),
    [
        ("", timedelta(hours=1)),
        ('every = "14m"', timedelta(hours=1)),
        ('every = "16m"', timedelta(minutes=64)),
        ('silent_after = "5m"', timedelta(minutes=5)),
    ],
)
def test_a_feed_is_silent_after_an_hour_or_four_polls(stated: str, silence: timedelta) -> None:
    """The file may say another time."""
    assert parse_feeds((POLL + stated).encode()).feeds["hills"].silence == silence


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(FeedsInvalid, match=r"none\.toml:1: it can't be read: No such file"):
        load_feeds(tmp_path / "none.toml")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(FeedsInvalid, match="larger than 10,000,000 bytes"):
        load_feeds(large)
