"""Names that the words around them make places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import EntityType
from streams.entities.reading import read
from streams.entities.situated import LONGEST_LISTED, retyped, stated

if TYPE_CHECKING:
    from conftest import Finder

    from streams.entities.mentions import Mention


def kinds(text: str, name: str, kind: EntityType) -> list[EntityType]:
    """Return the types of one name of a text after the rules of its surroundings."""
    reading = read(text)
    first = reading.words.index(name)
    mentions: list[Mention] = [reading.mention(first, first + 1, kind)]
    return [mention.type for mention in retyped(reading, mentions)]


def listed(text: str) -> set[str]:
    """Return the names that the text states to be places."""
    return {mention.text for mention in stated(read(text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A boat sank off Qelbar on Sunday.", "Qelbar"),
        ("A bomb fell near Qelbar on Sunday.", "Qelbar"),
        ("A bomb fell in Cusco on Sunday.", "Cusco"),
    ],
)
def test_body_that_is_a_place(text: str, name: str) -> None:
    """A name of one word after "off" or "near" is a place, known or not, and after "in" where it is a known town."""
    assert kinds(text, name, EntityType.ORGANISATION) == [EntityType.PLACE]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He invested in Qelbar on Sunday.", "Qelbar"),
        ("He waited outside QELB on Sunday.", "QELB"),
        ("He waited near Parliament on Sunday.", "Parliament"),
        ("He waited near Qelbar's office on Sunday.", "Qelbar"),
    ],
)
def test_body_that_stays_one(text: str, name: str) -> None:
    """An unknown name after "in", an acronym, a word for a body and an owner are no places by these rules."""
    assert kinds(text, name, EntityType.ORGANISATION) == [EntityType.ORGANISATION]


@pytest.mark.parametrize(
    "text",
    [
        "Five climbers died on the west face of Huayna Qelbar on Friday.",
        "Five climbers died on the slopes of Huayna Qelbar on Friday.",
    ],
)
def test_side_of_a_mountain(text: str, find: Finder) -> None:
    """What has slopes or a west face is a place."""
    assert find(text, "Huayna Qelbar").type == EntityType.PLACE


def test_district_of_a_city(find: Finder) -> None:
    """A city that has a named district is not taken for a district itself; "the district of" makes it one."""
    assert find("Four died in the Lomas del Valle district of Uruapan, Mexico.", "Uruapan").subtype == "city"
    assert find("Four died in the district of Uruapan, Mexico.", "Uruapan").subtype == "region"


def test_list_of_counties(find: Finder) -> None:
    """Each name of a list that "counties" ends is a place, though some are names of people."""
    text = "Lanes are closed in Swift, Clark and Warren counties in Ohio."
    assert {find(text, name).type for name in ("Swift", "Clark", "Warren")} == {EntityType.PLACE}


@pytest.mark.parametrize("text", ["Ana Ruiz, 19, of Martinez, was hurt.", "Ana Ruiz of Martinez was hurt."])
def test_home_of_a_person(text: str, find: Finder) -> None:
    """A known place after a person, or an age, and "of" is the person's home."""
    assert find(text, "Martinez").type == EntityType.PLACE


def test_reach_of_a_list_of_counties() -> None:
    """A list is followed for so many tokens back from its last word, and no further."""
    within = " and ".join(["Qelbar", *["Clark"] * (LONGEST_LISTED // 2 - 1)])
    beyond = " and ".join(["Qelbar", *["Clark"] * (LONGEST_LISTED // 2 + 1)])
    assert "Qelbar" in listed(f"Rain fell in {within} counties today.")
    assert "Qelbar" not in listed(f"Rain fell in {beyond} counties today.")


def test_in_a_place_once() -> None:
    """A known town that a text is "in" once is nobody elsewhere in it, unless somebody's full name has it."""
    reading = read("Jasper thanked them. They met Ana Jasper in Jasper.")
    one, place = reading.mention(0, 1, EntityType.PERSON), reading.mention(9, 10, EntityType.PLACE)
    named = reading.mention(6, 8, EntityType.PERSON)

    assert [mention.type for mention in retyped(reading, [one, place])] == [EntityType.PLACE] * 2
    assert retyped(reading, [one, named, place])[0].type == EntityType.PERSON
