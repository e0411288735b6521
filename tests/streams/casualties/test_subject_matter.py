"""Articles that speak of victims where nobody comes to harm: sport, politics, films, exercises, statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.casualties.english.subject_matter import subject_of

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    "text",
    [
        "The coach will do without four injured defenders in the cup semi-final. The league leaders are missing six.",
        (
            "The ruling party lost the election by a landslide. Twelve ministers were swept away, and nine deputies are"
            " missing from the list of candidates."
        ),
        "Shares fell after the merger. Nine executives were hit, analysts said, and 400 jobs are lost.",
    ],
)
def test_players_and_politicians_are_no_victims(counts: Counter, text: str) -> None:
    """An article with several words of sport, politics or business has no figures."""
    assert counts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "The director's new film opens on Friday with a bang. In the second hour 12 sailors drown. The actress"
            " is a find."
        ),
        "The drill began with a mock explosion. Forty people were injured in the scenario, and eight died.",
    ],
)
def test_victims_of_films_and_exercises_are_made_up(counts: Counter, text: str) -> None:
    """They are hypothetical in every sentence of the article."""
    assert counts(text)
    assert {line.split()[-1] for line in counts(text)} == {"hypothetical"}


def test_numbers_of_a_study_are_background(counts: Counter) -> None:
    """So are those of its sentences that name no year."""
    text = (
        "Road deaths rose by 6 percent last year to 912, the ministry's figures show. Walkers fared worst: 240 were"
        " killed, a tenth more than the year before."
    )
    assert "killed 240 background" in counts(text)
    text = "Burglaries fell by 4 percent last year. In all 90 people were hurt."
    assert counts(text) == ["injured 90 background"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Gunmen opened fire at a cup match, killing nine fans. The league called off its season, and the coach of"
            " one side wept. Four goals had been scored."
        ),
        (
            "A bomb went off at an election rally of the ruling party, killing nine. Voters were queueing when"
            " the explosion tore through the crowd, and 40 candidates fled."
        ),
        (
            "Fire swept a cinema at the premiere of a film, killing nine. Its director and an actress were safe, and"
            " firefighters carried out bodies until dawn. The sequel had sold out."
        ),
    ],
)
def test_harm_at_a_match_a_poll_or_a_premiere_counts(counts: Counter, text: str) -> None:
    """A word of violence, rescue or mourning says that people came to harm."""
    assert counts(text)[0] == "killed 9 total"


@pytest.mark.parametrize(
    "text",
    [
        (
            "Nine players of a second-division side died when their bus left the road. The squad had won three fixtures"
            " this season, and its coach and its striker had stayed at home."
        ),
        (
            "Nine people died in queues at polling stations in the heat, the election commission said. Turnout was 62"
            " percent in the constituency, and the ruling party has a majority of the seats."
        ),
        (
            "Nine miners died underground at a shaft of the company, whose shares fell. Its quarterly profit was up,"
            " and analysts expect no change of earnings."
        ),
        (
            "The roof of a theatre fell in on Friday, killing nine in the audience. The director and the actors were"
            " on stage, and critics had praised the premiere."
        ),
        (
            "The estimated toll from the cyclone stood at nine dead nationwide. About 40 percent of the homes were"
            " destroyed, a survey by researchers found."
        ),
        (
            "Nine soldiers were killed when a mortar round went wrong in an exercise. The drill simulated an attack,"
            " and volunteers played refugees."
        ),
    ],
)
def test_deaths_among_players_voters_and_actors_count(counts: Counter, text: str) -> None:
    """An article on a subject on which nobody comes to harm says it in other words than those of death."""
    assert counts(text)[0] == "killed 9 total"


def test_two_words_make_no_subject() -> None:
    """Nor does a film that is named far down make an article one on films."""
    assert subject_of("", "the coach of the visitors was hurt when a league bus overturned") is None
    assert subject_of("", "a storm killed nine. " * 20 + "a film by the director with an actress was shown") is None


def test_the_dead_of_an_excavation_are_background(counts: Counter) -> None:
    """They have been dead for centuries."""
    text = (
        "Archaeologists have found the skeletons of 33 people in a medieval cemetery, the city said on Monday. The"
        " dead lie in rows. The bones go to a museum."
    )
    assert counts(text) == ["killed 33 background"]


def test_those_who_die_at_an_excavation_or_a_game_are_victims(counts: Counter) -> None:
    """Past tense and a day say that it happened."""
    dig = (
        "Three archaeologists died on Monday when a trench caved in at a Roman burial ground. The dig had found dozens"
        " of tombs and skeletons."
    )
    game = "A gunman shot dead two gamers at a video game contest on Monday. Players hid behind their consoles."
    assert "killed 3 total" in counts(dig)
    assert "killed 2 total" in counts(game)


def test_the_graves_of_a_war_are_no_excavation(counts: Counter) -> None:
    """Their dead are a toll."""
    text = "A ditch for pipes struck bones. So far eleven skulls have been tagged, the human rights prosecutor said."
    assert counts(text) == ["killed 11 total"]


def test_the_dead_of_a_game_are_made_up(counts: Counter) -> None:
    """They are in its levels."""
    text = "The video game sold 3 million copies. Players kill zombies, and each level ends when 100 enemies are dead."
    assert {line.split()[-1] for line in counts(text)} <= {"hypothetical"}


def test_bare_numbers_of_an_article_on_animals_are_of_animals(read: Reader) -> None:
    """People who come to harm there are told with a noun."""
    headline, text = "Census finds 2,000 more wolves", "A count found more wolves. Hunters shot 84 and cars killed 31."
    assert read(text, headline) == []
    assert [figure.min for figure in read(f"{text} One pack killed two hunters.", headline) if figure.victims] == [2]
