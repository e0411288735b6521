"""An earlier event beside a new one in one sentence: neither's people are counted as the other's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from schemas import Kind, Role
from streams.casualties import extract_figures
from streams.casualties.english.earlier_events import span_after
from streams.casualties.english.old_clauses import old_clauses

if TYPE_CHECKING:
    from schemas import CasualtyFigure

PUBLISHED = date(2026, 3, 10)


def figures(text: str) -> list[CasualtyFigure]:
    """Return the figures of a text."""
    return extract_figures(text, published=PUBLISHED, language="en")


def killed(text: str) -> list[tuple[int | None, bool]]:
    """Return the numbers of the dead, each with whether it is a total."""
    return [(figure.min, figure.role is Role.TOTAL) for figure in figures(text) if figure.kind is Kind.KILLED]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Two years after a similar accident, a gas blast at the Karnova mine killed 17 miners on Friday.", 17),
        ("Ten years after the war, a forgotten mine killed three children in Vukovar on Monday.", 3),
        ("Police fired on a march marking the anniversary of the revolt in Tunis on Saturday, killing six people.", 6),
        ("At a ceremony marking the 10th anniversary of the genocide, a stampede killed 15 people on Sunday.", 15),
        ("Clashes on the first anniversary of the coup left eight protesters dead in Yangon on Monday.", 8),
        ("Eight protesters were shot dead on Monday as crowds marked the first anniversary of the coup.", 8),
        ("The bomb went off on the anniversary of the 1998 attack and killed four people in Omagh.", 4),
        ("The deadliest attack since the one in 2015 left 46 people dead on Thursday.", 46),
    ],
)
def test_an_earlier_event_that_is_named_takes_no_toll_away(text: str, dead: int) -> None:
    """What the sentence tells as new is a total, whatever it calls to mind."""
    assert killed(text) == [(dead, True)]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Months after floods killed 300, new storms on Sunday killed 14 people in the province.", 300, 14),
        ("Three years to the day after a bomb killed 20 there, the market was hit on Friday: 11 people died.", 20, 11),
        ("Two days after a quake killed 230 people, another shook the province on Sunday, killing 12.", 230, 12),
        ("The driver, jailed in 2009 for a crash that killed two, hit a crowd on Saturday, killing seven.", 2, 7),
        ("The militia, blamed for a raid in May that killed 30, struck again on Friday and killed 14 farmers.", 30, 14),
        ("Unlike the quake of 1999, which killed 17,000 people, Monday's tremor left only three dead.", 17_000, 3),
        ("Sunday's stampede, at the temple where 110 worshippers were crushed in 2016, left 21 dead.", 110, 21),
        ("It stood beside one that fell last month, killing eight; four people died on Thursday.", 8, 4),
        ("The minister resigned over a fire that killed 31 people, as another on Monday claimed four lives.", 31, 4),
        ("Survivors of the 1988 quake that took 25,000 lives helped on Tuesday when a tremor killed two.", 25_000, 2),
        ("The bridge replaced one that fell in 1998 with the loss of 31; on Friday it fell and five drowned.", 31, 5),
        ("Since a blast there killed 23 people in 2021, the mine was shut; on Monday a fall killed two guards.", 23, 2),
    ],
)
def test_the_dead_of_an_earlier_event_stand_beside_those_of_the_new_one(text: str, old: int, new: int) -> None:
    """Only the new ones are a total."""
    assert killed(text) == [(old, False), (new, True)]


def test_a_count_of_this_week_is_the_news_whatever_the_article_begins_with() -> None:
    """An article may lead up to its news by what happened before."""
    before = "Authorities had promised new boats after 88 pilgrims drowned last spring."
    assert killed(f"{before} On Wednesday another boat sank with 25 aboard; nine bodies were found.") == [
        (88, False),
        (9, True),
    ]


def test_the_others_are_other_events_with_their_own_dead() -> None:
    """As the subject of a verb that counts people, "the others" are accidents."""
    text = "The coach fell 60 metres. Fourteen people were killed. It was the third crash there since May. The others "
    assert killed(f"{text}left 22 dead.") == [(14, True), (22, False)]
    assert killed("The blast killed 12 people. The last two killed were found on Monday.")[0] == (12, True)


def test_an_earlier_event_may_be_compared_with_the_new_one() -> None:
    """The words "more than the nine" are that of the earlier one with its comparison."""
    text = "Twelve people died in Tuesday's fire, more than the nine who died in a blaze a month ago."
    assert killed(text) == [(12, True), (9, False)]


@pytest.mark.parametrize(
    "text",
    [
        "On the tenth anniversary of the fire in which 46 people died, families gathered in silence on Monday.",
        "The town marked the anniversary with a minute of silence for the 46 people killed in the blast.",
        "Thousands marched on Sunday to mark the anniversary of the day police killed 46 miners.",
        "Monday was the anniversary of a ferry sinking that left 46 people dead.",
        "On the anniversary, survivors told how 46 people, most of them pupils, drowned.",
        "For the anniversary of the attack, the museum lists the names of the 46 people who were killed.",
        "Ten years after a fire killed 46 people at a club, its owner was buried on Monday.",
        "The water stood at 11 feet on Friday, the highest since the flood of 1951 that killed 46.",
    ],
)
def test_what_is_only_remembered_is_no_total(text: str) -> None:
    """Nobody has come to harm now."""
    assert killed(text) == [(46, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Three weeks after a shooting killed nine worshippers, the suspect pleaded guilty on Tuesday.",
        "A quake that killed nine people in Herat last week was followed by rain on Monday, officials said.",
        "Two days after a blast killed nine people in Kabul, three more died in hospital.",
        "A year after nine miners were run over and killed, police are asking again for the driver.",
    ],
)
def test_an_event_that_goes_on_keeps_its_toll(text: str) -> None:
    """What a court or the police deal with, and what an article goes on about, is its event."""
    assert killed(text)[0] == (9, True)


def test_spans_stay_within_their_clauses() -> None:
    """The comma of a number ends none, and a day of this week is in none."""
    words = "unlike the quake of 1999, which killed 17,000 people, monday's tremor left three dead."
    assert {words[begin:end] for begin, end in old_clauses(words)} == {
        "unlike the quake of 1999, which killed 17,000 people",
        "quake of 1999, which killed 17,000 people",
    }
    assert old_clauses("the quake that killed 230 people last week left 40 villages without water") == ()
    assert span_after("two days after the quake, more died") == (0, len("two days after the quake"))
    assert span_after("she died two days after the quake, they said") == (0, 0)


def test_what_a_book_tells_of_is_another_event() -> None:
    """Nobody has come to harm where a book or a film is reported."""
    assert killed("Her new book on the plague that killed 7,000 in Eyam sold 30,000 copies.") == [(7_000, False)]


def test_numbers_of_lines_and_goods_of_people_are_no_victims() -> None:
    """A list of labels counts nobody, and of volunteers' phones the phones are buried."""
    assert figures("Trains on lines 3, 7 and 12 were stranded on Monday.") == []
    assert killed("Scientists buried 12 volunteers' phones to test them.") == []
    assert killed("Rescuers dug out 12 miners' bodies on Monday.") == [(12, True)]


def test_one_victim_may_end_a_headline() -> None:
    """After a semicolon, a headline goes on as it begins: without an article."""
    assert killed("Wildfire in Attica forces 4,000 from homes; firefighter killed") == [(1, True)]
    assert killed("Talks resume; killer of two freed") == []


def test_a_toll_since_a_truce_is_no_toll_of_today() -> None:
    """A headline gives it beside the new dead."""
    assert killed("Lebanon says 6 killed in strikes Monday; toll since ceasefire 71") == [(6, True), (71, False)]
