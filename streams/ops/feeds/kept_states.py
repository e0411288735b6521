"""What is known of feeds, on a compacted topic: for each its state, and apart from it the entries that it has had."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import orjson
from aiokafka.errors import KafkaError
from pydantic import ValidationError

from streams.feeds import BrokerRefused, FeedState
from streams.ops.reading import Range, read_topic
from streams.topics import feeds_topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiokafka import AIOKafkaProducer

    from streams.settings import Settings

ENTRIES: Final = "|entries"
"""Ends the key of a feed's entries; a name can't have it. They change seldom, and the state at each poll."""


@dataclass(slots=True)
class StoredFeed:
    """What is stored of one feed."""

    state: FeedState | None = None
    entries: dict[str, str] = field(default_factory=dict)


class KeptStates:
    """Writes what is known of feeds."""

    def __init__(self, settings: Settings, producer: AIOKafkaProducer) -> None:
        self._topic = feeds_topic(settings)
        self._producer = producer

    async def put_state(self, feed: str, state: FeedState) -> None:
        """Return when the broker has the state. Raises `BrokerRefused`."""
        await self._put(feed, state.model_dump_json(exclude_none=True).encode())

    async def put_entries(self, feed: str, entries: Mapping[str, str]) -> None:
        """Return when the broker has the entries. Raises `BrokerRefused`."""
        await self._put(feed + ENTRIES, orjson.dumps(entries))

    async def forget(self, feed: str) -> None:
        """Return when the broker knows that nothing of a feed is to be kept. Raises `BrokerRefused`."""
        await self._put(feed + ENTRIES, None)
        await self._put(feed, None)

    async def _put(self, key: str, value: bytes | None) -> None:
        try:
            await self._producer.send_and_wait(self._topic, value, key=key.encode())
        except KafkaError as error:
            raise BrokerRefused(f"the broker has not taken the state: {error or type(error).__name__}") from error


def take_over(found: dict[str, StoredFeed], key: bytes | None, value: bytes | None) -> None:
    """Add a record of the topic to what was found; one that can't be read is nothing."""
    name = (key or b"").decode(errors="replace")
    of_entries = name.endswith(ENTRIES)
    name = name.removesuffix(ENTRIES)
    if value is None:
        found.pop(name, None)
        return
    stored = found.setdefault(name, StoredFeed())
    if of_entries:
        stored.entries = _entries(value)
        return
    try:
        stored.state = FeedState.model_validate_json(value)
    except ValidationError:
        return


async def read_feeds(settings: Settings) -> dict[str, StoredFeed]:
    """Return what is stored of all feeds. Raises `BrokerUnreachable`, or `OperationFailed` where there is no topic."""
    found: dict[str, StoredFeed] = {}
    async with aclosing(read_topic(settings, feeds_topic(settings), Range(from_beginning=True))) as records:
        async for record in records:
            take_over(found, record.key, record.value)
    return found


def _entries(value: bytes) -> dict[str, str]:
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError:
        return {}
    return {str(key): str(content) for key, content in found.items()} if isinstance(found, dict) else {}
