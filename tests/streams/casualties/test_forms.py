"""Ways to say that people came to harm beyond the plain verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police are investigating a double homicide in Marlow.", ["killed 2 total"]),
        ("A triple murder shook the village.", ["killed 3 total"]),
        ("The man was held over a quadruple killing.", ["detained 1 total", "killed 4 total"]),
        ("Inmates took four guards captive.", ["kidnapped 4 total"]),
        ("The rebels took nine engineers prisoner.", ["detained 9 total"]),
        ("Gunmen marched 287 pupils into the forest.", ["kidnapped 287 total"]),
        ("The attackers herded 40 women onto trucks.", ["kidnapped 40 total"]),
        ("Salmonella traced to eggs has sickened 212 people.", ["injured 212 total"]),
        (
            "Lettuce has sickened at least 640 people, hospitalising 31.",
            ["injured 640- total", "injured 31 subset"],
        ),
        ("Three workers were overcome by fumes and died.", ["killed 3 total"]),
        ("The number of pilgrims who died has climbed past 300.", ["killed 300- total"]),
        ("A plane with nine aboard crashed; there were no survivors.", ["killed 9 total"]),
        ("The helicopter was carrying 14 soldiers. There were no survivors.", ["killed 14 total"]),
        ("None of the 22 people on board survived.", ["killed 22 total"]),
        ("Thirty-one needed hospital treatment.", ["injured 31 total"]),
        ("At least 12 people required hospital treatment after the leak.", ["injured 12- total"]),
        ("The crash caused injuries to five others.", ["injured 5 total"]),
        ("Twenty-eight infants have starved to death.", ["killed 28 total"]),
        ("Six hikers froze to death.", ["killed 6 total"]),
        ("Eleven people were trampled in the panic.", ["killed 11 total"]),
        ("Seven were hauled out dead.", ["killed 7 total"]),
        ("Four divers were brought up dead.", ["killed 4 total"]),
        ("Workers found the skeletons of 33 people.", ["killed 33 total"]),
        ("The remains of 12 soldiers were exhumed.", ["killed 12 total"]),
        ("The number of wounded rose from six to 14.", ["injured 6 denied", "injured 14 total"]),
        ("Police raised the number of wounded from six to 14.", ["injured 6 denied", "injured 14 total"]),
        ("The number wounded rose from six to 14.", ["injured 6 denied", "injured 14 total"]),
        ("Thirty-four pupils and seven lay members were killed.", ["killed 34 total", "killed 7 total"]),
        ("Germany counted 156 dead, Belgium 27.", ["killed 156 total", "killed 27 total"]),
        ("Flood deaths rose to 57.", ["killed 57 total"]),
        ("Deaths from the flood rose to 57.", ["killed 57 total"]),
        (
            "The number of people killed by the mudslide that swept through the town of Oro has climbed to 29.",
            ["killed 29 total"],
        ),
        ("Pirates are holding 21 Filipino seafarers.", ["kidnapped 21 total"]),
        ("Twenty more were still stuck below ground.", ["trapped 20 total"]),
        ("The slide buried a dozen diggers.", ["trapped 12 total"]),
        ("A landslide engulfed the hamlet, burying an estimated 60 people.", ["trapped 60 total"]),
        ("Forty-five villagers lost their lives.", ["killed 45 total"]),
        ("Two teachers paid with their lives.", ["killed 2 total"]),
        ("The blaze left 19 workers with burns.", ["injured 19 total"]),
        ("Nine hikers fell to their deaths.", ["killed 9 total"]),
        ("Three guards were felled by gunfire.", ["killed 3 total"]),
        ("Snipers picked off six soldiers.", ["killed 6 total"]),
        ("The ambush wiped out a patrol of 11.", ["killed 11 total"]),
        ("Doctors are treating 26 people for smoke inhalation.", ["injured 26 total"]),
        ("Twelve miners have not been heard from since the blast.", ["missing 12 total"]),
        ("There is no trace of eight sailors.", ["missing 8 total"]),
        ("Divers are searching for six crewmen.", ["missing 6 total"]),
        ("Some 1,200 families fled the town.", ["displaced 1200 total"]),
        ("The flood drove 3,000 villagers from their homes.", ["displaced 3000 total"]),
        ("Police rounded up 120 students.", ["detained 120 total"]),
        ("Thirty protesters were bundled into police vans.", ["detained 30 total"]),
        ("Authorities are holding 14 officers over the coup.", ["detained 14 total"]),
        ("The junta put 60 opponents behind bars.", ["detained 60 total"]),
        ("The bodies of nine miners were brought up.", ["killed 9 total"]),
        ("The avalanche swallowed seven skiers.", ["trapped 7 total"]),
        ("Five people succumbed to their burns.", ["killed 5 total"]),
        ("A squad executed 12 deserters at dawn.", ["killed 12 total"]),
        ("Nineteen passengers sustained fractures.", ["injured 19 total"]),
    ],
)
def test_forms(counts: Counter, text: str, expected: list[str]) -> None:
    """The form gives its figure with the right kind and number."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One soldier and one assailant died.", {"killed 1 total"}),
        ("The dead are Ann Reed, 34, Tom Reed, 36, and Joe Poe, 9.", set()),
    ],
)
def test_singles_are_counted_one_by_one(counts: Counter, text: str, expected: set[str]) -> None:
    """Singles in a list are figures of one each; names alone are not counted."""
    assert set(counts(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A double room costs 90 dollars.",
        "Fifteen people fell ill after the banquet.",
        "The leak made 80 pupils ill.",
        "The clinic recorded 900 cases of measles.",
        "Cholera has sickened more than 4,000 people.",
        "The band took four songs captive audiences love.",
        "Scouts marched 30 km into the forest.",
        "The school took nine pupils to the museum.",
        "The bank is holding 21 meetings.",
        "The team is searching for six new players.",
        "Doctors are treating the report with caution.",
        "Sales fell to their lowest in 30 years.",
        "The company swallowed seven rivals.",
        "The guides took 14 swimmers to the beach.",
        "The firm paid 40 workers with shares.",
        "Shares rose from six to 14.",
    ],
)
def test_like_words_about_other_things_give_nothing(counts: Counter, text: str) -> None:
    """The same verbs about things, games and plain travel give no figure."""
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fumes killed two and left 60 others ill.", ["killed 2 total", "injured 60 total"]),
        ("The leak left 60 workers ill, three of them seriously.", ["injured 60 total", "injured 3 subset"]),
        ("Seventy cadets fell ill after drinking from a well; all were treated.", ["injured 70 total"]),
        ("Cholera has killed two and left 60 others ill.", ["killed 2 total"]),
        ("The drill left 60 cadets ill.", []),
        ("The tyre left 60 kilometres behind killed two.", ["killed 2 total"]),
    ],
)
def test_the_sick_are_injured_where_they_were_gravely_ill(counts: Counter, text: str, expected: list[str]) -> None:
    """Who was made ill is injured beside the dead or the treated, and a mere case of a disease or of nausea is not."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The governor puts the dead of Monday's ferry sinking off Ceru at 38.", ["killed 38 total"]),
        ("Officials put the dead from the fire at more than 38.", ["killed 38- total"]),
        ("They put the dead on carts and went home.", []),
    ],
)
def test_the_dead_are_put_at_a_number(counts: Counter, text: str, expected: list[str]) -> None:
    """A number is that of "puts the dead of ... at" where "at" stands before it."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two planes collided. Neither pilot survived.", ["killed 2 total"]),
        ("Neither driver was hurt.", ["injured 0 denied"]),
        ("Neither side lived up to the deal.", []),
    ],
)
def test_neither_of_two_who_survived_is_two_dead(counts: Counter, text: str, expected: list[str]) -> None:
    """Of people whom "neither" counts, two didn't survive."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When it was over 16 prisoners lay dead.", ["killed 16 total"]),
        ("The toll is over 16 dead.", ["killed 16- total"]),
    ],
)
def test_what_was_over_does_not_qualify_a_number(counts: Counter, text: str, expected: list[str]) -> None:
    """In "when it was over 16 lay dead" the fight was over, and they were sixteen."""
    assert counts(text) == expected


def test_a_hostage_to_fortune_is_nobody(counts: Counter) -> None:
    """A figure of speech counts no captives."""
    assert counts("The 18 hostages to fortune in the speech will haunt him.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Her third film, in which a dozen nuns are murdered, opens on Friday.",
        "In the exercise, a train was taken to have derailed and 15 people to have died.",
    ],
)
def test_the_dead_of_films_and_exercises_are_hypothetical(counts: Counter, text: str) -> None:
    """What is told in a film or played in an exercise is no toll."""
    assert [figure.rpartition(" ")[2] for figure in counts(text)] == ["hypothetical"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen stormed the village, shooting and hacking to death at least 134 people.", ["killed 134- total"]),
        ("A mob beat to death two men.", ["killed 2 total"]),
        ("Rebels were stabbing to death 14 men.", ["killed 14 total"]),
        ("Twelve people were shot or beaten to death.", ["killed 12 total"]),
    ],
)
def test_to_death_before_those_who_die(counts: Counter, text: str, expected: list[str]) -> None:
    """It says of all who are hit in the same breath that they died."""
    assert counts(text) == expected


def test_victims_found_under_rubble_are_not_trapped(counts: Counter) -> None:
    """They are dead; those who are under it still are trapped."""
    assert "trapped 2 total" not in counts("Crews found two more victims under the rubble, taking the dead to 24.")
    assert counts("Two victims are under the rubble.") == ["trapped 2 total"]
