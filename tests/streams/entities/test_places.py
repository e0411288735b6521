"""Which place a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Dateline, Precision
from streams.entities import recognise
from streams.entities.gazetteer import candidates, extra_places
from streams.entities.nations import country_of, nations
from streams.entities.places import place_index

if TYPE_CHECKING:
    from conftest import Finder


def test_largest(find: Finder) -> None:
    """Without a sign to the contrary the largest is meant."""
    paris = find("The talks were held in Paris on Monday.", "Paris")

    assert (paris.geonames, paris.country, paris.subtype) == (2988507, "FR", "city")
    assert paris.precision is Precision.POINT


def test_stated_state(find: Finder) -> None:
    """The state after a town says which is meant."""
    assert find("A fire destroyed a barn near Paris, Texas, on Monday.", "Paris").admin1 == "US.TX"
    assert find("Police in Lewisburg, W.Va., said so.", "Lewisburg").admin1 == "US.WV"


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Police in Ocala, Fla., said so.", "Fla.", "US", "US.FL"),
        ("A Denver, Colo., man drowned.", "Colo.", "US", "US.CO"),
        ("Two men drowned near Trinidad, Colorado. Police in Trinidad said so.", "Trinidad", "US", "US.CO"),
        ("Two men drowned near Palestine, Texas. Police in Palestine said so.", "Palestine", "US", "US.TX"),
        ("A Mich. utility raised its prices.", "Mich.", "US", "US.MI"),
        ("The bill of Sen. Ray Miller, D-Columbus, failed in Ohio.", "Columbus", "US", "US.OH"),
        ("A Kentucky man was found dead.", "Kentucky", "US", "US.KY"),
        ("Refugees fled from Yida in South Sudan.", "Yida", "SS", None),
        ("A tanker was hit in the Gulf on Monday.", "Gulf", None, None),
        ("Homes were sold in Clay and Gilchrist counties in Florida.", "Clay", "US", "US.FL"),
        ("Nine died on the Indonesian island of Flores.", "Flores", "ID", None),
    ],
    ids=[
        "Fla.",
        "Colo.",
        "town of a country's name",
        "the same",
        "state alone",
        "seat",
        "of the state",
        "seed list before a second name",
        "with its article",
        "list of counties",
        "island",
    ],
)
def test_places_by_their_surroundings(
    find: Finder, text: str, name: str, country: str | None, admin1: str | None
) -> None:
    """What stands around a name makes it a place, and says which."""
    place = find(text, name)

    assert (place.type, place.country, place.admin1) == ("PLACE", country, admin1)


def test_country_without_a_state_is_the_country(find: Finder) -> None:
    """A country's name is the country where the text puts it in no state."""
    assert find("Talks on Palestine were held in Austin, Texas.", "Palestine").country == "PS"


def test_sum_of_money_names_no_country() -> None:
    """The letters before a sum are no place."""
    assert [entity.text for entity in recognise("The dam cost US$24 billion.")] == []


def test_main_name_before_a_larger_towns_second_name() -> None:
    """A dateline's town is that of its main name, not the larger one that has it as another name."""
    dateline = Dateline(text="ISLAMABAD (AFN) -", place="Islamabad")
    found = recognise("ISLAMABAD (AFN) - A bomb killed nine people in the market, police said.", dateline=dateline)

    assert found[0].country == "PK"
    assert found[0].canonical == "Islamabad"


def test_small_towns_of_one_state(find: Finder) -> None:
    """Names vote for each other: towns that only one state has together decide for the others."""
    text = "Crews from Otwell, Loogootee, Jasper and Washington met in Jasper. Loogootee and Otwell sent engines."

    assert find(text, "Jasper").admin1 == "US.IN"
    assert find(text, "Washington").admin1 == "US.IN"


def test_document_country(find: Finder) -> None:
    """The country that the document is about says which is meant."""
    text = "Police in Kenya said a bus crashed near Naivasha. Kenyan officials in Eldoret and Victoria sent help."

    assert find(text, "Naivasha").country == "KE"


def test_dateline() -> None:
    """The dateline's country counts."""
    text = "A bomb went off in the market of Tripoli, residents said."
    lebanon = Dateline(text="BEIRUT, Lebanon -", place="Beirut", country="Lebanon")

    assert next(entity for entity in recognise(text) if entity.text == "Tripoli").country == "LY"
    assert next(entity for entity in recognise(text, dateline=lebanon) if entity.text == "Tripoli").country == "LB"


def test_wikidata(find: Finder) -> None:
    """A country has its Wikidata id, as a known body has; a town in it has none."""
    text = "The United Nations sent aid to Naivasha in Kenya."

    assert find(text, "Kenya").wikidata == "Q114"
    assert find(text, "United Nations").wikidata == "Q1065"
    assert find(text, "Naivasha").wikidata is None


def test_wikidata_ids_are_one_each() -> None:
    """No two countries share a Wikidata id, and all states of the world have one."""
    ids = [nation.wikidata for nation in nations().values() if nation.wikidata]

    assert len(ids) == len(set(ids)) > 200
    assert all(code[0] == "Q" and code[1:].isdigit() for code in ids)


def test_division(find: Finder) -> None:
    """A name that is both is the province where that word follows."""
    assert find("Shells fell in Idlib province, in Syria.", "Idlib").subtype == "region"
    assert find("Shells fell in the city of Idlib, in Syria.", "Idlib").subtype == "city"


def test_capital(find: Finder) -> None:
    """Washington is the capital, and its government where it speaks."""
    assert find("He flew to Washington on Monday.", "Washington").geonames == 4140963
    assert find("Washington voiced concern on Monday.", "Washington").metonym_of == "gov:us"
    assert find("Damascus has denied the report.", "Damascus").metonym_of == "gov:sy"
    assert find("He flew to Washington on Monday.", "Washington").metonym_of is None


def test_unknown_place(find: Finder) -> None:
    """A place that no gazetteer has is a place by its context, with the region that the document gives."""
    place = find("Syrian troops shelled the villages of Qalbaruna and Umm Tarif in Syria on Monday.", "Qalbaruna")

    assert place.type == "PLACE"
    assert place.country == "SY"
    assert place.precision is Precision.REGION
    assert place.geonames is None


def test_place_in_a_body(find: Finder) -> None:
    """A body with a place in its name is in that region."""
    body = find("The Kentucky State Police said two men died.", "Kentucky State Police")

    assert (body.type, body.country, body.precision) == ("ORGANISATION", "US", Precision.REGION)


def test_nationality(find: Finder) -> None:
    """A nationality is that of a country, which is on the map."""
    syrian = find("A Syrian officer said so.", "Syrian")

    assert (syrian.type, syrian.country, syrian.id) == ("NATIONALITY", "SY", "nation:sy")
    assert syrian.lat is not None


@pytest.mark.parametrize(
    ("name", "iso"),
    [("US", "US"), ("U.S.", "US"), ("us", None), ("UK", "GB"), ("Burma", "MM"), ("Côte d’Ivoire", "CI"), ("Car", None)],
)
def test_country_names(name: str, iso: str | None) -> None:
    """Countries have several names, and those in capitals count only so."""
    assert country_of(name) == iso


def test_every_country_is_placed() -> None:
    """Every country that GeoNames has a town in is found by its name."""
    inhabited = {place.country for place in (place_index().at(row) for row in range(0, 270_000, 40))}
    for iso in nations().keys() & inhabited:
        assert any(place.country == iso for place in candidates(nations()[iso].name)), iso


def test_seed_list() -> None:
    """Places of the seed list have sound coordinates and lie in the country that they name."""
    for places in extra_places().values():
        for place in places:
            assert -90 <= place.lat <= 90
            assert -180 <= place.lon <= 180
            assert place.country is None or place.country in nations()
            assert place.admin1 is None or (place.country and place.admin1.startswith(place.country))


def test_feature_of_nature(find: Finder) -> None:
    """A lake of the seed list is that lake, not a town that has its other word for a name."""
    lake = find("MWANZA, Tanzania (AFP) - A ferry sank on Lake Victoria on Monday, police said.", "Lake Victoria")

    assert (lake.type, lake.subtype, lake.precision) == ("PLACE", "natural", Precision.POINT)
    assert lake.lat == pytest.approx(-1, abs=2)
    assert lake.lon == pytest.approx(33, abs=2)


@pytest.mark.parametrize("name", ["Mount Houston", "Lake Boston", "Madrid River", "Gulf of Hanoi", "Lisbon Valley"])
def test_unknown_feature_of_nature(name: str, find: Finder) -> None:
    """A feature that no gazetteer has lies in the country that the document is about, whatever its other words name."""
    feature = find(f"Police in Tanzania said that two Tanzanian fishermen went missing at {name} on Monday.", name)

    assert (feature.type, feature.subtype, feature.country) == ("PLACE", "natural", "TZ")
    assert feature.precision is Precision.REGION
    assert feature.geonames is None


def test_feature_in_the_dateline_country() -> None:
    """The country of a parsed dateline is that of a feature which no gazetteer has."""
    dateline = Dateline(text="MBALE, Uganda -", place="Mbale", country="Uganda")
    feature = next(e for e in recognise("Rain fell around Mount Houston.", dateline=dateline) if e.type == "PLACE")

    assert (feature.text, feature.country, feature.precision) == ("Mount Houston", "UG", Precision.REGION)


@pytest.mark.parametrize("name", ["Cape Town", "Green Bay", "Salt Lake City"])
def test_towns_named_after_nature(name: str, find: Finder) -> None:
    """A town whose whole name the gazetteer has stays that town."""
    town = find(f"He flew to {name} on Monday.", name)

    assert (town.subtype, town.precision) == ("city", Precision.POINT)


def test_feature_of_a_division(find: Finder) -> None:
    """A feature that has its name from a state of the document's country is in that state's region, not a town."""
    feature = find("Police in Mexico said that storms hit the Yucatán Peninsula on Monday.", "Yucatán Peninsula")

    assert (feature.subtype, feature.country, feature.admin1) == ("natural", "MX", "MX.31")
    assert feature.precision is Precision.REGION


def test_built_by_nature(find: Finder) -> None:
    """What is built at a feature and named after it is no feature."""
    assert find("A fire broke out at the Lake Boston Hotel in Tanzania.", "Lake Boston Hotel").subtype != "natural"
