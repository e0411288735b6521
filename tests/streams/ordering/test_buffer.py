"""Numbers that arrive in any order and go out in theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.ordering import ReorderBuffer
from streams.state import DictState

NOW = datetime(2026, 3, 4, tzinfo=UTC)
WAIT = timedelta(seconds=30)


def arrive(buffer: ReorderBuffer, number: int, lane: str = "en", through: int | None = None) -> list[int]:
    """Return the numbers whose turn comes when one arrives; each keeps itself as its value."""
    if not buffer.is_turn(lane, number):
        kept = buffer.hold(lane, number, b"%d" % number)
        out = []
    else:
        out = [number]
        kept = buffer.take(lane, number, through)
    while kept is not None:
        out.append(int(kept))
        kept = buffer.take(lane, int(kept))
    return out


def test_what_comes_early_waits_for_what_is_missing() -> None:
    """It follows at once when the missing number has come, up to the next gap."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert [arrive(buffer, number) for number in (2, 1, 4)] == [[], [], []]
    assert len(buffer) == 3
    assert arrive(buffer, 0) == [0, 1, 2]
    assert len(buffer) == 1
    assert arrive(buffer, 3) == [3, 4]


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)))
def test_any_arrival_and_any_restart_give_the_order(arrivals: list[int], restarts: set[int]) -> None:
    """Each number once, from the first to the last, and nothing is kept but the place."""
    state = DictState()
    buffer = ReorderBuffer(state, most=12)
    out: list[int] = []
    for place, number in enumerate(arrivals):
        if place in restarts:
            buffer = ReorderBuffer(state, most=12)
        out += arrive(buffer, number)
    assert out == list(range(12))
    assert [key for key, _ in state.scan("")] == ["next/en"]


def test_lanes_do_not_wait_for_each_other() -> None:
    """A gap in one holds nothing back in another."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert arrive(buffer, 1, "en") == []
    assert arrive(buffer, 0, "fr") == [0]


def test_what_comes_late_or_again_has_its_turn_at_once() -> None:
    """A number below the next one waits for nothing and changes no place."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert [arrive(buffer, number) for number in (0, 1, 2, 0)] == [[0], [1], [2], [0]]
    assert not buffer.is_turn("en", 4)
    assert buffer.is_turn("en", 3)


def test_what_waits_and_comes_again_waits_once() -> None:
    """A redelivery before the turn adds nothing."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert [arrive(buffer, number) for number in (2, 2, 1, 0)] == [[], [], [], [0, 1, 2]]


def test_what_only_takes_a_place_does_not_replace_what_waits_there() -> None:
    """An article replaces it, and is replaced by its next arrival."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert [buffer.hold("en", 1, value, empty=not value) for value in (b"", b"first", b"", b"again", b"")] == [None] * 5
    assert len(buffer) == 1
    assert buffer.take("en", 0) == b"again"


@pytest.mark.parametrize(("waiting", "out"), [(3, []), (4, [1, 2, 3, 4])])
def test_a_missing_number_is_passed_over_when_too_many_wait(waiting: int, out: list[int]) -> None:
    """With one more than may wait; the missing one has its turn when it comes."""
    buffer = ReorderBuffer(DictState(), most=3)
    found = [arrive(buffer, number) for number in range(1, waiting + 1)]
    assert found == [[]] * (waiting - 1) + [out]
    if out:
        assert arrive(buffer, 0) == [0]


def test_when_too_many_wait_only_the_first_missing_number_is_passed_over() -> None:
    """A later gap is waited for still."""
    buffer = ReorderBuffer(DictState(), most=3)
    assert [arrive(buffer, number) for number in (1, 3, 4, 5)] == [[], [], [], [1]]
    assert arrive(buffer, 2) == [2, 3, 4, 5]


def test_a_range_is_passed_over_where_nothing_waits() -> None:
    """The number after its last one is next."""
    buffer = ReorderBuffer(DictState(), most=3)
    assert arrive(buffer, 0, through=3) == [0]
    assert buffer.is_turn("en", 4)
    assert not buffer.is_turn("en", 5)


def test_a_range_is_passed_over_with_what_has_come_of_it() -> None:
    """What has come has its turn, and nothing else up to the end of the range is waited for."""
    state = DictState()
    buffer = ReorderBuffer(state, most=10)
    assert [arrive(buffer, number) for number in (2, 5)] == [[], []]
    assert arrive(buffer, 0, through=3) == [0, 2]
    buffer = ReorderBuffer(state, most=10)
    assert buffer.is_turn("en", 4)
    assert not buffer.is_turn("en", 5)
    assert arrive(buffer, 4) == [4, 5]


def test_a_range_before_what_waits_lets_it_go() -> None:
    """The last number of the range is passed over too."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert arrive(buffer, 4) == []
    assert arrive(buffer, 0, through=3) == [0, 4]


@pytest.mark.parametrize(("seconds", "found"), [(29.9, []), (30, [("en", 0, 2)])])
def test_a_number_is_overdue_when_it_has_been_missing_so_long(seconds: float, found: list[object]) -> None:
    """From the call on that first finds it missing; the first number that waits is not missing."""
    buffer = ReorderBuffer(DictState(), most=10)
    arrive(buffer, 3)
    arrive(buffer, 5)
    assert list(buffer.overdue(NOW, WAIT)) == []
    assert list(buffer.overdue(NOW + timedelta(seconds=seconds), WAIT)) == found


def test_the_time_begins_again_for_another_missing_number() -> None:
    """And nothing is overdue where nothing waits."""
    buffer = ReorderBuffer(DictState(), most=10)
    assert list(buffer.overdue(NOW, WAIT)) == []
    arrive(buffer, 1)
    arrive(buffer, 3)
    list(buffer.overdue(NOW, WAIT))
    arrive(buffer, 0)
    assert list(buffer.overdue(NOW + WAIT, WAIT)) == []
    assert list(buffer.overdue(NOW + 2 * WAIT, WAIT)) == [("en", 2, 2)]
    assert list(buffer.overdue(NOW + 2 * WAIT, WAIT)) == []
    arrive(buffer, 2)
    assert list(buffer.overdue(NOW + 5 * WAIT, WAIT)) == []


def test_a_crash_between_two_writes_repeats_and_loses_nothing() -> None:
    """What was written last may be lost: numbers come again then, in the same order."""
    state = DictState()
    buffer = ReorderBuffer(state, most=10)
    arrive(buffer, 1)
    arrive(buffer, 2)
    before = dict(state.scan(""))
    assert arrive(buffer, 0) == [0, 1, 2]
    for kept in (["next/en"], []):  # the place was written and what waited is still there; nothing was written
        crashed = DictState()
        for key, value in before.items():
            crashed.put(key, value)
        for key in kept:
            crashed.put(key, state.get(key) or b"")
        again = ReorderBuffer(crashed, most=10)
        assert arrive(again, 0) == [0, 1, 2]
        assert [key for key, _ in crashed.scan("")] == ["next/en"]


def interrupted() -> DictState:
    """Return the state after a crash between the turn of a number and that of the number after it."""
    state = DictState()
    buffer = ReorderBuffer(state, most=10)
    assert arrive(buffer, 1) == []
    assert buffer.take("en", 0) == b"1"
    return state


def test_what_a_crash_left_waiting_follows_the_next_arrival() -> None:
    """One that is late, or one that itself must wait."""
    assert arrive(ReorderBuffer(interrupted(), most=10), 0) == [0, 1]
    assert arrive(ReorderBuffer(interrupted(), most=10), 3) == [1]


def test_what_a_crash_left_waiting_is_overdue_too() -> None:
    """Where nothing else arrives, what is sent for the missing numbers lets it go."""
    buffer = ReorderBuffer(interrupted(), most=10)
    assert list(buffer.overdue(NOW, WAIT)) == []
    assert list(buffer.overdue(NOW + WAIT, WAIT)) == [("en", 0, 0)]
    assert arrive(buffer, 0, through=0) == [0, 1]
    assert buffer.is_turn("en", 2)


def test_what_came_of_a_range_goes_before_what_follows_the_range() -> None:
    """Also where a crash came before its turn."""
    state = DictState()
    buffer = ReorderBuffer(state, most=10)
    assert [arrive(buffer, number) for number in (2, 5)] == [[], []]
    assert buffer.take("en", 0, through=3) == b"2"
    again = ReorderBuffer(state, most=10)
    assert not again.is_turn("en", 4)
    assert arrive(again, 4) == [2, 4, 5]


def test_a_lane_in_which_nothing_waits_hides_no_other() -> None:
    """The missing number of the next lane is overdue all the same."""
    buffer = ReorderBuffer(DictState(), most=10)
    arrive(buffer, 0, "en")
    arrive(buffer, 1, "fr")
    assert list(buffer.overdue(NOW, WAIT)) == []
    assert list(buffer.overdue(NOW + WAIT, WAIT)) == [("fr", 0, 0)]
