"""The watchdog on progress, and the answers to the probes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.ops.health import STARVED_AFTER, Progress, liveness, readiness


def test_a_partition_with_lag_and_no_commit_is_stalled() -> None:
    """After the time allowed without a commit, while there are records to do, the partition is named."""
    progress = Progress(stall_seconds=60)
    assert progress.note("dedup", 2, 10, 50, 0.0) == ()
    assert progress.note("dedup", 2, 10, 80, 59.0) == ()
    (stall,) = progress.note("dedup", 2, 10, 90, 60.0)
    assert (stall.stage, stall.partition, stall.seconds) == ("dedup", 2, 60.0)
    assert "dedup/2" in str(stall)
    assert "80 records to do" in str(stall)


def test_a_commit_starts_the_time_anew() -> None:
    """As long as the commit moves, however slowly, nothing is stalled."""
    progress = Progress(stall_seconds=60)
    for step in range(10):
        assert progress.note("enrich", 0, step, 1000, step * 50.0) == ()


def test_a_commit_of_another_partition_of_the_stage_is_progress() -> None:
    """A partition that waits for its turn is not stalled while its stage commits."""
    progress = Progress(stall_seconds=60)
    progress.note("enrich", 0, 0, 9, 0.0)
    progress.note("enrich", 1, 0, 9, 0.0)
    progress.note("enrich", 0, 0, 9, 50.0)
    progress.note("enrich", 1, 3, 9, 50.0)
    assert progress.note("enrich", 0, 0, 9, 109.0) == ()
    stalls = progress.note("enrich", 0, 0, 9, 110.0)
    assert [(stall.partition, stall.seconds) for stall in stalls] == [(0, 60.0), (1, 60.0)]


def test_records_handled_without_a_commit_are_progress_of_their_stage_alone() -> None:
    """A flush in the middle of a batch counts, but not for another stage."""
    progress = Progress(stall_seconds=60)
    progress.note("enrich", 0, 0, 9, 0.0)
    progress.note("link", 0, 0, 9, 0.0)
    progress.worked("enrich", 30.0)
    assert [stall.stage for stall in progress.note("enrich", 0, 0, 9, 60.0)] == ["link"]
    assert [stall.stage for stall in progress.note("enrich", 0, 0, 9, 89.0)] == ["link"]
    assert [stall.stage for stall in progress.note("enrich", 0, 0, 9, 90.0)] == ["enrich", "link"]


def test_a_partition_that_is_never_served_is_stalled_although_its_stage_works() -> None:
    """Taking turns ends some time: a partition that no fetch reaches is found after a multiple of the time allowed."""
    progress = Progress(stall_seconds=60)
    limit = 60 * STARVED_AFTER
    for now in range(0, int(limit), 30):
        progress.worked("clean", float(now))
        assert progress.note("clean", 2, 0, 9, float(now)) == ()
    progress.worked("clean", limit)
    assert [stall.partition for stall in progress.note("clean", 2, 0, 9, limit)] == [2]


def test_the_clock_stands_still_while_the_broker_is_away() -> None:
    """Time without an answer of the broker is no part of a stall, the time before and after it is."""
    progress = Progress(stall_seconds=60)
    progress.note("link", 0, 1, 5, 0.0)
    progress.worked("link", 10.0)
    progress.note("link", 0, 1, 5, 20.0)
    for now in range(30, 1_000, 10):
        progress.pause(float(now))
    assert progress.stalled(990.0) == ()
    assert progress.note("link", 0, 1, 5, 1_039.0) == ()
    assert len(progress.note("link", 0, 1, 5, 1_040.0)) == 1


def test_a_pause_before_the_first_look_is_none() -> None:
    """A broker that is away at the start moves nothing."""
    progress = Progress(stall_seconds=60)
    progress.pause(500.0)
    progress.note("link", 0, 1, 5, 500.0)
    assert len(progress.note("link", 0, 1, 5, 560.0)) == 1


def test_a_partition_without_lag_is_never_stalled() -> None:
    """A quiet wire is no stall, and the time begins with the first record to do."""
    progress = Progress(stall_seconds=60)
    for now in (0.0, 50.0, 100.0, 150.0):
        assert progress.note("intake", 0, 7, 7, now) == ()
    assert progress.note("intake", 0, 7, 8, 200.0) == ()
    assert progress.note("intake", 0, 7, 8, 209.0) == ()
    assert len(progress.note("intake", 0, 7, 8, 260.0)) == 1


def test_a_suspended_observer_accuses_nobody() -> None:
    """Where nobody looked for longer than the time allowed, the time begins anew."""
    progress = Progress(stall_seconds=60)
    progress.note("link", 0, 1, 5, 0.0)
    assert progress.note("link", 0, 1, 5, 10_000.0) == ()
    progress.note("link", 0, 1, 5, 10_030.0)
    assert len(progress.note("link", 0, 1, 5, 10_060.0)) == 1


def test_a_partition_that_moved_away_is_forgotten() -> None:
    """What another worker has taken over is no longer watched."""
    progress = Progress(stall_seconds=60)
    progress.note("link", 0, 1, 5, 0.0)
    progress.forget("link", 0)
    progress.forget("link", 9)
    assert progress.stalled(1_000.0) == ()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 5)), max_size=40))
def test_nothing_is_stalled_before_its_time(notes: list[tuple[int, int, int]]) -> None:
    """Whatever is noted, no partition is stalled before the time allowed has passed since the first note."""
    progress = Progress(stall_seconds=100)
    for second, (partition, committed, end) in enumerate(notes):
        assert progress.note("clean", partition, committed, end, float(second)) == ()


def test_a_stall_makes_the_worker_not_alive() -> None:
    """`/livez` answers 503 with the partition at fault, and 200 where there is none."""
    progress = Progress(stall_seconds=1)
    progress.note("clean", 1, 0, 9, 0.0)
    sick = liveness(progress.note("clean", 1, 0, 9, 1.0))
    assert (sick.ok, sick.status) == (False, 503)
    assert "clean/1" in str(sick.body()["reasons"])
    assert liveness(()).status == 200
    assert liveness((), ["outside the group"]).body() == {"ok": False, "reasons": ["outside the group"]}


def test_a_worker_is_ready_when_it_has_its_share_and_its_tables() -> None:
    """`/readyz` waits for partitions and for what is recovered from changelogs."""
    assert readiness(joined=False).reasons == ("no partitions assigned yet",)
    assert readiness(joined=True, recovering={"dedup/1"}).reasons == ("recovering dedup/1",)
    assert readiness(joined=True).body() == {"ok": True, "reasons": []}
