"""Which record a replay of `wire.raw` stands for."""

from __future__ import annotations

import pytest

from streams.runner import ATTEMPTS_HEADER, REPLAY_HEADER, Record
from streams.runner.refusals import KEPT_REFUSALS, REACH, Refusal, Refusals, fingerprint
from streams.runner.tallies import CHUNK, KEPT_CHUNKS
from streams.state import DictState

LARGEST = 9_223_372_036_854_775_807


def raw(offset: int, *headers: tuple[str, bytes]) -> Record:
    """Return a record of `wire.raw`."""
    return Record("wire.raw.v1", 0, offset, None, b"x", headers, 0)


def replay(offset: int, place: bytes) -> Record:
    """Return a record that names the place of another."""
    return raw(offset, (REPLAY_HEADER, place), (ATTEMPTS_HEADER, b"1"))


def test_a_replay_is_known_by_the_bytes_of_the_record() -> None:
    """After a restart too; the items that it was counted for are known with it."""
    state = DictState()
    Refusals(state).remember(raw(3), Refusal(3, 12))
    assert Refusals(state).replayed_by(replay(9, b"wire.raw.v1/0/3")) == Refusal(3, 12)
    Refusals(state).remember(raw(3), Refusal(3, 14))
    assert Refusals(state).replayed_by(replay(9, b"wire.raw.v1/0/3")) == Refusal(3, 14)
    Refusals(state).remember(raw(3), Refusal(3, 2))
    assert Refusals(state).replayed_by(replay(9, b"wire.raw.v1/0/3")) == Refusal(3, 14), "the most that it had"
    assert Refusals(state).replayed_by(raw(9)) is None
    other = raw(3)._replace(value=b"of a topic recreated")
    Refusals(state).remember(other, Refusal(3, 2))
    again = replay(9, b"wire.raw.v1/0/3")._replace(value=other.value)
    assert Refusals(state).replayed_by(again) == Refusal(3, 2)


@pytest.mark.parametrize(
    "place",
    [
        b"wire.raw.v1/0/0%d" % (LARGEST - 9),
        b"wire.raw.v1/1/%d" % (LARGEST - 9),
        b"wire.items.v1/0/%d" % (LARGEST - 9),
        b"wire.raw.v1/0/-1",
        "wire.raw.v1/0/\u0663".encode(),
        b"wire.raw.v1/0/",
        b"",
    ],
)
def test_a_replay_names_the_place_of_its_record(place: bytes) -> None:
    """On its own topic and partition, with at most the nineteen digits of Kafka's largest offset."""
    refusals = Refusals(DictState())
    refusals.remember(raw(3), Refusal(3, 1))
    refusals.remember(raw(LARGEST - 9), Refusal(LARGEST - 9, 1))
    assert refusals.replayed_by(replay(LARGEST, b"wire.raw.v1/0/%d" % (LARGEST - 9))) is not None
    assert refusals.replayed_by(replay(LARGEST, place)) is None


@pytest.mark.parametrize(("distance", "known"), [(0, False), (1, True), (REACH, True), (REACH + 1, False)])
def test_a_replay_comes_after_its_record_and_within_reach(distance: int, known: bool) -> None:
    """Further away a stage may have added the outcome of the item to a sum, and could not change it."""
    refusals = Refusals(DictState())
    refusals.remember(raw(3), Refusal(3, 1))
    assert (refusals.replayed_by(replay(3 + distance, b"wire.raw.v1/0/3")) is not None) is known
    assert REACH <= (KEPT_CHUNKS // 2) * CHUNK


def test_the_newest_refusals_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest gives way, one for each that comes; that it is kept longer after a restart is not so."""
    assert KEPT_REFUSALS == 100_000
    monkeypatch.setattr("streams.runner.refusals.KEPT_REFUSALS", 2)
    state = DictState()
    refusals = Refusals(state)
    for offset in (3, 4, 4):
        refusals.remember(raw(offset), Refusal(offset, 1))
    assert refusals.replayed_by(replay(9, b"wire.raw.v1/0/3")) is not None
    refusals = Refusals(state)
    refusals.remember(raw(5), Refusal(5, 1))
    known = [refusals.replayed_by(replay(9, b"wire.raw.v1/0/%d" % offset)) is not None for offset in (3, 4, 5)]
    assert known == [False, True, True]


def test_a_fingerprint_tells_apart_whatever_differs() -> None:
    """A missing value from an empty one, a key from a value, and where one header ends and the next begins."""
    records = [
        raw(1),
        raw(1)._replace(value=None),
        raw(1)._replace(value=b""),
        raw(1)._replace(key=b"x", value=None),
        raw(1, ("ab", b"c")),
        raw(1, ("a", b"bc")),
        raw(1, ("a", b""), ("bc", b"")),
    ]
    assert len({fingerprint(record) for record in records}) == len(records)
    assert fingerprint(raw(1)) == fingerprint(replay(7, b"anything"))
