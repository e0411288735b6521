"""A handler that does what the records say, and the processor that runs it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from schemas import DeadLetter, Origin, Provenance, Release, WireItem, decode
from streams.errors import MalformedItem
from streams.runner import (
    Elapsed,
    Handler,
    Outcome,
    PartitionProcessor,
    PendingOutput,
    Record,
    Result,
    Send,
    Stage,
    Tally,
)
from streams.settings import Settings
from streams.topics import ACCEPTED, ITEMS, RAW, record_limit

if TYPE_CHECKING:
    from streams.state import KeyedState

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
SETTINGS = Settings(max_item_bytes=300_000)
LIMIT = record_limit(SETTINGS)
LIFECYCLE = Stage(name="lifecycle", source=ITEMS)
INTAKE = Stage(name="intake", source=RAW)


class Scripted(Handler):
    """Does what a test wants with each record; keeps the number of records in memory and in the state."""

    opened = 0

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        del settings
        Scripted.opened += 1
        self.state = state
        self.seen = len(state.get("seen") or b"")

    def handle(self, record: Record) -> Result:
        """Count the record, then act."""
        self.seen += 1
        self.state.put("seen", b"x" * self.seen)
        return script(self, record)

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Return what the test wants to be sent."""
        return timer(self, now)


def script(handler: Scripted, record: Record) -> Result:
    """Act as the record's value says."""
    what = (record.value or b"").partition(b" ")[0]
    if what == b"raise":
        raise ValueError("no")
    if what == b"unprintable":
        raise Unprintable
    if what == b"surrogate":
        raise MalformedItem("a lone \ud800 surrogate")
    if what == b"send":
        return Result(sends=(Send(ACCEPTED, "source", wire_item()),), end_to_end=(Elapsed(1.5, "a"),))
    if what == b"large":
        return Result(sends=(Send(ACCEPTED, "source", wire_item(int((record.value or b"").split()[1]))),))
    if what == b"state":
        handler.state.put("much", b"x" * int((record.value or b"").split()[1]))
    if what == b"some":
        return Result(items=3, refused=((1, MalformedItem("the second")),))
    if what == b"tally":
        return Result(tallies=(Tally(Outcome.SUPERSEDED, Origin(partition=0, offset=7)),))
    return Result(items=1)


def timer(handler: Scripted, now: datetime) -> tuple[Send, ...]:
    """Send a release, or fail after a write, or send what is too large."""
    if now > NOW:
        handler.state.put("timer", b"written")
        raise ValueError("no")
    much = Release(item_key="x" * LIMIT, due=now)
    return (Send(ITEMS, "m/1", Release(item_key="m/1", due=now)), Send(ITEMS, "m/2", much))


class Unprintable(Exception):
    """An error that can't say what it is."""

    def __str__(self) -> str:
        """Fail."""
        raise RuntimeError


def wire_item(chars: int = 10) -> WireItem:
    """Return an item with a body of so many characters."""
    provenance = Provenance(
        provider="m",
        source="m",
        item_id="1",
        version=3,
        received=NOW,
        trace_id="ab" * 16,
        origin=Origin(partition=0, offset=7),
    )
    return WireItem(provenance=provenance, format="text", body="x" * chars)


def record(value: bytes | None, offset: int = 0, **more: Any) -> Record:
    """Return a record of `wire.items`."""
    fields = {"headers": (), "timestamp_ms": int(NOW.timestamp() * 1000), "key": b"m/1", **more}
    return Record(topic="wire.items.v1", partition=0, offset=offset, value=value, **fields)


def processor(stage: Stage = LIFECYCLE, store: dict[bytes, bytes] | None = None) -> PartitionProcessor:
    """Return a processor of partition 0."""
    store = {} if store is None else store
    return PartitionProcessor(stage, Scripted, settings=SETTINGS, store=store, partition=0)


def processed(*records: Record, by: PartitionProcessor | None = None) -> PendingOutput:
    """Return what came of records."""
    pending = PendingOutput()
    by = by or processor()
    for each in records:
        by.process(each, pending)
    return pending


def letter(pending: PendingOutput) -> DeadLetter:
    """Return the only dead letter, the last of what is sent."""
    (found,) = [out for out in pending.records if out.topic == "wire.dead.v1"]
    message = decode(found.value, (DeadLetter,))
    assert isinstance(message, DeadLetter)
    return message


def written(by: PartitionProcessor) -> dict[bytes, bytes | None]:
    """Return the pending writes."""
    return dict(by.writes())
