"""Who was arrested, told without a number: "the driver was arrested"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter

HARM = "Six people died in the crash."
"""What makes an arrest news of an event."""


def held(counts: Counter, text: str) -> list[str]:
    """Return the figures of an article on six deaths that count those who are held."""
    return [figure for figure in counts(f"{HARM} {text}") if figure.startswith("detained")]


@pytest.mark.parametrize(
    "text",
    [
        "The driver was arrested.",
        "The driver, who had run into a field, was arrested at dawn.",
        "The skipper of the trawler, 51, is in custody.",
        "The firm's director has been placed under arrest.",
        "Gendarmes have detained the quarry's foreman.",
        "Police later arrested the 33-year-old lorry driver at a motel.",
        "Detectives are still searching the depot after arresting its manager.",
        "The foreman of the yard that burned down walked into a police station and was arrested.",
        "The clerk, who signed, and others wept; a welder who put up the rail was arrested.",
        "The plant's manager was placed under police control.",
        "A sailor, believed to be drunk, is under arrest.",
        "A 60-year-old man whose stove is thought to have set off the blast was remanded in custody.",
    ],
)
def test_somebody_definite_who_is_arrested_is_one(counts: Counter, text: str) -> None:
    """The text has spoken of him or her before, and the police hold one."""
    assert held(counts, text) == ["detained 1 total"]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Police arrested the landlord and two plumbers.", [1, 2]),
        ("Police arrested a director and the head chemist of the firm.", [1, 1]),
        ("Police took the mill's owner and its head of safety into custody.", [1, 1]),
        ("The signalman, his supervisor and two drivers were detained.", [1, 1, 2]),
        ("The captain of the barge, who was found asleep, and a deckhand who steered are in custody.", [1, 1]),
        (
            "Police have detained the owner of the hall that fell on Sunday, a site engineer and three welders.",
            [1, 1, 3],
        ),
        ("The owner of the mill, two Serbs of the building firm and a guard are under arrest.", [1, 2, 1]),
    ],
)
def test_those_listed_with_somebody_definite_are_totals_of_one_list(
    counts: Counter, text: str, sizes: list[int]
) -> None:
    """Each member is a figure, as in every list of groups."""
    assert held(counts, text) == [f"detained {size} total" for size in sizes]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Three guides who had led pupils past a closed gate were arrested.", 3),
        ("Two managers have been taken into custody.", 2),
    ],
)
def test_those_counted_may_stand_far_from_the_arrest(counts: Counter, text: str, size: int) -> None:
    """A relative clause stands between, and words that begin another phrase hide none."""
    assert held(counts, text) == [f"detained {size} total"]


@pytest.mark.parametrize(
    "text",
    [
        "The driver was not arrested.",
        "The driver was not placed under arrest.",
        "The driver could be arrested.",
        "The driver was questioned and went home.",
        "The driver was arrested and released on bail.",
        "The owner was arrested on Monday and freed without charge.",
        "Relatives called on the police to arrest the owner.",
        "Relatives demanded the arrest of the owner.",
        "He took the manager to lunch.",
        "Police did not say whether the driver was in custody.",
        "A camera captured four gunshots.",
        "The father had been arrested dozens of times.",
        "The driver called the police.",
        "The driver was in the cab when police arrived.",
        "The manager denied that anybody was arrested.",
        "No arrests were made.",
        "The president was arrested.",
        "The developer was jailed for nine years.",
        "Six of the men accused of robbing the driver were never arrested.",
        "The prosecutor said nobody was in custody.",
    ],
)
def test_who_is_not_held_is_no_arrest(counts: Counter, text: str) -> None:
    """Who was only questioned, let go or sought is not held, and who holds an office is seldom held over an event."""
    assert [figure for figure in held(counts, text) if not figure.endswith(("denied", "hypothetical"))] == []


@pytest.mark.parametrize(
    "text",
    [
        "The driver was arrested after police found cigarettes in the lorry.",
        "The founder of the bank was detained at the airport. The director was arrested at home.",
        "Police arrested the owner of the gallery over unpaid taxes.",
    ],
)
def test_a_definite_arrest_alone_is_no_figure(counts: Counter, text: str) -> None:
    """Where nobody came to other harm the article is about the police and not about an event."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Six people died. The driver was killed and two men were arrested.",
            ["killed 6 total", "detained 2 total"],
        ),
        (
            "Six people died. Three men who had beaten the driver were arrested.",
            ["killed 6 total", "detained 3 total"],
        ),
        (
            "Police arrested the driver, a 40-year-old man, after six people died.",
            ["detained 1 total", "killed 6 total"],
        ),
    ],
)
def test_a_definite_person_counts_in_an_arrest_alone(counts: Counter, text: str, expected: list[str]) -> None:
    """Who died is told with a number, or is not counted; who a person is makes no other person."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police have arrested six more people, bringing those in custody to 20.", "detained 20 total"),
        ("Seven more men were detained on Friday, taking the arrests to nine.", "detained 9 total"),
        ("Police have placed four people under criminal detention.", "detained 4 total"),
    ],
)
def test_those_held_in_all_are_the_total(counts: Counter, text: str, expected: str) -> None:
    """Those of the day are a part of them."""
    assert [figure for figure in held(counts, text) if figure.endswith("total")] == [expected]


def test_several_are_not_the_subject_of_was(counts: Counter) -> None:
    """Ten who were killed before "and was placed in detention" are not held, but the driver is."""
    text = "The driver whose lorry hit a coach, killing ten people, walked to the police and was placed in detention."
    assert [figure for figure in counts(text) if figure.startswith("detained")] == ["detained 1 total"]
