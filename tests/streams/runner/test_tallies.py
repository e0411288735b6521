"""Counting how items ended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from schemas import Origin
from streams.runner import Outcome
from streams.runner import tallies as module
from streams.runner.tallies import Tallies
from streams.state import DictState

if TYPE_CHECKING:
    import pytest

ORIGINS = st.builds(
    Origin,
    partition=st.integers(0, 2),
    offset=st.integers(0, 2_000),
    index=st.sampled_from([0, 0, 0, 1, 7, 511, 512, 130_000]),
)
SAID = st.lists(st.tuples(ORIGINS, st.sampled_from([*Outcome, None])), max_size=60)


FINAL = {Outcome.PUBLISHED, Outcome.DUPLICATE, Outcome.SUPERSEDED, Outcome.RETRACTED}


def expected(said: list[tuple[Origin, Outcome | None]]) -> dict[str, dict[str, int]]:
    """Return the totals where each origin keeps its first final outcome, else the last one until it goes on."""
    ends: dict[tuple[int, int, int], Outcome | str] = {}
    for origin, outcome in said:
        key = (origin.partition, origin.offset, origin.index)
        before = ends.get(key)
        if before in FINAL or before == "went on":
            continue
        if outcome is not None:
            ends[key] = outcome
        elif before is not None:
            ends[key] = "went on"
    totals: dict[str, Counter[str]] = {}
    for (partition, _, _), end in ends.items():
        if isinstance(end, Outcome):
            totals.setdefault(str(partition), Counter())[end.value] += 1
    return {partition: dict(counted) for partition, counted in totals.items()}


def told(tallies: Tallies) -> dict[str, dict[str, int]]:
    """Return the totals without partitions that have none."""
    return {partition: counted for partition, counted in tallies.totals().items() if counted}


@given(SAID)
def test_an_item_counts_once_by_its_first_final_outcome(said: list[tuple[Origin, Outcome | None]]) -> None:
    """A final outcome stands; held and refused give way to what comes of the item afterwards."""
    tallies = Tallies(DictState())
    for origin, outcome in said:
        tallies.set(origin, outcome)
        tallies.set(origin, outcome)
    assert told(tallies) == expected(said)


@given(SAID)
def test_totals_survive_a_restart(said: list[tuple[Origin, Outcome | None]]) -> None:
    """Tallies opened on the same state have the same totals."""
    state = DictState()
    tallies = Tallies(state)
    for origin, outcome in said:
        tallies.set(origin, outcome)
    assert told(Tallies(state)) == told(tallies)


def test_old_chunks_are_folded_without_losing_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Totals hold while old outcomes are folded into a sum, and after a restart."""
    monkeypatch.setattr(module, "KEPT_CHUNKS", 4)
    state = DictState()
    tallies = Tallies(state)
    for offset in range(0, module.CHUNK * 20, 64):
        tallies.set(Origin(partition=1, offset=offset), Outcome.PUBLISHED)
    n = len(range(0, module.CHUNK * 20, 64))
    assert tallies.totals() == {"1": {"published": n}}
    assert Tallies(state).totals() == {"1": {"published": n}}
    assert len(state) < 10


def test_the_outcomes_before_and_now_are_returned() -> None:
    """Setting an outcome returns the one that it replaces and the one that holds, which a final one is for good."""
    tallies = Tallies(DictState())
    origin = Origin(partition=0, offset=5)
    assert tallies.set(origin, Outcome.HELD) == (None, Outcome.HELD)
    assert tallies.set(origin, Outcome.PUBLISHED) == (Outcome.HELD, Outcome.PUBLISHED)
    assert tallies.set(origin, Outcome.SUPERSEDED) == (Outcome.PUBLISHED, Outcome.PUBLISHED)
    assert tallies.set(origin, None) == (Outcome.PUBLISHED, Outcome.PUBLISHED)


def test_chunks_are_folded_when_there_is_one_too_many() -> None:
    """So many are kept as they are; with one more, the older half is a sum, and what it holds changes no more."""
    state = DictState()
    tallies = Tallies(state)
    for chunk in range(module.KEPT_CHUNKS):
        tallies.set(Origin(partition=0, offset=chunk * module.CHUNK), Outcome.PUBLISHED)
    assert len(state) == module.KEPT_CHUNKS
    tallies.set(Origin(partition=0, offset=module.KEPT_CHUNKS * module.CHUNK), Outcome.PUBLISHED)
    kept = module.KEPT_CHUNKS // 2 + 1
    assert len(state) == kept + 1
    folded = module.KEPT_CHUNKS // 2 * module.CHUNK
    for origin, now in (
        (Origin(partition=0, offset=folded - 1), None),
        (Origin(partition=0, offset=folded + 1), Outcome.HELD),
    ):
        assert tallies.set(origin, Outcome.HELD) == (None, now)
    assert told(tallies) == {"0": {"published": module.KEPT_CHUNKS + 1, "held": 1}}
    assert told(Tallies(state)) == told(tallies)


def test_a_chunk_left_over_from_a_fold_is_not_counted() -> None:
    """A crash may come after the sum is written and before the chunks are dropped."""
    state = DictState()
    state.put("~sums/0", b"7,3,0,0,0,0,0")
    for chunk, codes in ((7, b"\x01\x01\x01"), (8, b"\x02")):
        state.put(f"~tally/0/{chunk}", codes)
    assert told(Tallies(state)) == {"0": {"published": 3, "duplicate": 1}}


def test_a_replayed_raw_record_clears_all_its_refused_items() -> None:
    """Of that record alone, and only those that were refused; read again, they stay cleared."""
    state = DictState()
    tallies = Tallies(state)
    refused = [Origin(partition=0, offset=9, index=index) for index in (0, 3, 700)]
    other = [Origin(partition=0, offset=90, index=2), Origin(partition=0, offset=8), Origin(partition=1, offset=9)]
    for origin in (*refused, *other):
        tallies.set(origin, Outcome.REFUSED)
    tallies.set(Origin(partition=0, offset=9, index=1), Outcome.DUPLICATE)
    assert tallies.clear_record(0, 9) == 3
    assert told(tallies) == {"0": {"refused": 2, "duplicate": 1}, "1": {"refused": 1}}
    assert tallies.clear_record(0, 9) == 0
    assert [tallies.set(origin, Outcome.REFUSED) for origin in refused] == [(None, None)] * 3
    assert told(Tallies(state)) == told(tallies)
