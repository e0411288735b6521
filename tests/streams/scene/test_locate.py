"""Where the event of an article happened."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Entity, EntityType, ScenePrecision
from streams.scene import locate
from streams.scene.mention import SCENE_CHARS

if TYPE_CHECKING:
    from conftest import Locator


def name(located: Locator, body: str, headline: str | None = None, dateline: str | None = None) -> str | None:
    """Return the name of the scene."""
    scene, _ = located(body, headline, dateline)
    return None if scene is None else scene.name


@pytest.mark.parametrize(
    ("body", "scene"),
    [
        ("A bus crash near Naivasha killed nine people on Monday, police in Nairobi said.", "Naivasha"),
        ("A bomb killed nine people in Naivasha. The ministry in Nairobi gave no details.", "Naivasha"),
        ("A bomb killed nine people in Naivasha. In Nairobi, the president condemned the attack.", "Naivasha"),
        ("A bomb killed nine people in Naivasha. Nairobi condemned the attack.", "Naivasha"),
        ("A bomb killed nine people in Naivasha. The wounded were taken to a hospital in Nairobi.", "Naivasha"),
        ("A bus from Nairobi to Kisumu crashed near Naivasha, killing nine people.", "Naivasha"),
        ("A bomb killed nine people in Naivasha. The victims came from Kisumu and lived in Nairobi.", "Naivasha"),
        ("Nine people died in Naivasha. A group based in Nairobi counts such deaths.", "Naivasha"),
        ("Nine people died in a crash in Naivasha, 90 km north of Nairobi.", "Naivasha"),
        ("Nine people died in Naivasha. In 2019 a bomb killed 20 people in Nairobi.", "Naivasha"),
        ("Nine people died in Naivasha. The president cancelled a trip to Kampala.", "Naivasha"),
        ("Naivasha was hit by floods that killed nine people. Nairobi sent boats.", "Naivasha"),
        ("An earthquake struck Naivasha on Monday, killing nine people, officials in Nairobi said.", "Naivasha"),
    ],
    ids=[
        "police",
        "ministry",
        "opening",
        "capital that speaks",
        "hospital",
        "origin and destination",
        "homes",
        "seat",
        "distance",
        "earlier event",
        "trip",
        "subject that is hit",
        "object that is hit",
    ],
)
def test_scene_is_not_where_others_are(located: Locator, body: str, scene: str) -> None:
    """The place of the event is the scene, not that of speakers, hospitals, homes, journeys or earlier events."""
    assert name(located, body) == scene


def test_distance_places_what_has_no_other_place(located: Locator) -> None:
    """A place from which a distance is measured is the scene where nothing nearer is named."""
    assert name(located, "Nine people were killed in a crash 60 km south of Naivasha, police in Nairobi said.") == (
        "Naivasha"
    )


def test_place_before_country(located: Locator) -> None:
    """A country is the scene only where nothing in it is named; a headline's country speaks for the places in it."""
    fine = "Floods killed nine people in Naivasha in Kenya. Floods were seen in Uganda too."

    assert name(located, fine, "Nine killed in Kenya") == "Naivasha"
    scene, _ = located("Floods killed nine people across Kenya on Monday.")
    assert scene is not None
    assert (scene.name, scene.country, scene.precision) == ("Kenya", "KE", ScenePrecision.COUNTRY)


def test_dateline_is_the_last_resort(located: Locator) -> None:
    """The town of a dateline is the scene where the text names no place, in its usual capitals, and else is not."""
    dateline = "NAIROBI, March 3 (Meridian) -"

    assert name(located, f"{dateline} A fire in a market killed nine people.", None, dateline) == "Nairobi"
    assert name(located, f"{dateline} A fire in Naivasha killed nine people.", None, dateline) == "Naivasha"


def test_region_keeps_its_coordinates(located: Locator) -> None:
    """A division that the gazetteer has is placed, with its codes, and says that it is a region."""
    scene, _ = located("An earthquake killed five people in the Jalal-Abad region of southern Kyrgyzstan.")

    assert scene is not None
    assert (scene.name, scene.precision, scene.country, scene.admin1) == (
        "Jalal-Abad",
        ScenePrecision.REGION,
        "KG",
        "KG.03",
    )
    assert scene.lat is not None
    assert scene.geonames is not None


def test_scene_shows_its_words(located: Locator) -> None:
    """The span is the mention that says it: of the body, or of the headline."""
    body = "Nine people died, police said. A bomb had gone off in Naivasha."
    scene, _ = located(body)
    assert scene is not None
    assert body[scene.span.start : scene.span.end] == "Naivasha"
    assert not scene.in_headline

    headline = "Bomb kills nine in Naivasha"
    scene, _ = located("Nine people died, police said.", headline)
    assert scene is not None
    assert headline[scene.span.start : scene.span.end] == "Naivasha"
    assert scene.in_headline


def test_text_without_a_place_has_no_scene(located: Locator) -> None:
    """Nothing is invented."""
    assert located("Nine people died.")[0] is None
    assert located("")[0] is None
    assert name(located, "Nairobi police said nothing.") is None


class TestFigures:
    """The place of a figure."""

    def test_own_sentence_first(self, located: Locator) -> None:
        """Each figure has the place that its own sentence gives to its people, the nearest of equals."""
        body = "A bomb killed 12 people in Kitwe. Gunmen killed 4 people in Ndola. In Lusaka 3 people were killed."
        _, figures = located(body)
        assert [figure.place.text for figure in figures if figure.place] == ["Kitwe", "Ndola", "Lusaka"]

        _, figures = located("Floods killed 12 people in Kitwe and 4 people in Ndola.")
        places = {figure.min: figure.place.text for figure in figures if figure.place}
        assert (places[12], places[4]) == ("Kitwe", "Ndola")  # their sum may stand beside them

    def test_scene_where_the_sentence_has_none(self, located: Locator) -> None:
        """A figure of the event without a place of its own stands at the scene, also in the headline."""
        body = "A bomb exploded in a market in Kitwe on Monday.\n\nTwelve people were killed, police in Lusaka said."
        _, figures = located(body, "Bomb kills 12")

        assert [figure.place and figure.place.text for figure in figures] == ["Kitwe", "Kitwe"]
        assert figures[0].place is not None
        assert figures[0].place.span is None, "the scene's words are in the body"
        assert figures[1].place is not None
        assert figures[1].place.span is not None

    def test_scene_within_a_country(self, located: Locator) -> None:
        """A country or division around the scene gives way to it."""
        _, (headline, figure) = located("A bomb in Kitwe killed 12 people.", "Bomb kills 12 in Zambia")
        assert headline.place is not None
        assert figure.place is not None
        assert headline.place.geonames == figure.place.geonames

    def test_another_event_is_not_at_the_scene(self, located: Locator) -> None:
        """A figure of another event has the place of its own sentence or none."""
        body = (
            "A bomb in Kitwe killed 12 people on Monday.\n\nIn 2019 an earthquake killed 300 people in Peru.\n\n"
            "In 2004 a tsunami killed 5,000 people."
        )
        _, figures = located(body)
        places = {figure.quantity_text: figure.place and figure.place.text for figure in figures}
        assert places["300"] == "Peru"
        assert places["5,000"] is None

    def test_dateline_is_no_place(self, located: Locator) -> None:
        """The line of a dateline is nobody's place; its town may be."""
        dateline = "KITWE, Zambia, March 3 (Meridian) -"
        _, (figure,) = located(f"{dateline} A fire killed 12 people.", None, dateline)

        assert figure.place is not None
        assert figure.place.text == "Kitwe"


@given(body=st.text(max_size=300), headline=st.none() | st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text(body: str, headline: str | None) -> None:
    """Whatever the text and wherever the entities stand, nothing is raised."""
    places = [
        Entity(text="x", type=EntityType.PLACE, start=start, end=start + 4, in_headline=bool(start % 2))
        for start in range(0, 320, 3)
    ]
    locate(body, headline=headline, entities=places)


def test_long_text_is_read_to_a_bound() -> None:
    """A megabyte of places takes a fraction of a second; what stands beyond the bound is not read."""
    text = "Kitwe in Ndola, " * 60_000
    places = [
        Entity(text="Kitwe", type=EntityType.PLACE, start=start, end=start + 5, country="ZM", canonical=f"K{start}")
        for start in range(0, len(text), 16)
    ]
    start = time.perf_counter()
    locate(text, entities=places)
    assert time.perf_counter() - start < 1

    late = Entity(text="Kitwe", type=EntityType.PLACE, start=SCENE_CHARS - 4, end=SCENE_CHARS + 1)
    fitting = late.model_copy(update={"start": SCENE_CHARS - 5, "end": SCENE_CHARS})
    filler = " " * (SCENE_CHARS - 8)
    assert locate(f"{filler}in  Kitwe", entities=[late])[0] is None
    assert locate(f"{filler}in Kitwe", entities=[fitting])[0] is not None
