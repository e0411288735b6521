"""The counts of a partition."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from streams.runner import Counts, Record, dead_letter

RECORD = Record("wire.items.v1", 0, 3, None, b"x", (), 1_772_442_000_000)


def report(counts: Counts, outcomes: dict[str, dict[str, int]] | None = None) -> dict[str, Any]:
    """Return what the counts topic gets."""
    told: dict[str, Any] = orjson.loads(counts.report(outcomes or {}))
    return told


def test_nothing_is_counted_at_first() -> None:
    """The first record of all, at offset 0, is yet to be counted."""
    counts = Counts("lifecycle", 2)
    assert report(counts) == {
        "stage": "lifecycle",
        "partition": 2,
        "through": -1,
        "at": None,
        "read": 0,
        "forwarded": 0,
        "errors": {},
        "last_error": None,
        "outcomes": {},
    }
    assert counts.counts(0)


def test_a_record_is_counted_up_to_its_offset() -> None:
    """That offset and earlier ones are counted, the next is not."""
    counts = Counts("lifecycle", 0)
    counts.note(offset=7, forwarded=2)
    counts.note(offset=9, forwarded=3)
    assert [counts.counts(offset) for offset in (7, 8, 9, 10)] == [False, False, False, True]
    assert (counts.read, counts.forwarded, counts.through) == (2, 5, 9)


def test_raw_records_and_their_items_are_counted_by_partition() -> None:
    """They stand beside the outcomes of the partition."""
    counts = Counts("intake", 0)
    counts.note_raw(1, items=4)
    counts.note_raw(1, items=2)
    counts.note_raw(3, items=1)
    assert report(counts, {"1": {"refused": 5}, "2": {"refused": 6}})["outcomes"] == {
        "1": {"records": 2, "items": 6, "refused": 5},
        "2": {"refused": 6},
        "3": {"records": 1, "items": 1},
    }


@pytest.mark.parametrize(("length", "kept"), [(499, 499), (500, 500), (501, 500)])
def test_the_last_error_is_reported_with_a_bounded_message(length: int, kept: int) -> None:
    """Errors are counted by type."""
    counts = Counts("lifecycle", 0)
    counts.note_error(dead_letter(RECORD, "lifecycle", ValueError("first")))
    counts.note_error(dead_letter(RECORD, "lifecycle", KeyError("second")))
    counts.note_error(dead_letter(RECORD, "lifecycle", ValueError("x" * length)))
    assert counts.errors == {"ValueError": 2, "KeyError": 1}
    assert counts.last_error == {
        "at": RECORD.at.isoformat(),
        "error": "ValueError",
        "message": "x" * kept,
        "id": "wire.items.v1/0/3",
    }


def test_counts_that_are_kept_are_read_again() -> None:
    """Fields that are not known, as of another release, are left out, and missing ones begin anew."""
    counts = Counts("intake", 4)
    counts.note(offset=7, forwarded=2)
    counts.note_raw(1, items=4)
    counts.note_error(dead_letter(RECORD, "intake", ValueError("no")))
    assert Counts.from_bytes(counts.to_bytes()) == counts
    kept = orjson.dumps({"stage": "intake", "partition": 4, "read": 8, "colour": "red"})
    assert Counts.from_bytes(kept) == Counts("intake", 4, read=8)
