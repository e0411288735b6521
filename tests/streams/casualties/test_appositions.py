"""Numbers that stand after their noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The passengers, 11 in all, were killed.", ["killed 11 total"]),
        ("The crew, 14 in total, drowned, police said.", ["killed 14 total"]),
        ("The miners, all 29 of them, were killed.", ["killed 29 total"]),
        ("All the villagers, some 60 of them, were shot dead.", ["killed 60 total"]),
        ("Gunmen killed the guards, six in all, and fled.", ["killed 6 total"]),
        ("The blast killed the villagers, at least 60 in all.", ["killed 60- total"]),
        ("The rebels made off with every passenger, 38 in all.", ["kidnapped 38 total"]),
    ],
)
def test_a_number_after_its_noun_counts_all_of_them(counts: Counter, text: str, expected: list[str]) -> None:
    """Words that say that all are meant join the number to the people named before it."""
    assert counts(text) == expected


def test_the_victims_are_those_named_before(read: Reader) -> None:
    """The noun is the one before the comma, without its article."""
    victims = read("The passengers, 11 in all, were killed.")[0].victims
    assert victims is not None
    assert victims.text == "passengers"


@pytest.mark.parametrize(
    "text",
    [
        "The passengers, 11 in all, were unhurt.",
        "The rebels, 300 in all, killed 12 soldiers.",
        "He shot birds, 11 in all, before the guards stopped him.",
    ],
)
def test_a_number_after_its_noun_is_no_figure_by_itself(counts: Counter, text: str) -> None:
    """Somebody has to come to harm: those who kill, who are unhurt, and birds don't."""
    assert not [found for found in counts(text) if "11" in found or "300" in found]
