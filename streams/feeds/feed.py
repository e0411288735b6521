"""What a feed can be: the content of a feeds file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from streams.toml_table import Duration, Table

F = TypeVar("F", bound="AnyFeed")

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"
VARIABLE: Final = r"^[A-Za-z_][A-Za-z0-9_]{0,199}$"
MAX_FEEDS: Final = 5_000
EVERY: Final = timedelta(minutes=5)
LEAST_EVERY: Final = timedelta(seconds=30)
"""A host of the public internet is not asked more often by one feed."""
SILENT_AFTER: Final = timedelta(hours=1)
SILENT_POLLS: Final = 4
"""A feed that is polled rarely is silent after so many polls without success."""

SETTLE: Final = timedelta(seconds=5)


class AnyFeed(Table):
    """What every feed states."""

    provider: str = Field(min_length=1, max_length=120)
    """Who sends it: `wf-provider` of each record, and its key."""
    source: str | None = Field(None, max_length=253)
    """The outlet whose page furniture the items carry, where their addresses don't say it."""
    content_type: str | None = Field(None, max_length=200)
    """Media type of all that comes, where what the sender states is wrong."""
    enabled: bool = True
    """A feed that is not enabled stays in the file and is left alone."""
    silent_after: Duration | None = Field(None, gt=timedelta(0))
    """A feed that had no success for so long is reported as silent."""

    @field_validator("provider", "source", "content_type")
    @classmethod
    def _one_line(cls, text: str | None) -> str | None:
        if text is not None and (not text.isprintable() or not text.strip()):
            raise ValueError("give one line of text")
        return text

    @property
    def silence(self) -> timedelta:
        """After how long without success the feed is reported."""
        return self.silent_after or SILENT_AFTER


class PollFeed(AnyFeed):
    """A document on the web that is fetched again and again: RSS, Atom, JSON Feed, or a page."""

    kind: Literal["poll"]
    url: str | None = Field(None, max_length=4_000)
    url_env: str | None = Field(None, pattern=VARIABLE)
    """Variable with the address, where that holds a secret; with `_FILE` at its end, the file that has it."""
    authorization_env: str | None = Field(None, pattern=VARIABLE)
    """Variable with the value of the header Authorization, in the same way."""
    every: Duration = EVERY
    """How long to wait after a poll; a server that asks for more gets more."""
    timeout: Duration = Field(timedelta(seconds=30), gt=timedelta(0), le=timedelta(minutes=5))
    """For one poll, with all its redirects."""
    page: bool = False
    """The document is a page for people, which is one item. Otherwise a page in place of the feed is a failure."""
    allow_private: bool = False
    """The feed may be in a private network or on this machine."""

    @property
    def silence(self) -> timedelta:
        """After how long without success the feed is reported."""
        return self.silent_after or max(SILENT_AFTER, SILENT_POLLS * self.every)

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None:
            check_url(url)
        return url

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.url_env is None):
            raise ValueError("give either url or url_env")
        return self

    @model_validator(mode="after")
    def _polite(self) -> Self:
        least = timedelta(seconds=1) if self.allow_private else LEAST_EVERY
        if self.every < least:
            raise ValueError(f"every is less than {least.seconds}s, the least for this feed")
        return self


class FolderFeed(AnyFeed):
    """A folder into which files are delivered."""

    kind: Literal["folder"]
    path: Path
    settle: Duration = Field(SETTLE, gt=timedelta(0), le=timedelta(hours=1))
    """How long a file must be unchanged where the system can't say whether somebody still writes it."""


class PushFeed(AnyFeed):
    """A sender that posts items to us."""

    kind: Literal["push"]
    token_env: str = Field(pattern=VARIABLE)
    """Variable with the sender's token; with `_FILE` at its end, the file that has it."""
    requests_a_second: float = Field(20.0, gt=0, le=10_000)
    """The sender is asked to wait where it makes more."""


Feed = Annotated[PollFeed | FolderFeed | PushFeed, Field(discriminator="kind")]
FEED_KINDS: Final[dict[str, type[AnyFeed]]] = {"poll": PollFeed, "folder": FolderFeed, "push": PushFeed}


class FeedSet(Table):
    """A feeds file: a table `[feeds.NAME]` for each feed."""

    feeds: dict[Annotated[str, Field(pattern=NAME)], Feed] = Field(default_factory=dict, max_length=MAX_FEEDS)

    def of_kind(self, kind: type[F]) -> dict[str, F]:
        """Return the enabled feeds of a kind by name."""
        return {name: feed for name, feed in self.feeds.items() if isinstance(feed, kind) and feed.enabled}


def check_url(url: str) -> None:
    """Raise ValueError where an address can't be fetched, or holds a password that would be seen in logs."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isprintable() or " " in url:
        raise ValueError("give an address that begins with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise ValueError("give no user or password in the address; authorization_env takes the header that holds them")
