"""Numbers of what goes on from the judge."""

from __future__ import annotations

from streams.ordering import Numbering
from streams.state import DictState


def test_each_language_counts_from_nought() -> None:
    """Without a gap, each by itself."""
    numbering = Numbering(DictState())
    assert [numbering.number("en", name, day=1) for name in "abc"] == [0, 1, 2]
    assert [numbering.number("fr", name, day=1) for name in "ab"] == [0, 1]


def test_what_comes_again_has_its_number() -> None:
    """Before a restart and after one."""
    state = DictState()
    numbers = [Numbering(state).number("en", name, day=1) for name in ("a", "b", "a", "c", "b")]
    assert numbers == [0, 1, 0, 2, 1]


def test_a_lost_write_is_made_again_with_the_same_number() -> None:
    """A crash that loses the last number gives it to the same article once more."""
    state = DictState()
    numbering = Numbering(state)
    numbering.number("en", "a", day=1)
    numbering.number("en", "b", day=1)
    state.drop("order/en/b")
    assert [Numbering(state).number("en", name, day=1) for name in ("a", "b", "c")] == [0, 1, 2]


def test_a_language_may_have_any_characters() -> None:
    """Its numbers go on after a restart."""
    state = DictState()
    assert [Numbering(state).number("a/b%", name, day=1) for name in ("x/y", "z")] == [0, 1]


def test_old_names_are_forgotten_and_the_sequence_goes_on() -> None:
    """What was numbered before the day is gone, but for the last number of a language."""
    state = DictState()
    numbering = Numbering(state)
    for name, day in (("a", 4), ("b", 5), ("c", 4)):
        numbering.number("en", name, day=day)
    numbering.number("fr", "d", day=4)
    numbering.forget(5)
    assert sorted(key for key, _ in state.scan("")) == ["order/en/b", "order/en/c", "order/fr/d"]
    assert Numbering(state).number("en", "a", day=6) == 3
    assert Numbering(state).number("fr", "e", day=6) == 1
