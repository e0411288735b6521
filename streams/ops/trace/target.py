"""What a trace is asked for: an item, a web address, or the place of a record, by which dead letters are named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.topics import topic_named
from streams.wire import canonical_uri

if TYPE_CHECKING:
    from streams.settings import Settings
    from streams.topics import TopicSpec

_PLACE: Final = re.compile(r"([A-Za-z0-9._-]{1,249})/(\d{1,9})/(\d{1,18})(?:/(\d{1,9}))?", re.ASCII)
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a record, or of an item within a record of `raw`."""

    topic: TopicSpec
    partition: int
    offset: int
    index: int | None = None

    def name(self, settings: Settings) -> str:
        """Return `wire.raw.v1/0/42`, which is also the id of the record's dead letter."""
        return f"{self.topic.full_name(settings)}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is looked for."""

    text: str
    key: str
    """The item key, if it is one: an address may be one too, since items without an id are known by theirs."""
    uri: str | None = None
    """The web address in the form by which items are known."""
    place: Place | None = None


def parse_target(text: str, settings: Settings) -> Target:
    """Return what an argument of `wirefeed trace` means.

    A place is taken for one only where its topic is one of the flow: `wire/0/42` may be an item.
    """
    asked = text.strip()
    if _WEB.match(asked):
        return Target(text=asked, key=asked, uri=canonical_uri(asked))
    return Target(text=asked, key=asked, place=_place(asked, settings))


def _place(text: str, settings: Settings) -> Place | None:
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    name, partition, offset, index = found.groups()
    try:
        topic = topic_named(name)
    except KeyError:
        return None
    if name not in {topic.name, topic.full_name(settings)}:
        return None
    return Place(topic, int(partition), int(offset), None if index is None else int(index))
