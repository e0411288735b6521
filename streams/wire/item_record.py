"""What the lifecycle remembers of an item: one small record, and the copy that waits under an embargo."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import orjson
import xxhash

from schemas import Origin, RetractionKind, WireItem
from streams.wire.dates import epoch_ms
from streams.wire.decision import Reason

if TYPE_CHECKING:
    from streams.state import KeyedState
    from streams.wire.decision import Outcome

ITEM_PREFIX: Final = "item/"
HELD_PREFIX: Final = "held/"
MAX_PAST: Final = 64
"""Decisions kept for redelivery; an older record of the same item is decided again, to the same live version."""
MAX_CONTENTS: Final = 16
NEVER: Final = -(2**62)
FIRST_TIME: Final = 100_000_000_000
"""A version from here on may be a time in epoch ms (1973); a lower one counts versions, whatever the clock says."""
_STAYING: Final = ("k", "w", "h")
"""What the record of an item has that is killed or withheld, or has a version that waits."""
_HELD_HEAD: Final = struct.Struct(">qq")


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a version among the item's versions; every part comes from the message, none from its arrival."""

    version: int
    created: int
    """Version time in epoch ms, `NEVER` where none is stated."""
    received: int
    digest: str

    @classmethod
    def of(cls, item: WireItem) -> Rank:
        """Return the rank of an item; its digest covers all content and status, and nothing of its journey."""
        provenance = item.provenance
        created = provenance.version_created
        content = item.model_dump_json(exclude={"provenance", "remarks"})
        return cls(
            provenance.version,
            NEVER if created is None else epoch_ms(created),
            epoch_ms(provenance.received),
            xxhash.xxh3_64_hexdigest(content.encode("utf-8", "replace")),
        )

    @property
    def timed(self) -> bool:
        """Whether the version is a time, of the version or of its arrival, since the item states no number."""
        return self.version >= FIRST_TIME and self.version in {self.created, self.received}

    @property
    def unnumbered(self) -> bool:
        """Whether the version is only the time of arrival, since the item states none."""
        return self.created == NEVER and self.timed

    def newer_than(self, other: Rank) -> bool:
        """Whether this version replaces the other."""
        return self._order() > other._order()

    def lifts(self, withheld: Rank) -> bool:
        """Whether this version comes after a withhold by what both state; the arrival says nothing here.

        A number is compared with a number and a time with a time. Where that can't be, the item stays withheld.
        """
        if self.unnumbered:
            return False
        if self.timed == withheld.timed:
            return (self.version, self.created) > (withheld.version, withheld.created)
        return NEVER not in {self.created, withheld.created} and self.created > withheld.created

    def later_withhold(self, other: Rank) -> Rank:
        """Return the later of two withholds, whichever is asked."""
        if self.lifts(other) != other.lifts(self):
            return self if self.lifts(other) else other
        return self if self.newer_than(other) else other

    def before(self) -> Rank:
        """Return a rank below this version and above any older one."""
        created = self.created if self.created == NEVER else self.created - 1
        return Rank(self.version - 1, created, self.received, "")

    def _order(self) -> tuple[int, int, int, str]:
        return (self.version, self.created, self.received, self.digest)


@dataclass(frozen=True, slots=True)
class Held:
    """The version that waits, and when it is due (`NEVER` where no time is stated)."""

    rank: Rank
    due: int
    origin: str


@dataclass(frozen=True, slots=True)
class Past:
    """A decision taken, as it is given again when the same record comes again."""

    outcome: Outcome
    reason: Reason
    at: int
    sent: bool = False
    """Whether something was sent downstream for it."""
    match_version: int | None = None
    due: int = NEVER


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item's state."""

    route: str | None = None
    """Source of the first accepted version."""
    live: Rank | None = None
    contents: tuple[str, ...] = ()
    """Digests that were accepted under the live version's number."""
    held: Held | None = None
    killed: bool = False
    withheld: Rank | None = None
    """The newest withhold; versions that it does not come after may be published."""
    touched: int = NEVER
    """The newest `received` seen, in epoch ms."""
    past: dict[str, Past] = field(default_factory=dict)

    def remember(self, origin: str, past: Past, touched: int) -> ItemRecord:
        """Return the record with one more decision, the oldest left out beyond `MAX_PAST`."""
        kept = {**self.past, origin: past}
        while len(kept) > MAX_PAST:
            del kept[next(iter(kept))]
        return replace(self, past=kept, touched=max(self.touched, touched))


def origin_key(origin: Origin) -> str:
    """Return an origin as a short string."""
    return f"{origin.partition}/{origin.offset}/{origin.index}"


def origin_of(key: str) -> Origin:
    """Return the origin that `origin_key` wrote."""
    partition, offset, index = key.split("/")
    return Origin(partition=int(partition), offset=int(offset), index=int(index))


def load_record(state: KeyedState, item_key: str) -> ItemRecord:
    """Return the record of an item; an empty one where it was never seen."""
    value = state.get(ITEM_PREFIX + item_key)
    return ItemRecord() if value is None else decode_record(value)


def decode_record(value: bytes) -> ItemRecord:
    """Return the record that `save_record` wrote."""
    stored = orjson.loads(value)
    live = stored.get("l")
    held = stored.get("h")
    return ItemRecord(
        route=stored.get("r"),
        live=Rank(*live) if live else None,
        contents=tuple(stored.get("c", ())),
        held=Held(Rank(*held[0]), held[1], held[2]) if held else None,
        killed=stored.get("k") == RetractionKind.KILL,
        withheld=Rank(*stored["w"]) if "w" in stored else _withheld_forever(stored),
        touched=stored.get("t", NEVER),
        past={
            origin: Past(outcome, Reason[reason], at, bool(sent), match, due)
            for origin, (outcome, reason, at, sent, match, due) in stored.get("p", {}).items()
        },
    )


def may_be_forgotten(value: bytes, before: int) -> bool:
    """Return whether a record that `save_record` wrote is of an item not heard of since `before` (epoch ms).

    What is killed, withheld or waiting stays. The record is not decoded: all of them are looked at again and again.
    """
    stored = orjson.loads(value)
    return bool(stored.get("t", NEVER) < before) and stored.keys().isdisjoint(_STAYING)


def save_record(state: KeyedState, item_key: str, record: ItemRecord) -> None:
    """Write the record of an item."""
    stored: dict[str, object] = {
        "t": record.touched,
        "p": {
            origin: [past.outcome, past.reason.name, past.at, int(past.sent), past.match_version, past.due]
            for origin, past in record.past.items()
        },
    }
    if record.route is not None:
        stored["r"] = record.route
    if record.live is not None:
        stored["l"] = _rank(record.live)
    if record.contents:
        stored["c"] = record.contents
    if record.held is not None:
        stored["h"] = [_rank(record.held.rank), record.held.due, record.held.origin]
    if record.killed:
        stored["k"] = RetractionKind.KILL.value
    if record.withheld is not None:
        stored["w"] = _rank(record.withheld)
    state.put(ITEM_PREFIX + item_key, orjson.dumps(stored))


def pack_held(item: WireItem, due: int, released: int) -> bytes:
    """Return the waiting copy, compressed, behind its due time and the time of its release (epoch ms or `NEVER`)."""
    return _HELD_HEAD.pack(due, released) + zlib.compress(item.model_dump_json(exclude_none=True).encode(), 6)


def held_times(value: bytes) -> tuple[int, int]:
    """Return due and release time of a packed copy, without unpacking its content."""
    due, released = _HELD_HEAD.unpack_from(value)
    return due, released


def unpack_held(value: bytes) -> WireItem:
    """Return the waiting copy."""
    return WireItem.model_validate_json(zlib.decompress(value[_HELD_HEAD.size :]))


def _withheld_forever(stored: dict[str, object]) -> Rank | None:
    """Return the rank of a withhold that was stored without one: nothing comes after it."""
    return Rank(2**62, 2**62, 0, "") if stored.get("k") == RetractionKind.WITHHOLD else None


def _rank(rank: Rank) -> list[object]:
    return [rank.version, rank.created, rank.received, rank.digest]
