"""Words of one country's public life, and traditional regions that no gazetteer has, say where a text is."""

from __future__ import annotations

import pytest

from streams.entities import recognise
from streams.entities.country_cues import cued
from streams.entities.gazetteer import candidates
from streams.entities.nations import nations
from streams.entities.places import ADMIN1, place_index
from streams.entities.tables import read_rows
from streams.entities.tokens import tokenise


def votes(text: str) -> dict[str, float]:
    """Return what the words of a text speak for."""
    return cued(tokenise(text).words)


def place_of(name: str, text: str) -> tuple[str | None, str | None]:
    """Return country and division of a name in a text."""
    return next((entity.country, entity.admin1) for entity in recognise(text) if entity.text == name)


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("Valencia", "Six people died in a flood in Valencia, the Guardia Civil said.", "ES"),
        ("Valencia", "Six people died in a flood in Valencia, the police said.", "VE"),
        ("Leeds", "Two men were shot outside a pub in Leeds, West Yorkshire Police said.", "GB"),
        ("Newcastle", "A boy drowned in Newcastle, Northumbria Police said.", "GB"),
        ("Birmingham", "A girl was knocked down in Birmingham, West Midlands Police said.", "GB"),
        ("Antrim", "A driver died near Antrim, the PSNI said.", "GB"),
    ],
)
def test_a_town_of_many_countries_is_where_the_words_of_one_are_used(name: str, text: str, where: str) -> None:
    """The name alone means the largest of its towns."""
    assert place_of(name, text)[0] == where


@pytest.mark.parametrize(
    ("body", "division"),
    [("West Midlands Police", "GB.ENG"), ("Merseyside Fire Service", "GB.ENG"), ("Gwent Police", "GB.WLS")],
)
def test_a_body_of_a_traditional_region_lies_there(body: str, division: str) -> None:
    """Not where a town or province of a part of its name is: Midlands is in Zimbabwe, too."""
    assert place_of(body, f"One person was hurt in the fire, {body} said.") == (division[:2], division)


def test_a_cue_counts_once() -> None:
    """A page that has the word in each line is no surer."""
    assert votes("A barangay near another barangay, said the barangay.") == {"PH": 1.0}


def test_a_cue_of_several_countries_is_shared_among_them() -> None:
    """Each gets the same part of its vote."""
    assert votes("It cost two lakh.") == pytest.approx({"IN": 1 / 3, "PK": 1 / 3, "BD": 1 / 3})


def test_a_cue_is_matched_whole_and_with_its_capitals() -> None:
    """A surname is no office, and half of a body's name is another body."""
    assert votes("Sheriff spoke to the Guardia, and Omar Sheriff to the Civil.") == {}
    assert votes("The sheriff spoke to the Guardia Civil.") == {"US": 1.0, "ES": 1.0}


def test_each_cue_names_known_countries_or_divisions_and_stands_once() -> None:
    """A misspelt code would vote for nothing."""
    rows = read_rows("country_cues.tsv")
    cues = [cue for cue, _ in rows]
    assert len(cues) == len(set(cues))
    for _, codes in rows:
        for code in codes.split(","):
            assert code[:2] in nations()


def test_a_region_of_our_own_list_keeps_its_country_beside_towns_of_its_name() -> None:
    """Yorkshire is a village in Virginia, too."""
    own = candidates("Yorkshire")[0]
    assert (own.country, own.kind) == ("GB", ADMIN1)
    assert place_index().find("west yorkshire") == []
