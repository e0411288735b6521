"""Where nobody lived, those who were there are the dead, and a subject is found over a clause that stands between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nobody among the 13 aboard survived.", ["killed 13 total"]),
        ("No survivors among 18 on board, airline says", ["killed 18 total"]),
        ("No one among the 21 passengers lived.", ["killed 21 total"]),
        ("None of the crew of 15 survived the sinking.", ["killed 15 total"]),
        ("Not one of the nine men in the boat came out alive.", ["killed 9 total"]),
        ("Of the 27 people in the chapel none lived to see the morning.", ["killed 27 total"]),
        ("Rescuers found no signs of life among the eight on board.", ["killed 8 total"]),
    ],
)
def test_all_are_dead_where_nobody_lived(counts: Counter, text: str, found: list[str]) -> None:
    """The number of those who were there is the toll."""
    assert counts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "One of the nine men in the boat came out alive.",
        "All 40 passengers survived the crash.",
        "Nobody among the spectators saw the 12 players survive the second half.",
    ],
)
def test_nobody_is_dead_where_some_lived(counts: Counter, text: str) -> None:
    """Those who lived are counted among no dead."""
    assert not any(count.startswith("killed") and not count.startswith("killed 0") for count in counts(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "All 19 people on board a helicopter that crashed into a hill shortly after take-off were killed.",
            ["killed 19 total"],
        ),
        (
            "Three hikers swept away by a flood in a canyon that is popular with visitors were found dead.",
            ["killed 3 total"],
        ),
        ("Two dozen people aboard a barge that was hit by a tanker on Tuesday night are dead.", ["killed 24 total"]),
    ],
)
def test_a_subject_stands_before_the_clause_of_its_vessel(counts: Counter, text: str, found: list[str]) -> None:
    """The verb of the relative clause is that of the helicopter."""
    assert counts(text) == found


def test_two_who_hit_a_woman_do_not_die_with_her(counts: Counter) -> None:
    """The subject of a relative clause's verb stands right before it."""
    assert "killed 2 total" not in counts("Two men in a car that hit a woman who died were questioned.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All six climbers who had been missing since Friday have been found dead.", ["killed 6 total"]),
        ("The nine miners who were trapped by a blast are dead, the company said.", ["killed 9 total"]),
        ("Nine miners are trapped and two are dead.", ["trapped 9 total", "killed 2 total"]),
    ],
)
def test_who_is_dead_is_missing_no_more(counts: Counter, text: str, found: list[str]) -> None:
    """What the same people were before is dropped."""
    assert counts(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A jet carrying 227 passengers and 12 crew crashed, killing everyone on board.",
            ["killed 227 total", "killed 12 total"],
        ),
        (
            "A plane with nine tourists and two pilots crashed. There were no survivors.",
            ["killed 9 total", "killed 2 total"],
        ),
        ("A helicopter with six aboard crashed on Monday. All on board were killed.", ["killed 6 total"]),
        ("A plane carrying 14 soldiers hit a hill on Monday, killing all aboard.", ["killed 14 total"]),
        (
            "A plane with nine people aboard, three of them children, crashed. Nobody survived.",
            ["killed 9 total", "killed 3 subset"],
        ),
        ("A bus with 30 people on board fell into a river, killing 12.", ["killed 12 total"]),
    ],
)
def test_all_aboard_are_the_dead_where_all_are_killed(counts: Counter, text: str, expected: list[str]) -> None:
    """Passengers and crew are a list, and parts of those aboard stay parts."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people were inside at the time, and all were killed.", ["killed 9 total"]),
        ("There were 14 people in the building; all were killed.", ["killed 14 total"]),
        ("The van had six passengers and all of them died.", ["killed 6 total"]),
        ("Nine guests were inside and all escaped.", []),
    ],
)
def test_all_of_those_who_were_there(counts: Counter, text: str, expected: list[str]) -> None:
    """The number stands in one clause, and what befell them in the next."""
    assert counts(text) == expected
