"""Which number belongs to which verb, noun or list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CasualtyFigure

    Counter = Callable[[str], list[str]]
    Reader = Callable[[str], list[CasualtyFigure]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed 12 people.", ["killed 12 total"]),
        ("Twelve people were killed by two gunmen.", ["killed 12 total"]),
        ("Two gunmen killed 12 people.", ["killed 12 total"]),
        ("A bus plunged into a ravine, killing 23.", ["killed 23 total"]),
        ("The blast left nine dead and 40 injured.", ["killed 9 total", "injured 40 total"]),
        ("Nineteen firefighters perished.", ["killed 19 total"]),
        ("The fire claimed 11 lives.", ["killed 11 total"]),
        ("The crash cost the lives of four soldiers.", ["killed 4 total"]),
        ("Eleven people lost their lives.", ["killed 11 total"]),
        ("The death toll rose to 112.", ["killed 112 total"]),
        ("Rescuers pulled 17 bodies from the rubble.", ["killed 17 total"]),
        ("The bodies of three men and a woman were found.", ["killed 4 total", "killed 3 subset", "killed 1 subset"]),
        ("The murder of six Jesuits shocked the country.", ["killed 6 total"]),
        ("The six Jesuits' murder shocked the country.", ["killed 6 total"]),
        ("The ministry reported 12 deaths and 87 injuries.", ["killed 12 total", "injured 87 total"]),
        ("A former nurse stabbed 19 people to death.", ["killed 19 total"]),
        ("Five were found fatally shot.", ["killed 5 total"]),
        ("Six people were shot at the carnival.", ["injured 6 total"]),
        ("Gunfire sent six teenagers to hospital.", ["injured 6 total"]),
        ("Paramedics found two men with gunshot wounds.", ["injured 2 total"]),
        ("Several passengers suffered minor injuries.", ["injured several total"]),
        ("Thirty-one people remain unaccounted for.", ["missing 31 total"]),
        ("Gunmen took nine workers hostage.", ["kidnapped 9 total"]),
        ("The rebels are holding 17 hostages.", ["kidnapped 17 total"]),
        ("Armed men seized nine oil workers.", ["kidnapped 9 total"]),
        ("Police arrested 45 demonstrators.", ["detained 45 total"]),
        ("The fighting has displaced 6,000 people.", ["displaced 6000 total"]),
        ("The typhoon forced 80,000 people from their homes.", ["displaced 80000 total"]),
        ("The patrol suffered eight casualties.", ["casualties 8 total"]),
        ("The explosion killed or wounded 37 people.", ["casualties 37 total"]),
    ],
)
def test_forms_of_saying_what_happened(counts: Counter, text: str, expected: list[str]) -> None:
    """Active, passive, elliptical and nominal forms give the kind and the number."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Fighting has killed 61 rebels and members of the Front and 50 troops.",
            ["killed 61 total", "killed 50 total"],
        ),
        ("Forty-two rebels died, as well as 34 loyalists.", ["killed 42 total", "killed 34 total"]),
        ("Four killed, 12 wounded in clash", ["killed 4 total", "injured 12 total"]),
        ("Five terrorists and a corporal were killed.", ["killed 5 total", "killed 1 total"]),
        ("One person was killed and five more wounded.", ["killed 1 total", "injured 5 total"]),
        ("A bomb left eight policemen dead and another 10 wounded.", ["killed 8 total", "injured 10 total"]),
        (
            "It caused 300 casualties (127 dead and 155 wounded).",
            ["casualties 300 total", "killed 127 total", "injured 155 total"],
        ),
        ("Twelve people travelling to a wedding in the hills were killed.", ["killed 12 total"]),
        ("At least seven people from three generations of one family were killed.", ["killed 7- total"]),
    ],
)
def test_numbers_share_a_verb_across_coordination(counts: Counter, text: str, expected: list[str]) -> None:
    """Each number of a list is a figure of its verb."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten civilians, including four women, were killed.", ["killed 10 total", "killed 4 subset"]),
        (
            "Three civilians, two women and a child, were killed.",
            ["killed 3 total", "killed 2 subset", "killed 1 subset"],
        ),
        ("Of the 130 injured, 77 were women.", ["injured 130 total", "injured 77 subset"]),
        ("Sixty-three people were killed, 40 of them children.", ["killed 63 total", "killed 40 subset"]),
        ("Dozens of others were injured, among them six children.", ["injured dozens of total", "injured 6 subset"]),
        ("The dead included 14 children.", ["killed 14 subset"]),
        ("At least 14 of the wounded lost legs.", ["injured 14- subset"]),
    ],
)
def test_parts_are_subsets(counts: Counter, text: str, expected: list[str]) -> None:
    """What the text calls a part of a figure is a subset, of the same kind."""
    assert counts(text) == expected


def test_a_part_names_its_whole(read: Reader) -> None:
    """`subset_of` is the id of the figure in the text that the part belongs to."""
    whole, part = read("Ten civilians, including four women, were killed.")
    assert part.subset_of == whole.id
    assert whole.subset_of is None


def test_a_list_of_parts_is_never_added_up(read: Reader) -> None:
    """Numbers that the text doesn't add stay apart."""
    assert sorted(figure.max or 0 for figure in read("Three demonstrators and two policemen were killed.")) == [2, 3]


def test_those_shot_are_casualties_where_some_of_them_died(counts: Counter) -> None:
    """A number of people shot that takes in the dead is not a number of injured."""
    found = counts("Sixteen people were shot, three fatally.")
    assert found == ["casualties 16 total", "injured 13 total", "killed 3 total"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were taken to hospital, where they were pronounced dead.", ["killed 2 total"]),
        ("A cook who was hurt when a stove burst in Orva on Monday died in hospital.", ["killed 1 total"]),
        ("Two guards who were wounded as rebels attacked a post have since died.", ["killed 2 total"]),
        ("A guard who was wounded when rebels attacked a post is in hospital.", ["injured 1 total"]),
        ("A girl who was hurt when her mother fell and died is in hospital.", ["injured 1 total"]),
        ("A woman was shot and rushed to hospital, where she later died.", ["killed 1 total"]),
        ("Three were shot and taken to hospital, where all three died.", ["killed 3 total", "killed 3 total"]),
        ("Two men were taken to hospital, where one died.", ["injured 2 total", "killed 1 total"]),
        ("Two men were taken to hospital, where they are in good health.", ["injured 2 total"]),
        ("Two men were wounded and they said their dog died.", ["injured 2 total"]),
    ],
)
def test_those_who_died_in_hospital_are_dead(counts: Counter, text: str, expected: list[str]) -> None:
    """Where all of those brought to hospital died there, they aren't injured."""
    assert counts(text) == expected


def test_dead_and_wounded_may_have_been_brought_together(counts: Counter) -> None:
    """Five taken to hospital are both, where one died and four others were hurt; two of three men stay wounded."""
    text = "Five people were taken to hospital with gunshot wounds. One person was killed and four others were hurt."
    assert counts(text)[0] == "casualties 5 total"
    assert counts("Two men were taken to hospital. A woman was killed and another was hurt.")[0] == "injured 2 total"
    text = "A man was killed and six were wounded. Four people had gunshot wounds. Three others were hurt outside."
    assert "injured 4 subset" in counts(text)


@pytest.mark.parametrize(
    ("text", "shot"),
    [
        ("Three people are dead. He shot two of his cousins in the yard.", "casualties"),
        ("A man shot his wife and her sister. All three died.", "casualties"),
        ("Three people are dead. He shot two others in the yard.", "injured"),
        ("Three people are dead. He shot two men, and four guards were wounded.", "injured"),
        ("Three people are dead. He shot four men in the yard.", "injured"),
        ("Two women were shot on Sunday. On Friday three men were killed.", "injured"),
    ],
)
def test_those_shot_may_all_be_among_the_dead(counts: Counter, text: str, shot: str) -> None:
    """Where the dead are as many or more and nobody is told to be wounded, those shot aren't given as injured."""
    number = "4" if "four men" in text else "2"
    assert any(count.startswith(f"{shot} {number}") for count in counts(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The strikes killed 61 rebels and members of the Front and 50 troops.", "rebels and members of the Front"),
        ("Over 100 troops, militia and rebels have been killed.", "troops, militia and rebels"),
        ("Three Italian soldiers were killed.", "Italian soldiers"),
    ],
)
def test_victims_are_named_in_full(read: Reader, text: str, words: str) -> None:
    """The victims' words go on over the nouns joined to the one that is counted."""
    victims = read(text)[0].victims
    assert victims is not None
    assert victims.text == words
    assert victims.civilian is False
