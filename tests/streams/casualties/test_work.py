"""What hostile text costs: counted in calls, which are the same at every run."""

from __future__ import annotations

import pytest

from streams.casualties import extract_figures
from tests.running.calls import calls_of

SIZE = 40_000
MOST_CALLS = 5
"""Calls for a character: running copy in which every sentence has a figure takes 13."""


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
    assert calls_of(lambda: extract_figures(text, language="en")) <= MOST_CALLS * SIZE


def test_a_book_of_nobody_is_not_read_to_its_end() -> None:
    """What costs most for a character, as much as running copy, costs no more in a text beyond any wire's length."""
    unit = "nobody among the 12 alive "
    size = 10 * SIZE
    extract_figures("Two men were killed; nobody survived.")
    text = (unit * (size // len(unit) + 1))[:size]
    assert calls_of(lambda: extract_figures(text, language="en")) <= MOST_CALLS * size


def test_what_a_sentence_speaks_of_is_looked_up_once() -> None:
    """Each of many bodies asks whether the sentence tells of finds, which doesn't read it as often as that."""
    extract_figures("Two men were killed; nobody survived.")
    text = "12 bodies " * (SIZE // 10)
    assert calls_of(lambda: extract_figures(text, language="en")) <= 4 * MOST_CALLS * SIZE
