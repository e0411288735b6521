"""What is known of a feed between two polls, and after a restart: how it went, and where to go on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from streams.feeds.feed import AnyFeed

MAX_TEXT: Final = 2_000
"""Characters of what a server states that are kept; a longer validator is not used."""
MAX_ERROR: Final = 300


class FeedState(BaseModel):
    """The state of one feed. Folders and pushes have the first part only."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: str = "poll"
    file: str | None = Field(None, max_length=MAX_TEXT)
    """The file that states the feed: what the file no longer has is forgotten."""
    since: datetime
    """When the feed was first noted."""
    at: datetime
    """When this was noted."""
    silence_seconds: float = 3_600.0
    """A feed without success for longer is silent."""
    last_success: datetime | None = None
    """When the feed last gave what could be read, also where nothing of it was new."""
    last_sent: datetime | None = None
    """When the broker last took a record of it."""
    sent: int = 0
    """Records that the broker took, since the state was begun."""
    failures: int = 0
    """Failures in a row."""
    last_error: str | None = Field(None, max_length=MAX_ERROR)
    """Why it last failed; kept after it works again. It never holds an address or text of the wire."""
    last_error_at: datetime | None = None

    next_poll: datetime | None = None
    address: str | None = None
    """Digest of the address that the file states: with another address all that follows is void."""
    moved_to: str | None = Field(None, max_length=MAX_TEXT)
    """Where the address has moved for good."""
    etag: str | None = Field(None, max_length=MAX_TEXT)
    last_modified: str | None = Field(None, max_length=MAX_TEXT)
    digest: str | None = None
    """Of the last document."""

    def is_silent(self, now: datetime) -> bool:
        """Return whether the feed had no success for too long."""
        return (now - (self.last_success or self.since)).total_seconds() > self.silence_seconds


class StateStore(Protocol):
    """Keeps what is known of feeds."""

    async def put_state(self, feed: str, state: FeedState) -> None:
        """Return when the state is kept. Raises `BrokerRefused`."""

    async def put_entries(self, feed: str, entries: dict[str, str]) -> None:
        """Return when the entries that a feed has had are kept. Raises `BrokerRefused`."""


def first_state(feed: AnyFeed, kind: str, now: datetime) -> FeedState:
    """Return the state of a feed of which nothing is known."""
    return FeedState(kind=kind, since=now, at=now, silence_seconds=feed.silence.total_seconds())


def failed(state: FeedState, reason: str, now: datetime) -> FeedState:
    """Return the state after one more failure."""
    return state.model_copy(
        update={"at": now, "failures": state.failures + 1, "last_error": reason[:MAX_ERROR], "last_error_at": now}
    )


def succeeded(state: FeedState, now: datetime, *, sent: int = 0) -> FeedState:
    """Return the state after a success, in which so many records were sent."""
    return state.model_copy(
        update={
            "at": now,
            "failures": 0,
            "last_success": now,
            "sent": state.sent + sent,
            "last_sent": now if sent else state.last_sent,
        }
    )
