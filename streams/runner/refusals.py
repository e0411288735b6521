"""Refused records of `wire.raw`: the record of a replay is known by having the bytes of one that was refused.

Anybody who may write to `wire.raw` can set the header of a replay. It is believed only where key, value and headers are
those of the refused record, so that whoever forges it does what a replay does, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from streams.runner.deadletter import ATTEMPTS_HEADER, REPLAY_HEADER
from streams.runner.tallies import CHUNK, KEPT_CHUNKS

if TYPE_CHECKING:
    from streams.runner.record import Record
    from streams.state import KeyedState

PREFIX: Final = "~refused/"
KEPT_REFUSALS: Final = 100_000
"""Of each partition, the newest. The replay of an older one counts as a new item."""
REACH: Final = KEPT_CHUNKS // 2 * CHUNK
"""Offsets behind a replay where every stage still has the outcome of each item, and has not added it to a sum."""
MAX_OFFSET_DIGITS: Final = 19
"""Of the largest offset that Kafka has."""
DIGEST_BYTES: Final = 16
_UNMARKED: Final = frozenset({REPLAY_HEADER, ATTEMPTS_HEADER})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was refused, in whole or in part."""

    offset: int
    items: int
    """How many items it was counted for."""


class Refusals:
    """The refused records of one partition of `wire.raw`."""

    def __init__(self, state: KeyedState) -> None:
        self._state = state
        self._offsets = sorted(int(key[len(PREFIX) :]) for key, _ in state.scan(PREFIX))

    def remember(self, record: Record, refusal: Refusal) -> None:
        """Keep what a later replay of the record is known by."""
        key, digest = f"{PREFIX}{refusal.offset}", fingerprint(record)
        kept, items = self._state.get(key), refusal.items
        if kept is None:
            self._offsets.append(refusal.offset)
        elif kept.startswith(digest):  # the record comes again after a replay that found more items in it
            items = max(items, int(kept[DIGEST_BYTES:]))
        self._state.put(key, digest + b"%d" % items)
        while len(self._offsets) > KEPT_REFUSALS:
            self._state.drop(f"{PREFIX}{self._offsets.pop(0)}")

    def replayed_by(self, record: Record) -> Refusal | None:
        """Return the refused record that a record is a replay of, None where it is no replay."""
        offset = _stated_offset(record)
        if offset is None or not 0 < record.offset - offset <= REACH:
            return None
        kept = self._state.get(f"{PREFIX}{offset}")
        if kept is None or kept[:DIGEST_BYTES] != fingerprint(record):
            return None
        return Refusal(offset, int(kept[DIGEST_BYTES:]))


def fingerprint(record: Record) -> bytes:
    """Return a digest of key, value and headers, those left out that a replay adds."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    headers = ((name.encode("utf-8", "replace"), value) for name, value in record.headers if name not in _UNMARKED)
    for part in (record.key, record.value, *(part for header in headers for part in header)):
        digest.update(b"-" if part is None else b"%d:" % len(part) + part)
    return digest.digest()


def _stated_offset(record: Record) -> int | None:
    """Return the offset, on the same partition, that the header of a replay names."""
    topic, _, place = (record.header(REPLAY_HEADER) or "").partition("/")
    partition, _, offset = place.partition("/")
    plain = offset.isascii() and offset.isdecimal() and len(offset) <= MAX_OFFSET_DIGITS
    return int(offset) if topic == record.topic and partition == str(record.partition) and plain else None
