"""What is meant to cost the most costs in proportion to its size: counted in calls, which are the same at every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.worst_forms import PAGES, TEXTS
from schemas import BodyKind
from streams.cleaning import Cleaner
from streams.state import DictState
from tests.running.calls import calls_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.streams.cleaning.conftest import MakeItem

SIZE = 5_000
MOST_GROWTH = 2.3
"""Twice the size may take so many times the calls."""
FORMS = [
    *((f"page of {name}", BodyKind.HTML, make) for name, make in PAGES.items()),
    *((f"text of {name}", BodyKind.TEXT, make) for name, make in TEXTS.items()),
]


@pytest.mark.parametrize(("kind", "make"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS])
def test_twice_the_size_takes_about_twice_the_calls(
    make_item: MakeItem, kind: BodyKind, make: Callable[[int], str]
) -> None:
    """Nothing is gone through again for each of its parts."""
    calls(make_item, make(SIZE // 10), kind)
    single, double = (calls(make_item, make(size), kind) for size in (SIZE, 2 * SIZE))
    assert double <= MOST_GROWTH * single


def calls(make_item: MakeItem, body: str, kind: BodyKind) -> int:
    """Return how many functions are called while a body is cleaned."""
    item, cleaner = make_item(body, kind=kind), Cleaner(DictState())
    return calls_of(lambda: cleaner.clean(item))
