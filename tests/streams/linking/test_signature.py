"""What a signature has of an article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import (
    CasualtyFigure,
    CleanArticle,
    Dateline,
    EnrichedArticle,
    Entity,
    EntityType,
    Evidence,
    Judgement,
    Kind,
    Origin,
    Period,
    Precision,
    Provenance,
    Qualifier,
    Role,
    Scene,
    ScenePrecision,
    Span,
    Verdict,
    decode,
    encode,
)
from streams.linking import make_signature
from streams.linking.signature import UNSURE

PUBLISHED = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
BODY = (
    "QUETTA, March 4 (AFN) - A bomb hidden in a rickshaw exploded at the Hazarganji market on Tuesday.\n\n"
    "Marwa Achakzai, 23, a vegetable seller of Sariab Road, said the roof of her stall came down. A 16-year-old boy "
    "was pulled from under it near 4500 Sariab Road, the market's gate."
)


def enriched(body: str = BODY, headline: str | None = "Rickshaw bomb at Quetta market", **more: Any) -> EnrichedArticle:
    """Return an article published on Wednesday, 4 March 2026."""
    entities = more.pop("entities", ())
    article = CleanArticle(
        provenance=Provenance(
            provider="afn",
            source="afn.example",
            item_id="1",
            version=1,
            published=PUBLISHED,
            received=PUBLISHED,
            trace_id="0" * 32,
            origin=Origin(partition=0, offset=0),
        ),
        headline=headline,
        body=body,
        paragraphs=(),
        language="en",
        language_detected="en",
        language_confidence=1.0,
        **more,
    )
    judgement = Judgement(verdict=Verdict.NEW, story_id="afn/1")
    return EnrichedArticle(article=article, judgement=judgement, entities=entities)


def place(text: str, start: int, **more: Any) -> Entity:
    """Return a place."""
    return Entity(text=text, type=EntityType.PLACE, start=start, end=start + len(text), **more)


class TestTerms:
    """Telling words."""

    def test_content_words_without_commonplaces(self) -> None:
        """Rare words are in, each once and in lower case; function words and the language of reports are not."""
        terms = make_signature(enriched()).terms
        assert {"rickshaw", "hazarganji", "sariab", "achakzai"} <= set(terms)
        assert not {"the", "said", "tuesday", "pulled from"} & set(terms)
        assert len(set(terms)) == len(terms)

    def test_words_of_the_event_are_kept(self) -> None:
        """Words that say what sort of event it is stay in, however common."""
        assert {"bomb", "exploded"} <= set(make_signature(enriched()).terms)

    def test_ages_are_one_term(self) -> None:
        """An age reads the same as "Marwa Achakzai, 23," and as "a 16-year-old boy"."""
        assert {"23-year-old", "16-year-old"} <= set(make_signature(enriched()).terms)

    def test_headline_and_repetition_rank_first(self) -> None:
        """What headline and lead say is ahead of what is said once at the end."""
        terms = make_signature(enriched()).terms
        assert terms.index("rickshaw") < terms.index("gate")


class TestNamesAndPlaces:
    """Who and where."""

    def test_capitalised_runs_are_names_and_streets(self) -> None:
        """Without any recognition, a run of capitalised words is a name, or a place where it ends as a street does."""
        signature = make_signature(enriched())
        assert "marwa achakzai" in signature.names
        assert "sariab road" in {each.name for each in signature.places}

    def test_only_points_have_coordinates(self) -> None:
        """A country has no coordinates: its middle is nobody's neighbour."""
        entities = (
            place("Quetta", 0, lat=30.2, lon=67.0, precision=Precision.POINT, subtype="city", geonames=1167528),
            place("Pakistan", 9, lat=30.0, lon=70.0, precision=Precision.POINT, subtype="country", geonames=1168579),
        )
        places = {each.name: each for each in make_signature(enriched(entities=entities)).places}
        assert places["Quetta"].lat == pytest.approx(30.2)
        assert places["Pakistan"].lat is None

    def test_a_site_of_another_event_is_no_place(self) -> None:
        """The site of a blast that is only recalled is left out; a town that the gazetteer has stays."""
        body = "A bomb killed five in Barchi, an hour after a blast in Khana near Tarn, police said."
        known = {"Barchi": None, "Khana": None, "Tarn": 7}
        entities = tuple(place(name, body.index(name), geonames=number) for name, number in known.items())
        assert {each.name for each in make_signature(enriched(body, entities=entities)).places} == {"Barchi", "Tarn"}

    def test_who_tells_is_no_place(self) -> None:
        """The agency in a dateline is no place, even where recognition takes it for one."""
        dateline = Dateline(text="QUETTA, March 4 (Meridian) -", place="Quetta", agency="Meridian")
        signature = make_signature(enriched(entities=(place("Meridian", 17),), dateline=dateline))
        assert "Meridian" not in {each.name for each in signature.places}
        assert signature.dateline_place == "Quetta"


class TestDays:
    """When it happened."""

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("It happened on Tuesday.", [date(2026, 3, 3)]),
            ("It happened on Wednesday.", [date(2026, 3, 4)]),
            ("It happened on Thursday night.", [date(2026, 2, 26)]),
            ("It happened yesterday.", [date(2026, 3, 3)]),
            ("It happened on Feb. 27 there.", [date(2026, 2, 27)]),
            ("It happened on 27 February.", [date(2026, 2, 27)]),
            ("It happened on December 30.", [date(2025, 12, 30)]),
            ("It may happen in March.", []),
            ("Flight 99 March", []),
            ("The sun shone; they sat.", []),
        ],
    )
    def test_days_are_resolved_against_publication(self, text: str, days: list[date]) -> None:
        """Weekdays are the last before publication, dates without a year the last of that name."""
        assert list(make_signature(enriched(text, None)).days) == days


def test_house_numbers_and_ages_are_numbers() -> None:
    """Numbers of two to six digits are kept, each once."""
    assert {23, 16, 4500} <= set(make_signature(enriched()).numbers)


def test_scene_goes_on() -> None:
    """The signature has the scene of its article, and none where the article has none."""
    scene = Scene(name="Quetta", precision=ScenePrecision.TOWN, span=Span(start=0, end=6), country="PK")
    assert make_signature(enriched().model_copy(update={"scene": scene})).scene == scene
    assert make_signature(enriched()).scene is None


def test_no_running_text() -> None:
    """No term or name has a sentence in it: five words at most."""
    signature = make_signature(enriched())
    assert all(len(term.split()) == 1 for term in signature.terms)
    assert all(len(name.split()) <= 5 for name in signature.names)


@given(body=st.text(max_size=400), headline=st.none() | st.text(max_size=80))
def test_any_text_has_a_signature(body: str, headline: str | None) -> None:
    """Whatever the text, the signature is bounded, the same each time, and survives the codec."""
    signature = make_signature(enriched(body, headline))
    assert signature == make_signature(enriched(body, headline))
    assert decode(encode(signature), (type(signature),)) == signature


@pytest.mark.parametrize(
    "body",
    [
        "x" * 1_000_000,
        "Word " * 200_000,
        " ".join(str(number) for number in range(100_000)),
        " ".join(f"Name{chr(97 + number % 26)}{'q' * (number % 13)} Street" for number in range(50_000)),
        "\u202e\u200f" * 100_000,
    ],
    ids=["one word", "one word often", "numbers", "names", "marks"],
)
def test_hostile_text_is_bounded(body: str) -> None:
    """A body of a megabyte gives a signature of a few kilobytes."""
    assert len(encode(make_signature(enriched(body)))) < 20_000


def test_unsure_figures_stay_behind() -> None:
    """A figure that is hardly likelier than not makes no claim; one that is a little surer does."""
    evidence = Evidence(sentence=Span(start=0, end=5), number=Span(start=0, end=1))
    figures = tuple(
        CasualtyFigure(
            id=f"f{confidence}",
            kind=Kind.KILLED,
            qualifier=Qualifier.EXACT,
            quantity_text="9",
            role=Role.TOTAL,
            evidence=evidence,
            confidence=confidence,
        )
        for confidence in (UNSURE, UNSURE + 0.01)
    )
    article = enriched().model_copy(update={"figures": figures})
    assert [figure.confidence for figure in make_signature(article).figures] == [UNSURE + 0.01]


def test_figures_of_history_keep_their_roles_and_are_named() -> None:
    """The number of a year long past tells which trial it is, and the signature says that it is none of today."""
    evidence = Evidence(sentence=Span(start=0, end=5), number=Span(start=0, end=1))
    figures = tuple(
        CasualtyFigure(
            id=f"f{number}",
            kind=Kind.KILLED,
            min=number,
            max=number,
            qualifier=Qualifier.EXACT,
            quantity_text=str(number),
            role=Role.TOTAL,
            period=Period(text=str(year), start=date(year, 1, 1), end=date(year, 12, 31)),
            evidence=evidence,
            confidence=confidence,
        )
        for number, year, confidence in ((8, 2026, 1.0), (9, 2015, 1.0), (10, 2015, UNSURE))
    )
    signature = make_signature(enriched().model_copy(update={"figures": figures}))
    assert [(figure.id, figure.role) for figure in signature.figures] == [("f8", Role.TOTAL), ("f9", Role.TOTAL)]
    assert signature.history == ("f9",)


class TestQuotes:
    """The sentence of a figure travels with it."""

    @staticmethod
    def quote(body: str, sentence: tuple[int, int], number: int, *, in_headline: bool = False) -> str | None:
        """Return the quote of a figure whose sentence and number stand there."""
        evidence = Evidence(
            sentence=Span(start=sentence[0], end=sentence[1]),
            number=Span(start=number, end=number + 1),
            in_headline=in_headline,
        )
        figure = CasualtyFigure(
            id="f0",
            kind=Kind.KILLED,
            qualifier=Qualifier.EXACT,
            quantity_text="9",
            role=Role.TOTAL,
            evidence=evidence,
            confidence=1.0,
        )
        article = enriched(body).model_copy(update={"figures": (figure,)})
        return make_signature(article).figures[0].evidence.quote

    def test_is_the_sentence_on_one_line(self) -> None:
        """It has the characters of the evidence, of body or headline, without line breaks."""
        assert self.quote("Before. 9 people\nwere killed. After.", (8, 30), 8) == "9 people were killed."
        assert self.quote("Body", (0, 13), 0, in_headline=True) == "Rickshaw bomb"

    @pytest.mark.parametrize(("length", "kept"), [(300, 300), (301, 300)])
    def test_is_bounded(self, length: int, kept: int) -> None:
        """A sentence of 300 characters is kept whole."""
        assert len(self.quote("x" * length, (0, length), 0) or "") == kept

    @pytest.mark.parametrize("place", [0, 150, 500, 850, 999])
    def test_of_a_long_sentence_has_the_number(self, place: int) -> None:
        """It is cut around the number, wherever that stands."""
        body = "x" * place + "9" + "x" * (999 - place)
        quote = self.quote(body, (0, 1000), place)
        assert quote is not None
        assert (len(quote), quote.count("9")) == (300, 1)


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        ("Anton Verhoeven", {"type": EntityType.PERSON, "role": "US President"}, False),
        ("Anton Verhoeven", {"type": EntityType.PERSON, "role": "foreign minister of Karsia"}, False),
        ("Anton Verhoeven", {"type": EntityType.PERSON, "role": "detective inspector"}, True),
        ("Anton Verhoeven", {"type": EntityType.PERSON}, True),
        ("United Nations", {"type": EntityType.ORGANISATION, "subtype": "international"}, False),
        ("Northern Front", {"type": EntityType.ORGANISATION, "subtype": "armed_group"}, False),
        ("Hazarganji Traders", {"type": EntityType.ORGANISATION}, True),
    ],
)
def test_those_who_speak_on_everything_name_no_event(name: str, more: dict[str, Any], told: bool) -> None:
    """A president, a minister or a body of the world is quoted on events of all kinds, and is no mark of one."""
    body = f"QUETTA, March 4 (AFN) - A bomb exploded. {name} said so. The speech of {name} was short."
    entities = [
        Entity(text=name, start=at, end=at + len(name), canonical=name, **more)
        for at in (body.index(name), body.rindex(name))
    ]
    names = make_signature(enriched(body, entities=entities)).names
    assert (name.lower() in names) is told
    assert any(name.lower() in each for each in names) is told
