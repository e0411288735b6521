"""The event that an article is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from schemas import (
    CasualtyFigure,
    Dateline,
    EntityType,
    EventFrame,
    Evidence,
    Kind,
    Period,
    Precision,
    Qualifier,
    Role,
    Scene,
    ScenePrecision,
    Span,
)
from streams.linking import make_signature
from tests.streams.linking.test_signature import enriched, place

if TYPE_CHECKING:
    from schemas import Entity

DATELINE = Dateline(text="TARN, March 4 (AFN) -", place="Tarn")


def frame(body: str, headline: str | None = None, **more: Any) -> EventFrame:
    """Return the event of an article of 4 March 2026."""
    figures, scene = more.pop("figures", ()), more.pop("scene", None)
    article = enriched(body, headline, **more)
    return make_signature(article.model_copy(update={"figures": figures, "scene": scene})).event


def figure(role: Role, sentence: tuple[int, int], **more: Any) -> CasualtyFigure:
    """Return a figure of a sentence."""
    in_headline = more.pop("in_headline", False)
    return CasualtyFigure(
        id="f0",
        kind=Kind.KILLED,
        qualifier=Qualifier.EXACT,
        quantity_text="9",
        role=role,
        evidence=Evidence(
            sentence=Span(start=sentence[0], end=sentence[1]),
            number=Span(start=sentence[0], end=sentence[0] + 1),
            in_headline=in_headline,
        ),
        confidence=1.0,
        **more,
    )


def far(text: str, start: int) -> str:
    """Return a text that begins so many characters down."""
    return " " * start + text


def names(found: EventFrame) -> list[str]:
    """Return the names of the scene."""
    return [each.name for each in found.scene]


class TestSorts:
    """What happened."""

    def test_headline_and_lead_say_it(self) -> None:
        """In their order, each once; what stands further down counts only where they say nothing."""
        assert frame("A bomb went off in a bus.", "Blast").sorts == ("explosion", "bombing")
        assert frame("A bomb went off." + far("The flood.", 400)).sorts == ("bombing",)
        assert frame("Nothing." + far("The flood.", 400)).sorts == ("flood",)

    def test_the_lead_adds_what_may_be_one_event_with_the_headline(self) -> None:
        """Victims of a ferry who are buried are no part of a bus crash; the fire after a blast is part of it."""
        lead = "Mourners of ferry victims died when their bus plunged into a ravine."
        assert frame(lead, "Bus plunges into ravine").sorts == ("road",)
        assert set(frame(lead, "Mourners die in ravine").sorts) == {"sinking", "road"}
        assert frame("A fire broke out after the blast.", "Blast at depot").sorts == ("explosion", "blaze")

    @pytest.mark.parametrize(("start", "sorts"), [(349, ("bombing", "flood")), (350, ("bombing",))])
    def test_the_lead_is_350_characters(self, start: int, sorts: tuple[str, ...]) -> None:
        """A word that begins after them is no part of it."""
        assert frame("Bomb ".ljust(start) + "flood").sorts == sorts

    @pytest.mark.parametrize(("start", "sorts"), [(799, ("flood",)), (800, ())])
    def test_the_opening_is_800_characters(self, start: int, sorts: tuple[str, ...]) -> None:
        """What stands further down says nothing of the event."""
        assert frame("Words ".ljust(start) + "flood").sorts == sorts

    @pytest.mark.parametrize(
        ("text", "sorts"),
        [
            ("Thirty pilgrims died in Wednesday's crush.", ("crush",)),
            ("Thirty killed in crush at fair.", ("crush",)),
            ("Nine killed as army vows to crush revolt.", ()),
            ("Nine died; he had a crush on her.", ()),
        ],
    )
    def test_a_crush_of_people(self, text: str, sorts: tuple[str, ...]) -> None:
        """The noun, and not what an army does to a revolt."""
        assert frame(text).sorts == sorts

    def test_bad_liquor_is_a_poison(self) -> None:
        """By whichever name it goes."""
        for drink in ("tainted liquor", "hooch", "moonshine"):
            assert frame(f"Nine people died of {drink}.").sorts == ("poisoning",)

    def test_a_word_of_harm_alone_hides_the_rest(self) -> None:
        """The lead names an event without its sort, so that another one further down is not taken for it."""
        assert frame("Two were killed." + far("The flood.", 400)).sorts == ()

    def test_venues_are_of_the_lead(self) -> None:
        """In their order, each once."""
        assert frame("At the mosque, near markets and a bazaar." + far("church", 400)).venues == ("mosque", "market")


class TestRecalled:
    """What an article recalls of other events."""

    def test_a_clause_of_an_earlier_event_is_left_out(self) -> None:
        """Up to the end of its sentence."""
        assert frame("A flood came two days after a bomb at a market. Then a fire.").sorts == ("flood", "blaze")
        assert frame("A flood came long after a bomb.").sorts == ("flood", "bombing")
        assert frame("A flood lasted two days and a bomb went off.").sorts == ("flood", "bombing")

    def test_a_sentence_that_counts_other_victims_is_left_out(self) -> None:
        """Where it counts no victims of the event itself."""
        body = "A flood rose. A bomb killed 9 there. A fire."
        span = (14, 36)
        assert frame(body, figures=(figure(Role.OTHER_EVENT, span),)).sorts == ("flood", "blaze")
        both = (figure(Role.OTHER_EVENT, span), figure(Role.TOTAL, span))
        assert frame(body, figures=both).sorts == ("flood", "bombing", "blaze")
        assert frame(body, figures=both[::-1]).sorts == ("flood", "bombing", "blaze")
        assert frame(body, figures=(figure(Role.OTHER_EVENT, span, in_headline=True),)).sorts == (
            "flood",
            "bombing",
            "blaze",
        )

    def test_such_a_sentence_ends_where_it_ends(self) -> None:
        """Its first and last word are left out, and those beside it stay."""
        body = "Flood bomb words fire quake"
        assert frame(body, figures=(figure(Role.OTHER_EVENT, (6, 17)),)).sorts == ("flood", "blaze", "quake")
        assert frame(body, figures=(figure(Role.OTHER_EVENT, (6, 18)),)).sorts == ("flood", "quake")
        assert frame(body, figures=(figure(Role.OTHER_EVENT, (7, 17)),)).sorts == (
            "flood",
            "bombing",
            "blaze",
            "quake",
        )


class TestStance:
    """How the article stands to the event."""

    def test_a_follow_up_goes_on(self) -> None:
        """Headline or lead say so."""
        assert frame("Words.", "Toll rises").goes_on
        assert frame("A funeral was held.").goes_on
        assert not frame("Words." + far("A funeral was held.", 400)).goes_on

    @pytest.mark.parametrize(
        ("headline", "body", "back"),
        [
            ("Anniversary of the flood", "Words.", True),
            ("Words", "Ten years after the flood.", True),
            ("Court hears of 2019 bombing", "Words.", True),
            ("Words", "A court heard of the bombing of 2025.", True),
            ("Court hears of bombing", "Words.", False),
            ("Bombing of 2019", "Words.", False),
            ("Court hears of bombing of 2026", "Words.", False),
            ("Court hears of 1900 bombing", "Words.", True),
            ("Court hears of 1899 bombing", "Words.", False),
            ("Court hears of 201 words", "Words.", False),
            ("Court hears of 20190 words", "Words.", False),
            ("Court hears of ٢٠١٩ bombing", "Words.", False),
        ],
    )
    def test_an_anniversary_or_a_trial_looks_back(self, headline: str, body: str, back: bool) -> None:
        """A trial does where an earlier year is named, from 1900 on."""
        assert frame(body, headline).looks_back is back

    @pytest.mark.parametrize(("start", "back"), [(219, True), (220, False)])
    def test_the_first_220_characters_say_so(self, start: int, back: bool) -> None:
        """Of the body."""
        assert frame("Words ".ljust(start) + "anniversary").looks_back is back


def towns(*starts: int, **more: Any) -> tuple[Entity, ...]:
    """Return places with these offsets, each with a name of its own."""
    return tuple(place(f"Town{number}", start, **more) for number, start in enumerate(starts))


class TestRoundUps:
    """Articles on several events."""

    HEADLINE = "Separate attacks"

    def test_several_events_in_several_places(self) -> None:
        """It says that there are several, in the plural, and names two places."""
        assert frame("Words.", self.HEADLINE, entities=towns(100, 200)).sums_up
        assert not frame("Words.", self.HEADLINE, entities=towns(100)).sums_up
        assert not frame("Words.", "Separate attack", entities=towns(100, 200)).sums_up
        assert not frame("Words.", "Some attacks", entities=towns(100, 200)).sums_up
        assert frame("Some attacks were separate.", "Words", entities=towns(100, 200)).sums_up

    def test_a_flood_is_one_event(self) -> None:
        """However many places it has."""
        assert not frame("The flood.", self.HEADLINE, entities=towns(100, 200)).sums_up

    @pytest.mark.parametrize(("start", "sums_up"), [(799, True), (800, False)])
    def test_places_of_the_opening_count(self, start: int, sums_up: bool) -> None:
        """A round-up comes to its second event soon."""
        assert frame("Words.", self.HEADLINE, entities=towns(100, start)).sums_up is sums_up

    @pytest.mark.parametrize(("start", "sums_up"), [(len(DATELINE.text), True), (len(DATELINE.text) - 1, False)])
    def test_the_place_of_the_dateline_does_not(self, start: int, sums_up: bool) -> None:
        """It is where the reporter is."""
        found = frame("Words.", self.HEADLINE, entities=towns(start, 200), dateline=DATELINE)
        assert found.sums_up is sums_up

    @pytest.mark.parametrize(
        "more",
        [
            {"in_headline": True},
            {"subtype": "country"},
            {"subtype": "region"},
            {"geonames": 7},
            {"metonym_of": "government"},
        ],
    )
    def test_neither_do_countries_headlines_and_one_place_twice(self, more: dict[str, Any]) -> None:
        """Two names of one place are one place."""
        assert not frame("Words.", self.HEADLINE, entities=towns(100, 200, **more)).sums_up

    def test_attacks_all_over_a_country(self) -> None:
        """A word such as "across" before a place that the article names says it, too."""
        entities = (*towns(100, 200), place("Tarn", 15))
        assert frame("Attacks across Tarn.", "Words", entities=entities).sums_up
        assert frame("Words.", "Attacks across Tarn", entities=entities).sums_up
        assert not frame("Attacks across Tarn.", "Words", entities=entities[:2]).sums_up
        assert not frame("Attacks near Tarn.", "Words", entities=entities).sums_up
        people = (*entities[:2], place("Tarn", 15).model_copy(update={"type": EntityType.PERSON}))
        assert not frame("Attacks across Tarn.", "Words", entities=people).sums_up


class TestScene:
    """Where it happened."""

    def test_headline_then_figures_then_lead(self) -> None:
        """Each place once."""
        entities = (
            place("Lead", 30),
            place("Counted", 500, geonames=7),
            place("Head", 0, in_headline=True),
            place("Late", 500),
            place("Lead", 60),
        )
        counted = figure(Role.TOTAL, (0, 9), place={"text": "Counted town", "geonames": 7})
        assert names(frame("Words.", entities=entities, figures=(counted,))) == ["Head", "Counted", "Lead"]
        part = counted.model_copy(update={"role": Role.SUBSET})
        assert names(frame("Words.", entities=entities, figures=(part,))) == ["Head", "Lead"]

    def test_a_place_of_a_figure_without_a_number_is_known_by_its_name(self) -> None:
        """In any case of letters."""
        counted = figure(Role.TOTAL, (0, 9), place={"text": "LATE"})
        assert names(frame("Words.", entities=(place("Late", 500),), figures=(counted,))) == ["Late"]

    @pytest.mark.parametrize(("start", "found"), [(349, ["Town0"]), (350, [])])
    def test_places_of_the_lead(self, start: int, found: list[str]) -> None:
        """Within 350 characters."""
        assert names(frame("Words.", entities=towns(start))) == found

    def test_the_dateline_counts_where_nothing_else_does(self) -> None:
        """It is where the reporter is, and often where it happened."""
        skip = len(DATELINE.text)
        inside, after = towns(skip - 1, skip)
        assert names(frame("Words.", entities=(inside,), dateline=DATELINE)) == ["Town0"]
        assert names(frame("Words.", entities=(inside, after), dateline=DATELINE)) == ["Town1"]

    def test_a_known_scene_comes_first(self) -> None:
        """Where it is a town or smaller; a known region has no scene, and the dateline is none either."""
        scene = Scene(
            name="Nessa", precision=ScenePrecision.TOWN, span=Span(start=0, end=5), geonames=5, lat=1.0, lon=2.0
        )
        found = frame("Words.", entities=towns(30), scene=scene)
        assert names(found) == ["Nessa", "Town0"]
        assert (found.scene[0].geonames, found.scene[0].lat, found.scene[0].lon) == (5, 1.0, 2.0)
        wide = scene.model_copy(update={"precision": ScenePrecision.REGION})
        assert names(frame("Words.", entities=towns(3), scene=wide, dateline=DATELINE)) == []
        assert names(frame("Words.", entities=towns(30), scene=wide, dateline=DATELINE)) == ["Town0"]

    def test_six_places(self) -> None:
        """The first of them."""
        assert names(frame("Words.", entities=towns(*range(30, 100, 10)))) == [f"Town{number}" for number in range(6)]

    def test_countries_regions_and_governments_are_no_scene(self) -> None:
        """They are too large, or no place at all."""
        for more in ({"subtype": "country"}, {"subtype": "region"}, {"metonym_of": "government"}):
            assert names(frame("Words.", entities=towns(30, **more))) == []
        person = place("Bell", 30).model_copy(update={"type": EntityType.PERSON})
        assert names(frame("Words.", entities=(person,))) == []

    def test_only_a_point_has_coordinates(self) -> None:
        """The middle of an area is nobody's neighbour."""
        for precision, lat in ((Precision.POINT, 3.0), (None, None)):
            (found,) = frame("Words.", entities=towns(30, lat=3.0, lon=4.0, precision=precision)).scene
            assert found.lat == lat


class TestCountries:
    """Codes of countries."""

    @pytest.mark.parametrize(("start", "found"), [(349, ("PK",)), (350, ())])
    def test_of_places_in_the_lead(self, start: int, found: tuple[str, ...]) -> None:
        """Within 350 characters."""
        assert frame("Words.", entities=towns(start, country="PK")).countries == found

    def test_of_the_headline_and_each_once(self) -> None:
        """Whatever stands there."""
        entities = (
            *towns(900, country="IN", in_headline=True),
            *towns(30, country="PK"),
            *towns(40, country="PK"),
            *towns(50),
        )
        assert frame("Words.", entities=entities).countries == ("IN", "PK")

    def test_of_adjectives_where_no_place_has_one(self) -> None:
        """A government that stands for its country is no place."""
        adjective = place("Belgian", 30, country="BE").model_copy(update={"type": EntityType.NATIONALITY})
        person = place("Bell", 30, country="BR").model_copy(update={"type": EntityType.PERSON})
        assert frame("Words.", entities=(adjective, person)).countries == ("BE",)
        assert frame("Words.", entities=(adjective, *towns(50, country="FR"))).countries == ("FR",)
        assert frame("Words.", entities=(adjective, *towns(50, country="FR", metonym_of="government"))).countries == (
            "BE",
        )


class TestDays:
    """When it happened."""

    def test_days_of_the_total_before_those_of_the_lead(self) -> None:
        """A period of one day is the day; a longer or open one, or that of a part, is none."""
        one = Period(start=date(2026, 3, 1), end=date(2026, 3, 1))
        for role, period, days in (
            (Role.TOTAL, one, (date(2026, 3, 1),)),
            (Role.SUBSET, one, (date(2026, 3, 3),)),
            (Role.TOTAL, Period(start=date(2026, 3, 1), end=date(2026, 3, 2)), (date(2026, 3, 3),)),
            (Role.TOTAL, Period(start=None, end=None), (date(2026, 3, 3),)),
            (Role.TOTAL, None, (date(2026, 3, 3),)),
        ):
            counted = figure(role, (0, 9), period=period)
            assert frame("It was on Tuesday.", figures=(counted,)).days == days

    def test_three_days(self) -> None:
        """The first of them."""
        assert [day.day for day in frame("On Monday, Tuesday, Sunday and Saturday.").days] == [2, 3, 1]

    @pytest.mark.parametrize(("start", "found"), [(349, 1), (350, 0)])
    def test_days_of_the_lead(self, start: int, found: int) -> None:
        """Within 350 characters."""
        assert len(frame("Words ".ljust(start) + "Tuesday").days) == found

    def test_of_the_day_that_it_happened_on(self) -> None:
        """The days of the lead after its dateline, without clauses that recall another event."""
        assert frame("A shell killed six on Tuesday.").happened == (date(2026, 3, 3),)
        assert frame(DATELINE.text + " A shell killed six.", dateline=DATELINE).happened == ()
        assert frame("A shell killed six, a day after a mine killed two on Monday.").happened == ()
        assert frame("A shell killed six on Tuesday.", "Toll rises").happened == ()

    @pytest.mark.parametrize(("start", "found"), [(349, 1), (350, 0)])
    def test_of_the_lead_alone(self, start: int, found: int) -> None:
        """Within 350 characters."""
        opening = "Six died on "
        assert len(frame("Words.".ljust(start - len(opening)) + opening + "Tuesday").happened) == found


class TestAnother:
    """Whether there was one like it before."""

    @pytest.mark.parametrize(
        ("text", "again"),
        [
            ("Another blast", True),
            ("A second deadly blast", True),
            ("A second very deadly blast", False),
            ("Another budget", False),
            ("A blast", False),
            ("Another one was killed", False),
        ],
    )
    def test_a_word_soon_before_the_sort_of_event(self, text: str, again: bool) -> None:
        """In the headline, or in the first 220 characters."""
        assert frame("Words.", text).again is again
        assert frame(text).again is again

    @pytest.mark.parametrize(("start", "again"), [(219, True), (220, False)])
    def test_the_first_220_characters(self, start: int, again: bool) -> None:
        """Of the body, up to the word for the event."""
        assert frame("another ".rjust(start) + "blast").again is again


class TestVenues:
    """What was hit."""

    def test_a_word_for_a_place_or_vehicle(self) -> None:
        """In headline and lead, each sort once."""
        assert frame("A bazaar burned beside a bus.", "Market fire").venues == ("market", "bus")
        assert frame("Words." + far("A bazaar burned.", 400)).venues == ()

    @pytest.mark.parametrize(
        "text",
        ["Six were in hospital.", "A hospital official spoke.", "Nine went to hospital.", "Six lay on the river bank."],
    )
    def test_where_the_wounded_are_was_not_hit(self, text: str) -> None:
        """Nor was where the speaker works; a hospital that burned was."""
        assert frame(text).venues == ()
        assert frame(f"{text} A hospital burned.").venues == ("hospital",)

    def test_the_name_of_a_town_is_no_place_that_was_hit(self) -> None:
        """Where the town is in the gazetteer."""
        known = towns(30, geonames=5)[0].model_copy(update={"text": "Port Tarn", "canonical": "Port Tarn"})
        assert frame("Six died in a fire in Port Tarn.", entities=(known,)).venues == ()
        unknown = known.model_copy(update={"geonames": None})
        assert frame("Six died in a fire in Port Tarn.", entities=(unknown,)).venues == ("port",)


@pytest.mark.parametrize(
    ("lead", "sorts"),
    [
        ("Four died when a car hit a tree, the fire service said.", {"road"}),
        ("Four died when a fire broke out, the fire brigade said.", {"blaze"}),
        ("A military jet bombed the school in a bombing that killed 24.", {"air", "bombing", "strike"}),
        ("A bombing killed 24 at a school.", {"bombing"}),
        ("A twister flattened a row of houses, killing two.", {"tornado"}),
        ("Captors freed nine of the pupils, and 37 are captives.", {"hostage"}),
    ],
)
def test_sorts_of_a_lead(lead: str, sorts: set[str]) -> None:
    """A fire brigade comes to crashes too, and who bombs from the air makes a strike."""
    assert set(frame(lead, "Many dead").sorts) == sorts


@pytest.mark.parametrize(
    ("headline", "sorts"),
    [
        ("Strong quake strikes island", ("quake",)),
        ("Mob storms clinic, three killed", ("riot",)),
        ("Drone strikes kill three", ("strike",)),
        ("Storms kill three", ("storm",)),
    ],
)
def test_a_verb_behind_a_word_for_an_event_is_none(headline: str, sorts: tuple[str, ...]) -> None:
    """A quake strikes and a mob storms: no strike, no storm."""
    assert frame("Three died.", headline).sorts == sorts


@pytest.mark.parametrize(
    ("body", "scene"),
    [
        ("A girl died in a clinic in Tarn after the rocket strike.", []),
        ("A girl died in Tarn hospital after the rocket strike.", []),
        ("A girl died in Tarn after the rocket strike.", ["Tarn"]),
        ("A rocket hit Tarn. A girl died at a hospital in Tarn.", ["Tarn"]),
        ("A rocket hit a hospital in Tarn and killed a girl.", ["Tarn"]),
        ("Twelve patients died in a fire at a hospital in Tarn.", ["Tarn"]),
        ("A rocket struck Tarn hospital, killing a girl.", ["Tarn"]),
        ("A factory burns in Tarn.", ["Tarn"]),
    ],
)
def test_the_place_of_a_hospital_is_no_scene(body: str, scene: list[str]) -> None:
    """Unless the article names it for something else, too."""
    at = [start for start in range(len(body)) if body.startswith("Tarn", start)]
    entities = tuple(place("Tarn", start, subtype="city", precision=Precision.POINT) for start in at)
    assert names(frame(body, "Rocket kills girl", entities=entities)) == scene
