"""The state of the flow and of the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from streams.ops.accounting import StageCounts, balances, total
from streams.ops.status import PartitionStatus, Status
from tests.streams.ops.desk.desks import AT, browser, desk_with, incident


def partition(stage: str, number: int, lag: int, read: int, minutes: int = 0) -> PartitionStatus:
    """Return the status of a stage on a partition."""
    counts = StageCounts(
        stage=stage, partition=number, through=0, at=AT + timedelta(minutes=minutes), read=read, forwarded=read - 1
    )
    return PartitionStatus(
        stage=stage, topic=f"wire.{stage}.v1", partition=number, committed=0, end=lag, lag=lag, counts=counts
    )


def status_of(*partitions: PartitionStatus) -> Status:
    """Return a status with partitions."""
    accounts = balances([])
    return Status(
        partitions=partitions,
        accounts=accounts,
        total=total(accounts),
        dead_letters=3,
        errors={"MalformedItem": 2},
        last_error=None,
        last_error_stage=None,
    )


async def test_stages_are_summed_over_partitions() -> None:
    """A stage has the lag and the counts of all its partitions, and the time of its last record."""
    state = desk_with(incident("afn/1"))
    state.watch._note(status_of(partition("clean", 0, 4, 10), partition("clean", 1, 5, 20, 2)), None, 0.0)
    async with browser(state) as asking:
        health = (await asking.get("/api/health")).json()
    (stage,) = health["stages"]
    assert (stage["lag"], stage["read"], stage["forwarded"], stage["last"]) == (9, 30, 28, "2026-03-02T09:02:00Z")
    assert (health["lag"], health["settled"], health["dead_letters"]) == (9, False, 3)
    assert health["errors"] == {"MalformedItem": 2}
    assert health["desk"]["incidents"] == 1
    assert health["desk"]["memory_bytes"] > 10_000_000


async def test_rates_come_with_the_second_reading() -> None:
    """Records a second are known once there are two readings."""
    state = desk_with()
    first = status_of(partition("clean", 0, 0, 10))
    state.watch._note(first, None, 0.0)
    async with browser(state) as asking:
        assert (await asking.get("/api/health")).json()["stages"][0]["per_second"] is None
        state.watch._note(status_of(partition("clean", 0, 0, 60)), first, 5.0)
        assert (await asking.get("/api/health")).json()["stages"][0]["per_second"] == 10


async def test_health_says_why_there_is_no_status() -> None:
    """Before the first reading, and while the broker is away, the page is there and says why."""
    state = desk_with()
    state.watch._note_problem("no Kafka broker answers")
    async with browser(state) as asking:
        health = (await asking.get("/api/health")).json()
        assert (await asking.get("/health")).status_code == 200
    assert (health["problem"], health["lag"], health["status"], health["stages"]) == (
        "no Kafka broker answers",
        None,
        None,
        [],
    )


@pytest.mark.parametrize(("errors", "said"), [({"MalformedItem": 2}, "3 at most"), ({"MalformedItem": 3}, ">3<")])
async def test_a_number_of_dead_letters_that_may_be_lower_is_called_so(errors: dict[str, int], said: str) -> None:
    """As `wirefeed status` does: ends of transactions take places on their topic, too."""
    state = desk_with()
    state.watch._note(replace(status_of(), errors=errors), None, 0.0)
    async with browser(state) as asking:
        assert said in (await asking.get("/health")).text
        assert (await asking.get("/api/health")).json()["dead_letters_at_most"] is ("most" in said)
