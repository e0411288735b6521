"""Which terms, names, places and numbers a signature has, in which order, and how many."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest

from schemas import CasualtyFigure, Dateline, Entity, EntityType, Evidence, Kind, Precision, Qualifier, Role, Span
from streams.linking import make_signature
from tests.streams.linking.test_signature import enriched, place

if TYPE_CHECKING:
    from schemas import EnrichedArticle

WORDS = ["".join(syllables) for syllables in product(("zab", "zib", "zub"), ("kor", "kir", "kur"), "bcdfghjklmnpqrs")]
"""Words that no text has."""


def entity(text: str, kind: EntityType, subtype: str | None = None, **more: str) -> Entity:
    """Return a mention."""
    return Entity(text=text, type=kind, start=0, end=len(text), subtype=subtype, **more)  # type: ignore[arg-type]


def names(body: str, *entities: Entity) -> tuple[str, ...]:
    """Return the names of an article."""
    return make_signature(enriched(body, None, entities=entities)).names


def places(body: str, *entities: Entity, **more: Dateline) -> dict[str, int]:
    """Return the places of an article, with how often each is named."""
    return {each.name: each.count for each in make_signature(enriched(body, None, entities=entities, **more)).places}


class TestTerms:
    """Telling words, most telling first."""

    def test_repetition_headline_capitals_and_lead_count(self) -> None:
        """And words that tell as much stand in the order of the alphabet."""
        body = "Sivok mivok pivok Pivoq wivok wivok" + " " * 700 + "tivok jivok; Bell, 23, went"
        terms = make_signature(enriched(body, "Hivok Jivok divok divok")).terms
        ranked = "divok wivok jivok pivoq 23-year-old hivok mivok pivok sivok bell tivok"
        assert terms == tuple(ranked.split())

    @pytest.mark.parametrize(("start", "first"), [(699, "zivok"), (700, "yivok")])
    def test_the_lead_is_700_characters(self, start: int, first: str) -> None:
        """A word that begins after them counts less."""
        assert make_signature(enriched(" " * start + "zivok yivok", None)).terms[0] == first

    def test_120_terms(self) -> None:
        """The first of them."""
        assert len(WORDS) > 121
        assert make_signature(enriched(" ".join(WORDS[:121]), None)).terms == tuple(sorted(WORDS[:121])[:120])

    def test_words_of_places_are_no_terms(self) -> None:
        """Where the gazetteer knows the place; neither are the people of a country of the event."""
        body = "At Zivok Town a Belgian and a Yivok man"
        known = place("Zivok Town", 3, geonames=7, country="BE")
        people = place("Belgian", 16, country="BE").model_copy(update={"type": EntityType.NATIONALITY})
        found = make_signature(enriched(body, None, entities=(known, people, place("Yivok", 30)))).terms
        assert not {"zivok", "belgian"} & set(found)
        assert "yivok" in found

    def test_the_people_of_another_country_are_a_term(self) -> None:
        """They tell of an event abroad."""
        people = place("Belgian", 16, country="BE").model_copy(update={"type": EntityType.NATIONALITY})
        entities = (place("Zivok", 3, geonames=7, country="FR"), people)
        assert "belgian" in make_signature(enriched("At Zivok Town a Belgian", None, entities=entities)).terms

    def test_the_canonical_name_of_a_place_is_no_term_either(self) -> None:
        """An article may have both."""
        entities = (place("Zivok", 0, geonames=7, canonical="Yivok Town"),)
        assert "yivok" not in make_signature(enriched("Zivok or yivok", None, entities=entities)).terms


class TestNames:
    """Who."""

    def test_persons_organisations_and_events_are_names(self) -> None:
        """Most often named first, by their full name in lower case; those who tell the news are none."""
        found = names(
            "words",
            entity("Bell", EntityType.PERSON, canonical="Marwa Bell"),
            entity("Red Crescent", EntityType.ORGANISATION),
            entity("Red Crescent", EntityType.ORGANISATION),
            entity("Storm Zivok", EntityType.EVENT),
            entity("Meridian", EntityType.ORGANISATION, "agency"),
            entity("Gazette", EntityType.ORGANISATION, "media"),
            entity("Tarn", EntityType.PLACE),
        )
        assert found == ("red crescent", "marwa bell", "storm zivok")

    def test_runs_of_capitals_lose_common_words_at_their_ends(self) -> None:
        """What is left of two words is a name."""
        assert names("and The Harbour Zivok Said it") == ("harbour zivok",)
        assert names("and The Zivok it") == ()

    def test_a_place_is_no_name(self) -> None:
        """In whatever case it is written."""
        assert names("at Zivok Yivok it", place("ZIVOK Yivok", 3)) == ()

    @pytest.mark.parametrize("number", [60, 61])
    def test_60_names(self, number: int) -> None:
        """The first of those that are named as often."""
        found = names("words", *(entity(word, EntityType.PERSON) for word in WORDS[:number]))
        assert found == tuple(WORDS[:60])


class TestPlaces:
    """Where."""

    def test_each_with_its_count(self) -> None:
        """Most often named first; those with one number are one place."""
        entities = (place("Zivok", 0), place("Yivok", 0, geonames=7), place("Old Yivok", 0, geonames=7))
        assert list(places("at Sariab Road it", *entities).items()) == [("Yivok", 2), ("Zivok", 1), ("sariab road", 1)]

    def test_a_street_named_twice_counts_twice(self) -> None:
        """Like any other place."""
        assert places("at Sariab Road it and at Sariab Road it") == {"sariab road": 2}

    def test_a_street_may_have_a_name_of_several_words(self) -> None:
        """Its last word says that it is one."""
        assert places("at Zivok Sariab Road it") == {"zivok sariab road": 1}

    def test_governments_and_tellers_are_none(self) -> None:
        """In whatever case they are written: agency, dateline and provider."""
        dateline = Dateline(text="ZIVOK (Meridian) -", place="Zivok", agency="Meridian")
        entities = (place("Kremlin", 0, metonym_of="gov:ru"), place("MERIDIAN", 0), place("Afn", 0))
        assert places("words", *entities, dateline=dateline) == {}

    def test_40_places(self) -> None:
        """The first of those that are named as often."""
        assert list(places("words", *(place(word, 0) for word in WORDS[:41]))) == WORDS[:40]

    def test_coordinates_are_of_points(self) -> None:
        """A region has none, nor has what only the context gives."""
        for precision, subtype, lat in (
            (Precision.POINT, "city", 3.0),
            (Precision.REGION, "city", None),
            (Precision.POINT, "region", None),
        ):
            found = place("Zivok", 0, lat=3.0, lon=4.0, precision=precision, subtype=subtype)
            (only,) = make_signature(enriched("words", None, entities=(found,))).places
            assert only.lat == lat


class TestNumbers:
    """Numbers of the text."""

    def test_two_to_six_digits(self) -> None:
        """Each once, those of the headline first, in the digits of ASCII."""
        body = "7 12 999999 1000000 12 ٤٢ 31"
        assert make_signature(enriched(body, "Row 77")).numbers == (77, 12, 999999, 31)

    def test_40_numbers(self) -> None:
        """The first of them."""
        body = " ".join(str(number) for number in range(100, 141))
        assert make_signature(enriched(body, None)).numbers == tuple(range(100, 140))


def with_figures(number: int) -> EnrichedArticle:
    """Return an article with so many figures."""
    span = Span(start=0, end=1)
    figure = CasualtyFigure(
        id="f0",
        kind=Kind.KILLED,
        qualifier=Qualifier.EXACT,
        quantity_text="9",
        role=Role.TOTAL,
        evidence=Evidence(sentence=span, number=span),
        confidence=1.0,
    )
    return enriched().model_copy(update={"figures": (figure,) * number})


def test_40_figures() -> None:
    """The first of them."""
    assert len(make_signature(with_figures(41)).figures) == 40


def test_300_characters_of_the_headline() -> None:
    """The first of them."""
    assert make_signature(enriched(headline="x" * 301)).headline == "x" * 300


@pytest.mark.parametrize(("start", "days"), [(1_499, 1), (1_500, 0)])
def test_days_are_named_early(start: int, days: int) -> None:
    """Within 1,500 characters."""
    assert len(make_signature(enriched(" " * start + "Tuesday", None)).days) == days


def test_an_article_without_a_time_is_of_the_day_of_its_arrival() -> None:
    """Days are resolved against it."""
    article = enriched("It was on Tuesday.", None)
    provenance = article.article.provenance.model_copy(
        update={"published": None, "received": datetime(2026, 3, 12, tzinfo=UTC)}
    )
    clean = article.article.model_copy(update={"provenance": provenance})
    assert make_signature(article.model_copy(update={"article": clean})).days == (date(2026, 3, 10),)
