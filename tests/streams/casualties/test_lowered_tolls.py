"""A toll that falls: the new number is the total, the old one is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Officials lowered the death toll from the blast to 28 from 31.", ["killed 28 total", "killed 31 denied"]),
        ("The toll was put at 28, not 31, after a recount.", ["killed 28 total", "killed 31 denied"]),
        ("Police corrected the toll to six dead, down from the 8 announced.", ["killed 6 total", "killed 8 denied"]),
        ("The mayor said 22 people had died, fewer than the 30 reported.", ["killed 22 total", "killed 30 denied"]),
        ("The toll, first given as 17, was revised to 14.", ["killed 17 denied", "killed 14 total"]),
        ("The mayor, who had spoken of 25 dead, said the toll was 19.", ["killed 25 denied", "killed 19 total"]),
    ],
)
def test_the_old_number_is_denied(counts: Counter, text: str, found: list[str]) -> None:
    """Whatever the words in which it is taken back."""
    assert counts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor said that fewer than 30 people had died.", ["killed -30 total"]),
        ("The toll was given as 17 on Monday.", ["killed 17 total"]),
    ],
)
def test_a_bound_and_a_plain_toll_are_denied_by_nobody(counts: Counter, text: str, found: list[str]) -> None:
    """Words that may lower a toll say nothing alone."""
    assert counts(text) == found


def test_who_lowers_a_toll_speaks(read: Reader) -> None:
    """The day between a speaker and the verb is not his."""
    (figure,) = read("The health ministry on Wednesday lowered the toll to 44.")
    assert figure.attribution is not None
    assert figure.attribution.text == "The health ministry"
