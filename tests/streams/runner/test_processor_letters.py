"""What the processor makes of a record that fails: one dead letter, whatever is wrong with it."""

from __future__ import annotations

import orjson
import pytest

from schemas import encode
from streams.runner import (
    ATTEMPTS_HEADER,
    REPLAY_HEADER,
    Outcome,
    Record,
)
from streams.runner.out_record import RECORD_OVERHEAD
from tests.streams.runner.scripted import (
    INTAKE,
    LIMIT,
    letter,
    processed,
    processor,
    record,
    wire_item,
    written,
)


@pytest.mark.parametrize(
    ("attempts", "after"),
    [(b"1", 2), (b"99999", 100_000), (b"100000", 1), ("\u00b2".encode(), 1), (b"-1", 1), (b"\xff", 1), (b"", 1)],
)
def test_attempts_are_counted_on_where_they_are_a_number(attempts: bytes, after: int) -> None:
    """A header that is no plain number of at most five digits starts the count again."""
    pending = processed(record(b"raise", headers=((ATTEMPTS_HEADER, attempts),)))
    assert letter(pending).attempts == after


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


def test_a_refused_record_of_the_wire_is_one_item() -> None:
    """It counts as read, and as an item that was refused."""
    by = processor(INTAKE)
    pending = processed(Record("wire.raw.v1", 0, 4, None, b"raise", (), 0), by=by)
    by.finish(pending)
    assert orjson.loads(pending.records[-1].value or b"")["outcomes"] == {"0": {"records": 1, "items": 1, "refused": 1}}
