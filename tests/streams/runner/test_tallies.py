"""Counting how items ended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from schemas import Origin
from streams.runner import Outcome, TableState
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


def test_the_refused_items_of_a_raw_record_are_known_by_their_places() -> None:
    """Of that record alone, and only those that were refused; those that go on are refused no more."""
    state = DictState()
    tallies = Tallies(state)
    refused = [Origin(partition=0, offset=9, index=index) for index in (0, 3, 700)]
    other = [Origin(partition=0, offset=90, index=2), Origin(partition=0, offset=8), Origin(partition=1, offset=9)]
    for origin in (*refused, *other):
        tallies.set(origin, Outcome.REFUSED)
    tallies.set(Origin(partition=0, offset=9, index=1), Outcome.DUPLICATE)
    assert tallies.refused_of(0, 9) == (0, 3, 700)
    for origin in refused:
        tallies.set(origin, None)
    assert told(tallies) == {"0": {"refused": 2, "duplicate": 1}, "1": {"refused": 1}}
    assert tallies.refused_of(0, 9) == ()
    assert [tallies.set(origin, Outcome.REFUSED) for origin in refused] == [(None, None)] * 3
    assert told(Tallies(state)) == told(tallies)


def test_outcomes_are_kept_as_one_byte_of_a_chunk_of_512() -> None:
    """The form in the changelog, which another release reads: the code of an outcome is its place, counted from one."""
    assert (module.CHUNK, module.KEPT_CHUNKS) == (512, 4_096)
    state = DictState()
    tallies = Tallies(state)
    for offset, outcome in enumerate(Outcome):
        tallies.set(Origin(partition=3, offset=offset), outcome)
    tallies.set(Origin(partition=3, offset=3), None)
    tallies.set(Origin(partition=3, offset=511), Outcome.PUBLISHED)
    tallies.set(Origin(partition=3, offset=513), Outcome.DUPLICATE)
    tallies.set(Origin(partition=3, offset=513, index=1), Outcome.HELD)
    tallies.set(Origin(partition=3, offset=513, index=512), Outcome.REFUSED)
    assert dict(state.scan("")) == {
        "~tally/3/0": b"\x01\x02\x03\x07\x05\x06" + bytes(505) + b"\x01",
        "~tally/3/1": b"\x00\x02",
        "~tally/3/1/513": b"\x00\x04",
        "~tally/3/1/513/1": b"\x06",
    }


def test_an_item_that_goes_on_at_once_leaves_no_trace() -> None:
    """Only one that was held or refused before is kept as gone on."""
    state = DictState()
    assert Tallies(state).set(Origin(partition=0, offset=5), None) == (None, None)
    assert len(state) == 0


def test_an_outcome_that_stays_is_not_written_again() -> None:
    """Redelivery writes nothing to the changelog."""
    state = TableState({}, 0)
    tallies = Tallies(state)
    origin = Origin(partition=0, offset=0)
    tallies.set(origin, Outcome.HELD)
    assert tallies.set(origin, Outcome.HELD) == (Outcome.HELD, Outcome.HELD)
    assert state.writes() == [(b"0|~tally/0/0", b"\x04")]
    assert told(tallies) == {"0": {"held": 1}}


def test_every_item_is_counted_under_its_own_outcome() -> None:
    """The first and the last outcome too."""
    tallies = Tallies(DictState())
    for number, outcome in enumerate(Outcome, start=1):
        for index in range(number):
            tallies.set(Origin(partition=0, offset=number, index=index), outcome)
    assert tallies.totals() == {"0": {outcome.value: number for number, outcome in enumerate(Outcome, start=1)}}


def test_an_item_that_went_on_never_ends_here() -> None:
    """Neither redelivery nor replay gives it an outcome."""
    tallies = Tallies(DictState())
    origin = Origin(partition=0, offset=5)
    tallies.set(origin, Outcome.HELD)
    assert tallies.set(origin, None) == (Outcome.HELD, None)
    assert tallies.set(origin, Outcome.REFUSED) == (None, None)
    assert told(tallies) == {}


def test_refused_items_are_found_in_every_chunk_of_the_record() -> None:
    """Item 0 stands among the offsets; items of a record with more digits are another record's."""
    state = DictState()
    tallies = Tallies(state)
    for offset, index in ((1, 0), (1, 1), (1, 511), (1, 512), (1, 1_024), (10, 1), (100, 600)):
        tallies.set(Origin(partition=0, offset=offset, index=index), Outcome.REFUSED)
    assert tallies.refused_of(0, 1) == (0, 1, 511, 512, 1_024)
    assert (tallies.refused_of(0, 2), tallies.refused_of(0, 0), tallies.refused_of(7, 1)) == ((), (), ())


def test_the_sum_holds_what_was_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last chunk that it holds, then the number of each outcome; later chunks stay as they are."""
    monkeypatch.setattr(module, "KEPT_CHUNKS", 2)
    state = DictState()
    tallies = Tallies(state)
    for chunk, outcome in ((3, Outcome.PUBLISHED), (5, Outcome.HELD), (8, Outcome.REFUSED)):
        tallies.set(Origin(partition=1, offset=chunk * 512), outcome)
        tallies.set(Origin(partition=1, offset=chunk * 512, index=2), outcome)
    assert dict(state.scan("")) == {
        "~sums/1": b"3,2,0,0,0,0,0",
        "~tally/1/5": b"\x04",
        "~tally/1/5/2560": b"\x00\x00\x04",
        "~tally/1/8": b"\x06",
        "~tally/1/8/4096": b"\x00\x00\x06",
    }
    for each in (tallies, Tallies(state)):
        assert told(each) == {"1": {"published": 2, "held": 2, "refused": 2}}
        assert each.set(Origin(partition=1, offset=4 * 512 - 1), Outcome.HELD) == (None, None)
    assert tallies.set(Origin(partition=1, offset=4 * 512), Outcome.HELD) == (None, Outcome.HELD)
    assert state.get("~sums/1") == b"4,2,0,0,1,0,0", "chunks 5 and 8 are still counted: one more is one too many"


def test_the_newer_half_of_the_chunks_is_kept_after_a_fold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five, three: the next fold comes with the second new chunk."""
    monkeypatch.setattr(module, "KEPT_CHUNKS", 4)
    state = DictState()
    tallies = Tallies(state)
    sums = []
    for chunk in range(7):
        tallies.set(Origin(partition=0, offset=chunk * 512), Outcome.PUBLISHED)
        sums.append(state.get("~sums/0"))
    assert sums == [None] * 4 + [b"1,2,0,0,0,0,0"] * 2 + [b"3,4,0,0,0,0,0"]
