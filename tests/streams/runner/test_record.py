"""A record as read, and the batch that it is delivered in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from streams.runner import Batch, Record

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 1, 1, tzinfo=UTC)


def record(offset: int = 0, timestamp_ms: int = 0, headers: tuple[tuple[str, bytes], ...] = ()) -> Record:
    """Return a record without key and value."""
    return Record("wire.raw.v1", 0, offset, None, None, headers, timestamp_ms)


@pytest.mark.parametrize(
    ("timestamp", "at"),
    [
        (-1, EPOCH),
        (0, EPOCH),
        (1, EPOCH + timedelta(milliseconds=1)),
        (1_500, EPOCH + timedelta(seconds=1.5)),
        (253_370_764_800_000, LAST),
        (253_370_764_800_001, LAST),
    ],
)
def test_a_timestamp_is_milliseconds_since_1970(timestamp: int, at: datetime) -> None:
    """One outside of what dates can hold is the nearest that they can."""
    assert record(timestamp_ms=timestamp).at == at


def test_the_last_header_of_a_name_holds() -> None:
    """Others do not, and a header that is not there has no value."""
    headers = (("a", b"1"), ("a", b"2"), ("b", b"\xff"))
    assert record(headers=headers).header("a") == "2"
    assert record(headers=headers).header("b") == "\ufffd"
    assert record(headers=headers).header("c") is None


def test_a_batch_reaches_from_its_first_record_to_the_one_after_its_last() -> None:
    """Nothing of it is done or revoked when it is delivered."""
    batch = Batch("wire.raw.v1", 0, [record(4), record(5), record(9)])
    assert (batch.first_offset, batch.next_offset) == (4, 10)
    assert (batch.done, batch.revoked) == (False, False)


def test_batches_are_told_apart_though_they_hold_the_same() -> None:
    """One that is delivered again is another batch; its records are too much for a log line."""
    one, other = Batch("wire.raw.v1", 0, [record(4)]), Batch("wire.raw.v1", 0, [record(4)])
    assert len({one, other}) == 2
    assert "Record(" not in repr(one)
