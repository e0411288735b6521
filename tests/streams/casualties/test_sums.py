"""Sums that a list makes plain, and those counted together with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.casualties.discourse.sums import MOST_MEMBERS
from streams.casualties.english.named import MOST_NAMES, NAME_LENGTH

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four adults and one child were hurt.", ["injured 5 total", "injured 4 subset", "injured 1 subset"]),
        ("A father and two girls drowned.", ["killed 3 total", "killed 1 subset", "killed 2 subset"]),
        ("3 adults, 2 minors shot", ["injured 5 total", "injured 3 subset", "injured 2 subset"]),
        ("Police: 4 men, 1 woman wounded", ["injured 5 total", "injured 4 subset", "injured 1 subset"]),
        (
            "Two men, a woman and a boy were shot.",
            ["injured 4 total", "injured 2 subset", "injured 1 subset", "injured 1 subset"],
        ),
        (
            "A woman, her two children and a neighbour died in the fire.",
            ["killed 4 total", "killed 3 subset", "killed 1 subset"],
        ),
        ("A guard and two others died.", ["killed 3 total", "killed 1 subset", "killed 2 subset"]),
        ("At least two men and a woman died.", ["killed 3- total", "killed 2- subset", "killed 1 subset"]),
    ],
)
def test_a_list_told_by_age_or_sex_gives_its_sum(counts: Counter, text: str, expected: list[str]) -> None:
    """The sum is the total, the members are parts of it, and an open end stays open."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three marchers and one policeman were killed.", ["killed 3 total", "killed 1 total"]),
        ("Up to four men and a woman died.", ["killed -4 total", "killed 1 total"]),
        ("Five adults and an unborn child died.", ["killed 5 total", "killed 1 total"]),
        (
            "Six people were hurt. Two men and a woman were hurt on the stairs.",
            ["injured 6 total", "injured 2 subset", "injured 1 subset"],
        ),
        (
            "Three people were hurt. Two men and a woman were hurt on the stairs.",
            ["injured 3 total", "injured 2 subset", "injured 1 subset"],
        ),
    ],
)
def test_other_lists_stay_apart(counts: Counter, text: str, expected: list[str]) -> None:
    """Sides, open upper ends and the unborn aren't added; a number told before is the sum already."""
    assert counts(text) == expected


def test_a_sum_told_later_does_not_hide_the_list(counts: Counter) -> None:
    """Each statement of the toll is a figure: the list of the lead, and the number further down."""
    assert counts("Two boys and two girls were hurt. All four children were taken home.")[0] == "injured 4 total"
    assert counts("Two boys and two girls were hurt. Four children are hurt.").count("injured 4 total") == 2


def test_some_of_a_sum_may_have_died(counts: Counter) -> None:
    """Where some of those shot died, the list and its members count both."""
    text = "Two men and two women were shot outside a bar on Sunday. One of the men died."
    assert counts(text) == ["casualties 4 total", "casualties 2 subset", "casualties 2 subset", "killed 1 total"]


def test_a_sum_shows_its_evidence(read: Reader) -> None:
    """The number's span is the list, and the members point to the sum."""
    text = "Police said four adults and one child were hurt."
    total, *members = read(text)
    assert total.quantity_text == "four adults and one child"
    assert total.victims is not None
    assert total.victims.text == "adults and one child"
    assert {member.subset_of for member in members} == {total.id}


@pytest.mark.parametrize(
    ("members", "first"), [(MOST_MEMBERS, "killed 25 total"), (MOST_MEMBERS + 1, "killed 2 total")]
)
def test_a_long_list_is_a_table(counts: Counter, members: int, first: str) -> None:
    """A list of eight members is added up, one of nine isn't."""
    people = ["two men", "three women", "four boys", "five girls"] * 3
    text = f"The slide killed {', '.join(people[: members - 1])} and two babies."
    assert counts(text)[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marek Sova and three others were killed.", ["killed 4 total"]),
        ("Marek J. Sova, 41, and two other men were hurt.", ["injured 3 total"]),
        ("Marek Sova, 41, Ada Lind, 30, and two others were hurt.", ["injured 4 total"]),
        ("Sova and Lind and two others were hurt.", ["injured 4 total"]),
        ("The blast killed the retired captain Marek Sova and 12 others.", ["killed 13 total"]),
        ("The attack left Ada Lind and two others wounded.", ["injured 3 total"]),
        ("She said that she and two others were hurt.", ["injured 3 total"]),
        ("The driver and another man were killed.", ["killed 2 total"]),
        ("Ada Lind and at least five others were hurt.", ["injured 6- total"]),
        ("Ada Lind and her two sons drowned.", ["killed 3 total"]),
        ("Ada Lind, 27, and her two sons drowned.", ["killed 3 total"]),
    ],
)
def test_others_count_those_named_with_them(counts: Counter, text: str, expected: list[str]) -> None:
    """The word "others" says that whoever is named before it is a victim, too."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast shook Kabul and three others were hurt.", ["injured 3 total"]),
        ("Guards shot Marek Sova and two others were hurt by glass.", ["injured 2 total"]),
        ("A shell fell in Kabul and three others were hurt.", ["injured 3 total"]),
        ("In Dallas, Sova and two others were killed.", ["killed 2 total"]),
        ("They named the man as Marek Sova and three others were hurt.", ["injured 3 total"]),
        ("Marek Sova and about three others were killed.", ["killed 3 total"]),
        ("The bomb hit Berlin and three other cities, killing 12.", ["killed 12 total"]),
        ("Marek Sova and two passengers were killed.", ["killed 2 total"]),
    ],
)
def test_names_that_are_no_victims_are_not_counted(counts: Counter, text: str, expected: list[str]) -> None:
    """A place, a clause of its own, an open number or other nouns leave the number as it stands."""
    assert counts(text) == expected


def test_an_unborn_child_is_not_counted_with_its_mother(counts: Counter) -> None:
    """Registries count one victim."""
    assert counts("A woman and her unborn child were killed.") == ["killed 1 total"]
    assert counts("A woman and her child were killed.") == ["killed 2 total"]


@pytest.mark.parametrize(("names", "count"), [(MOST_NAMES, MOST_NAMES), (MOST_NAMES + 1, 0)])
def test_a_list_of_names_is_bounded(counts: Counter, names: int, count: int) -> None:
    """Eight names before the others are counted; of a longer list the others alone."""
    listed = ", ".join(f"Ada Lind{'abcdefghi'[number]}" for number in range(names))
    assert counts(f"{listed}, and two others were killed.") == [f"killed {count + 2} total"]


@pytest.mark.parametrize(("words", "found"), [(NAME_LENGTH, "Aa"), (NAME_LENGTH + 1, "Ab")])
def test_a_name_is_bounded(read: Reader, words: int, found: str) -> None:
    """Eight words with a capital are one name; the words before them aren't part of it."""
    name = " ".join(f"A{'abcdefghi'[number]}" for number in range(words))
    (figure,) = read(f"{name} and two others were killed.")
    assert figure.quantity_text.split()[0] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two sisters and their cousin were killed by a falling tree.", ["killed 3 total"]),
        ("Four skydivers and their pilot died.", ["killed 5 total"]),
        ("A driver and his passenger died.", ["killed 2 total"]),
        ("Six priests and their two maids were shot dead.", ["killed 6 total", "killed 2 total"]),
        ("A rebel commander and six of his men were killed.", ["killed 7 total"]),
        ("A soldier and four rebels were killed.", ["killed 4 total", "killed 1 total"]),
        ("Troops killed two rebels and their leader was seized.", ["killed 2 total"]),
    ],
)
def test_those_told_by_whom_they_belong_to_are_counted_with_them(
    counts: Counter, text: str, expected: list[str]
) -> None:
    """Kin, crew and men are added to those whose they are; sides, and the subject of a new verb, are not."""
    assert sorted(counts(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("A bomb killed 12 civilians and three soldiers.", [12, 3]),
        ("One soldier and one assailant died.", [1, 1]),
        ("The crash killed a driver, a nurse and three patients.", [1, 1, 3]),
        ("The blast killed two guards and injured four.", []),
        ("A father and two girls drowned.", []),
    ],
)
def test_groups_that_one_verb_lists_are_marked_as_a_list(read: Reader, text: str, listed: list[int]) -> None:
    """By the id of the first; what gives its own sum needs no mark."""
    figures = read(text)
    marked = [figure for figure in figures if figure.listed_with is not None]
    assert [figure.min for figure in marked] == listed
    assert {figure.listed_with for figure in marked} <= {marked[0].id} if marked else True
