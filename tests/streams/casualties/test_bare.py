"""One victim without an article, who opens a headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter

BODY = "Police in the valley are looking for witnesses."


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Motorcyclist dies in collision with tram", ["killed 1 total"]),
        ("11-year-old girl killed, 4 others hurt in minibus crash", ["killed 1 total", "injured 4 total"]),
        ("Boy, 9, shot dead outside bakery", ["killed 1 total"]),
        ("Police: woman killed in gas blast", ["killed 1 total"]),
        ("Miner dies, three trapped", ["killed 1 total", "trapped 3 total"]),
        ("Cyclist killed", ["killed 1 total"]),
    ],
)
def test_who_opens_a_headline_and_died_is_one(counts: Counter, headline: str, expected: list[str]) -> None:
    """Headlines leave articles out."""
    assert counts(BODY, headline=headline) == expected


@pytest.mark.parametrize(
    "headline",
    [
        "Actor dies at 92",
        "Former minister dies aged 80",
        "Singer dies after long illness",
        "Gunman killed by police",
        "Man charged with murder",
        "Driver jailed for crash",
    ],
)
def test_who_died_of_age_or_did_it_is_none(counts: Counter, headline: str) -> None:
    """Nor is one who lives."""
    assert counts(BODY, headline=headline) == []


def test_who_kills_is_none_of_the_dead(counts: Counter) -> None:
    """The two are."""
    assert counts(BODY, headline="Man kills two in market") == ["killed 2 total"]
