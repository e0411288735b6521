"""The state of a partition on top of a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.runner import TableState

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
