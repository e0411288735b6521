"""Numbers with their nouns, and the names of versions."""

from __future__ import annotations

import pytest

from streams.ops.wording import EARLIEST_MS, LATEST_MS, counted, version_name


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (1_000, "1,000 stories")]
)
def test_a_number_agrees_with_its_noun(number: int, said: str) -> None:
    """One has the singular, all others the plural."""
    assert counted(number, "story", "stories") == said


def test_a_regular_plural_needs_not_be_given() -> None:
    """It ends with an s."""
    assert (counted(1, "item"), counted(3, "item")) == ("1 item", "3 items")


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (3, "3"),
        (EARLIEST_MS - 1, "99999999999"),
        (EARLIEST_MS, "of 1973-03-03 09:46:40 UTC"),
        (1_772_612_340_000, "of 2026-03-04 08:19:00 UTC"),
        (LATEST_MS - 1_000, "of 2286-11-20 17:46:39 UTC"),
        (LATEST_MS, "10000000000000"),
    ],
)
def test_a_version_that_is_a_time_is_shown_as_one(number: int, name: str) -> None:
    """Items that state no version have their time for a number."""
    assert version_name(number) == name
