"""Those shot of whom some died: who is counted with the dead, and who with the wounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Four of the five people shot, died as a result of their injuries.",
            ["killed 4 total", "casualties 5 total", "injured 1 total"],
        ),
        ("The two men shot who were killed have been identified.", ["killed 2 total"]),
        (
            "Three people are dead and a fourth is wounded.\n\nAll four victims were injured in the same attack.",
            ["killed 3 total", "injured 1 total", "casualties 4 total"],
        ),
        (
            "Five men were gunned down in front of a car wash. One man died, and two were in serious condition.",
            ["casualties 5 total", "killed 1 total", "injured 2 total"],
        ),
        (
            "4 people shot in Orva.\n\nPolice are looking for a man who gunned down four friends on their way home.",
            ["injured 4 total", "injured 4 total"],
        ),
    ],
)
def test_the_rest_of_the_text_says_what_became_of_those_shot(counts: Counter, text: str, expected: list[str]) -> None:
    """A number is not counted as killed and again as injured."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen gunned down four friends on their way home.",
        "Four soldiers were gunned down at a checkpoint, and four others were wounded in the blast.",
        "Gunmen gunned down four soldiers at a checkpoint in Orva. Four were wounded and taken to hospital.",
        "Rebels gunned down four traders in Orva. Four people were wounded in the raid.",
        "Four people were gunned down in Orva. The four died at once.\n\nFour people were shot there in the evening.",
    ],
)
def test_those_gunned_down_are_dead_where_nothing_says_that_they_live(counts: Counter, text: str) -> None:
    """As many wounded elsewhere make no wounded of them."""
    assert counts(text)[0] == "killed 4 total"


def test_gunmen_beside_a_shooting_are_not_shot(counts: Counter) -> None:
    """A label with a dash counts its victims, and those who shoot are none."""
    assert "injured 2 total" not in counts("Birthday shooting - 2 gunmen, 7 victims.")
    assert counts("Birthday shooting - 2 guests.") == ["injured 2 total"]


def test_others_beside_the_dead_are_all_the_wounded(counts: Counter) -> None:
    """A smaller number further down is a part of them, though they are only said to be treated."""
    found = counts("One person is dead and three others are being treated.\n\nTwo people were wounded on the porch.")
    assert found == ["killed 1 total", "injured 3 total", "injured 2 subset"]


def test_the_other_two_are_some_of_the_four(counts: Counter) -> None:
    """Those told before are no group of their own."""
    found = counts("Two of four victims who were shot spoke to police, and the other two are still in hospital.")
    assert "injured 2 total" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Both men inside the car were killed.", "killed 2 total"),
        ("Both pilots of the helicopter died.", "killed 2 total"),
        ("Two children, ages 3 and 5, and their mother were found dead.", "killed 3 total"),
    ],
)
def test_small_groups_are_counted_over_what_stands_between(counts: Counter, text: str, expected: str) -> None:
    """A place, or ages, between the people and their verb change nothing."""
    assert counts(text) == [expected]


def test_both_of_two_places_count_nobody(counts: Counter) -> None:
    """The word joins two nouns there."""
    assert counts("Both civilians in Orva and soldiers were killed.") == []


def test_a_fifth_who_was_killed_makes_no_dead_of_the_four(counts: Counter) -> None:
    """A relative clause speaks of the one before it."""
    assert "killed 4 total" not in counts("The four men charged, and a fifth who was killed, chose their victims.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A man is dead and three other people are in hospital.\n\nFour people were injured in the shooting.",
            ["killed 1 total", "injured 3 total", "casualties 4 total"],
        ),
        (
            "One dead, two others hurt in crash.\n\nThree people were injured in a separate crash.",
            ["killed 1 total", "injured 2 total", "injured 3 other_event"],
        ),
        (
            "Three of the victims sustained burns; the fourth victim was pronounced dead on Monday.",
            ["injured 3 total", "killed 1 total"],
        ),
    ],
)
def test_a_sum_of_dead_and_wounded_counts_both(counts: Counter, text: str, expected: list[str]) -> None:
    """The three hurt and the one dead are the four, and whoever is counted after the three is none of them."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shooting in Orva: 1 killed, 3 wounded.\n\nPolice hunt a man who shot four others, including one who died.",
            ["killed 1 total", "injured 3 total", "casualties 4 total", "killed 1 total"],
        ),
        (
            "Twelve people, including one who had just come from work, died in the blast.",
            ["killed 12 total", "killed 1 subset"],
        ),
    ],
)
def test_who_died_is_the_one_the_words_stand_beside(counts: Counter, text: str, expected: list[str]) -> None:
    """A relative clause after "one" says something of that one alone."""
    assert counts(text) == expected


def test_a_list_of_the_dead_with_their_wounds_counts_nobody_again(counts: Counter) -> None:
    """The girl and the boy are the two whose bodies were found."""
    text = (
        "Officers found the bodies of two children - a girl in a bedroom and a boy in the hall - both with stab wounds."
    )
    assert counts(text) == ["killed 2 total"]


def test_fatal_injuries_kill(counts: Counter) -> None:
    """Who suffers them is dead."""
    assert counts("Three people suffered fatal injuries in the crash.") == ["killed 3 total"]
    assert counts("A shooting left several victims, one suffering fatal wounds.")[-1] == "killed 1 total"


def test_those_shot_or_stabbed_may_have_died(counts: Counter) -> None:
    """What became of some of them is said by the verb, and they seldom are all the dead."""
    text = "Police said five of those stabbed had died and 14 were recovering."
    assert counts(text) == ["killed 5 subset", "injured 14 total"]
