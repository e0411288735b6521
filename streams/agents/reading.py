"""What every agent does first: the message of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import SCHEMA_HEADER, decode

if TYPE_CHECKING:
    from schemas import Message
    from streams.runner import Record
    from streams.topics import TopicSpec


def message_of(record: Record, topic: TopicSpec) -> Message:
    """Return the message of a record. Raises `UndecodableMessage` where it is none of the topic's."""
    return decode(record.value, topic.types, record.header(SCHEMA_HEADER))
