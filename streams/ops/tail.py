"""Which records of a topic `wirefeed tail` shows."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from streams.ops.reading import Range

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from aiokafka import ConsumerRecord

BEFORE = 10
"""Records shown from before now where nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TailRequest:
    """What is asked for. A field that is None selects all."""

    from_beginning: bool = False
    number: int | None = None
    partition: int | None = None
    follow: bool | None = None
    key: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    grep: str | None = None
    """Text that key or value hold, in capitals or not."""

    @property
    def selects(self) -> bool:
        """Whether it leaves out records by what they are."""
        return any(each is not None for each in (self.key, self.since, self.until, self.grep))

    def reading(self) -> Range:
        """Return what to read: all that may be selected, since the latest ten records may hold none of it."""
        bounded = self.from_beginning or self.number is not None or self.selects
        follow = self.follow if self.follow is not None else not bounded
        last = self.number if bounded else BEFORE
        return Range(
            from_beginning=self.from_beginning or self.selects,
            last=None if self.selects else last,
            follow=follow and self.until is None,
            partition=self.partition,
            since_ms=0 if self.since is None else _milliseconds(self.since),
        )

    def matches(self, record: ConsumerRecord) -> bool:
        """Return whether a record is selected; times are those that the producer gave."""
        at = record.timestamp or 0
        return (
            (self.key is None or (record.key or b"").decode(errors="replace") == self.key)
            and (self.since is None or at >= _milliseconds(self.since))
            and (self.until is None or at < _milliseconds(self.until))
            and (self.grep is None or _holds(record, self.grep))
        )


async def selected(records: AsyncIterator[ConsumerRecord], asked: TailRequest) -> AsyncIterator[ConsumerRecord]:
    """Yield the records that are selected: all, the first so many, or the latest so many once all are read."""
    if not asked.selects:
        async for record in records:
            yield record
        return
    limit = None if asked.reading().follow else asked.number  # who follows sees all
    latest: deque[ConsumerRecord] | None = None
    if limit is not None and not asked.from_beginning:
        latest = deque(maxlen=limit)
    shown = 0
    async for record in records:
        if not asked.matches(record):
            continue
        if latest is not None:
            latest.append(record)
            continue
        if limit is not None and shown >= limit:
            return
        shown += 1
        yield record
    for record in latest or ():
        yield record


def _holds(record: ConsumerRecord, text: str) -> bool:
    wanted = text.casefold()
    parts = (record.key or b"", record.value or b"")
    return any(wanted in part.decode(errors="replace").casefold() for part in parts)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
