"""An incident as a card."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schemas import Incident, SignaturePlace, Toll, TollChange
from streams.desk.card import NAME_CHARS, SPARKLINE_STEPS, TITLE_CHARS, card_of
from streams.desk.values import CardPlace
from tests.streams.incidents.conftest import START, change

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def incident(**fields: object) -> Incident:
    """Return an incident of which little is known."""
    return Incident.model_validate({"incident_id": "afn/1", "language": "en", "updated": AT, **fields})


def test_a_card_says_where_how_many_and_who(blast: Incident) -> None:
    """A card has place, day, number with speaker, independent speakers, and how the number moved."""
    card = card_of(blast)
    assert (card.title, card.day, card.day_known) == ("Blast in Karal mine kills 20", date(2026, 3, 1), True)
    assert card.place is not None
    assert (card.place.name, card.place.lat, card.place.precision) == ("Karal", 49.8, "town")
    (chip,) = card.chips
    assert (chip.kind, chip.text, chip.attribution, chip.sources) == ("killed", "20", "police", 1)
    assert [point.number for point in card.sparkline] == [12, 24, 20]
    assert (card.stories, card.items, card.outlets, card.last_cause) == (2, 2, 3, "corrected")


def test_the_gravest_kind_is_first() -> None:
    """Killed stand before injured, whatever the numbers."""
    tolls = {"injured": Toll(low=90, best=90), "killed": Toll(low=1, best=1, high=4)}
    card = card_of(incident(tolls=tolls))
    assert [(chip.kind, chip.text) for chip in card.chips] == [("killed", "1 (1 to 4)"), ("injured", "90 or more")]
    assert card.sparkline_kind == "killed"


def test_a_withdrawn_number_is_named() -> None:
    """A kind whose number was withdrawn is named, until there is a number again."""
    history = (change(0, None, 12, "appeared"), change(1, 12, None, "withdrawn", taken="killed"))
    gone = card_of(incident(history=history))
    assert (gone.withdrawn, gone.chips, gone.last_cause) == (("killed",), (), "withdrawn")
    assert [point.number for point in gone.sparkline] == [12, 0]
    again = card_of(incident(history=(*history, change(2, None, 9, "appeared")), tolls={"killed": Toll(low=9, best=9)}))
    assert again.withdrawn == ()


def test_a_disputed_toll_makes_the_card_disputed() -> None:
    """One disputed number is enough."""
    tolls = {"killed": Toll(low=1, best=1), "injured": Toll(low=2, best=2, disputed=True)}
    assert card_of(incident(tolls=tolls)).disputed
    assert not card_of(incident(tolls={"killed": Toll(low=1, best=1)})).disputed


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_card_always_has_a_title(title: str | None) -> None:
    """Where no item gives a title, place and day do."""
    assert card_of(incident(title=title)).title == "Incident on 2026-03-02"
    there = incident(title=title, place=SignaturePlace(name="Karal"), start=date(2026, 3, 1))
    assert card_of(there).title == "Incident in Karal on 2026-03-01"


def test_a_long_title_is_cut() -> None:
    """A headline of any length is a card of bounded size; one of 512 emoji is shown whole."""
    assert card_of(incident(title="💥" * 512)).title == "💥" * 512
    assert card_of(incident(title="a" * TITLE_CHARS)).title == "a" * TITLE_CHARS
    assert card_of(incident(title="a" * (TITLE_CHARS + 1))).title == "a" * (TITLE_CHARS - 1) + "…"


@pytest.mark.parametrize(
    ("lat", "lon", "shown"),
    [
        (90.0, 180.0, True),
        (-90.0, -180.0, True),
        (90.1, 0.0, False),
        (0.0, 180.1, False),
        (None, 1.0, False),
        (float("nan"), 1.0, False),
    ],
)
def test_only_places_on_the_globe_have_coordinates(lat: float | None, lon: float | None, shown: bool) -> None:
    """A place without coordinates, or with impossible ones, keeps its name and is not on the map."""
    place = card_of(incident(place=SignaturePlace(name="Karal", lat=lat, lon=lon))).place
    assert place is not None
    assert place.name == "Karal"
    assert (place.lat is not None, place.lon is not None) == (shown, shown)


def test_a_sparkline_has_the_latest_steps() -> None:
    """Of a long history the latest steps are drawn."""
    history = tuple(
        TollChange(at=START + timedelta(hours=hour), kind="killed", after=hour, cause="rose", item_key="afn/1")
        for hour in range(SPARKLINE_STEPS + 3)
    )
    points = card_of(incident(history=history, tolls={"killed": Toll(low=1, best=1)})).sparkline
    assert (len(points), points[0].number, points[-1].number) == (SPARKLINE_STEPS, 3, SPARKLINE_STEPS + 2)


def test_long_names_are_cut() -> None:
    """Names of places and speakers of any length leave the card small."""
    toll = Toll(low=1, best=1, attribution="m" * 1_000_000)
    card = card_of(incident(place=SignaturePlace(name="k" * 1_000_000), tolls={"killed": toll}))
    assert card.place is not None
    assert card.place.name == "k" * (NAME_CHARS - 1) + "…"
    assert card.chips[0].attribution == "m" * (NAME_CHARS - 1) + "…"
    assert len(card.title) < 2 * NAME_CHARS
    assert card_of(incident(place=SignaturePlace(name="k" * NAME_CHARS))).place == CardPlace(name="k" * NAME_CHARS)
