"""Ways of short wires to tell harm: rows of labels, losses of a side, captives, other counts, what was put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.casualties.extract import PLAIN_BRIEF

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dead 7; injured 112; homeless 4,500.",
            ["killed 7 total", "injured 112 total", "displaced 4500 total"],
        ),
        ("The rebels admitted the loss of six fighters.", ["killed 6 total"]),
        ("The general staff put its losses at 31 soldiers.", ["killed 31 total"]),
        ("The company put its losses at 31 million euros.", []),
        ("The school announced the loss of 40 jobs.", []),
        (
            "The army said 22 of its men were killed. The militants spoke of 40 dead.",
            ["killed 22 total", "killed 40 total"],
        ),
        ("Officials confirmed 29 deaths; a radio station said 12.", ["killed 29 total", "killed 12 total"]),
        ("The militants took 15 nurses with them when they left.", ["kidnapped 15 total"]),
        ("A cook who tried to open the door was stabbed to death.", ["killed 1 total"]),
        ("Bandits set up a false checkpoint and took 38 passengers hostage.", ["kidnapped 38 total"]),
        ("The governor counted three dead dockers and 19 injured.", ["killed 3 total", "injured 19 total"]),
        ("The crew of four and two doctors were killed.", ["killed 4 total", "killed 2 total"]),
    ],
)
def test_what_a_brief_tells_is_read(counts: Counter, text: str, expected: list[str]) -> None:
    """In the fewest words."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All 14 people reported missing had been found safe.", ["missing 14 denied"]),
        (
            "A quake could kill 9,000 people and injure 30,000.",
            ["killed 9000 hypothetical", "injured 30000 hypothetical"],
        ),
        ("A fire there two summers ago killed 16 pensioners.", ["killed 16 other_event"]),
        ("Prosecutors are looking into 96 other deaths.", ["killed 96 other_event"]),
        ("A bad winter could cost 14,000 lives.", ["killed 14000 hypothetical"]),
        ("Models put the worst case at 40,000 deaths.", ["killed 40000 hypothetical"]),
        ("The last major quake there, in 1979, killed 300 people.", ["killed 300 other_event"]),
        ("The last outbreak, in 2011, killed 40.", ["killed 40 other_event"]),
        ("Guards found 16 prisoners dead, several of them beheaded.", ["killed 16 total", "killed several subset"]),
    ],
)
def test_what_is_no_toll_has_another_role(counts: Counter, text: str, expected: list[str]) -> None:
    """A fear, a plan, an earlier event, a state that has ended, an uncounted part."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sixteen sled dogs died and five were injured.",
        "Wolves have killed 43 sheep and wounded 11 others.",
        "It happened around six Sunday morning, when he was shot at.",
    ],
)
def test_animals_and_hours_are_no_people(counts: Counter, text: str) -> None:
    """Not where their number stands without a noun."""
    assert counts(text) == []


UNREAD = "They laid 14 loggers in the graveyard."
"""A sentence with a figure and without a word of harm that the grammar knows."""


def test_a_short_wire_with_a_toll_is_looked_at_again(counts: Counter) -> None:
    """A figure that no rule reads is found beside those that rules read, up to a length; one that points back isn't."""
    told = "Two boys drowned in the flood on Monday, officials said. Nine people were injured."
    assert len(counts(f"{told} {UNREAD}")) == len(counts(told)) + 1
    assert len(counts(told + " Rain is forecast." * (PLAIN_BRIEF // 18) + UNREAD)) == len(counts(told))
    assert len(counts(f"{told} {UNREAD.replace('14', 'the two other')}")) == len(counts(told))
