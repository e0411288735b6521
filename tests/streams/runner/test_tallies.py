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
