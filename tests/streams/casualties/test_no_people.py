"""Animals, things and runs that are killed, hit or lost are no people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    "text",
    [
        "The batsman hit 11 fours and two sixes.",
        "About 130,000 fowls were slaughtered.",
        "Lightning killed 300 reindeer.",
        "Twenty-two horses died in the stable fire.",
        "Some 200 pilot whales died on the beach.",
        "The storm destroyed 4,000 trees and damaged 60 vehicles; 4,000 trees were lost.",
        "Officials culled 40,000 turkeys; all 40,000 were killed.",
        "Wolves killed 17 ewes.",
        "The disease killed 900 saplings.",
        "Poachers killed eleven rhinos and two elephants.",
        "The striker hit two free kicks and missed three chances.",
        "The golfer shot 67 and hit 14 greens.",
        "Nine racehorses were injured.",
        "The plague killed 2,000 saiga antelopes.",
        "More than 50 hives died over the winter.",
        "Twelve buses were trapped in the snow.",
        "The guns claimed six tanks and two jets.",
        "The bear killed 14 sheep, two calves and a dog.",
        "Some 3,000 cattle perished in the drought.",
        "The company killed 40 projects.",
        "Six ostriches and 70 pigeons were killed.",
        "Hackers hit 300 servers.",
        "The vaccine trial lost 40 samples.",
    ],
)
def test_no_people(counts: Counter, text: str) -> None:
    """Nothing is counted where no people came to harm."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fire killed nine horses and one groom.", "killed 1 total"),
        ("Wolves killed 17 ewes and a shepherd.", "killed 1 total"),
        ("Four jockeys were hurt.", "injured 4 total"),
        ("Eleven whalers drowned.", "killed 11 total"),
        ("Two truckers were killed.", "killed 2 total"),
        ("A horse killed two riders.", "killed 2 total"),
    ],
)
def test_people_beside_animals(counts: Counter, text: str, expected: str) -> None:
    """People beside animals are counted."""
    assert counts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "One in five people die before 60 in the region.",
        "One in every 12 children died before the age of five.",
        "Two in three patients died.",
        "Two out of every 100 miners were killed.",
        "One in four soldiers was wounded.",
        "The three missing pages were found.",
        "The 14 dead languages are taught at one university.",
        "About 700 workers struck for better pay.",
        "Thirty lawyers died laughing.",
        "Forty start-ups died in the downturn.",
        "Coast guards picked up 71 people from the water.",
        "Some 200 paintings were lost in the fire.",
        "The rangers had counted nine dead elephants at the weekend.",
    ],
)
def test_a_share_a_thing_or_a_turn_of_phrase_counts_nobody(counts: Counter, text: str) -> None:
    """One in five is no five, and what is dead or missing may be a language or a page."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three out of ten passengers died.", "killed 3 total"),
        ("Eight out of nine aboard were killed.", "killed 8 total"),
        ("Two were killed in three days.", "killed 2 total"),
        ("The gas leak turned 1,500 out of their beds.", "displaced 1500 total"),
        ("Four died in 12 hours.", "killed 4 total"),
        ("The 14 dead Rohingya were buried on Monday.", "killed 14 total"),
        ("Three missing scuba divers were seen on Monday.", "missing 3 total"),
    ],
)
def test_a_number_of_a_number_is_counted(counts: Counter, text: str, expected: str) -> None:
    """So many out of a group that is counted too, or within a time."""
    assert counts(text) == [expected]
