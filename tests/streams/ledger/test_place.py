"""Where an incident happened, by what its items say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from schemas import Member, ScenePrecision, SignaturePlace
from streams.ledger.place import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

START = datetime(2026, 3, 10, 10, tzinfo=UTC)


def scene(name: str, precision: str = "town", admin1: str | None = None, country: str | None = "BO") -> SignaturePlace:
    """Return the scene of an article."""
    return SignaturePlace(name=name, country=country, admin1=admin1, precision=ScenePrecision(precision))


POTOSI, LA_PAZ, TARIJA = scene("Potosí", admin1="BO.07"), scene("La Paz", admin1="BO.04"), scene("Tarija")
REGION = scene("Departamento de Potosí", "region", admin1="BO.07")
BOLIVIA = scene("Bolivia", "country")


def members(*places: SignaturePlace | None) -> list[Member]:
    """Return items, reported one after the other."""
    return [
        Member(
            item_key=f"afn/{number}",
            version=1,
            source="afn.example",
            story_id="afn/1",
            received=START + timedelta(hours=number),
            place=place,
        )
        for number, place in enumerate(places)
    ]


def best(originals: Iterable[Member]) -> SignaturePlace | None:
    """Return where an incident of these items happened."""
    return Places(originals).best()


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ((None, POTOSI, POTOSI, LA_PAZ), POTOSI),
        ((POTOSI, BOLIVIA, BOLIVIA), POTOSI),
        ((POTOSI, REGION), POTOSI),
        ((REGION, BOLIVIA, BOLIVIA), REGION),
        ((POTOSI, LA_PAZ), POTOSI),
        ((LA_PAZ, POTOSI), LA_PAZ),
        ((POTOSI, TARIJA, BOLIVIA, BOLIVIA), BOLIVIA),
        ((POTOSI, LA_PAZ, REGION), POTOSI),
        ((scene("Cine Rex", "spot", admin1="BO.07"), REGION, POTOSI, POTOSI), POTOSI),
        ((scene("Lima", country="PE"), BOLIVIA), scene("Lima", country="PE")),
    ],
    ids=[
        "most items",
        "a country allows its towns",
        "a region allows its towns",
        "a country allows its regions",
        "of as many the first reported",
        "whichever that is",
        "two towns of a country are neither",
        "a region speaks for its town against others",
        "a spot that few say is no scene of the others",
        "a country speaks for no town abroad",
    ],
)
def test_place(places: tuple[SignaturePlace | None, ...], where: SignaturePlace) -> None:
    """The finest place that most items say or allow."""
    assert best(members(*places)) == where


def test_the_place_is_the_same_in_every_order_of_arrival() -> None:
    """The time of the report decides between places, never the order in which items came."""
    items = members(POTOSI, LA_PAZ, TARIJA, BOLIVIA)
    assert len({best(order) for order in permutations(items)}) == 1


def test_the_time_of_publication_is_before_that_of_receipt() -> None:
    """An article that came late was still the first to say it."""
    first, second = members(LA_PAZ, POTOSI)
    assert best([first, second.model_copy(update={"published": START - timedelta(hours=1)})]) == POTOSI


def test_places_without_codes_lie_in_nothing() -> None:
    """Neither two unknown countries nor two unknown regions are the same."""
    unknown = scene("Upland", "region", country=None)
    assert best(members(scene("Mill", country=None), scene("Nowhere", "country", country=None), LA_PAZ)) is not None
    assert best(members(unknown, unknown, POTOSI)) == unknown


def test_a_place_that_is_only_named_gives_way_to_a_scene() -> None:
    """However many items name it."""
    named = SignaturePlace(name="Quetta", geonames=7)
    assert best(members(named, named, POTOSI)) == POTOSI


def test_without_a_scene_the_place_that_most_items_name() -> None:
    """In the form in which the first of them has it; of as many, one with a point."""
    quetta = SignaturePlace(name="Quetta", geonames=7)
    lahore = SignaturePlace(name="Lahore", lat=1.0)
    assert best(members(lahore, quetta, quetta.model_copy(update={"name": "Kwatah"}))) == quetta
    assert best(members(quetta, lahore)) == lahore


def test_no_item_says_where() -> None:
    """Nothing is made up."""
    assert best(members(None, None)) is None
    assert best([]) is None
