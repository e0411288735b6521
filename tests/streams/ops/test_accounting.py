"""The account of what came in against what it ended as."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.ops.accounting import (
    OUTCOMES,
    STAGE_INPUTS,
    LastError,
    StageCounts,
    balances,
    error_counts,
    latest_error,
    parse_counts,
    stage_order,
    throughput,
    total,
)
from streams.topics import TOPICS

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def counts(stage: str, partition: int = 0, **fields: object) -> StageCounts:
    """Return counts of a stage, empty but for what is given."""
    return StageCounts(stage=stage, partition=partition, **({"through": 0, "at": AT, "read": 0} | fields))  # type: ignore[arg-type]


def test_a_record_of_the_counts_topic_is_read() -> None:
    """Every field of the record is read, and the partitions of `raw` are numbers."""
    record = {
        "stage": "dedup",
        "partition": 3,
        "through": 41,
        "at": "2026-03-02T09:00:00+00:00",
        "read": 42,
        "forwarded": 30,
        "outcomes": {"0": {"duplicate": 12}},
        "errors": {"MalformedItem": 1},
        "last_error": {"at": "2026-03-02T08:59:00+00:00", "error": "MalformedItem", "message": "no", "id": "t/0/7"},
    }
    assert parse_counts(orjson.dumps(record)) == StageCounts(
        stage="dedup",
        partition=3,
        through=41,
        at=AT,
        read=42,
        forwarded=30,
        outcomes={0: {"duplicate": 12}},
        errors={"MalformedItem": 1},
        last_error=LastError(at="2026-03-02T08:59:00+00:00", error="MalformedItem", message="no", id="t/0/7"),
    )


@given(st.binary(max_size=200) | st.builds(orjson.dumps, st.dictionaries(st.text(max_size=9), st.integers(0, 9))))
def test_what_is_no_record_of_counts_is_a_value_error(value: bytes) -> None:
    """Whatever stands on the topic, reading it ends in counts or in a ValueError."""
    with pytest.raises(ValueError, match="no counts of a stage"):
        parse_counts(value)


def test_a_partition_balances_over_all_stages() -> None:
    """Items that intake has read and outcomes that any stage gave them meet in the partition of `raw`."""
    accounts = balances(
        [
            counts("intake", outcomes={0: {"records": 5, "items": 6, "refused": 1}}),
            counts("lifecycle", outcomes={0: {"superseded": 1, "held": 1}}),
            counts("dedup", 1, outcomes={0: {"duplicate": 1}}),
            counts("enrich", 2, outcomes={0: {"published": 2}}),
        ]
    )
    assert len(accounts) == 1
    assert (accounts[0].records, accounts[0].items, accounts[0].ended) == (5, 6, 6)
    assert accounts[0].balanced


def test_an_item_under_way_is_in_flight() -> None:
    """Until an item has an outcome, its partition does not balance and says by how many."""
    (account,) = balances([counts("intake", outcomes={2: {"records": 3, "items": 3, "refused": 1}})])
    assert not account.balanced
    assert account.in_flight == 2


def test_an_item_counted_twice_shows_below_zero() -> None:
    """More outcomes than items is no balance either."""
    (account,) = balances([counts("intake", outcomes={0: {"items": 1, "refused": 2}})])
    assert account.in_flight == -1
    assert not account.balanced


@given(
    st.lists(st.tuples(st.integers(0, 5), st.dictionaries(st.sampled_from(OUTCOMES), st.integers(0, 99))), max_size=20)
)
def test_the_total_is_the_sum_of_the_partitions(parts: list[tuple[int, dict[str, int]]]) -> None:
    """However the counts are spread over stages and partitions, the total has each of them once."""
    stages = [counts("enrich", i, outcomes={raw: ended}) for i, (raw, ended) in enumerate(parts)]
    assert total(balances(stages)).ended == sum(sum(ended.values()) for _, ended in parts)


def test_throughput_is_what_was_read_between_two_readings() -> None:
    """Rates are by stage, over all its partitions; a partition not seen before counts from nothing."""
    before = [counts("clean", 0, read=100), counts("clean", 1, read=10)]
    after = [counts("clean", 0, read=160), counts("clean", 1, read=10), counts("clean", 2, read=40)]
    assert throughput(before, after, 2.0) == {"clean": 50.0}


def test_throughput_of_no_time_is_nothing() -> None:
    """Two readings at the same moment give no rate."""
    assert throughput([], [counts("clean", read=5)], 0.0) == {"clean": 0.0}


def test_the_latest_error_is_that_of_the_latest_time() -> None:
    """Of the last errors of all stages, the latest is shown with its stage."""
    early = LastError(at="2026-03-02T08:00:00+00:00", error="EmptyItem", message="m", id="a/0/1")
    late = LastError(at="2026-03-02T09:00:00+00:00", error="MalformedItem", message="m", id="a/0/2")
    found = latest_error([counts("clean", last_error=late), counts("intake", last_error=early), counts("dedup")])
    assert found is not None
    assert (found[0].stage, found[1]) == ("clean", late)
    assert latest_error([counts("dedup")]) is None


def test_errors_are_summed_by_type() -> None:
    """The same error in two stages is one line."""
    assert error_counts([counts("intake", errors={"A": 1}), counts("clean", errors={"A": 2, "B": 1})]) == {
        "A": 3,
        "B": 1,
    }


def test_stages_stand_in_the_order_of_the_flow() -> None:
    """Intake comes first, ledger last of ours, an unknown stage after it."""
    assert sorted(["zeta", "ledger", "intake", "dedup"], key=stage_order) == ["intake", "dedup", "ledger", "zeta"]


def test_every_stage_reads_a_topic_of_the_flow() -> None:
    """The inputs of the stages are names of topics."""
    assert set(STAGE_INPUTS.values()) <= {spec.name for spec in TOPICS}
