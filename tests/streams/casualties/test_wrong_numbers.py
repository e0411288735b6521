"""Numbers that stand beside a trigger and are not its number, or have another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Kind

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We have buried 11 civilians," the mayor said.', ["killed 11 total"]),
        (
            "The fire killed 16 people, the fire service said, correcting an earlier count of 26.",
            ["killed 16 total", "killed 26 denied"],
        ),
        ("The town buried nine of its sons on Friday.", ["killed 9 total"]),
        ("The slide buried 11 villagers alive under mud.", ["trapped 11 total"]),
        ("A man gunned down four colleagues.", ["killed 4 total"]),
        ("The gunman mowed down six shoppers.", ["killed 6 total"]),
        ("A truck hit and killed three cyclists.", ["killed 3 total"]),
        ("The train struck and killed two walkers.", ["killed 2 total"]),
        ("Of the 92 people infected, 42 have died.", ["killed 42 total"]),
        ("Of the 30 aboard, 12 drowned.", ["killed 12 total"]),
        ("40 percent of child deaths are due to malaria.", []),
        ("The fever caused 40 percent child deaths.", []),
        ("Some 56, 000 people were displaced.", ["displaced 56000 total"]),
        ("Two among forty were killed.", ["killed 2 total"]),
        ("Image 4 of 16 A couple found shot to death in Arlen.", ["killed 2 total"]),
        ("Two males, 30 and 42, were injured.", ["injured 2 total"]),
        ("Two males, 30 and 42 were injured.", ["injured 2 total"]),
        ("Three women, aged 19, 22 and 40, were hurt.", ["injured 3 total"]),
        (
            "At least 15 people, including Mara Lund, one of whom was pregnant, were killed.",
            ["killed 15- total", "killed 1 subset"],
        ),
        ("Two children, 4 and 7, died in the fire.", ["killed 2 total"]),
        ("The shooting at 1200 Main Street left two dead.", ["killed 2 total"]),
        ("Five of 12 suspects were wounded.", ["injured 5 total"]),
        ("The 7.2 quake killed 31.", ["killed 31 total"]),
        ("A 3-0 win left two fans injured.", ["injured 2 total"]),
        ("Nineteen villagers have been buried, the priest said.", ["killed 19 total"]),
        ("The landslide buried 19 villagers.", ["trapped 19 total"]),
        ("Nineteen villagers were buried when the hillside gave way.", ["trapped 19 total"]),
        ("A man of 61 shot dead two neighbours.", ["killed 2 total"]),
        ("One in ten of the residents drowned.", []),
        ("The mob burned three clerks alive.", ["killed 3 total"]),
        ("Two hikers were mauled to death by a bear.", ["killed 2 total"]),
        ("Two officers were killed and a third wounded.", ["killed 2 total", "injured 1 total"]),
        ("A third of the crop was lost and two barns burned.", []),
        ("All six in the flat died.", ["killed 6 total"]),
        ("Police bundled 40 marchers into vans.", ["detained 40 total"]),
    ],
)
def test_kind_and_number(counts: Counter, text: str, expected: list[str]) -> None:
    """The figure has the number that belongs to it and the kind of what happened."""
    assert counts(text) == expected


def test_and_is_no_speaker(read: Reader) -> None:
    """Of two verbs of saying the subject of the first speaks."""
    figures = read("The hospital raised the toll to 12, and said nine were children.")
    assert {figure.attribution.text for figure in figures if figure.attribution} == {"The hospital"}


@pytest.mark.parametrize(
    "count", ["nine", "nine of them", "at least two others", "most of them", "dozens", "twenty-two"]
)
def test_a_count_of_people_is_no_speaker(read: Reader, count: str) -> None:
    """What follows "said" is whose number it is only where it is a name."""
    figures = read(f"The hospital listed 30 dead on Monday and said {count} were children.")
    assert count not in {figure.attribution.text for figure in figures if figure.attribution}


def test_the_dead_are_not_counted_again_as_injured(counts: Counter) -> None:
    """Wounds of those who were found dead are no second figure."""
    assert counts("The three men were found dead. All three suffered gunshot wounds.") == ["killed 3 total"]
    assert counts("Two women were found dead in a car. Both had been stabbed.") == ["killed 2 total"]
    assert counts("Four people were killed. The four had been shot in the head.") == ["killed 4 total"]
    assert counts("A man was pronounced dead at the scene. He had suffered a gunshot wound.") == ["killed 1 total"]
    assert counts("The bodies of two men were found. The two men had gunshot wounds.") == ["killed 2 total"]
    assert counts("Three people were shot dead. All three had been shot in the back.") == ["killed 3 total"]


def test_others_with_wounds_are_counted(counts: Counter) -> None:
    """Wounded people beside the dead stay a figure of their own."""
    assert counts("Three men were found dead. Two others suffered gunshot wounds.") == [
        "killed 3 total",
        "injured 2 total",
    ]
    assert counts("Three people were killed. Three people were wounded.") == ["killed 3 total", "injured 3 total"]
    assert counts("Two officers were killed, and two officers were shot and wounded.") == [
        "killed 2 total",
        "injured 2 total",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ORVANE, May 3 - Nine people were killed in a fire on Sunday.",
        "ORVANE, May 3 -- Nine people were killed in a fire on Sunday.",
        "ORVANE, May 3 - 9 people were killed in a fire on Sunday.",
        "ORVANE, Oct. 3 - 9 people were killed in a fire on Sunday.",
        "ORVANE, 3 May - Nine people were killed in a fire on Sunday.",
        "3 - Nine people were killed in a fire on Sunday.",
    ],
)
def test_the_day_of_a_dateline_and_the_number_after_it_are_no_range(read: Reader, text: str) -> None:
    """The dash ends the dateline; a range has both numbers in figures or both in words."""
    assert [(figure.kind, figure.min, figure.max) for figure in read(text)] == [(Kind.KILLED, 9, 9)]


def test_a_range_with_a_dash_stays_a_range(read: Reader) -> None:
    """In figures or in words."""
    for text in ("Some 3 - 9 people were killed.", "Three - nine people were killed."):
        assert [(figure.min, figure.max) for figure in read(text)] == [(3, 9)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two hostages were executed on Sunday.", Kind.KILLED),
        ("Two hostages were killed in the raid.", Kind.KILLED),
        ("Two captives died when the roof fell.", Kind.KILLED),
        ("Two detainees were injured in a riot.", Kind.INJURED),
        ("Two hostages were freed on Sunday.", Kind.KIDNAPPED),
    ],
)
def test_hostages_who_came_to_harm_are_counted_by_it(read: Reader, text: str, kind: Kind) -> None:
    """What they are called is what happened to them before."""
    assert [(figure.kind, figure.min) for figure in read(text)] == [(kind, 2)]


def test_hostages_who_act_are_those_held(read: Reader) -> None:
    """The guard is dead, and two are held."""
    figures = read("Two hostages killed three guards.")
    assert [(figure.kind, figure.min) for figure in figures] == [(Kind.KIDNAPPED, 2), (Kind.KILLED, 3)]
