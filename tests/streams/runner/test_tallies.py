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
    Origin, partition=st.integers(0, 2), offset=st.integers(0, 2_000), index=st.sampled_from([0, 0, 0, 1, 7])
)
SAID = st.lists(st.tuples(ORIGINS, st.sampled_from([*Outcome, None])), max_size=60)


def expected(said: list[tuple[Origin, Outcome | None]]) -> dict[str, dict[str, int]]:
    """Return the totals of the last outcome said of each origin."""
    last = {(o.partition, o.offset, o.index): outcome for o, outcome in said}
    totals: dict[str, Counter[str]] = {}
    for (partition, _, _), outcome in last.items():
        if outcome is not None:
            totals.setdefault(str(partition), Counter())[outcome.value] += 1
    return {partition: dict(counted) for partition, counted in totals.items()}


def told(tallies: Tallies) -> dict[str, dict[str, int]]:
    """Return the totals without partitions that have none."""
    return {partition: counted for partition, counted in tallies.totals().items() if counted}


@given(SAID)
def test_an_item_counts_once_as_what_was_said_last(said: list[tuple[Origin, Outcome | None]]) -> None:
    """Totals are those of the last outcome of each item, however often it was said."""
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


def test_what_was_said_before_is_returned() -> None:
    """Setting an outcome tells the one that it replaces."""
    tallies = Tallies(DictState())
    origin = Origin(partition=0, offset=5)
    assert tallies.set(origin, Outcome.HELD) is None
    assert tallies.set(origin, Outcome.PUBLISHED) is Outcome.HELD
