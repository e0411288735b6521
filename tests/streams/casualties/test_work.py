"""What hostile text costs: counted in calls, which are the same at every run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from streams.casualties import extract_figures

if TYPE_CHECKING:
    from types import FrameType

SIZE = 40_000
MOST_CALLS = 5
"""Calls for a character: running copy in which every sentence has a figure takes 13."""


def calls(text: str) -> int:
    """Return how many functions are called while a text is read."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    earlier = sys.getprofile()
    sys.setprofile(note)
    try:
        extract_figures(text, language="en")
    finally:
        sys.setprofile(earlier)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "no survivors ",
        "none survived ",
        "with no survivors. ",
        "aboard no survivors. ",
        "nobody survived with ",
        "killed ",
        "Ada Lind and others died and ",
        "two and two others, ",
        "he and two others and ",
        "Ada Lind, 30, ",
        "a 12th victim ",
        "Dead: / Injured: / ",
    ],
)
def test_words_repeated_without_end_cost_little(unit: str) -> None:
    """A text of one phrase costs no more calls for a character than running copy."""
    extract_figures("Two men were killed; nobody survived.")
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    assert calls(text) <= MOST_CALLS * SIZE
