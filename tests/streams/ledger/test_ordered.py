"""Values that are kept in order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.ledger.ordered import Ordered


def first(pair: tuple[int, object]) -> int:
    """Return what pairs are ordered by."""
    return pair[0]


@given(drawn=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30), data=st.data())
def test_values_stand_as_if_they_were_sorted(drawn: list[Any], data: st.DataObject) -> None:
    """Those of one key in the order in which they were added, after any additions and removals."""
    ordered: Ordered[Any] = Ordered(first)
    held: list[Any] = []
    for key, is_last in drawn:
        value = (key, object())
        held.append(value)
        assert ordered[ordered.add(value)] is value
        if is_last:
            gone = data.draw(st.sampled_from(held))
            held.remove(gone)
            ordered.remove(gone)
        assert list(ordered) == sorted(held, key=first)
        assert list(reversed(ordered)) == sorted(held, key=first)[::-1]
        assert len(ordered) == len(held)


def test_an_equal_value_is_another() -> None:
    """What is taken out is the object itself; one that is not there is an error."""
    one, other = [1], [1]
    ordered = Ordered(len, [one, other])
    assert ordered.remove(other) == 1
    assert ordered[0] is one
    with pytest.raises(IndexError):
        ordered.remove(other)
