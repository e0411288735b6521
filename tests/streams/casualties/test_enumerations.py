"""Numbers that go through those counted before them are parts, also where only the classifier sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    "text",
    [
        "Ten bodies were brought ashore from the capsized dinghy, six men and four women.",
        "The convoy hit a roadside charge. Ten of its men were killed: six on the spot, four in the field hospital.",
    ],
)
def test_a_list_that_sums_up_to_its_whole_is_part_of_it(counts: Counter, text: str) -> None:
    """Six and four are the ten."""
    assert counts(text) == ["killed 10 total", "killed 6 subset", "killed 4 subset"]


@pytest.mark.parametrize(
    "text",
    [
        "The company will close three plants, hitting 600 suppliers.",
        "The union said 450 drivers would walk out on Friday, leaving 60,000 commuters stranded.",
        "Thirty flights were cancelled and 4,000 travellers stranded at the airport.",
        "Fishermen found 212 whales stranded on the sandbar, and 190 had died by the evening.",
    ],
)
def test_who_waits_or_pays_comes_to_no_harm(counts: Counter, text: str) -> None:
    """Strikes strand people and closures hit them, and a number after animals is theirs."""
    assert counts(text) == []


def test_travellers_may_be_trapped(counts: Counter) -> None:
    """A landslide strands them in earnest."""
    assert counts("A landslide left 40 passengers stranded in a train.") == ["trapped 40 total"]
