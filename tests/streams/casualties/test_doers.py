"""Who does something to somebody or something comes to no harm by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader

TRUSTED = 0.5
"""Linking takes figures that are surer than this."""


@pytest.mark.parametrize(
    "text",
    [
        "Eleven senators buried the bill on Thursday.",
        "Forty mourners buried the victims on Sunday.",
        "Nine photographers shot the scene at dawn.",
        "Eleven rebels crushed the uprising within a day.",
        "Twelve protesters burned the flag outside the embassy.",
        "Two hunters trapped a wolf on Monday.",
        "Ten traders executed the order before noon.",
        "Five soldiers killed the militant leader.",
        "Seven lawmakers drowned the proposal in amendments.",
        "Twenty farmers buried 40 cows.",
        "Eight men hanged the banner from the bridge.",
        "Six workers who buried the cable were paid.",
        "Twelve athletes missing from the list of entrants may start.",
        "Police hunt 14 escaped prisoners",
        "Eleven pupils were taken to hospital for observation.",
        "About 2.1 million people were treated.",
        "Twelve fans were taken to hospital as a precaution and sent home.",
    ],
)
def test_those_who_do_it_are_no_victims(read: Reader, text: str) -> None:
    """An active verb has its object after it, with no auxiliary before."""
    assert [figure for figure in read(text) if figure.confidence > TRUSTED] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six killed the same day in Arba.", "killed 6 total"),
        ("Two shot the night before the vote.", "injured 2 total"),
        ("Three drowned a week later.", "killed 3 total"),
        ("Two drowned 40 metres from the shore.", "killed 2 total"),
        ("Three shot a block away.", "injured 3 total"),
        ("Eleven crushed the day after the vote.", "killed 11 total"),
        ("Nine people were shot and killed the night before the vote.", "killed 9 total"),
        ("Two brothers drowned the moment the boat turned over.", "killed 2 total"),
        ("Four killed their families say.", "killed 4 total"),
        ("Five injured the fire service said.", "injured 5 total"),
        ("Six killed 14 houses destroyed in storm.", "killed 6 total"),
        ("Twelve villagers were buried on Friday.", "killed 12 total"),
        ("One man injured a knee and was flown out.", "injured 1 total"),
        ("Two men shot three times lay by the door.", "injured 2 total"),
    ],
)
def test_a_time_a_distance_or_a_speaker_after_the_verb_is_no_object(counts: Counter, text: str, expected: str) -> None:
    """Headlines and notes leave out the auxiliary, and some the comma."""
    assert counts(text) == [expected]
