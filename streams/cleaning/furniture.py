"""What a source's earlier articles teach about its page furniture.

For each source a ring of its latest articles is kept, each as the hashes of its lines; how many of them a line stands
in is what decides. A line that several sources have shown is a shared widget. One record is written an article (two
where a line becomes known), each a few hundred bytes, and nothing grows without bound: a ring has `RING` places, and
the widgets share `WIDGET_BUCKETS` records of `WIDGET_WAYS` places.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import xxhash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.state import KeyedState

RING: Final = 128
"""Articles of a source that are remembered."""
LINES: Final = 200
"""Lines of an article that teach."""
SOURCES_IN_MEMORY: Final = 512
WIDGET_BUCKETS: Final = 4096
WIDGET_WAYS: Final = 16
WIDGET_SOURCES: Final = 4
KNOWN: Final = 2
"""In so many articles of a source a line is known there, and counts towards the widgets."""
_HEAD: Final = struct.Struct("<QIQ")
"""Sequence, time, teacher."""
TEXT_SOURCE_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class Sighting:
    """How often a line was seen, this article included."""

    articles: int
    """Articles of the source it stands in, of those remembered."""
    of: int
    """Articles of the source that are remembered."""
    other_sources: int
    """Other sources that know the line."""
    other_seconds: int
    """Between the first time that another source knew it and this article."""


@dataclass(slots=True)
class _Ring:
    """The latest articles of a source: (sequence, time, teacher, hashes) by place."""

    sequence: int = 0
    teacher: int = 0
    latest: int = 0
    slots: dict[int, tuple[int, int, frozenset[int]]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Widget:
    first: int
    last: int
    sources: tuple[int, ...]


class LearnedFurniture:
    """The furniture of the sources of one partition, learned from the stream."""

    def __init__(self, state: KeyedState, *, expiry_seconds: int) -> None:
        self._state = state
        self._expiry = expiry_seconds
        self._rings: OrderedDict[str, _Ring] = OrderedDict()
        self._widgets: dict[int, dict[int, _Widget]] = {}

    def teach(self, source: str, teacher: int, at: int, hashes: Iterable[int], shareable: Iterable[int]) -> None:
        """Count the lines of an article, by their hashes, once for each teacher (the hash of an item key).

        `at` is the event time in seconds. `shareable` are those of the hashes that may become a shared widget.
        Repeating the latest call for a source changes nothing.
        """
        ring = self._ring(source)
        if ring.sequence and at - ring.latest > self._expiry:
            ring = self._forget(source, ring)
        if ring.teacher == teacher and ring.sequence:
            lines = ring.slots[(ring.sequence - 1) % RING][2]
        else:
            lines = frozenset(sorted(set(hashes))[:LINES])
            self._push(source, ring, teacher, at, lines)
        source_hash = _hash32(source)
        for line in sorted(lines.intersection(shareable)):
            if ring.counts[line] == KNOWN:
                self._promote(line, source_hash, at)

    def sighting(self, source: str, at: int, line: int) -> Sighting | None:
        """Return how often a line was seen, as of the latest `teach`; None where nobody has shown it before."""
        ring = self._ring(source)
        count = ring.counts.get(line, 0)
        widget = self._bucket(line % WIDGET_BUCKETS).get(line)
        if count < KNOWN and widget is None:
            return None
        others, other_seconds = 0, 0
        if widget is not None and at - widget.last <= self._expiry:
            others = sum(1 for known in widget.sources if known != _hash32(source))
            other_seconds = at - widget.first
        return Sighting(count, len(ring.slots), others, other_seconds)

    def seconds(self, source: str, at: int, line: int) -> int:
        """Return the time between the first of the source's remembered articles that a line stands in, and `at`."""
        slots = self._ring(source).slots.values()
        return max(0, at - min((slot[1] for slot in slots if line in slot[2]), default=at))

    def sizes(self) -> dict[str, int]:
        """Return how much is held in memory: sources, lines and widgets."""
        return {
            "sources": len(self._rings),
            "lines": sum(len(ring.counts) for ring in self._rings.values()),
            "widgets": sum(len(bucket) for bucket in self._widgets.values()),
        }

    def _ring(self, source: str) -> _Ring:
        ring = self._rings.get(source)
        if ring is not None:
            self._rings.move_to_end(source)
            return ring
        ring = _Ring()
        for place in range(RING):
            value = self._state.get(_ring_key(source, place))
            if value is None:
                break
            sequence, at, teacher = _HEAD.unpack_from(value)
            lines = frozenset(struct.unpack_from(f"<{(len(value) - _HEAD.size) // 4}I", value, _HEAD.size))
            ring.slots[place] = (sequence, at, lines)
            if sequence > ring.sequence:
                ring.sequence, ring.teacher, ring.latest = sequence, teacher, at
            for line in lines:
                ring.counts[line] = ring.counts.get(line, 0) + 1
        self._rings[source] = ring
        if len(self._rings) > SOURCES_IN_MEMORY:
            self._rings.popitem(last=False)
        return ring

    def _forget(self, source: str, ring: _Ring) -> _Ring:
        """Start a source again; the last place goes first, so that what a crash leaves is still the start of a ring."""
        for place in sorted(ring.slots, reverse=True):
            self._state.drop(_ring_key(source, place))
        ring = self._rings[source] = _Ring()
        return ring

    def expire(self, now: int) -> None:
        """Drop the rings of the sources whose latest article is older than the expiry. Linear in the state."""
        latest: dict[str, int] = {}
        places: dict[str, list[int]] = {}
        for key, value in self._state.scan("r/"):
            ring, _, place = key.rpartition("/")
            latest[ring] = max(latest.get(ring, 0), _HEAD.unpack_from(value)[1])
            places.setdefault(ring, []).append(int(place, 16))
        for name in sorted(latest):
            if now - latest[name] > self._expiry:
                for number in sorted(places[name], reverse=True):
                    self._state.drop(f"{name}/{number:x}")
                self._rings.pop(name.removeprefix("r/"), None)

    def _push(self, source: str, ring: _Ring, teacher: int, at: int, lines: frozenset[int]) -> None:
        place = ring.sequence % RING
        old = ring.slots.get(place)
        if old is not None:
            for line in old[2]:
                left = ring.counts[line] - 1
                if left:
                    ring.counts[line] = left
                else:
                    del ring.counts[line]
        ring.sequence += 1
        ring.teacher, ring.latest = teacher, at
        ring.slots[place] = (ring.sequence, at, lines)
        for line in lines:
            ring.counts[line] = ring.counts.get(line, 0) + 1
        ordered = sorted(lines)
        value = _HEAD.pack(ring.sequence, at, teacher) + struct.pack(f"<{len(ordered)}I", *ordered)
        self._state.put(_ring_key(source, place), value)

    def _promote(self, line: int, source_hash: int, at: int) -> None:
        number = line % WIDGET_BUCKETS
        bucket = self._bucket(number)
        widget = bucket.get(line)
        if widget is None or at - widget.last > self._expiry:
            bucket[line] = _Widget(at, at, (source_hash,))
            if len(bucket) > WIDGET_WAYS:
                least = min(bucket, key=lambda known: (len(bucket[known].sources), bucket[known].last, known))
                del bucket[least]
        elif source_hash in widget.sources or len(widget.sources) >= WIDGET_SOURCES:
            return
        else:
            bucket[line] = _Widget(widget.first, max(at, widget.last), (*widget.sources, source_hash))
        self._state.put(f"w/{number:x}", _packed(bucket))

    def _bucket(self, number: int) -> dict[int, _Widget]:
        bucket = self._widgets.get(number)
        if bucket is None:
            value = self._state.get(f"w/{number:x}")
            bucket = self._widgets[number] = _unpacked(value) if value else {}
        return bucket


def _ring_key(source: str, place: int) -> str:
    name = source if len(source) <= TEXT_SOURCE_CHARS else xxhash.xxh3_128_hexdigest(source.encode())
    return f"r/{name}/{place:x}"


def _hash32(text: str) -> int:
    return xxhash.xxh32_intdigest(text.encode("utf-8", "surrogatepass")) or 1


_ENTRY: Final = struct.Struct("<III4I")


def _packed(bucket: dict[int, _Widget]) -> bytes:
    return b"".join(
        _ENTRY.pack(line, widget.first, widget.last, *(widget.sources + (0,) * WIDGET_SOURCES)[:WIDGET_SOURCES])
        for line, widget in sorted(bucket.items())
    )


def _unpacked(value: bytes) -> dict[int, _Widget]:
    return {
        line: _Widget(first, last, tuple(source for source in sources if source))
        for line, first, last, *sources in _ENTRY.iter_unpack(value)
    }
