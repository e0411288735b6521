"""One partition of a stage: what comes of a record, and what a record can't do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import pytest

from schemas import WireItem, decode
from streams.runner import (
    COUNTS_KEY,
    Handler,
    OutRecord,
    PartitionProcessor,
    Record,
    Result,
)
from streams.runner.out_record import RECORD_OVERHEAD
from tests.streams.runner.scripted import (
    INTAKE,
    LIFECYCLE,
    NOW,
    SETTINGS,
    Scripted,
    letter,
    processed,
    processor,
    record,
    wire_item,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def test_a_record_that_comes_again_is_not_observed_twice() -> None:
    """Latency and errors are those of new records; what it sends is sent again."""
    by = processor()
    first = processed(record(b"send"), record(b"raise", 1), by=by)
    again = processed(record(b"send"), record(b"raise", 1), by=by)
    assert (first.end_to_end, first.errors) == ([(1.5, "a")], ["ValueError"])
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


def test_size_of_a_record() -> None:
    """Key, value, names and values of headers, and the overhead."""
    assert OutRecord("t", b"12", b"345", (("é", b"6"),)).size == RECORD_OVERHEAD + 2 + 3 + 2 + 1
    assert OutRecord("t", None, None).size == RECORD_OVERHEAD


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


def test_a_handler_holds_nothing_and_waits_for_nothing_by_default() -> None:
    """A stage says what it holds, and when it wants to send, only where it does."""

    class Plain(Handler):
        def handle(self, record: Record) -> Result:
            return Result(items=len(record.value or b""))

    by = PartitionProcessor(LIFECYCLE, lambda _state, _settings: Plain(), settings=SETTINGS, store={}, partition=0)
    by.prepare([record(b"x")])
    assert (dict(by.sizes()), by.due(NOW)) == ({}, [])
    assert (Result().items, LIFECYCLE.heavy) == (0, False)
