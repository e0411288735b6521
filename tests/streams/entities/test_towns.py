"""Towns in short, towns in the names of bodies, and towns with the name of a country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.entities.abbreviations import town_name
from streams.entities.geocode import DIVISION, REPEATED, resolve
from streams.entities.placing import Toponym

if TYPE_CHECKING:
    from conftest import Finder

    from streams.entities.places import Place

TENNESSEE = ["Nashville", "Murfreesboro", "Gallatin", "Cookeville"]


def of_country(names: list[str], name: str) -> Place:
    """Return what the last of some names means, in a text that has them all."""
    place = resolve([*map(Toponym, names)], [])[names.index(name)]
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("L.A.", "Los Angeles"),
        ("L.A", "Los Angeles"),
        ("NYC", "New York City"),
        ("Mt. Pleasant", "Mount Pleasant"),
        ("Ft. Worth", "Fort Worth"),
        ("La", "La"),
        ("Mt.", "Mt."),
        ("Quetta", "Quetta"),
    ],
)
def test_short_forms_of_towns(short: str, full: str) -> None:
    """A town in short, and a short first word, have their full names; other names stay as they are."""
    assert town_name(short) == full


def test_town_in_short_is_placed(find: Finder) -> None:
    """A short form stands where its town is."""
    assert find("Three people died in L.A. on Sunday.", "L.A.").geonames == 5368361


def test_body_named_as_a_town(find: Finder) -> None:
    """A body with a town's name alone lies there, as one with the town in its name."""
    club = find("Fans of Chelsea FC and Rotherham United met. Rotherham United won.", "Rotherham United")
    alone = find("Fans of Rotherham were angry. A knife was held to the throat of an Oxford taxi driver.", "Oxford")
    assert (club.type, club.country, club.precision) == ("ORGANISATION", "GB", "region")
    assert (alone.type, alone.country, alone.precision) == ("ORGANISATION", "GB", "region")


def test_small_town_in_a_civic_body(find: Finder) -> None:
    """A town of few people places its school; the same word in another body's name places nothing."""
    assert find("Children of Wamego Elementary School sang in Kansas.", "Wamego Elementary School").admin1 == "US.KS"
    assert find("Wamego Pictures shot a film in Kansas.", "Wamego Pictures").lat is None


def test_country_whose_name_a_town_of_the_texts_state_has() -> None:
    """A country's name that a text of one state repeats is a town there, where nothing else is of the country."""
    assert REPEATED == 2
    assert 0 < DIVISION < 0.5
    assert of_country([*TENNESSEE, "Lebanon", "Lebanon"], "Lebanon").admin1 == "US.TN"
    assert of_country([*TENNESSEE, "Lebanon"], "Lebanon").country == "LB"
    assert of_country([*TENNESSEE, "Lebanon", "Lebanon", "Beirut"], "Lebanon").country == "LB"
    assert of_country(["Lebanon", "Lebanon"], "Lebanon").country == "LB"


def test_state_with_a_countrys_name() -> None:
    """Georgia is the state in a text of the United States, and the country in one of the Caucasus or without more."""
    assert of_country(["Alabama", "Macon", "Savannah", "Georgia"], "Georgia").admin1 == "US.GA"
    assert of_country(["Tbilisi", "Batumi", "Georgia"], "Georgia").country == "GE"
    assert of_country(["Georgia"], "Georgia").country == "GE"
