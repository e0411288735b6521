"""Fetches a feed once and shows what intake would read; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from streams.errors import WireError
from streams.feeds import (
    HostGate,
    address_of,
    delivery_of,
    document_of,
    first_state,
    open_fetcher,
    request_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas import WireItem
    from streams.feeds import Fetched, PollFeed
    from streams.wire import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A document, and what is in it."""

    answer: Fetched
    items: tuple[WireItem, ...]
    errors: tuple[WireError, ...]


async def try_feed(name: str, feed: PollFeed, limits: Limits, environment: Mapping[str, str]) -> Trial:
    """Return what a feed gives now. Raises `FetchFailed`, `MissingCredential`, or a `WireError` of the document."""
    now = datetime.now(UTC)
    address = address_of(feed, environment)
    async with open_fetcher(HostGate()) as fetcher:
        answer = await fetcher.fetch(request_of(feed, address, first_state(feed, feed.kind, now), limits))
    document = document_of(delivery_of(name, feed, address, answer, now), limits, page=feed.page)
    return Trial(
        answer=answer,
        items=tuple(entry for entry in document if not isinstance(entry, WireError)),
        errors=tuple(entry for entry in document if isinstance(entry, WireError)),
    )


def trial_json(trial: Trial) -> dict[str, Any]:
    """Return a trial as JSON data."""
    answer = trial.answer
    return {
        "content_type": answer.content_type,
        "bytes": len(answer.content or b""),
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "moved": answer.moved_to is not None,
        "items": [item.model_dump(mode="json") for item in trial.items],
        "errors": [{"error": type(error).__name__, "message": str(error)} for error in trial.errors],
    }
