"""Words that often tell of other things don't hide this event's toll."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Role

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A crush killed 343 people during the annual pilgrimage.", ["killed 343 total"]),
        ("Two runners died in the town's annual bull run on Sunday.", ["killed 2 total"]),
        ("Nationwide the toll stood at 425 dead.", ["killed 425 total"]),
        ("Police arrested 900 people nationwide on Monday.", ["detained 900 total"]),
        ("Storms across the country killed 27 people overnight.", ["killed 27 total"]),
        (
            "The factory's owner rejected the allegations following a blaze which left at least 343 dead.",
            ["killed 343- total"],
        ),
        ("The minister dismissed the police chief after a stampede in which 31 died.", ["killed 31 total"]),
        ("The company denied negligence over the fire that killed 19 workers.", ["killed 19 total"]),
        ("The army rejected calls for an inquiry into the raid that killed 12 villagers.", ["killed 12 total"]),
        (
            "The bomb killed 125 people, not 174 as previously reported.",
            ["killed 125 total", "killed 174 denied"],
        ),
        ("The blaze killed 17 people, not 19 as first reported.", ["killed 17 total", "killed 19 denied"]),
        ("The blaze killed 17 people, two more than first reported.", ["killed 17 total"]),
        ("Nine workers died, and not 12 as earlier stated.", ["killed 9 total", "killed 12 denied"]),
        (
            "The army went in on Monday. On Thursday at least 200 were killed and 250 injured.",
            ["killed 200- total", "injured 250 total"],
        ),
        ("Each year thousands climb the hill; this year a slide killed 26 of them.", ["killed 26 total"]),
        ("More than 1,000 people have been arrested since the protests began on Monday.", ["detained 1000- total"]),
        ("Nine people have died since riots broke out in Orva.", ["killed 9 total"]),
        ("More than 550 pilgrims died during this year's haj.", ["killed 550- total"]),
        ("The rally, held every year, ended with 14 people hurt.", ["injured 14 total"]),
        ("Cholera has killed 98 people since the start of October.", ["killed 98 total"]),
    ],
)
def test_totals_are_not_hidden(counts: Counter, text: str, expected: list[str]) -> None:
    """A recurring event, a whole country or somebody's refusal beside a toll leaves it a total."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army denied that 40 civilians were killed.", ["killed 40- denied", "killed 40 denied"]),
        ("The ministry dismissed reports that 30 soldiers had died.", ["killed 30 denied"]),
        ("The claim that 60 were wounded is false.", ["injured 60 denied"]),
        ("The governor rejected a report of 15 deaths as a rumour.", ["killed 15 denied"]),
        ("Such storms kill 80 people annually.", ["killed 80 background"]),
        ("More than 1,000 people have been arrested since the protests began in June.", ["detained 1000- background"]),
        ("The annual death toll on the road is about 300.", ["killed 300 background"]),
        ("Nationwide 2,000 homicides were recorded last year.", ["killed 2000 background"]),
    ],
)
def test_what_is_denied_or_yearly_stays_so(counts: Counter, text: str, expected: list[str]) -> None:
    """What is denied itself, or is a rate, is no total."""
    found = counts(text)
    assert len(found) == 1
    assert found[0] in expected


@pytest.mark.parametrize(
    ("text", "denied", "total"),
    [
        ("A spokesman denied opposition claims that 200 protesters had died, putting the toll at 17.", 200, 17),
        ("The army denied rebel reports that 60 civilians died and put the toll at 9.", 60, 9),
        ("The ministry denied social media reports of 40 dead, insisting that 12 people were killed.", 40, 12),
        ("The governor rejected the opposition's claims of 90 dead, giving a toll of 12.", 90, 12),
    ],
)
def test_who_denies_a_number_and_gives_another_counts_the_other(
    read: Reader, text: str, denied: int, total: int
) -> None:
    """Whoever made the claim that is denied."""
    assert [(figure.min, figure.role) for figure in read(text)] == [(denied, Role.DENIED), (total, Role.TOTAL)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union says 40 strikers were hurt, the company four.", ["injured 40 total", "injured 4 total"]),
        (
            "The ministry said 12 people were killed, the opposition at least 20.",
            ["killed 12 total", "killed 20- total"],
        ),
        ("Police put the dead at 12, the rebels at 30.", ["killed 12 total", "killed 30 total"]),
    ],
)
def test_another_speakers_count_needs_no_verb(counts: Counter, text: str, expected: list[str]) -> None:
    """Where the sentence has one who says so, a second name and a number give the count of somebody else."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Police said 12 people were killed, the youngest four.",
        "Police said 12 people were killed, the nearest hospital four miles away.",
        "In the fire 12 people were killed, the owner said, four hours after the first alarm.",
    ],
)
def test_an_age_or_a_distance_after_a_comma_is_nobodys_count(counts: Counter, text: str) -> None:
    """Nobody speaks there."""
    assert counts(text) == ["killed 12 total"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The explosion blew a man and his grandson to pieces.", ["killed 2 total"]),
        ("A bomb blew two soldiers to bits.", ["killed 2 total"]),
        ("The gang led away 63 villagers.", ["kidnapped 63 total"]),
        ("The explosion blew 11 windows to pieces.", []),
        ("Critics tore the two ministers to pieces.", []),
        ("The gang sold 63 cars.", []),
    ],
)
def test_what_blows_people_to_pieces_and_gangs_that_lead_them_away(
    counts: Counter, text: str, expected: list[str]
) -> None:
    """Things and figures of speech stay without a number of people."""
    assert counts(text) == expected
