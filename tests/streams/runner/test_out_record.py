"""A record to be sent."""

from __future__ import annotations

import xxhash

from schemas import Message, Provenance, Release, WireItem
from streams.runner import OutRecord, PendingOutput, Send
from streams.runner.out_record import RECORD_OVERHEAD, encoded
from streams.settings import Settings
from streams.topics import ACCEPTED, CURRENT, ITEMS
from tests.streams.runner.scripted import NOW, wire_item

ITEM = wire_item(1)


def test_a_message_has_its_schema_first_and_its_trace_last() -> None:
    """Between them stand the headers that the stage gives; the span is the stage's own for the version."""
    out = encoded(Send(ACCEPTED, "source", ITEM, (("own", b"1"),)), "lifecycle", Settings())
    span = xxhash.xxh64_hexdigest(b"lifecycle/m/1/3").encode()
    assert out.headers == (
        ("wf-schema", b"WireItem/1"),
        ("own", b"1"),
        ("traceparent", b"00-" + b"ab" * 16 + b"-" + span + b"-01"),
    )
    assert (out.topic, out.key, out.partition) == ("wire.accepted.v1", b"source", None)


def test_a_message_of_no_item_has_no_trace() -> None:
    """Such as a release."""
    out = encoded(Send(ITEMS, "m/1", Release(item_key="m/1", due=NOW)), "lifecycle", Settings())
    assert out.headers == (("wf-schema", b"Release/1"),)


def test_a_message_that_holds_an_item_has_its_trace() -> None:
    """Where the provenance is a property of the message, not a field."""

    class Sealed(Message):
        item: WireItem

        @property
        def provenance(self) -> Provenance:
            return self.item.provenance

    out = encoded(Send(ACCEPTED, "source", Sealed(item=ITEM)), "lifecycle", Settings())
    assert [name for name, _ in out.headers] == ["wf-schema", "traceparent"]


def test_a_tombstone_has_no_value_and_no_schema() -> None:
    """Only the headers that the stage gives."""
    out = encoded(Send(CURRENT, "m/1", None, (("own", b"1"),)), "enrich", Settings())
    assert (out.value, out.headers, out.key) == (None, (("own", b"1"),), b"m/1")


def test_pending_output_counts_bytes() -> None:
    """Of all records, with what a broker adds to each."""
    assert RECORD_OVERHEAD == 200
    pending = PendingOutput()
    assert (pending.size, pending.handled, pending.records) == (0, 0, [])
    pending.add(OutRecord("t", b"12", b"345"))
    pending.add(OutRecord("t", None, b"6", (("\u00e9", b"789"),)))
    assert pending.size == 205 + 206
    assert len(pending.records) == 2
