"""Filters of dead letters, and the record that one holds."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import DeadLetter
from streams.ops.dead_letters import Filter, letter_json, moment, original, replay_headers, short_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def letter(**fields: object) -> DeadLetter:
    """Return a dead letter, with what is given in place of the usual."""
    usual: dict[str, object] = {
        "id": "wire.raw.v1/0/7",
        "stage": "intake",
        "topic": "wire.raw.v1",
        "partition": 0,
        "offset": 7,
        "key": None,
        "value": None,
        "error": "MalformedItem",
        "message": "not JSON",
        "at": NOW,
    }
    return DeadLetter.model_validate(usual | fields)


def encoded(value: bytes | None) -> str | None:
    """Return bytes as a dead letter keeps them."""
    return None if value is None else b64encode(value).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90m", NOW - timedelta(minutes=90)),
        ("2d", NOW - timedelta(days=2)),
        ("30 s", NOW - timedelta(seconds=30)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T10:30+02:00", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_time_or_how_long_ago(text: str, expected: datetime) -> None:
    """Times without a zone are UTC."""
    assert moment(text, NOW) == expected


def test_what_is_no_moment_is_told() -> None:
    """The message shows both ways to give one."""
    with pytest.raises(ValueError, match=r"'yesterday' is no time: give an ISO time .* or how long ago"):
        moment("yesterday", NOW)


@given(
    st.none() | st.binary(max_size=50),
    st.none() | st.binary(max_size=200),
    st.lists(st.tuples(st.text(max_size=9), st.binary(max_size=20)), max_size=5),
)
def test_a_record_comes_back_as_it_was(
    key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    """Whatever bytes a record had, the original in a dead letter has the same, and the replay adds two headers."""
    dead = letter(
        key=encoded(key),
        value=encoded(value),
        headers=[(name, encoded(content)) for name, content in headers],
        attempts=3,
    )
    record = original(dead)
    assert (record.key, record.value, record.headers) == (key, value, tuple(headers))
    kept = [each for each in headers if each[0] not in {"wf-replay", "wf-attempts"}]
    assert replay_headers(dead) == [*kept, ("wf-replay", b"wire.raw.v1/0/7"), ("wf-attempts", b"3")]
    assert letter_json(dead)["bytes"] == (None if value is None else len(value))


def test_a_second_replay_is_marked_once() -> None:
    """The marks of an earlier replay are replaced, not added to."""
    dead = letter(headers=[("wf-replay", encoded(b"old")), ("wf-attempts", encoded(b"1"))], attempts=2)
    assert replay_headers(dead) == [("wf-replay", b"wire.raw.v1/0/7"), ("wf-attempts", b"2")]


def test_a_replay_of_a_replay_names_the_first_letter() -> None:
    """However long the chain is, as the worker wrote it into the letter."""
    dead = letter(id="wire.raw.v1/0/99", first_id="wire.raw.v1/0/7", headers=[("wf-replay", encoded(b"x"))], attempts=4)
    assert replay_headers(dead) == [("wf-replay", b"wire.raw.v1/0/7"), ("wf-attempts", b"4")]


def test_ids_are_told_apart_by_their_short_forms() -> None:
    """Sixty-four bits for each."""
    assert len({short_id(f"wire.raw.v1/{number % 4}/{number}") for number in range(10_000)}) == 10_000
    assert 0 <= short_id("") < 2**64


def test_a_letter_with_broken_base64_is_told() -> None:
    """It can't be put back, and the message names it."""
    with pytest.raises(ValueError, match=r"dead letter wire\.raw\.v1/0/7 holds no valid base64"):
        original(letter(value="%%%"))


def test_a_filter_restricts_by_all_that_it_has() -> None:
    """Every part must hold; an empty filter takes everything and knows it."""
    dead = letter()
    assert Filter().everything
    assert Filter().matches(dead)
    assert Filter(stage="intake", error="malformeditem", topic="wire.raw.v1", since=NOW, ids=(dead.id,)).matches(dead)
    for other in (
        Filter(stage="clean"),
        Filter(error="EmptyItem"),
        Filter(topic="wire.items.v1"),
        Filter(since=NOW + timedelta(seconds=1)),
        Filter(ids=("x",)),
    ):
        assert not other.everything
        assert not other.matches(dead)
