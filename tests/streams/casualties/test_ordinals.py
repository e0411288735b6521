"""Deaths that are counted one by one: "a third victim has died"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.casualties import extract_figures
from streams.casualties.english.groups import MOST_DIGITS

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A tenth victim died on Tuesday.", ["killed 10 total"]),
        ("A third person has died of burns.", ["killed 3 total"]),
        ("A 12th victim died on Tuesday.", ["killed 12 total"]),
        ("Fourth victim dies after bridge collapse", ["killed 4 total"]),
        ("Fourth body found in rubble of hotel", ["killed 4 total"]),
        ("Ninth body recovered from the river after ferry sank", ["killed 9 total"]),
        ("The death of a second firefighter was confirmed.", ["killed 2 total"]),
        ("The body of a fourth skier was found on Sunday.", ["killed 4 total"]),
        ("Divers recovered the body of a fifth fisherman off Vigo.", ["killed 5 total"]),
        ("Rescuers pulled a seventh body from the rubble.", ["killed 7 total"]),
        ("Tarn valley: fourth skier dies", ["killed 4 total"]),
        ("The sixth victim of the boiler blast has died of burns.", ["killed 6 total"]),
        ("The driver, the ninth person to die in the pile-up, was 44.", ["killed 9 total"]),
        ("The tenth death from the outbreak was confirmed on Friday.", ["killed 10 total"]),
        ("The fifth and last victim died on Tuesday.", ["killed 5 total"]),
        ("Two people were killed on Friday. A third died on Monday.", ["killed 2 total", "killed 3 total"]),
        ("Two people were hurt. A third victim has died.", ["injured 2 total", "killed 1 total"]),
        ("Three people were killed. A third victim died in hospital.", ["killed 3 total", "killed 3 total"]),
        ("One man was killed. A third victim died in hospital.", ["killed 1 total", "killed 1 total"]),
    ],
)
def test_an_ordinal_counts_the_dead(counts: Counter, text: str, expected: list[str]) -> None:
    """It says how many died where it opens the text, or where the text has come to the number before it."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were hurt and a third died.", ["injured 2 total", "killed 1 total"]),
        ("Two men were killed and a third was hurt.", ["killed 2 total", "injured 1 total"]),
        ("A second man was shot dead on Elm Street.", ["killed 1 total"]),
        ("A third person could have died.", ["killed 1 hypothetical"]),
        ("A 12th Street man died.", ["killed 1 total"]),
        ("Second Avenue fire kills two", ["killed 2 total"]),
        ("A fourth person was hurt.", ["injured 1 total"]),
        ("The third death at the camp since March was confirmed.", ["killed 1 total"]),
        ("The third man died.", []),
        ("The body of a woman was found in a flat.", ["killed 1 total"]),
        ("The body of the second suspect was found in a barn.", []),
        ("The body of a third officer was flown home.", ["killed 1 total"]),
        ("A ninth body of water was found on the moon.", []),
        ("A third body of law was adopted in Tarn.", []),
    ],
)
def test_an_ordinal_of_a_list_counts_one(counts: Counter, text: str, expected: list[str]) -> None:
    """It goes on a list in its own sentence; deeds, wounds, streets and what could be are no count of the dead.

    A body is that of one who died, as "the body of a woman" is.
    """
    assert counts(text) == expected


@pytest.mark.parametrize(("digits", "found"), [(MOST_DIGITS, "killed 111 total"), (MOST_DIGITS + 1, "killed 1 total")])
def test_nobody_counts_victims_in_thousands_by_ordinals(counts: Counter, digits: int, found: str) -> None:
    """An ordinal of four digits is something else's."""
    assert counts(f"A {'1' * digits}th victim died.") == [found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The seventh body was recovered from the pit on Monday.", ["killed 7 total"]),
        ("Divers found two bodies. A third body has been found.", ["killed 2 total", "killed 3 total"]),
        ("The third body on the council was elected.", []),
        ("A third body was set up to watch the two.", []),
        ("The fever claimed its fifth victim.", ["killed 5 total"]),
        ("The flood claimed a fifth victim.", ["killed 5 total"]),
        ("The strike claimed its first victim when the minister quit.", []),
    ],
)
def test_bodies_and_victims_claimed_are_counted_one_by_one(counts: Counter, text: str, expected: list[str]) -> None:
    """A body that was found, or a victim that was claimed, is as many dead as its ordinal says."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    "dateline", ["", "PLOVDIV, March 5 (Orbit) - ", "NEW YORK, March 5, Orbit — ", "CAIRO/GAZA (Orbit) - "]
)
def test_a_dateline_changes_nothing_in_the_sentence_after_it(counts: Counter, dateline: str) -> None:
    """Its dash is no insert: the subject of the sentence stands right after it, far from its verb."""
    text = "A fifth victim of Monday's school shooting in Plovdiv, a girl of 12, died on Tuesday, doctors said."
    assert counts(dateline + text) == ["killed 5 total"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The bodies of nine people were found, bringing to 15 the dead of the slide.",
            ["killed 9 subset", "killed 15 total"],
        ),
        ("Two were hanged, bringing to 205 the executions since January.", ["killed 2 total", "killed 205 background"]),
        ("Two more names were given, bringing to 12 the missing.", ["missing 12 total"]),
    ],
)
def test_a_number_may_be_brought_to_before_what_it_counts(counts: Counter, text: str, expected: list[str]) -> None:
    """Deeds, and those who are dead or missing."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Third victim of Halifax attack dies after seventeen days", [("killed", 3)]),
        ("Third victim of attack dies", [("killed", 3)]),
        ("Sixth victim of crash hurt", [("injured", 1)]),
        ("Third victim of fraud comes forward", []),
        ("Third victim of fire found alive", []),
    ],
)
def test_the_event_may_stand_between_a_headline_s_victim_and_the_verb(
    headline: str, expected: list[tuple[str, int]]
) -> None:
    """It counts the dead where the verb says so, and nobody where no harm is told."""
    figures = extract_figures("Nothing here.", headline=headline)
    assert [(figure.kind.value, figure.min) for figure in figures] == expected


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A nurse died on Monday, becoming the fifth person to lose her life in the blast.", 5),
        ("A pupil died of burns. She is the ninth victim.", 9),
        ("A pupil died of burns. Hers is the fourth death from the fire.", 4),
        ("A guard died in hospital, the third policeman to be killed in the ambush.", 3),
        ("A guard died in hospital on Friday, making him the sixth fatality of the ambush.", 6),
        ("A boy died, the third member of his family to lose their life after the crash.", 3),
        ("A boy died on Sunday, the eleventh life lost in the crush.", 11),
        ("A woman died on Friday, the 20th person to be killed.", 20),
        ("The body of a diver washed ashore, the 12th victim of the sinking.", 12),
    ],
)
def test_a_sentence_may_count_the_dead_by_an_ordinal_of_its_own(counts: Counter, text: str, dead: int) -> None:
    """Who is called so is the last of as many, whatever else the sentence counts."""
    assert f"killed {dead} total" in counts(text)
    assert "killed 1 total" not in counts(text)


@pytest.mark.parametrize(
    ("headline", "dead"),
    [
        ("Clerk becomes fifth to die after depot fire", 5),
        ("Woman hurt in tram crash dies, eighth victim", 8),
        ("Patient is seventh fatality of tunnel fire", 7),
    ],
)
def test_a_headline_counts_so_without_an_article(headline: str, dead: int) -> None:
    """It leaves "the" out."""
    figures = extract_figures("Nothing here.", headline=headline)
    assert (("killed", dead)) in [(figure.kind.value, figure.min) for figure in figures]


@pytest.mark.parametrize(
    "text",
    [
        "She is the fourth victim of the fraud.",
        "A pensioner lost 40,000 euros on Monday, the third victim of the gang.",
        "He was shot and wounded on Monday, the third victim of the gunman.",
        "He is the third journalist to be killed this year.",
        "She was the second woman to die in the electric chair.",
        "A climber died on Sunday, the fourth to die on the peak this season.",
        "He became the third president to die in office.",
        "Two people were hurt. He is the third victim.",
        "He is the third man to walk on the moon.",
        "He is the sixth death row inmate to be freed.",
        "The club is the third victim of the cup.",
        "Rovers became the third side to be killed off by a late goal.",
    ],
)
def test_an_ordinal_of_many_acts_or_of_no_death_is_no_count(counts: Counter, text: str) -> None:
    """Victims are robbed and hurt, too, and a year or an office holds many deaths."""
    assert [figure for figure in counts(text) if figure.startswith("killed") and "killed 1 " not in figure] == []
