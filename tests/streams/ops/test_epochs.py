"""Breaks in topics, from offsets and counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.ops.accounting import StageCounts
from streams.ops.epochs import BEYOND_LOOKS, Break, BreakKind, BreakWatch, breaks, recreated
from streams.ops.status import PartitionStatus


def status(committed: int | None, begin: int, end: int, through: int | None = None) -> PartitionStatus:
    """Return the offsets of partition 1 that intake reads."""
    counts = (
        None
        if through is None
        else StageCounts(stage="intake", partition=1, through=through, at=datetime(2026, 3, 2, tzinfo=UTC), read=1)
    )
    return PartitionStatus(
        stage="intake",
        topic="wire.raw.v1",
        partition=1,
        committed=committed,
        begin=begin,
        end=end,
        lag=0,
        counts=counts,
    )


def found(kind: BreakKind, first: int, end: int) -> Break:
    """Return a break of that partition."""
    return Break(kind=kind, stage="intake", topic="wire.raw.v1", partition=1, first=first, end=end)


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        ((None, 0, 0), None),
        ((None, 7, 9), None),
        ((5, 5, 9), None),
        ((5, 6, 9), found(BreakKind.GONE, 5, 6)),
        ((0, 6, 6), found(BreakKind.GONE, 0, 6)),
        ((9, 0, 9), None),
        ((10, 0, 9), found(BreakKind.RECREATED, 10, 9)),
        ((None, 0, 3, 2), None),
        ((None, 0, 3, 3), found(BreakKind.RECREATED, 4, 3)),
        ((2, 0, 3, 40), found(BreakKind.RECREATED, 41, 3)),
    ],
)
def test_a_break_is_seen_by_offsets_that_do_not_fit(
    offsets: tuple[int | None, int, int, int], expected: Break | None
) -> None:
    """What was read lies before the first record that is there, or after the last."""
    assert breaks([status(*offsets)]) == (() if expected is None else (expected,))


def test_the_offset_that_was_counted_tells_a_topic_recreated() -> None:
    """By stage and partition; one that goes on as before is not among them."""
    assert recreated([status(None, 0, 3, 3), status(None, 0, 4, 3)]) == {("intake", 1): 3}
    assert recreated([status(9, 0, 3)]) == {}


def test_a_break_says_what_happened_in_numbers() -> None:
    """How many records are gone is known of retention alone."""
    gone, anew = found(BreakKind.GONE, 5, 9), found(BreakKind.RECREATED, 40, 3)
    assert (gone.records, anew.records) == (4, 0)
    assert str(gone).startswith("offsets 5 to 8 are gone and intake has not read them")
    assert str(anew).startswith("intake had read up to offset 40, and the topic ends at 3: it was recreated")


def test_a_running_worker_reports_each_gone_record_once() -> None:
    """Where retention moves on, what is gone besides is one more break."""
    watch = BreakWatch()
    assert watch.look(status(None, 3, 9)) is None
    assert watch.look(status(3, 3, 9)) is None
    assert watch.look(status(3, 5, 9)) == found(BreakKind.GONE, 3, 5)
    assert watch.look(status(3, 5, 9)) is None
    assert watch.look(status(3, 8, 9)) == found(BreakKind.GONE, 5, 8)
    assert watch.look(status(8, 8, 9)) is None


def test_a_running_worker_sees_a_topic_recreated_at_the_second_look() -> None:
    """The end may be a moment older than the commit; one look between that fits begins the count again."""
    assert BEYOND_LOOKS == 2
    watch = BreakWatch()
    assert [watch.look(status(9, 0, end)) is not None for end in (8, 9, 8, 3)] == [False, False, False, True]
