"""A record to be sent: a stage's message encoded, with the headers that every record carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import xxhash

from schemas import SCHEMA_HEADER, Provenance, encode, schema_name
from streams.runner.spans import TRACEPARENT

if TYPE_CHECKING:
    from schemas import Message
    from streams.runner.stage import Send
    from streams.settings import Settings

RECORD_OVERHEAD: Final = 200
"""Bytes that a record's own fields and its batch may add, rounded up."""


@dataclass(slots=True, unsafe_hash=True)
class OutRecord:
    """An encoded record; `partition` None leaves the choice to the key.

    Nobody changes one. It isn't frozen, since that would double the time to make it, and one is made for each record.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    partition: int | None = None
    compacted: bool = False
    """Whether its topic keeps the last record of a key alone."""

    size: int = field(init=False, repr=False, compare=False)
    """Bytes of it, at most; asked for several times, so kept."""

    def __post_init__(self) -> None:
        size = len(self.key or b"") + len(self.value or b"") + RECORD_OVERHEAD
        for name, value in self.headers:
            size += len(name if name.isascii() else name.encode("utf-8", "replace")) + len(value)
        self.size = size


def encoded(send: Send, stage: str, settings: Settings) -> OutRecord:
    """Return the record of a message that a stage sends, with its schema and its place in the trace of its item."""
    topic, key, message, headers = send
    value = None
    if message is not None:
        schema, may_have_provenance = _known_of(type(message))
        headers = (*schema, *headers) if headers else schema
        if may_have_provenance:
            provenance = message.provenance  # type: ignore[attr-defined]  # the class has it
            if isinstance(provenance, Provenance):
                headers = (*headers, (TRACEPARENT, _traceparent(provenance, stage)))
        value = encode(message)
    # By position, since names take a third more time, and one is made for each record.
    return OutRecord(topic.full_name(settings), key.encode(), value, headers, None, topic.compacted)


@cache
def _known_of(message_type: type[Message]) -> tuple[tuple[tuple[str, bytes]], bool]:
    """Return the header with the schema of a type, and whether it has a provenance, as a field or as a property.

    To ask a message for an attribute that it has not takes microseconds.
    """
    has = "provenance" in message_type.model_fields or hasattr(message_type, "provenance")
    return ((SCHEMA_HEADER, schema_name(message_type).encode()),), has


def _traceparent(provenance: Provenance, stage: str) -> bytes:
    span = xxhash.xxh64_hexdigest(f"{stage}/{provenance.item_key}/{provenance.version}".encode())
    return f"00-{provenance.trace_id}-{span}-01".encode()
