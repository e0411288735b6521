"""Old events, wars and statistics are no toll of the event reported; what looks like them and is a toll stays one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader

HISTORY = [
    "Hail struck in August. Twelve people were hurt at the time.",
    "Seven people have died in avalanches this winter.",
    "The 9/11 attacks killed nearly 3,000 people.",
    "A death toll of 3,000 would make it the worst quake in decades, the model predicts.",
    "Another 50 deaths would bring the toll to 300.",
    "That would take the death toll to 45, the ministry said.",
    "A quake off the coast of Sorong in 2004 set off a tsunami that killed 61,000 people.",
    "Some 2 million people died in two civil wars over five decades.",
    "The country has seen two civil wars over five decades, and some 2 million people died.",
    "The coast lies where a cyclone drowned 138,000 people in 1991.",
    "The genocide cost some 800,000 lives.",
    "Under the old regime an estimated 30,000 people were killed or disappeared.",
    "Nearly 17,000 people perished when a great quake levelled the city in 1939.",
    "Fighting between the two peoples in the 1990s left 100,000 dead.",
    "In 2015 the city recorded 344 homicides, 301 of them by gunfire.",
    "344 people were killed in 2015, 301 of them by gunfire.",
    "Road accidents killed 4,120 people and injured 31,000 in 2014, government figures show.",
    "About 6,000 miners die in such accidents annually.",
    "Snake bites kill some 45,000 people a year in the country.",
    "On average 40 climbers are killed on the mountain each season.",
    "Statistics show that 8,300 pedestrians were hurt between 2009 and 2013.",
    "The dictator's men killed at least 3,000 opponents during his 17 years in power.",
    "The mountain was the scene of a crash in 1974 in which 346 died.",
    "It was the deadliest flood since 1953, when 1,836 people drowned.",
    "The worst was in 1966, when a coal tip buried 116 children.",
    "Twenty years ago a fire at the same club killed 63 dancers.",
    "The Holocaust, in which six million Jews were murdered, is taught in all schools.",
    "More than 58,000 American soldiers died in the Vietnam War.",
    "The plague killed 9,000 people in the town in 1665.",
    "The disease kills 400 children for every 100,000 births.",
    "During the Second World War 900 villagers were shot here.",
]
"""Read alone on 6 April 2016; nothing in them is this event's toll."""


@pytest.mark.parametrize("text", HISTORY)
def test_history_is_no_total(counts: Counter, text: str) -> None:
    """A sentence on an old event, a war or a statistic gives no total."""
    found = counts(text)
    assert found
    assert not [figure for figure in found if figure.endswith(" total")]


TOLLS = [
    ("A bomb killed three officers on Monday, hours after a blast in a market killed eleven.", "killed 3 total"),
    ("On Monday, two hours after a storm hit, nine people drowned in Arba.", "killed 9 total"),
    ("About 20 minutes after a fight, two boys were shot.", "injured 2 total"),
    ("Nine climbers have been killed on the mountain this season.", "killed 9 total"),
    (
        "Two more people died of Ebola, bringing deaths in the outbreak to 72 among 105 cases since August.",
        "killed 72 total",
    ),
    ("Four bodies were found, bringing deaths from the flood in the valley to at least 31.", "killed 31- total"),
    ("Cholera has killed 46 people and made 1,900 ill in Kivu since February 10.", "killed 46 total"),
    ("The third storm this season killed 12 people.", "killed 12 total"),
    ("Twelve people have died in the storm, the worst this winter.", "killed 12 total"),
    ("A quake struck off Sorong on Tuesday, setting off a wave that killed 1,700 people.", "killed 1700 total"),
    ("At least 2,300 people were killed when a cyclone made landfall on Monday.", "killed 2300- total"),
    ("Heavy rains have killed 1,033 people since mid-March, the disaster agency said.", "killed 1033 total"),
    ("A bomb at the annual book fair killed 43 people.", "killed 43 total"),
    ("A rebel raid in the war-torn east killed 19 villagers on Sunday.", "killed 19 total"),
    ("Gunmen in the city of 1.5 million people killed 11 guards.", "killed 11 total"),
    ("The deadliest attack this year killed 52 shoppers on Saturday.", "killed 52 total"),
    ("A court on Tuesday jailed two men over a 2011 bombing that killed 15 commuters.", "killed 15 total"),
    ("Nine people were charged over the 2009 club fire in which 156 revellers died.", "killed 156 total"),
    ("Three climbers died on a peak first scaled in 1953.", "killed 3 total"),
    ("The army said it had killed 190 rebels.", "killed 190 total"),
    ("Nationwide the toll from the storm stood at 425 dead.", "killed 425 total"),
]


@pytest.mark.parametrize(("text", "toll"), TOLLS)
def test_tolls_beside_years_and_wars_stay_totals(counts: Counter, text: str, toll: str) -> None:
    """Years, wars and superlatives beside this event's toll don't take it away."""
    assert toll in counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "In January a quake struck the province of Kerit. It killed 612 people.",
        "On Feb. 24 a drone hit a bus near the border. Thirty-one civilians were killed in the incident.",
        "In 2009 gunmen stormed a hotel in the port. The attack left 62 dead.",
        "In 1985 a volcano buried the town of Armuro. More than 20,000 people died.",
        "The last great storm came in November 2013. It claimed 6,300 lives.",
        "That is how the ferry Estrella sank in 1994. In that disaster 852 people drowned.",
        "A similar blast hit the mill in 2012. It killed 29 and wounded 60.",
        "A tremor shook the valley in August last year. The quake injured 240 villagers.",
        "In December a mine collapsed at Yorro. That accident cost 18 miners their lives, and 18 miners died.",
    ],
)
def test_what_points_back_to_an_old_date_is_of_that_time(counts: Counter, text: str) -> None:
    """A sentence that goes on about an event of an old date gives no total."""
    found = counts(text)
    assert found
    assert not [figure for figure in found if figure.endswith(" total")]


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("A quake struck the province of Kerit on Monday. It killed 612 people.", "killed 612 total"),
        ("The bridge was opened in 1967. At least 40 people were killed on Tuesday.", "killed 40- total"),
        ("The hotel was built in 1922. The attack on Sunday left 62 dead.", "killed 62 total"),
        ("The ferry, built in 1988, sank on Monday. It was carrying 80 people, and 31 drowned.", "killed 31 total"),
    ],
)
def test_what_points_back_to_a_fresh_date_stays_a_total(counts: Counter, text: str, toll: str) -> None:
    """A date of these days, or one of something that harmed nobody, takes no toll away."""
    assert toll in counts(text)


def test_an_old_event_takes_no_place_of_the_toll(read: Reader) -> None:
    """An article on a new quake has its toll, and the old one beside it is another event."""
    figures = read(
        "A strong quake shook the islands on Tuesday, killing 14 people.\n\n"
        "In 2004 a quake off the same coast killed 170,000.\n\n"
        "Fourteen people were killed this time, the governor said."
    )
    assert [(figure.min, figure.role.value) for figure in figures] == [
        (14, "total"),
        (170000, "other_event"),
        (14, "total"),
    ]


def test_an_article_without_a_toll_of_its_own_has_none(read: Reader) -> None:
    """History in an article about something else gives no total."""
    figures = read(
        "The central bank left its rates unchanged on Tuesday.\n\n"
        "The economy is recovering from two decades of civil war in which 150,000 people were killed.\n\n"
        "The capital was rebuilt after the quake of 1972, which killed 10,000."
    )
    assert not [figure for figure in figures if figure.role == "total"]


@pytest.mark.parametrize(
    "aside",
    [
        "The cyclone killed at least 138,000 people.",
        "The bombing of the old port killed 14,000.",
        "Hurricane Ines killed 9,000 people along the coast, the museum's keeper said.",
        "The famine killed two million people.",
        "A leak at the works killed 3,500 people outright.",
        "Nearly 10,000 inmates died in the camp.",
        "Hill clans slaughtered 8,000 people.",
    ],
)
def test_thousands_in_an_article_on_something_else_are_history(read: Reader, aside: str) -> None:
    """Where the top of an article tells of no casualties, the thousands below are no toll."""
    lead = "The president opened a plant on Tuesday.\n\nHe spoke of trade.\n\nA band played.\n\n"
    figures = read(lead + aside, "President opens plant")
    assert figures
    assert not [figure for figure in figures if figure.role == "total"]


def test_thousands_in_an_article_that_leads_with_casualties_may_be_its_toll(read: Reader) -> None:
    """A cyclone's toll below a lead on its dead is a toll."""
    figures = read(
        "A cyclone killed hundreds of people on the coast on Monday.\n\nThe army sent boats.\n\nRoads were cut.\n\n"
        "The cyclone killed at least 2,100 people, the governor said.",
        "Cyclone kills hundreds",
    )
    assert [figure.role for figure in figures if figure.min == 2100] == ["total"]


@pytest.mark.parametrize(
    "other",
    [
        "The January floods killed 40 there.",
        "The August sinking, in which 130 died, led to new rules.",
        "The winter's other slides have killed 11.",
        "The Easter massacre left 31 dead in the same district.",
        "The previous week's crash, on the same bend, left three dead.",
        "In the district's worst quake, in 1976, 300 people died.",
        "It came a year after a similar one killed 19.",
    ],
)
def test_an_event_named_by_its_time_is_another_one(counts: Counter, other: str) -> None:
    """A month, a season or a feast before the event, or a word for one of its kind, sets its dead apart."""
    assert counts(f"The mudslide killed nine people on Sunday. {other}")[1].endswith("other_event")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The cyclone, the strongest since Mirra, which killed 420 in 2009, has left six dead.",
            ["killed 420 background", "killed 6 total"],
        ),
        (
            "A blast in a pit killed five on Sunday, a year after a similar one killed 19.",
            ["killed 5 total", "killed 19 other_event"],
        ),
        (
            "Strikes killed 30 people on Monday, bringing the number of dead since October to 41,200.",
            ["killed 30 total", "killed 41200 background"],
        ),
        (
            "Cholera killed three, bringing the number of dead since March to 29.",
            ["killed 3", "killed 29 total"],
        ),
        ("The UN counted 640 civilian deaths, 14 percent fewer than in the same months of 2015.", ["killed 640 total"]),
    ],
)
def test_a_clause_on_another_time_says_nothing_of_its_neighbour(counts: Counter, text: str, found: list[str]) -> None:
    """A relative clause, a comparison and a count since long ago have roles of their own."""
    assert [count[: len(short)] for count, short in zip(counts(text), found, strict=True)] == found
