"""What each number is among the others of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.streams.casualties.conftest import Reader

    Counter = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was the deadliest attack since 2011, when 110 people were killed.", ["killed 110 other_event"]),
        ("A previous explosion at the mine left 29 dead.", ["killed 29 other_event"]),
        ("In 2009, a bomb in the same street killed 95 people.", ["killed 95 other_event"]),
        ("It sank on the anniversary of a wreck that killed 304.", ["killed 304 other_event"]),
        (
            "A bomb killed eight people in Tarn on Tuesday, the anniversary of an attack in which 22 died.",
            ["killed 8 total", "killed 22 other_event"],
        ),
        ("Bomb kills eight in Tarn on anniversary", ["killed 8 total"]),
        ("Gunmen killed six people at a rally marking the anniversary of a massacre.", ["killed 6 total"]),
        ("An attack on a march marking the anniversary of a strike killed nine people.", ["killed 9 total"]),
        ("A blast at an anniversary parade killed seven soldiers.", ["killed 7 total"]),
        ("Crowds gathered on Tuesday, the anniversary of a blast that killed 118.", ["killed 118 other_event"]),
        ("The 304 people who drowned were remembered on Monday, the anniversary.", ["killed 304 other_event"]),
        ("Tarn marked the anniversary of a sinking in which 304 people died.", ["killed 304 other_event"]),
        ("At least 12,000 have been killed, it said on Monday, the anniversary.", ["killed 12000- other_event"]),
        ("Tuesday is the anniversary of the deaths of 57 people.", ["killed 57 other_event"]),
        ("The war has killed more than 270,000 people since 2011.", ["killed 270000- background"]),
        ("Malaria kills about 400,000 people every year.", ["killed 400000 background"]),
        ("So far this year 61 journalists have been killed.", ["killed 61 background"]),
        ("The ministry denied that 40 soldiers had been killed.", ["killed 40 denied"]),
        ("No one was hurt.", ["injured 0 denied"]),
        ("There were no casualties.", ["casualties 0 denied"]),
        ("The bomb could have killed 40 people.", ["killed 40 hypothetical"]),
        ("The storm may kill 40 people.", ["killed 40 hypothetical"]),
        ("A man who was freed in May shot dead six people at a market on Monday.", ["killed 6 total"]),
        ("Sixteen miners are feared dead.", ["killed 16 hypothetical"]),
        ("He threatened to kill ten soldiers.", ["killed 10 hypothetical"]),
        ("In the film, a sniper kills 11 people.", ["killed 11 hypothetical"]),
        ("The death toll rose to 46 from 22.", ["killed 46 total", "killed 22 denied"]),
        ("The number of victims is 59 and not 62.", ["killed 59 total", "killed 62 denied"]),
        (
            "The war, which widened in 2015 when a coalition joined it, has driven three million from their homes.",
            ["displaced 3000000 background"],
        ),
        ("The storm, which made landfall on Sunday, has killed 31 people.", ["killed 31 total"]),
        ("The raid killed ten fighters, the army said, and denied that civilians were hit.", ["killed 10 total"]),
    ],
)
def test_a_sentence_sets_its_figure_apart(counts: Counter, text: str, expected: list[str]) -> None:
    """Another event, a campaign, a denial or a fear is told by the sentence itself."""
    assert counts(text) == expected


def test_the_toll_is_told_from_the_earlier_event_of_one_sentence(counts: Counter) -> None:
    """What is called the worst since an earlier event is the toll all the same."""
    text = "The fire killed five, the worst such accident since 1987, when 31 died in the same tunnel."
    assert counts(text) == ["killed 5 total", "killed 31 other_event"]


def test_smaller_figures_after_the_toll_are_parts_of_it(counts: Counter) -> None:
    """How some of the victims fared is no toll of its own."""
    text = "Six people were wounded in a shooting.\n\nTwo are in critical condition, police said."
    assert counts(text) == ["injured 6 total", "injured 2 subset"]


def test_a_figure_of_a_longer_time_is_background(counts: Counter) -> None:
    """A larger figure of a stretch of time isn't the toll of the day."""
    text = "Four people were killed in an ambush.\n\nForty-five people were killed in March."
    assert counts(text) == ["killed 4 total", "killed 45 background"]


def test_an_event_of_another_day_is_another_event(counts: Counter) -> None:
    """A figure dated long before publication isn't the toll of the article."""
    text = "Four people were killed in an ambush on Tuesday.\n\nOn Dec. 3 gunmen killed five on the same road."
    assert counts(text) == ["killed 4 total", "killed 5 other_event"]


def test_an_article_on_an_old_event_keeps_its_toll(counts: Counter) -> None:
    """Where the lead itself is dated long ago, the article is about that event."""
    text = "A man was jailed on Monday for the 2013 shooting that killed three people.\n\nThe three died at once."
    assert counts(text).count("killed 3 total") == 2


def test_rival_counts_are_both_tolls(counts: Counter) -> None:
    """What two sources count is not a part of one another."""
    text = "The government said 30 people were killed, while the opposition put the toll at 85."
    assert counts(text) == ["killed 30 total", "killed 85 total"]


def test_a_toll_since_overtaken_is_withdrawn(counts: Counter) -> None:
    """An older, smaller toll is superseded, not a part."""
    text = "The toll rose to 136 on Wednesday.\n\nThe toll stood at 94 on Tuesday evening."
    assert counts(text) == ["killed 136 total", "killed 94 denied"]


def test_more_dead_are_added_by_the_text_alone(counts: Counter) -> None:
    """A number of further dead is part of the toll that the text goes on to give."""
    text = "Two more bodies were found, bringing the death toll to 14."
    assert counts(text) == ["killed 2 subset", "killed 14 total"]


@pytest.mark.parametrize(
    "text",
    [
        "The Titans were killed off by two late goals.",
        "Rovers, wounded by five straight defeats, beat United 3-0.",
        "The champions buried 14 three-pointers.",
        "He shot 68 to lead by four strokes.",
        "The government buried 12 amendments in the annex.",
        "The deal is dead after 18 months of talks.",
        "The brigade needs 400 officers and 2,500 men.",
        "Some 3,000 police were deployed after the killings.",
        "He faces four counts of murder and two of attempted murder.",
        "The motion was killed by 212 votes to 198.",
        "The vaccine could save 20,000 lives a year.",
        "The hostages were held for 444 days.",
        "Forty passengers survived the crash.",
    ],
)
def test_idiom_sport_and_quotas_are_no_casualties(counts: Counter, text: str) -> None:
    """Words of dying without dying give nothing."""
    assert counts(text) == []


def test_a_narrower_window_is_part_of_the_toll(counts: Counter) -> None:
    """What was counted in the last hours is part of a toll of days, whoever counts it."""
    text = (
        "Four days of fighting have killed more than 90 people, a monitor said.\n\n"
        '"We counted 31 dead rebels and 19 dead soldiers in the last 48 hours," said its head, Omar Daud.'
    )
    assert counts(text) == ["killed 90- total", "killed 31 subset", "killed 19 subset"]


def test_a_window_that_began_long_before_the_event_is_background(counts: Counter) -> None:
    """What happened over ten days is no part of one day's raid."""
    text = (
        "At least 43 people were killed in a raid on Tuesday, police said.\n\n"
        "Aid workers have counted 19 dead children in the last ten days."
    )
    assert counts(text) == ["killed 43- total", "killed 19 background"]


def test_members_of_a_list_without_a_sum_are_tolls(counts: Counter) -> None:
    """Where no sum is told, soldiers, civilians and rebels each have a toll of their own."""
    text = "Five soldiers and two civilians were killed in an ambush, the army said. Four rebels died in the chase."
    assert counts(text) == ["killed 5 total", "killed 2 total", "killed 4 total"]
    gapped = "Landslides killed 17 in Cusco, nine in Puno and four in Arequipa."
    assert counts(gapped) == ["killed 17 total", "killed 9 total", "killed 4 total"]


def test_those_found_with_wounds_may_have_died(counts: Counter) -> None:
    """Two found with wounds are casualties where one of them is pronounced dead."""
    text = "Officers found two men with gunshot wounds. One was pronounced dead at the scene."
    assert counts(text) == ["casualties 2 total", "killed 1 total"]


@pytest.mark.parametrize(
    "text",
    [
        "Four dead, ten wounded in weekend shootings",
        "Two killed, six hurt in South Side shootings",
        "A violent night left two dead and six wounded.",
        "Two men were killed in stabbings across the city.",
        "Three died in shootings over the weekend.",
        "A spate of shootings on Friday left two dead and six wounded.",
        "Police are looking into two shootings that left eight people hurt.",
    ],
)
def test_what_many_local_events_make_up_is_background(read: Reader, text: str) -> None:
    """The sum of a weekend's shootings is the toll of none of them."""
    assert {figure.role.value for figure in read(text)} == {"background"}


def test_one_event_of_a_round_up_is_its_toll(counts: Counter) -> None:
    """Beside the sum of a weekend the figures of one event are totals."""
    text = "Three killed, nine wounded in weekend shootings\n\nFour people were wounded at a barbecue on Elm Street."
    assert counts(text)[-1] == "injured 4 total"


@pytest.mark.parametrize(
    "text",
    ["He was charged with shooting six people during a violent night.", "Forty-nine died in the mosque shootings."],
)
def test_a_shooting_on_a_violent_night_is_an_event(read: Reader, text: str) -> None:
    """What happened during such a night, and the shootings of one attack, aren't summed up."""
    assert [figure.role.value for figure in read(text)] == ["total"]
