"""The history of a toll as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.ops.incidents.timeline import bar, timeline_lines
from tests.streams.incidents.conftest import change

if TYPE_CHECKING:
    from schemas import Incident


@pytest.mark.parametrize(
    ("number", "drawn"), [(0, ""), (1, "▏"), (50, "██"), (52, "██▏"), (100, "████"), (200, "████"), (99_999, "████")]
)
def test_bar_is_in_proportion(number: int, drawn: str) -> None:
    """The largest number has all columns, the smallest a sliver, nobody none."""
    assert bar(number, 100, 4) == drawn


def test_no_number_has_no_bar() -> None:
    """A history of withdrawals alone has no largest number."""
    assert bar(3, 0) == ""


def test_each_change_is_a_line(blast: Incident) -> None:
    """A line has time, bar, number, and why."""
    taken = change(5, 20, None, "withdrawn", "killed")
    lines = timeline_lines(blast.model_copy(update={"history": (*blast.history, taken)}))
    assert [line.split() for line in lines] == [
        ["killed"],
        ["02", "Mar", "06:00", "█" * 16, "12", "appeared,", "says", "police"],
        ["02", "Mar", "08:00", "█" * 32, "24", "rose,", "says", "police"],
        ["02", "Mar", "09:00", "█" * 26 + "▋", "20", "corrected,", "says", "police"],
        ["02", "Mar", "11:00", "withdrawn", "withdrawn,", "afn/1", "was", "killed"],
    ]
    assert len({line.index(number) for line, number in zip(lines[1:4], ("12 ", "24 ", "20 "), strict=True)}) == 1


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal_has_shorter_bars_and_the_reason_below(blast: Incident, width: int) -> None:
    """No line is longer than the terminal, bars keep their proportion, and no reason is lost."""
    lines = timeline_lines(blast, width)
    assert max(map(len, lines)) <= width
    bars = [line.count("█") for line in lines if "█" in line]
    assert bars[0] * 2 == bars[1] == max(8, width // 5)
    said = " ".join(" ".join(lines).split())
    assert said.count("says police") == 3
