"""Those shot who lived: who is counted as wounded where the text counts all who were shot, and the dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seven people were shot, two of them fatally, outside a bar in Orva.", "injured 5 total"),
        (
            "Four men were shot at a car wash on Monday. Two of them died at the scene, police said.",
            "injured 2 total",
        ),
        ("Two women died in the shooting of five people at a bus stop.", "injured 3 total"),
        ("A gunman shot six people at a wedding, killing one.", "injured 5 total"),
    ],
)
def test_those_shot_who_did_not_die_are_wounded(counts: Counter, text: str, expected: str) -> None:
    """The text counts all and the dead, so that it says how many lived."""
    assert expected in counts(text)


def test_one_who_is_told_of_is_part_of_them(counts: Counter) -> None:
    """A wounded man by himself isn't all the wounded."""
    text = "Five people were shot, two fatally, in Orva.\n\nA 30-year-old man is in hospital with a wound in the leg."
    assert counts(text) == ["casualties 5 total", "injured 3 total", "killed 2 total", "injured 1 subset"]


def test_its_words_hold_both_numbers(read: Reader) -> None:
    """Who checks the figure finds both numbers in the characters that it quotes."""
    text = "Four men were shot in a yard. Two died on the way to hospital."
    (lived,) = (figure for figure in read(text) if figure.kind == "injured")
    assert lived.quantity_text == "Four men were shot in a yard. Two"
    assert (lived.evidence.sentence.start, lived.evidence.sentence.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Six people were shot, two fatally, in Orva. Three of them were wounded badly, and three men were hurt.",
        "Six people were killed or wounded by shots in Orva, and two of them died.",
        "At least six people were shot in Orva, two of them fatally.",
    ],
)
def test_nothing_is_worked_out_of_open_or_other_numbers(counts: Counter, text: str) -> None:
    """Where wounded are counted, or the number is open, the difference says nothing."""
    assert not {"injured 4 total", "injured 4- total"} & set(counts(text))


def test_the_dead_of_another_year_leave_nobody(counts: Counter) -> None:
    """A year's count is no event whose wounded could be worked out."""
    assert "injured 76 total" not in counts("One hundred people were shot in Orva in 2015, 24 of them fatally.")
