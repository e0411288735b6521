"""The page of `wirefeed status` at terminals of any width."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from streams.ops.accounting import OUTCOMES, STAGE_INPUTS, Balance, StageCounts
from streams.ops.cli.status_page import page
from streams.ops.status import PartitionStatus, Status

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
READ = 1_234_567
PARTITIONS = 4


def balance(partition: int | None) -> Balance:
    """Return an account of large numbers."""
    outcomes = dict.fromkeys(OUTCOMES, READ)
    return Balance(partition=partition, records=READ, items=len(OUTCOMES) * READ, outcomes=outcomes)


STATUS = Status(
    partitions=tuple(
        PartitionStatus(
            stage=stage,
            topic=topic,
            partition=number,
            committed=READ,
            end=READ + 7,
            lag=7,
            counts=StageCounts(stage=stage, partition=number, through=READ, at=AT, read=READ, forwarded=READ),
        )
        for stage, topic in STAGE_INPUTS.items()
        for number in range(PARTITIONS)
    ),
    accounts=tuple(balance(number) for number in range(PARTITIONS)),
    total=balance(None),
    dead_letters=3,
    errors={"MalformedItem": 3},
    last_error=None,
    last_error_stage=None,
)


def shown(width: int, *, by_partition: bool = False) -> str:
    """Return what a terminal of so many columns shows."""
    out = StringIO()
    Console(file=out, width=width).print(page(STATUS, None, 0.0, width=width, by_partition=by_partition))
    return out.getvalue()


@pytest.mark.parametrize("by_partition", [False, True])
@pytest.mark.parametrize("width", [160, 100, 80, 60])
def test_no_stage_number_or_outcome_is_broken(width: int, *, by_partition: bool) -> None:
    """Every stage with its lag, and every outcome of all partitions, can be read whole on one line."""
    lines = [line.split() for line in shown(width, by_partition=by_partition).splitlines()]
    for stage in STAGE_INPUTS:
        assert any(line[:1] == [stage] and str(7 * PARTITIONS) in line for line in lines), stage
    for name in (*OUTCOMES, "items", "records"):
        assert any(name in line for line in lines), name
    assert any("all" in line for line in lines)
    assert any(f"{READ:,}" in line for line in lines)
    assert any(f"{len(OUTCOMES) * READ:,}" in line for line in lines)


@pytest.mark.parametrize("width", [80, 60])
def test_what_says_least_gives_way_first(width: int) -> None:
    """The topic that a stage reads is known from the flow; its lag and what it refused are not."""
    heading = next(line.split() for line in shown(width).splitlines() if line.strip().startswith("stage"))
    assert "reads" not in heading
    assert {"lag", "records/s", "refused"} <= set(heading)


def test_a_wide_terminal_shows_everything() -> None:
    """All columns stand there, and each partition of `raw` has a line of its own."""
    text = shown(160)
    assert "last record" in text
    assert len([line for line in text.splitlines() if line.strip().endswith("balanced")]) == PARTITIONS + 1


def test_an_account_of_many_partitions_shows_as_many_as_fit() -> None:
    """On a narrow terminal the account stands upright: that of all partitions first, then those that fit."""
    heading = next(line.split() for line in shown(60).splitlines() if line.strip().startswith("raw partition"))
    assert heading[:4] == ["raw", "partition", "all", "0"]
    assert str(PARTITIONS - 1) not in heading


@pytest.mark.parametrize(("places", "line"), [(3, "dead letters: 3\n"), (4, "dead letters: 4 at most\n")])
def test_places_that_may_be_ends_of_transactions_are_no_sure_letters(places: int, line: str) -> None:
    """A broker with transactions gives their ends places on the topic; workers have counted three letters."""
    out = StringIO()
    Console(file=out, width=80).print(page(replace(STATUS, dead_letters=places), None, 0.0, width=80))
    assert line in out.getvalue()
