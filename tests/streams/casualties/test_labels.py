"""Figures as labels and tables give them: "Dead: 192", "Killed: 12; wounded: 40", rows by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dead: 192\nInjured: 4,877\nMissing: 12", ["killed 192 total", "injured 4877 total", "missing 12 total"]),
        ("Dead: 192 / Injured: 4,877 / Missing: 12", ["killed 192 total", "injured 4877 total", "missing 12 total"]),
        ("Killed: 12; wounded: 40.", ["killed 12 total", "injured 40 total"]),
        ("Killed: 12, wounded: 40, missing: 3", ["killed 12 total", "injured 40 total", "missing 3 total"]),
        ("killed: 4 - 6", ["killed 4-6 total"]),
        ("Deaths: at least 30", ["killed 30- total"]),
        ("DEAD: 19 INJURED: 44", ["killed 19 total", "injured 44 total"]),
        ("Fatalities: 7. Injuries: 21.", ["killed 7 total", "injured 21 total"]),
        ("Death toll: 61", ["killed 61 total"]),
        ("Injured - 14\nDead - 3", ["injured 14 total", "killed 3 total"]),
        ("Casualties: 25", ["casualties 25 total"]),
        ("Evacuated: 3,400. Detained: 12.", ["displaced 3400 total", "detained 12 total"]),
        ("Number of dead: 45", ["killed 45 total"]),
        ("People killed: 8\nPeople injured: 30", ["killed 8 total", "injured 30 total"]),
        ("Confirmed dead: 9", ["killed 9 total"]),
        ("Lost: 14. Rescued: 3. Without shelter: 900.", ["killed 14 total", "displaced 900 total"]),
        ("Missing: none", ["missing 0 denied"]),
        ("Dead (confirmed): 52; missing (estimate): 200", ["killed 52 total", "missing 200 total"]),
    ],
)
def test_labels(counts: Counter, text: str, expected: list[str]) -> None:
    """A label takes the number after it, and no other."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Killed: the bill that would have cut taxes 12 ways.",
        "Houses damaged: 192. Roads closed: 12.",
        "Dead: a myth. Injured: 0 - 3 was the score.",
    ],
)
def test_other_labels_give_no_numbers(counts: Counter, text: str) -> None:
    """A label about things, or without a number, gives no figure of people."""
    assert [figure for figure in counts(text) if "12" in figure or "192" in figure] == []


def test_sentences_with_a_colon_read_as_before(counts: Counter) -> None:
    """Colons in running text are not labels."""
    assert counts("The blast killed 12 people: eight soldiers and four guards.")[0] == "killed 12 total"
    assert counts("Toll rises: 12 dead, 40 wounded") == ["killed 12 total", "injured 40 total"]
    assert counts("12 killed: police") == ["killed 12 total"]
