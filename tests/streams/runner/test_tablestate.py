"""The state of a partition on top of a table."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.runner import TableState
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = st.sampled_from(["a", "b", "ab", "c/1", "c/2"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, st.binary(min_size=1, max_size=3)),
        st.tuples(st.just("drop"), KEYS, st.none()),
        st.tuples(st.just("begin"), st.none(), st.none()),
        st.tuples(st.just("rollback"), st.none(), st.none()),
        st.tuples(st.just("commit"), st.none(), st.none()),
    ),
    max_size=40,
)


@given(STEPS)
def test_reads_see_every_write_and_what_is_rolled_back_is_gone(
    steps: list[tuple[str, str | None, bytes | None]],
) -> None:
    """The state behaves like a plain dictionary that is restored to the last `begin` by a rollback."""
    store: dict[bytes, bytes] = {b"1|a": b"of another partition"}
    state = TableState(store, 0)
    model: dict[str, bytes] = {}
    at_begin: dict[str, bytes] = {}
    for what, key, value in steps:
        if what == "put":
            assert key is not None
            assert value is not None
            state.put(key, value)
            model[key] = value
        elif what == "drop":
            assert key is not None
            state.drop(key)
            model.pop(key, None)
        elif what == "begin":
            state.begin()
            at_begin = dict(model)
        elif what == "rollback":
            state.rollback()
            model = dict(at_begin)
        else:
            state.commit(state.writes())
            at_begin = dict(model)
        assert dict(state.scan("")) == model
        assert {key: state.get(key) for key in model} == model
        assert dict(state.scan("c/")) == {key: value for key, value in model.items() if key.startswith("c/")}


@given(STEPS)
def test_the_journal_replayed_gives_the_store(steps: list[tuple[str, str | None, bytes | None]]) -> None:
    """Applying the changelog's writes in order to an empty store ends in what the table holds."""
    store: dict[bytes, bytes] = {}
    replayed: dict[bytes, bytes] = {}
    state = TableState(store, 3)
    for what, key, value in [*steps, ("commit", None, None)]:
        if what == "put":
            assert key is not None
            assert value is not None
            state.put(key, value)
        elif what == "drop":
            assert key is not None
            state.drop(key)
        elif what == "commit":
            writes = state.writes()
            for written, to in writes:
                if to is None:
                    replayed.pop(written, None)
                else:
                    replayed[written] = to
            state.commit(writes)
    assert replayed == store


def test_partitions_of_one_table_do_not_see_each_other() -> None:
    """Two partitions may use the same key."""
    store: dict[bytes, bytes] = {}
    first, second = TableState(store, 1), TableState(store, 11)
    first.put("k", b"1")
    second.put("k", b"11")
    first.commit(first.writes())
    second.commit(second.writes())
    assert first.get("k") == b"1"
    assert dict(second.scan("")) == {"k": b"11"}


def test_dropping_what_is_not_there_writes_nothing() -> None:
    """A key that has no value, in the store or pending, needs no tombstone."""
    state = TableState({b"0|stored": b"1"}, 0)
    state.drop("unknown")
    assert state.writes() == []
    state.drop("stored")
    state.drop("stored")
    assert state.writes() == [(b"0|stored", None)]
    state.put("new", b"2")
    state.drop("new")
    state.drop("new")
    assert state.writes()[1:] == [(b"0|new", b"2"), (b"0|new", None)]
    assert len(state) == 0


def test_a_pending_value_stands_before_the_stored_one() -> None:
    """Each key is scanned once, and counted once."""
    state = TableState({b"0|a": b"old", b"0|b": b"old"}, 0)
    state.put("a", b"new")
    assert (state.get("a"), state.get("b"), state.get("c")) == (b"new", b"old", None)
    assert sorted(state.scan("")) == [("a", b"new"), ("b", b"old")]
    assert len(state) == 2


def test_writes_of_a_record_are_those_since_it_began() -> None:
    """They alone are rolled back, and a second rollback finds none."""
    state = TableState({}, 0)
    state.put("a", b"1")
    state.begin()
    assert state.written_since_begin() == []
    assert state.rollback() is False
    state.put("a", b"2")
    state.put("b", b"3")
    state.put("a", b"4")
    assert state.written_since_begin() == [(b"0|a", b"2"), (b"0|b", b"3"), (b"0|a", b"4")]
    assert state.rollback() is True
    assert state.writes() == [(b"0|a", b"1")]
    assert (state.get("a"), state.get("b")) == (b"1", None)
    assert state.rollback() is False


def test_writes_are_put_in_the_order_of_their_prefixes() -> None:
    """Those under no prefix come last; within a prefix the order in which they were made stays."""
    state = TableState({}, 0)
    for key in ("x", "b/2", "a/1", "b/1", "w", "a/2"):
        state.put(key, b"1")
    state.move_first("a/", "b/")
    keys = [key.decode() for key, _ in state.writes()]
    assert keys == ["0|a/1", "0|a/2", "0|b/2", "0|b/1", "0|x", "0|w"]


def test_what_is_written_while_others_are_sent_stays_pending() -> None:
    """The writes that were sent are in the store; a dropped key is taken out of it, or was never there."""
    store = {b"0|old": b"1"}
    state = TableState(store, 0)
    state.put("a", b"1")
    state.drop("old")
    sent = state.writes()
    state.put("a", b"2")
    state.put("b", b"3")
    state.commit(sent)
    assert store == {b"0|a": b"1"}
    assert state.writes() == [(b"0|a", b"2"), (b"0|b", b"3")]
    assert (state.get("a"), state.rollback()) == (b"2", False)
    state.commit(state.writes())
    assert store == {b"0|a": b"2", b"0|b": b"3"}
    state.put("c", b"4")
    state.drop("c")
    state.commit(state.writes())
    assert b"0|c" not in store


@pytest.mark.parametrize("make", [DictState, lambda: TableState({}, 0)])
def test_a_value_takes_little_more_memory_than_its_bytes(make: Callable[[], DictState | TableState]) -> None:
    """What writes JSON leaves some kilobytes behind each value."""
    state, fields = make(), ["killed"] * 50
    tracemalloc.start()
    for number in range(100):
        state.put(f"{number}", orjson.dumps(fields))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 100 * 2 * len(orjson.dumps(fields))
