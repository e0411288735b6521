"""Retractions that were answered, and for how long they are known."""

from __future__ import annotations

from schemas import Origin
from streams.dedup.kills import Kills
from streams.state import DictState
from tests.streams.dedup.documents import answered


def test_answers() -> None:
    """The answer to a retraction is known by its item and the place of its record, also after a restart."""
    state = DictState()
    kills = Kills(state)
    kills.add(answered("ferry", 5), 100)

    for known in (kills, Kills(state)):
        assert known.answer("wire/ferry", Origin(partition=2, offset=5, index=3)) == answered("ferry", 5)
        assert known.answer("wire/budget", Origin(partition=2, offset=5, index=3)) is None
        assert known.answer("wire/ferry", Origin(partition=2, offset=6, index=3)) is None
        assert known.answer("wire/ferry", Origin(partition=1, offset=5, index=3)) is None
        assert known.answer("wire/ferry", Origin(partition=2, offset=5, index=4)) is None


def test_items() -> None:
    """An item counts as killed from its first retraction on, however many it has; none does before."""
    kills = Kills(DictState())
    assert (len(kills), list(kills), "wire/ferry" in kills) == (0, [], False)

    kills.add(answered("ferry", 5), 100)
    kills.add(answered("ferry", 6), 100)

    assert (len(kills), list(kills), "wire/ferry" in kills) == (2, ["wire/ferry"], True)


def test_expiry() -> None:
    """Answers from before a time are forgotten with their state keys, and one of that very time is not."""
    state = DictState()
    kills = Kills(state)
    kills.add(answered("ferry", 5), 100)
    kills.add(answered("budget", 6), 101)

    for known in (kills, Kills(state)):
        assert list(known.expire(101)) == ["k/2.5.3/wire/ferry"]
        assert (list(known), len(known)) == (["wire/budget"], 1)
        assert list(known.expire(101)) == []


def test_an_item_that_was_killed_again() -> None:
    """An item counts as killed until its last retraction is forgotten, also after a restart."""
    state = DictState()
    kills = Kills(state)
    kills.add(answered("ferry", 7), 100)
    kills.add(answered("ferry", 6), 200)

    for known in (kills, Kills(state)):
        assert list(known.expire(200)) == ["k/2.7.3/wire/ferry"]
        assert "wire/ferry" in known
        assert list(known.expire(201)) == ["k/2.6.3/wire/ferry"]
        assert "wire/ferry" not in known
        assert list(known.expire(300)) == []


def test_order_after_a_restart() -> None:
    """After a restart answers are forgotten in the order of their times, not of their places."""
    state = DictState()
    kills = Kills(state)
    kills.add(answered("budget", 9), 100)
    kills.add(answered("ferry", 5), 300)
    kills.add(answered("harbour", 7), 200)

    restarted = Kills(state)

    assert list(restarted) == ["wire/budget", "wire/harbour", "wire/ferry"]
    assert list(restarted.expire(250)) == ["k/2.9.3/wire/budget", "k/2.7.3/wire/harbour"]


def test_retractions_of_one_moment() -> None:
    """After a restart answers of one moment are forgotten in the order of their state keys."""
    state = DictState()
    kills = Kills(state)
    kills.add(answered("harbour", 7), 100)
    kills.add(answered("budget", 6), 100)

    assert list(Kills(state).expire(101)) == ["k/2.6.3/wire/budget", "k/2.7.3/wire/harbour"]


def test_versions_that_may_not_go_on() -> None:
    """A kill bars all versions of its item, a withhold those up to its own, also after a restart."""
    state = DictState()
    kills = Kills(state)
    kills.add(answered("ferry", 5), 100)
    kills.add(answered("budget", 6, withheld=3), 100)

    for known in (kills, Kills(state)):
        assert known.bars("wire/ferry", 1_000)
        assert [known.bars("wire/budget", version) for version in (1, 3, 4)] == [True, True, False]
        assert not known.bars("wire/harbour", 1)


def test_several_retractions_of_an_item() -> None:
    """The highest version that was withheld counts, and a kill counts for all, in whatever order they come."""
    for versions in ((3, 5), (5, 3)):
        kills = Kills(DictState())
        for offset, version in enumerate(versions):
            kills.add(answered("ferry", offset, withheld=version), 100)
        assert [kills.bars("wire/ferry", version) for version in (5, 6)] == [True, False]
        kills.add(answered("ferry", 7), 100)
        kills.add(answered("ferry", 8, withheld=9), 100)
        assert kills.bars("wire/ferry", 10)


def test_forgotten_retractions_bar_nothing() -> None:
    """Once the last retraction of an item is forgotten, its versions go on."""
    kills = Kills(DictState())
    kills.add(answered("ferry", 5), 100)

    assert list(kills.expire(101)) == ["k/2.5.3/wire/ferry"]
    assert not kills.bars("wire/ferry", 1)
