"""A record as read from the broker, and the batch of one partition that a stage works on."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

AHEAD_MS: Final = 86_400_000
"""Clocks and zones differ by less than a day; a timestamp further ahead of the present is a mistake."""
LAST_TIMESTAMP_MS: Final = 253_370_764_800_000
"""The start of the year 9999: a year before the last date that can be held, so that days may be added to it."""


def moment(timestamp_ms: int) -> datetime:
    """Return a timestamp as UTC; one before 1970 or after the year 9998 is taken as the nearest in between."""
    return datetime.fromtimestamp(min(max(timestamp_ms, 0), LAST_TIMESTAMP_MS) / 1000, UTC)


LAST_LONG: Final = 2**63 - 1
"""The last timestamp that a record can have."""


class Record(NamedTuple):
    """One record, undecoded. One is made for each record read, and a tuple in a third of a frozen dataclass' time."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp_ms: int
    """As the producer set it, which may be any number; see `to_records`."""

    @property
    def at(self) -> datetime:
        """The record's timestamp, as `moment` gives it."""
        return moment(self.timestamp_ms)

    def to_bytes(self) -> bytes:
        """Return all of it, as a state keeps a record that waits."""
        fields = (self.topic, self.partition, self.offset, self.timestamp_ms, _text(self.key))
        headers = [(name, _text(value)) for name, value in self.headers]
        return orjson.dumps((*fields, headers)) + b"\n" + (self.value or b"")

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """Return the record that `to_bytes` wrote; one without a value has an empty one."""
        fields, _, value = kept.partition(b"\n")
        topic, partition, offset, timestamp_ms, key, headers = orjson.loads(fields)
        named = tuple((name, b64decode(text)) for name, text in headers)
        return cls(topic, partition, offset, None if key is None else b64decode(key), value, named, timestamp_ms)

    def header(self, name: str) -> str | None:
        """Return the last value of a header as text, or None."""
        for known, value in reversed(self.headers):
            if known == name:
                return value.decode("utf-8", "replace")
        return None


_new: Callable[..., Record] = tuple.__new__


def to_records(topic: str, partition: int, fetched: Iterable[Any], now_ms: int | None = None) -> list[Record]:
    """Return the records of what aiokafka fetched of a partition: its ConsumerRecords, or those that it makes these of.

    A header without a value has an empty one. A timestamp too far ahead of the present is taken as the present, where
    that is given. Of one speaker's claims the newest counts: that of a sender whose clock is years ahead would stand
    for years. A time of the past is taken as it is, since an archive that is read again has such times.
    """
    latest = LAST_LONG if now_ms is None else now_ms + AHEAD_MS
    made = []
    for raw in fetched:
        headers = tuple([(name, value or b"") for name, value in raw.headers]) if raw.headers else ()
        timestamp_ms = raw.timestamp or 0
        if timestamp_ms > latest:
            timestamp_ms = now_ms
        # The tuple is made by its own class: by Record's it takes twice the time, and one is made for each record read.
        made.append(_new(Record, (topic, partition, raw.offset, raw.key, raw.value, headers, timestamp_ms)))
    return made


def to_record(raw: Any) -> Record:
    """Return the record of an aiokafka ConsumerRecord, with its timestamp as it is."""
    return to_records(raw.topic, raw.partition, (raw,))[0]


def _text(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode()


@dataclass(slots=True, eq=False)
class Batch:
    """Consecutive records of one partition, delivered to a stage at once.

    It is `done` when the broker has acknowledged everything made of it; only then may an offset past it be committed.
    It is `revoked` when the partition went to another worker, or is read again from the committed offset: what
    has not been sent by then must not be sent.
    """

    topic: str
    partition: int
    records: Sequence[Record] = field(repr=False)
    done: bool = False
    revoked: bool = False

    @property
    def first_offset(self) -> int:
        """Offset of the first record."""
        return self.records[0].offset

    @property
    def next_offset(self) -> int:
        """The offset to commit when the batch is done."""
        return self.records[-1].offset + 1
