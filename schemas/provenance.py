"""Where an item came from, and when: carried unchanged by everything derived from it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import Field

from schemas.base import Int64, Message

MAX_PARTITION: Final = 2**31 - 1
MAX_OFFSET: Final = 2**63 - 1
"""Kafka numbers partitions with 32 bits and records with 64; what states more was not made from a record."""


class Origin(Message):
    """The record of `wire.raw` that an item was read from, and its place among the record's items."""

    partition: int = Field(ge=0, le=MAX_PARTITION)
    offset: int = Field(ge=0, le=MAX_OFFSET)
    index: int = Field(0, ge=0, le=MAX_PARTITION)
    """0 for a record of one item; the ordinal within a feed or package."""


class Provenance(Message):
    """Who sent an item, which version of which item it is, and its times (all aware, UTC)."""

    provider: str
    """The agency, partner or site that sent it."""
    source: str
    """The outlet or feed whose page furniture the text carries: a host name, or the provider."""
    item_id: str
    """The provider's id of the item, the same for all its versions."""
    version: Int64
    """Orders the versions of an item: the provider's number, else its version time or arrival in epoch ms."""
    uri: str | None = None
    """Where the item can be read."""
    published: datetime | None = None
    """First publication, as the item states it."""
    version_created: datetime | None = None
    """When this version was made, as the item states it."""
    received: datetime
    """When it was handed to `wire.raw`: the `wf-received` header, else the record's timestamp."""
    raw_timestamp_ms: Int64 | None = None
    """Timestamp of the raw record: what end-to-end latency is measured from."""
    processed: datetime | None = None
    """When this version was first accepted; recorded once and the same at every replay."""
    trace_id: str
    """32 hex digits: of the `traceparent` header, else derived from the bytes received."""
    origin: Origin

    @property
    def item_key(self) -> str:
        """`provider/item-id`: the identity of the item across its versions."""
        return f"{self.provider}/{self.item_id}"
