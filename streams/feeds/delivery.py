"""What a feed hands over: bytes as received, and what is known of them."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One record for `wire.raw`."""

    feed: str
    """Name of the feed, for messages; the record does not carry it."""
    provider: str
    value: bytes = field(repr=False)
    content_type: str | None = None
    source: str | None = None
    uri: str | None = None
    """Where the bytes came from; addresses in them are relative to it."""
    received: datetime

    @property
    def key(self) -> bytes:
        """The provider: all that one provider sends keeps its order."""
        return self.provider.encode()

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        """The headers that intake reads; what is not known is left out."""
        named = {
            "content-type": self.content_type,
            "wf-provider": self.provider,
            "wf-source": self.source,
            "wf-uri": self.uri,
            "wf-received": self.received.isoformat(timespec="milliseconds"),
        }
        return [(name, text.encode()) for name, text in named.items() if text]


def digest_uri(value: bytes) -> str:
    """Return a name made of the bytes (RFC 6920), so that the same text sent again is the same item."""
    return f"ni:///sha-256;{urlsafe_b64encode(sha256(value).digest()).decode().rstrip('=')}"


class RecordTooLarge(Exception):
    """No broker of ours takes a record of this size: sending it again won't help."""


class BrokerRefused(Exception):
    """The broker has not taken the record; it may do so later."""


class Sink(Protocol):
    """Takes what feeds hand over."""

    async def send(self, delivery: Delivery) -> None:
        """Return when the broker has the record. Raises `RecordTooLarge` or `BrokerRefused`."""
