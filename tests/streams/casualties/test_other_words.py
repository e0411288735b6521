"""Tolls, the hurt, the taken and the displaced in words other than the plainest ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Kind
from streams.casualties import extract_figures
from streams.linking.signature import UNSURE

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Two of the hurt died on Sunday, bringing the number of lives lost to 19.", 19),
        ("Two patients died on Sunday, with which the dead from the blaze come to twelve.", 12),
        ("Three bodies came ashore at dawn, which makes seventeen.", 17),
        ("The hospital put at 14 the number of dead from the raid.", 14),
        ("Her death brings to five the victims of the slide.", 5),
        ("His death brings to six the number killed in Monday's blaze.", 6),
        ("Two men have died of methanol, raising the number of victims in the capital to eleven.", 11),
        ("Names were added on Friday, bringing the confirmed dead of the flood to 61.", 61),
        ("The confirmed deaths are now 33.", 33),
        ("Flood victims now number 44.", 44),
        ("Two of the wounded have since died, the union said, raising its count to 22.", 22),
    ],
)
def test_a_toll_in_other_words_is_the_total(counts: Counter, text: str, total: int) -> None:
    """What the sentence adds to it is a part."""
    found = counts(f"A fire raged in Tarn. {text}")
    assert [figure for figure in found if figure.startswith("killed") and figure.endswith("total")] == [
        f"killed {total} total"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The firm opened two shops, bringing the number of stores to 19.",
        "The club lost again, bringing the number of defeats to twelve.",
        "Two sisters joined the choir, which makes seventeen.",
        "The hospital put at 14 the number of beds.",
        "The win brings to five the victories of the club.",
        "Two films were added, raising its count to 22.",
        "Visitors now number 44.",
        "The confirmed orders are now 33.",
    ],
)
def test_other_counts_that_rise_are_no_toll(read: Reader, text: str) -> None:
    """Shops, defeats and singers are brought to a number, too: linking takes none of them."""
    assert [figure for figure in read(text) if figure.confidence > UNSURE] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine were pulled out dead and four were rescued with injuries.", "injured 4 total"),
        ("A bus overturned and five were brought to Marien Hospital in Tarn.", "injured 5 total"),
        ("Masked men beat up two photographers.", "injured 2 total"),
        ("After the leak 31 people sought medical help.", "injured 31 total"),
        ("Gunmen stopped a coach and led away nine passengers, police said.", "kidnapped 9 total"),
        ("Gunmen stopped a coach and marched nine passengers into the forest, police said.", "kidnapped 9 total"),
        ("Armed men took six miners from a camp.", "kidnapped 6 total"),
        ("Kidnappers take eight from bus", "kidnapped 8 total"),
        ("The council places the displaced at 3,400.", "displaced 3400 total"),
        ("The number of evacuees rose to 5,200.", "displaced 5200 total"),
    ],
)
def test_people_who_came_to_harm_in_other_words_are_counted(counts: Counter, text: str, expected: str) -> None:
    """They are hurt, taken or driven out."""
    assert expected in counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Five were brought to Marien Hospital for checks.",
        "Helicopters carried off nine crates.",
        "Armed men guarded six miners.",
        "The chef beat up two eggs.",
        "Volunteers led away nine horses.",
    ],
)
def test_who_comes_to_no_harm_is_not_counted(read: Reader, text: str) -> None:
    """Checks, guards and animals are none, and linking takes none of them."""
    assert [figure for figure in read(text) if figure.confidence > UNSURE] == []


def test_one_of_those_brought_to_hospital_may_have_died() -> None:
    """He is told by name, so that the number is of dead and hurt."""
    figures = extract_figures("All three guards were flown to Marien Hospital, where Guard Sova passed away.")
    assert [(figure.kind, figure.min) for figure in figures] == [(Kind.CASUALTIES, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "He is held over the killing of Ana Two Rivers, 35, who was found fatally wounded.",
        "More than 400 shanties were burnt to the ground.",
        "A fire driven by winds of 70 kmph burned down to the first houses.",
    ],
)
def test_ages_huts_and_winds_are_no_people(counts: Counter, text: str) -> None:
    """A name may hold a number and a noun, and a unit may be written in one word."""
    assert [figure for figure in counts(text) if not figure.startswith("detained")] == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Seven bodies were found in all, and 77 people were treated, 20 of them children.", "injured 20 subset"),
        ("Six workers died and 17 others were treated, of whom nine have gone home.", "injured 9 subset"),
    ],
)
def test_a_part_is_one_of_those_counted_last(counts: Counter, text: str, parts: str) -> None:
    """It is none of the dead whom the sentence counts before them."""
    found = counts(text)
    assert parts in found
    assert not any(figure.startswith("killed") and figure.endswith("subset") for figure in found)


def test_an_event_before_and_that_leaves_what_follows_alone(counts: Counter) -> None:
    """The event "since the raid" ends where "and that" begins."""
    text = "An elder said that 29 bodies had been buried since the raid on Monday and that 18 people were wounded."
    assert counts(text) == ["killed 29 total", "injured 18 total"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The toll of the two blasts has gone up to 31.", "killed 31 total"),
        ("Toll in Tarn crash up to 14", "killed 14 total"),
        ("They put the toll at up to 40.", "killed -40 total"),
    ],
)
def test_a_toll_that_has_gone_up_to_a_number_is_that_number(counts: Counter, text: str, expected: str) -> None:
    """After "at" it is a bound."""
    assert counts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eleven villagers were evacuated with axe wounds.", ["injured 11 total"]),
        ("Eleven villagers were evacuated with their goats.", ["displaced 11 total"]),
        ("One of the guards escaped with a gunshot wound to the hand.", ["injured 1 total"]),
        ("One officer suffered a leg wound.", ["injured 1 total"]),
        ("Divers brought 12 sailors out alive, all of them injured.", ["injured 12 total"]),
        (
            "Six men and a guard were killed in the raid. Four people were wounded by gunfire.",
            ["killed 6 total", "killed 1 total", "injured 4 total"],
        ),
        ("Two boys were fatally shot and a girl was hit in the leg.", ["killed 2 total", "injured 1 total"]),
    ],
)
def test_wounds_say_that_people_lived(counts: Counter, text: str, expected: list[str]) -> None:
    """Who is wounded is hurt and no more, wherever the dead are counted beside, and whoever is brought away."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Police said nine people had died; the brigade put it at 12 after a search.",
            ["killed 9 total", "killed 12 total"],
        ),
        ("Police said two men had drowned, and the gauge put it at 4 metres.", ["killed 2 total"]),
    ],
)
def test_another_count_may_be_put_at_a_number(counts: Counter, text: str, expected: list[str]) -> None:
    """It is a rival total, where the number counts no metres."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Some 900 people were told by the mayor to leave five villages.", [900]),
        ("Forty tenants who had to leave are staying at a school.", [40]),
        ("Two players were told by the referee to leave the pitch.", []),
        ("Two guests who had to leave early missed the cake.", []),
    ],
)
def test_who_had_to_leave_home_is_displaced(read: Reader, text: str, taken: list[int]) -> None:
    """A pitch and a party are no homes."""
    assert [figure.min for figure in read(text) if figure.confidence > UNSURE] == taken
