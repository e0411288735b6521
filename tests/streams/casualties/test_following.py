"""Figures that take the role of another: parts of another event's victims, headlines of round-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter

ROUND_UP = "A bloody weekend left seven people dead and 14 others injured in 17 shootings across the city."


def test_the_headline_of_a_round_up_counts_what_its_text_counts(counts: Counter) -> None:
    """Seven dead of 17 shootings are no toll of one event, in the headline either."""
    found = counts(ROUND_UP, "Weekend in Orva: 17 scenes, 7 dead, 14 hurt")
    assert found == ["killed 7 background", "injured 14 background", "killed 7 background", "injured 14 background"]


def test_a_first_line_is_a_headline_too(counts: Counter) -> None:
    """Texts from the web have their headline as a first paragraph."""
    text = "Seven people shot in 72 hours.\n\nSeven people have been shot in four separate incidents since Friday."
    assert counts(text) == ["injured 7 background", "injured 7 background"]


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (
            "Bomb kills 7 in Orva",
            "A bomb killed seven people on Monday. Seven were killed in 12 shootings last weekend.",
        ),
        ("Seven die in ferry sinking", "A ferry sank off Orva on Monday, and seven people drowned, police said."),
        ("Gunman kills 7 at school", "A gunman killed seven pupils at a school. In 2009 two were shot there."),
    ],
)
def test_the_headline_of_one_event_keeps_its_toll(counts: Counter, headline: str, text: str) -> None:
    """The text tells the same count of the event itself."""
    assert counts(text, headline)[0] == "killed 7 total"


def test_an_insert_between_dashes_parts_no_clause(counts: Counter) -> None:
    """What stands behind it is said of those before it, too."""
    found = counts("Three people were killed and eight were wounded — three critically — in 11 shooting incidents.")
    assert found == ["killed 3 background", "injured 8 background", "injured 3 background"]


def test_a_part_of_another_events_victims_is_of_that_event(counts: Counter) -> None:
    """Those who died of the officers shot in another town are not the dead of this one."""
    text = (
        "One woman died when a man fired at cars in Orva on Monday.\n\n"
        "A similar attack in Melk wounded 12 officers. Five of the officers died."
    )
    assert counts(text) == ["killed 1 total", "injured 12 other_event", "killed 5 other_event"]


def test_those_of_the_event_at_hand_are_not_of_the_one_before(counts: Counter) -> None:
    """Passengers of today's bus are none of the officers of the other town."""
    text = (
        "A similar attack in Melk wounded 12 officers.\n\nFive of the passengers died when a bus fell into a ravine "
        "near Orva on Monday, and two of them were children."
    )
    assert counts(text)[1] == "killed 5 total"
