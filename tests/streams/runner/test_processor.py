"""One partition of a stage: what comes of a record, and what a record can't do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import structlog
from structlog.testing import LogCapture

from schemas import DeadLetter, Origin, Provenance, Release, WireItem, decode, encode
from streams.errors import MalformedItem
from streams.kafka import record_limit
from streams.runner import (
    ATTEMPTS_HEADER,
    COUNTS_KEY,
    REPLAY_HEADER,
    Handler,
    Outcome,
    OutRecord,
    PartitionProcessor,
    PendingOutput,
    Record,
    Result,
    Send,
    Stage,
    Tally,
)
from streams.runner.out_record import RECORD_OVERHEAD
from streams.settings import Settings
from streams.topics import ACCEPTED, ITEMS, RAW

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        return Result(sends=(Send(ACCEPTED, "source", wire_item()),), end_to_end=(1.5,))
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


def test_an_output_carries_schema_and_trace() -> None:
    """Every record says what it is; one of an item goes on with the item's trace, with a span of the stage's own."""
    (out,) = processed(record(b"send")).records
    headers = dict(out.headers)
    assert (out.topic, out.key, headers["wf-schema"]) == ("wire.accepted.v1", b"source", b"WireItem/1")
    assert headers["traceparent"].startswith(b"00-" + b"ab" * 16 + b"-")
    assert headers["traceparent"].endswith(b"-01")
    assert decode(out.value, (WireItem,)) == wire_item()


def test_a_failure_costs_the_record_alone() -> None:
    """What it wrote is rolled back, its handler opens again, and the records before and after it stand."""
    by = processor()
    opened = Scripted.opened
    pending = processed(record(b"x"), record(b"raise", 1), record(b"x", 2), by=by)
    assert written(by)[b"0|seen"] == b"xx"
    assert Scripted.opened == opened + 1
    assert pending.handled == 3
    assert pending.errors == ["ValueError"]
    assert (letter(pending).id, letter(pending).error, letter(pending).message) == (
        "wire.items.v1/0/1",
        "ValueError",
        "no",
    )


@pytest.mark.parametrize(
    ("attempts", "after"),
    [(b"1", 2), (b"99999", 100_000), (b"100000", 1), ("\u00b2".encode(), 1), (b"-1", 1), (b"\xff", 1), (b"", 1)],
)
def test_attempts_are_counted_on_where_they_are_a_number(attempts: bytes, after: int) -> None:
    """A header that is no plain number of at most five digits starts the count again."""
    pending = processed(record(b"raise", headers=((ATTEMPTS_HEADER, attempts),)))
    assert letter(pending).attempts == after


@pytest.mark.parametrize(
    ("timestamp", "year"),
    [
        (-(10**14), 1970),
        (-1, 1970),
        (0, 1970),
        (10**18, 9999),
        (253_370_764_800_000, 9999),
        (253_370_764_799_999, 9998),
    ],
)
def test_a_timestamp_may_be_any_number(timestamp: int, year: int) -> None:
    """One that no date can hold is taken as the nearest that leaves room for days to be added."""
    odd = record(b"raise", timestamp_ms=timestamp)
    assert letter(processed(odd)).at.year == year
    assert odd.at + timedelta(days=300) > odd.at


def test_an_error_that_can_not_be_described_is_named() -> None:
    """The type of the error is what is left."""
    found = letter(processed(record(b"unprintable")))
    assert (found.error, found.message) == ("Unprintable", "Unprintable")


def test_surrogates_cost_no_letter() -> None:
    """Lone surrogates in a message or a header's name are replaced."""
    found = letter(processed(record(b"surrogate", headers=(("x\ud800", b"1"),))))
    assert found.message == "a lone ? surrogate"
    assert found.headers == (("x?", "MQ=="),)


def test_an_item_below_zero_is_refused() -> None:
    """An origin that no raw record can have is no message of the topic, and counts for nobody."""
    body = orjson.loads(encode(wire_item()))
    body["provenance"]["origin"]["index"] = -5
    by = processor()
    pending = processed(record(orjson.dumps(body), headers=((REPLAY_HEADER, b"x"),)), record(b"raise", 1), by=by)
    by.finish(pending)
    assert orjson.loads(pending.records[-1].value or b"")["outcomes"] == {}


def test_a_record_at_the_limit_is_sent_and_one_byte_more_is_refused() -> None:
    """A record counts with its key, headers and an allowance for what the broker adds."""
    empty = processed(record(b"large 0")).records[0].size
    fitting = processed(record(b"large %d" % (LIMIT - empty)))
    assert [out.topic for out in fitting.records] == ["wire.accepted.v1"]
    assert fitting.records[0].size == LIMIT
    refused = letter(processed(record(b"large %d" % (LIMIT - empty + 1))))
    assert refused.error == "ItemTooLarge"
    assert f"{LIMIT + 1:,} bytes for wire.accepted.v1" in refused.message


def test_a_state_that_is_too_large_is_refused() -> None:
    """What the changelog can't take is rolled back."""
    by = processor()
    room = LIMIT - RECORD_OVERHEAD - len(b"0|much")
    assert letter(processed(record(b"state %d" % (room + 1)), by=by)).error == "ItemTooLarge"
    assert b"0|much" not in written(by)
    assert processed(record(b"state %d" % room, 1), by=by).records == []
    assert b"0|much" in written(by)


def test_a_letter_that_is_too_large_leaves_out_the_bytes() -> None:
    """Key, value and headers stay where they are; the letter says where and why."""
    pending = processed(record(b"raise " + b"x" * LIMIT, headers=(("a", b"b"),)))
    found = letter(pending)
    assert (found.truncated, found.key, found.value, found.headers) == (True, None, None, ())
    assert "wire.items.v1/0/0" in found.message
    assert found.message.endswith("no")
    assert pending.records[0].key is None
    assert pending.records[0].size <= LIMIT


def test_a_letter_keeps_the_record() -> None:
    """Key, value and headers as read, in base64, under the record's own key."""
    pending = processed(record(b"raise", headers=(("a", b"b"),)))
    found = letter(pending)
    assert (found.key, found.value, found.headers) == ("bS8x", "cmFpc2U=", (("a", "Yg=="),))
    assert found.truncated is False
    assert pending.records[0].key == b"m/1"


def test_items_refused_out_of_several_share_a_letter() -> None:
    """The record's other items go on; the letter lists those refused, counted from one."""
    raw = Record("wire.raw.v1", 0, 4, None, b"some", (), 0)
    by = processor(INTAKE)
    pending = processed(raw, by=by)
    assert letter(pending).message == "1 of 3 items refused: item 2: the second"
    assert pending.outcomes == {"refused": 1}
    assert [(tally.outcome, tally.origin.index) for tally in pending.tallies] == [(Outcome.REFUSED, 1)]


def test_a_record_that_comes_again_is_not_observed_twice() -> None:
    """Latency and errors are those of new records; what it sends is sent again."""
    by = processor()
    first = processed(record(b"send"), record(b"raise", 1), by=by)
    again = processed(record(b"send"), record(b"raise", 1), by=by)
    assert (first.end_to_end, first.errors) == ([1.5], ["ValueError"])
    assert (again.end_to_end, again.errors) == ([], [])
    assert [out.topic for out in again.records] == [out.topic for out in first.records]


def test_the_account_is_written_before_the_handlers_state() -> None:
    """Counts first, then outcomes: a crash that loses the rest can't keep a decision and lose its outcome."""
    by = processor()
    pending = processed(record(b"tally"), by=by)
    by.finish(pending)
    assert [key for key, _ in by.writes()] == [b"0|" + COUNTS_KEY.encode(), b"0|~tally/0/0", b"0|seen"]
    assert (pending.records[-1].topic, pending.records[-1].key) == ("wire.counts.v1", b"lifecycle/0")


def test_committed_writes_are_in_the_store_and_others_wait() -> None:
    """What is written while others are sent stays pending."""
    store: dict[bytes, bytes] = {}
    by = processor(store=store)
    processed(record(b"x"), by=by)
    sent = by.writes()
    processed(record(b"x", 1), by=by)
    by.commit(sent)
    assert store == {b"0|seen": b"x"}
    assert by.writes() == [(b"0|seen", b"xx")]


def test_a_timer_sends_like_any_output() -> None:
    """With its schema; one that is too large is left out and keeps no other from being sent."""
    (out,) = processor().due(NOW)
    assert (out.topic, out.key, dict(out.headers)["wf-schema"]) == ("wire.items.v1", b"m/1", b"Release/1")


def test_a_timer_that_fails_is_rolled_back() -> None:
    """It sends nothing, and the partition goes on."""
    by = processor()
    assert by.due(NOW + timedelta(seconds=1)) == []
    assert written(by) == {}
    assert processed(record(b"send"), by=by).records


def test_size_of_a_record() -> None:
    """Key, value, names and values of headers, and the overhead."""
    assert OutRecord("t", b"12", b"345", (("é", b"6"),)).size == RECORD_OVERHEAD + 2 + 3 + 2 + 1
    assert OutRecord("t", None, None).size == RECORD_OVERHEAD


def test_a_refused_record_of_the_wire_is_one_item() -> None:
    """It counts as read, and as an item that was refused."""
    by = processor(INTAKE)
    pending = processed(Record("wire.raw.v1", 0, 4, None, b"raise", (), 0), by=by)
    by.finish(pending)
    assert orjson.loads(pending.records[-1].value or b"")["outcomes"] == {"0": {"records": 1, "items": 1, "refused": 1}}


def test_a_record_that_the_account_can_not_hold_is_counted_as_an_error() -> None:
    """Such as one of a partition that no topic has; its letter is sent, and the partition goes on."""
    by = processor(INTAKE)
    pending = processed(Record("wire.raw.v1", -1, 4, None, b"raise", (), 0), by=by)
    assert letter(pending).error == "ValueError"
    assert (pending.handled, pending.errors, pending.tallies) == (1, ["ValueError"], [])
    by.finish(pending)
    told = orjson.loads(pending.records[-1].value or b"")
    assert (told["read"], told["forwarded"], told["outcomes"]) == (1, 0, {})


def test_a_preparation_that_fails_costs_itself() -> None:
    """The records are handled as if nothing had been prepared."""

    class Unprepared(Scripted):
        def prepare(self, records: Sequence[Record]) -> None:
            raise ValueError(len(records))

    by = PartitionProcessor(LIFECYCLE, Unprepared, settings=SETTINGS, store={}, partition=0)
    by.prepare([record(b"send")])
    assert [out.topic for out in processed(record(b"send"), by=by).records] == ["wire.accepted.v1"]


def captured(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list that the processor's log lines get into, however logging is configured."""
    capture = LogCapture()
    log = structlog.wrap_logger(None, processors=[capture], wrapper_class=structlog.BoundLogger)
    monkeypatch.setattr("streams.runner.processor.log", log)
    return capture.entries


def test_a_timers_record_at_the_limit_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more, and it is left out and logged."""

    class Timed(Scripted):
        room = 0

        def due(self, now: datetime) -> tuple[Send, ...]:
            return (Send(ITEMS, "m", Release(item_key="x" * self.room, due=now)),)

    by = PartitionProcessor(LIFECYCLE, Timed, settings=SETTINGS, store={}, partition=0)
    (empty,) = by.due(NOW)
    Timed.room = LIMIT - empty.size
    logs = captured(monkeypatch)
    assert [out.size for out in by.due(NOW)] == [LIMIT]
    assert logs == []
    Timed.room += 1
    assert by.due(NOW) == []
    assert [(line["log_level"], line["topic"], line["bytes"]) for line in logs] == [
        ("error", "wire.items.v1", LIMIT + 1)
    ]


def test_a_failure_is_logged_with_its_traceback_where_nobody_foresaw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sender did wrong is named without one."""
    logs = captured(monkeypatch)
    processed(record(b"raise", 3), record(b"surrogate", 4))
    assert [(line["event"], line["error"], line["offset"]) for line in logs] == [
        ("dead letter", "ValueError", 3),
        ("dead letter", "MalformedItem", 4),
    ]
    assert isinstance(logs[0]["exc_info"], ValueError)
    assert logs[1]["exc_info"] is None


def test_a_handler_holds_nothing_and_waits_for_nothing_by_default() -> None:
    """A stage says what it holds, and when it wants to send, only where it does."""

    class Plain(Handler):
        def handle(self, record: Record) -> Result:
            return Result(items=len(record.value or b""))

    by = PartitionProcessor(LIFECYCLE, lambda _state, _settings: Plain(), settings=SETTINGS, store={}, partition=0)
    by.prepare([record(b"x")])
    assert (dict(by.sizes()), by.due(NOW)) == ({}, [])
    assert (Result().items, LIFECYCLE.heavy) == (0, False)
