"""Phrases and plain verbs that say that people died, were hurt, vanished, were taken or left their homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine porters breathed their last on the pass.", ["killed 9 total"]),
        ("Four patients never regained consciousness.", ["killed 4 total"]),
        ("Six cooks did not make it out of the kitchen.", ["killed 6 total"]),
        ("Two divers could not be revived.", ["killed 2 total"]),
        ("Three pilgrims were trodden to death at the gate.", ["killed 3 total"]),
        ("Two sisters went into the tank and suffocated.", ["killed 2 total"]),
        ("Seven children starved in the camp.", ["killed 7 total"]),
        ("The siege starved 80 people.", ["killed 80 total"]),
        ("Five passengers succumbed overnight, doctors said.", ["killed 5 total"]),
        ("Mourners lowered 14 coffins at the funeral.", ["killed 14 total"]),
        ("Divers carried 11 bodies ashore.", ["killed 11 total"]),
        ("Eight sets of remains were recovered from the pit.", ["killed 8 total"]),
    ],
)
def test_other_words_for_dying_count_the_dead(counts: Counter, text: str, expected: list[str]) -> None:
    """Idioms and verbs of dying, and what is left of the dead, give the number killed."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A welder lost an eye in the blast.", ["injured 1 total"]),
        ("Two riders broke a leg in the fall.", ["injured 2 total"]),
        ("Nine tourists needed stitches.", ["injured 9 total"]),
        ("Thirteen miners were taken to burns units.", ["injured 13 total"]),
        ("Six are on ventilators after the fire.", ["injured 6 total"]),
        ("Three sailors have not been seen since the storm.", ["missing 3 total"]),
        ("Four anglers were swept out to sea.", ["missing 4 total"]),
        ("Some 900 villagers slept in the open.", ["displaced 900 total"]),
        ("About 3,000 people were moved to higher ground.", ["displaced 3000 total"]),
        ("Seven marchers were led away in handcuffs.", ["detained 7 total"]),
        ("Five youths were remanded in custody.", ["detained 5 total"]),
        ("Bandits snatched two nuns from a clinic.", ["kidnapped 2 total"]),
        ("Thirty people were still under the rubble.", ["trapped 30 total"]),
        ("A fall of rock closed the pit, cutting off 24 miners.", ["trapped 24 total"]),
    ],
)
def test_other_words_for_harm_count_those_harmed(counts: Counter, text: str, expected: list[str]) -> None:
    """Injuries named by their limb, care, being swept off, led away or moved give a number of their kind."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The region's two hospitals were starved of funds.",
        "The chair lost a leg.",
        "The thief snatched 12 handbags.",
        "The storm cut off 40 villages.",
        "The carpenter made 14 coffins for the shop.",
        "Clubs snatched three points.",
        "The museum bought six caskets.",
        "Two firms succumbed to pressure.",
        "The dog chased four postmen to the gate.",
        "The patrol had carried off nine prizes.",
    ],
)
def test_the_same_words_about_things_give_nothing(counts: Counter, text: str) -> None:
    """Handbags, villages, prizes and coffins on sale are nobody who came to harm."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man hacked his wife and three daughters to death.", ["killed 3 total"]),
        ("The crowd beat five drifters to death.", ["killed 5 total"]),
        ("Robbers clubbed two night watchmen and a guard to death.", ["killed 2 total", "killed 1 total"]),
    ],
)
def test_a_beating_kills_where_to_death_follows(counts: Counter, text: str, expected: list[str]) -> None:
    """Verbs like "beat" and "hacked" count everyone between them and "to death"."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The home side beat five rivals to the title.",
        "Hackers hacked 200 accounts.",
        "Judges sentenced 75 people to death.",
        "The fan kicked six balls and bored ten people to death.",
        "Rain battered two ports; nobody was scared to death.",
    ],
)
def test_a_beating_without_to_death_gives_nothing(counts: Counter, text: str) -> None:
    """Games, accounts, sentences, boredom and weather kill nobody."""
    assert [answer for answer in counts(text) if not answer.endswith("denied")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor put the dead at 23.", ["killed 23 total"]),
        ("State radio puts the injured at 650.", ["injured 650 total"]),
        ("A second slide struck, bringing the dead to 38.", ["killed 38 total"]),
        ("Rescuers found more, raising the dead to 38 from five.", ["killed 38 total", "killed 5 denied"]),
        ("The dead number seven.", ["killed 7 total"]),
        ("The governor put the missing at 40.", ["missing 40 total"]),
    ],
)
def test_the_dead_are_put_at_a_number(counts: Counter, text: str, expected: list[str]) -> None:
    """Words like "the dead" and "the missing" take a number like a toll."""
    assert counts(text) == expected
