"""Which spans a record has: those that what it became says it has."""

from __future__ import annotations

import orjson
import pytest

from streams.agents import HANDLERS
from streams.pipeline import stage_named
from streams.runner import OutRecord, PartitionProcessor, PendingOutput, Record, Span
from streams.runner.spans import read_traceparent, spans_of, work_on
from streams.settings import Settings
from streams.topics import ACCEPTED, CLEAN, CURRENT, ENRICHED, ITEMS, LINKED, SIGNATURES, UNIQUE
from tests.running.wire import run_wire, whole

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SENT = "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SENT}-01"
RECORD = Record("wire.items.v1", 2, 7, b"key", b"value", (("traceparent", PARENT.encode()),), 1_772_442_000_000)


def out(traceparent: str | None) -> OutRecord:
    """Return a record that a stage sends."""
    headers = () if traceparent is None else (("traceparent", traceparent.encode()),)
    return OutRecord("wire.accepted.v1", b"key", b"value", headers)


def spans(*sent: OutRecord, traceparent: str | None = PARENT) -> tuple[Span, ...]:
    """Return the spans of the record."""
    return spans_of(work_on(RECORD, "lifecycle", 1, 3), traceparent, sent)


def test_a_span_has_the_id_that_was_sent_and_the_one_that_came_for_its_parent() -> None:
    """So that the next stage's span hangs on it."""
    [span] = spans(out(f"00-{TRACE}-{'a' * 16}-01"), out(None))
    assert (span.trace_id, span.span_id, span.parent_id) == (TRACE, "a" * 16, SENT)


def test_several_records_of_one_item_are_one_span() -> None:
    """And of two items two."""
    one, two = (f"00-{TRACE}-{letter * 16}-01" for letter in "ab")
    assert [span.span_id for span in spans(out(one), out(two), out(one))] == ["a" * 16, "b" * 16]


def test_what_is_sent_of_another_trace_is_left_out() -> None:
    """Unless the record has no trace of its own: then each item has one."""
    other = f"00-{'c' * 32}-{'d' * 16}-01"
    [span] = spans(out(other))
    assert (span.trace_id, span.parent_id) == (TRACE, SENT)
    [span] = spans(out(other), traceparent=None)
    assert (span.trace_id, span.span_id, span.parent_id) == ("c" * 32, "d" * 16, None)


def test_a_record_of_which_nothing_was_sent_has_a_span_of_its_own() -> None:
    """In its trace, or in a new one; the same each time, and another for each record and stage."""
    [span] = spans()
    assert (span.trace_id, span.parent_id) == (TRACE, SENT)
    [alone] = spans(traceparent=None)
    assert [alone] == list(spans(traceparent=None))
    assert (len(alone.trace_id), len(alone.span_id), alone.parent_id) == (32, 16, None)
    next_record = Record("wire.items.v1", 2, 8, None, None, (), 0)
    [later] = spans_of(work_on(next_record, "lifecycle", 1, 3), None, ())
    [elsewhere] = spans_of(work_on(RECORD, "clean", 1, 3), None, ())
    assert len({alone.span_id, later.span_id, elsewhere.span_id}) == 3
    assert alone.trace_id != later.trace_id


@pytest.mark.parametrize(
    "stated",
    [
        None,
        "",
        "x",
        PARENT + "-",
        " " + PARENT,
        PARENT.upper(),
        f"00-{'0' * 32}-{SENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        "0" * 1_000_000,
    ],
)
def test_a_header_that_is_no_traceparent_is_passed_over(stated: str | None) -> None:
    """Anybody may send anything."""
    assert read_traceparent(stated) is None
    assert spans(traceparent=stated) == spans(traceparent=None)


def test_the_work_is_described_without_the_bytes() -> None:
    """Spans wait in memory, and records are large; a tombstone has no size."""
    work = work_on(RECORD, "lifecycle", 1, 3, "MalformedItem")
    assert (work.topic, work.partition, work.offset, work.size) == ("wire.items.v1", 2, 7, 5)
    assert (work.began_ns, work.ended_ns, work.error) == (1, 3, "MalformedItem")
    tombstone = Record("wire.items.v1", 2, 7, None, None, (), 0)
    assert work_on(tombstone, "lifecycle", 1, 3).size is None
    assert "value'" not in repr(spans())


def processed(*values: bytes, spans: list[Span] | None) -> PendingOutput:
    """Return what intake makes of some raw records."""
    processor = PartitionProcessor(
        stage_named("intake"), HANDLERS["intake"], settings=Settings(), store={}, partition=0
    )
    pending = PendingOutput(spans=spans)
    for offset, value in enumerate(values):
        processor.process(Record("wire.raw.v1", 0, offset, None, value, (), 1_772_442_000_000), pending)
    return pending


def test_a_stage_collects_spans_where_they_are_asked_for() -> None:
    """One for each item of a record, with the error where it was refused."""
    package = orjson.dumps({"items": [{"provider": "p", "item_id": each, "body": "Rain."} for each in "ab"]})
    pending = processed(package, b"{", spans=[])
    assert pending.spans is not None
    assert [(span.work.offset, span.work.error) for span in pending.spans] == [
        (0, None),
        (0, None),
        (1, "MalformedItem"),
    ]
    sent = [dict(record.headers).get("traceparent", b"").decode() for record in pending.records]
    assert [f"00-{span.trace_id}-{span.span_id}-01" for span in pending.spans[:2]] == sent[:2]
    assert all(0 < span.work.began_ns <= span.work.ended_ns for span in pending.spans)
    assert processed(package, spans=None).spans is None


def test_a_trace_is_whole_from_intake_to_the_ledger() -> None:
    """The records of an item's way have one trace id, each with the span of the stage that sent it."""
    pipeline = whole()
    run_wire(pipeline)
    places = []
    for spec in (ITEMS, ACCEPTED, CLEAN, UNIQUE, ENRICHED, CURRENT, SIGNATURES, LINKED):
        place = read_traceparent(pipeline.records(spec)[0].header("traceparent"))
        assert place is not None, spec.name
        places.append(place)
    assert len({trace for trace, _ in places}) == 1
    assert len({span for _, span in places}) == len({"intake", "lifecycle", "clean", "dedup", "enrich", "link"})
