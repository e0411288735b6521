"""A worker looks for cycles of objects seldom."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from streams.ops.collecting import NEW_OBJECTS, collect_seldom

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_a_search_begins_after_many_new_objects() -> None:
    """Later than by Python's default; the older objects are searched as often as ever."""
    before = gc.get_threshold()
    collect_seldom()
    assert gc.get_threshold() == (NEW_OBJECTS, *before[1:])
    assert before[0] < NEW_OBJECTS


def test_what_stands_at_the_start_is_left_out() -> None:
    """What is made later is searched."""
    old: list[object] = []
    collect_seldom()
    new: list[object] = []
    searched = {id(each) for each in gc.get_objects()}
    assert id(old) not in searched
    assert id(new) in searched
