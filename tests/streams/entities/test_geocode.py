"""How far the signs of a place reach, and who votes how often."""

from __future__ import annotations

import pytest

from schemas import Dateline
from streams.entities import recognise
from streams.entities.abbreviations import division_of, is_dotted
from streams.entities.gazetteer import candidates, namesakes
from streams.entities.geocode import HOME, MOST_VOTES, Name, likeliest_country
from streams.entities.located import LONGEST_COUNTIES
from streams.entities.places import CITY, Place
from streams.entities.placing import NEAR, WEIGHTS, Anchor, Context, Toponym, alone, in_context
from streams.entities.votes import Votes


def town(country: str = "KE", *, lat: float = 0.0, population: int = 1000, main: bool = True) -> Place:
    """Return a town on the Greenwich meridian."""
    return Place("Somewhere", CITY, country, f"{country}.01", lat, 0.0, population, 1, main)


def test_name_has_so_many_votes() -> None:
    """A name counts as often as the document has it, up to a bound."""
    votes = [Name("x", [Toponym("X")] * times, [], set(), []).votes for times in range(1, MOST_VOTES + 3)]

    assert votes == [*range(1, MOST_VOTES + 1), MOST_VOTES, MOST_VOTES]


def test_dateline_outweighs_two_towns() -> None:
    """The dateline's country counts as so many places when a place of no gazetteer is put somewhere."""
    places = [town("UG")] * (HOME - 1)

    assert (found := likeliest_country(places, "KE")) is not None
    assert found.country == "KE"
    assert (found := likeliest_country([*places, town("UG"), town("UG")], "KE")) is not None
    assert found.country == "UG"
    assert likeliest_country([], None) is None


def test_main_name_counts_a_decade_and_a_half() -> None:
    """A town of its own name comes before one of ten times its size that has it as a second name."""
    own, second = alone([town(), town(population=10_000, main=False)], [Toponym("Somewhere")], set())

    assert own > second


@pytest.mark.parametrize(("lat", "adds"), [(0.0, WEIGHTS.near), (NEAR / 2, WEIGHTS.near / 2), (NEAR, 0.0)])
def test_nearness_falls_to_nothing(lat: float, adds: float) -> None:
    """Another place of the document speaks for one near it, less with the distance, and not at all at the bound."""
    shares = Votes().without(Votes())
    context = Context(shares, (Anchor("other", town(lat=lat)),), "somewhere")

    assert in_context([town()], [1.0], context) == [pytest.approx(1.0 + adds)]


def test_name_is_no_anchor_of_its_own() -> None:
    """A name does not speak for itself."""
    context = Context(Votes().without(Votes()), (Anchor("somewhere", town()),), "somewhere")

    assert in_context([town()], [1.0], context) == [1.0]


def test_list_of_counties_is_bounded() -> None:
    """The word "counties" counts within so many tokens after a name."""
    names = "Clay" + ", Clay" * (LONGEST_COUNTIES // 2 - 1)
    near = recognise(f"Homes in Florida were sold in {names} counties.")
    assert {entity.canonical for entity in near if entity.text == "Clay"} == {"Clay County"}


def test_short_forms() -> None:
    """A short form counts with and without its full stop; only with it can it be nothing else."""
    assert division_of("Fla.") == division_of("Fla") == division_of("Florida") == "US.FL"
    assert division_of("Flo") is None
    assert is_dotted("Fla.")
    assert not is_dotted("Fla")
    assert not is_dotted("FL")


def test_namesakes_are_no_countries() -> None:
    """The namesakes of a country are towns and counties; a name of no country has none."""
    assert all(place.name != "Lebanon" or place.country != "LB" for place in namesakes("Lebanon"))
    assert {place.admin1 for place in namesakes("Lebanon")} >= {"US.IN"}
    assert namesakes("Naivasha") == []
    assert [place.country for place in candidates("Lebanon")] == ["LB"]


def test_country_of_a_datelines_town() -> None:
    """A dateline without a country is where the town of that main name is."""
    dateline = Dateline(text="KARACHI (AFN) -", place="Karachi")
    found = recognise(
        "KARACHI (AFN) - Two men of Qalbaruna village drowned, residents of Qalbaruna said.", dateline=dateline
    )

    assert {entity.country for entity in found if entity.type == "PLACE"} == {"PK"}
