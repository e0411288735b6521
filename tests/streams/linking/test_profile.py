"""An article as the features of a pair see it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas import EventFrame, Role, SignaturePlace
from streams.linking.profile import day_of, make_profile, weighed

RECEIVED = datetime(1970, 1, 11, tzinfo=UTC)


def of(wire: Any, terms: str = "", *, figures: Any = (), **more: Any) -> Any:
    """Return the profile of an article with these terms and fields."""
    return make_profile(wire.article("afn/1", terms).model_copy(update={"figures": tuple(figures), **more}))


def figures(wire: Any, *numbers: int, role: Role = Role.TOTAL, **more: Any) -> list[Any]:
    """Return figures of the dead with these numbers."""
    article = wire.article("afn/1", "", [("killed", number) for number in numbers])
    return [figure.model_copy(update={"role": role, **more}) for figure in article.figures]


@pytest.mark.parametrize(("hours", "day"), [(None, 10.0), (-24, 9.0), (24, 10.0)])
def test_the_day_is_that_of_publication_or_of_arrival(hours: float | None, day: float) -> None:
    """Whichever is earlier, in days since 1970."""
    published = None if hours is None else RECEIVED + timedelta(hours=hours)
    assert day_of(published, RECEIVED) == day


def test_marks_have_the_prefix_of_their_sort(wire: Any) -> None:
    """Words of the event are no words of the article; ages are both; a street is a place."""
    profile = of(
        wire,
        "rickshaw bomb 16-year-old",
        headline="Rickshaw bomb stalls",
        names=("marwa bell",),
        numbers=(4500,),
        places=(SignaturePlace(name="Sariab Road"), SignaturePlace(name="Road Tarn")),
        dateline_place="Quetta",
        days=(date(1, 1, 2),),
    )
    assert profile.words == {"w:rickshaw", "w:16-year-old"}
    assert profile.ages == {"w:16-year-old"}
    assert profile.headline == {"w:rickshaw"}
    assert (profile.names, profile.numbers) == ({"n:marwa bell"}, {"#:4500"})
    assert profile.places == {"p:sariab road", "p:road tarn", "p:quetta"}
    assert (profile.streets, profile.days) == ({"p:sariab road"}, {2})
    assert profile.marks == profile.words | profile.names | profile.places | profile.numbers


def test_marks_of_a_sort_in_a_place(wire: Any) -> None:
    """A town is known by its number where it has one, else by its name in lower case."""
    scene = (SignaturePlace(name="Quetta", geonames=7), SignaturePlace(name="Tarn"))
    event = EventFrame(
        sorts=("bombing", "flood"), scene=scene, countries=("PK",), venues=("bus",), days=(date(1, 1, 3),)
    )
    profile = of(wire, event=event)
    assert profile.event.at_scene == {"e:#7/bombing", "e:#7/flood", "e:tarn/bombing", "e:tarn/flood"}
    assert profile.event.in_country == {"e:PK/bombing", "e:PK/flood"}
    assert profile.marks == profile.event.at_scene | profile.event.in_country
    assert (profile.event.scene, profile.event.venues, profile.event.days) == ({"#7", "tarn"}, {"bus"}, {3})


@pytest.mark.parametrize(
    ("sorts", "wide", "lasting"),
    [(("bombing", "flood"), True, True), (("quake",), True, False), (("bombing",), False, False)],
)
def test_wide_and_lasting_events(wire: Any, sorts: tuple[str, ...], wide: bool, lasting: bool) -> None:
    """One sort that is so is enough."""
    event = of(wire, event=EventFrame(sorts=sorts)).event
    assert (event.wide, event.lasting) == (wide, lasting)


def test_what_the_event_says_of_its_day(wire: Any) -> None:
    """The days on which it happened, as ordinals, and whether it is another one."""
    event = of(wire, event=EventFrame(happened=(date(1, 1, 3),), again=True)).event
    assert (event.happened, event.again) == ({3}, True)
    assert not of(wire, event=EventFrame()).event.again


def test_spots_are_places_that_no_gazetteer_has(wire: Any) -> None:
    """The first six, in lower case."""
    named = [SignaturePlace(name="Quetta", geonames=7), *(SignaturePlace(name=f"Lane {at}") for at in range(7))]
    assert of(wire, places=tuple(named)).spots == {f"p:lane {at}" for at in range(6)}


def test_six_points(wire: Any) -> None:
    """Places with both coordinates, the first of them."""
    places = [SignaturePlace(name="a", lat=1.0), SignaturePlace(name="b", lon=1.0)]
    places += [SignaturePlace(name=f"t{number}", lat=number, lon=0.0) for number in range(8)]
    assert of(wire, places=tuple(places)).points == tuple((float(number), 0.0) for number in range(6))


class TestFigures:
    """Numbers of victims."""

    @pytest.mark.parametrize(
        ("role", "own", "toll", "other"),
        [
            (Role.TOTAL, 1, 1, 0),
            (Role.SUBSET, 1, 0, 0),
            (Role.OTHER_EVENT, 0, 0, 1),
            (Role.BACKGROUND, 0, 0, 1),
        ],
    )
    def test_by_role(self, wire: Any, role: Role, own: int, toll: int, other: int) -> None:
        """Totals and parts are of the event, and only a total is its toll."""
        profile = of(wire, figures=figures(wire, 9, role=role))
        assert (len(profile.figures), len(profile.tolls), len(profile.others)) == (own, toll, other)
        assert profile.speaks is bool(own)

    @pytest.mark.parametrize(("history", "opens"), [((), True), (("f0",), False), (("f1",), True)])
    def test_of_history_compare_and_open_nothing(self, wire: Any, history: tuple[str, ...], opens: bool) -> None:
        """Articles on one trial give the same numbers, which are those of no incident of today."""
        profile = of(wire, figures=figures(wire, 9), history=history)
        assert (profile.tolls, profile.counts, profile.speaks) == ({"killed": (9, False)}, True, True)
        assert profile.opens is opens

    def test_of_history_are_background_beside_those_of_today(self, wire: Any) -> None:
        """The larger number of the old event is not the toll of the new one."""
        past, now = figures(wire, 300, 9)
        profile = of(wire, figures=(past.model_copy(update={"id": "past"}), now), history=("past",))
        assert (profile.tolls, profile.others, profile.opens) == ({"killed": (9, False)}, {("killed", 300)}, True)

    def test_the_largest_total_is_the_toll(self, wire: Any) -> None:
        """The last one of that number says whether it is open."""
        assert of(wire, figures=figures(wire, 4, 9, 7)).tolls == {"killed": (9, False)}
        same = [*figures(wire, 9), *figures(wire, 9, max=None)]
        assert of(wire, figures=same).tolls == {"killed": (9, True)}
        assert of(wire, figures=figures(wire, 0)).tolls == {"killed": (0, False)}

    def test_a_number_is_the_lower_bound_or_the_upper(self, wire: Any) -> None:
        """A vague word has none, and yet speaks of victims."""
        assert of(wire, figures=figures(wire, 9, min=3)).tolls == {"killed": (3, False)}
        assert of(wire, figures=figures(wire, 9, min=None)).tolls == {"killed": (9, False)}
        vague = of(wire, figures=figures(wire, 9, min=None, max=None))
        assert (vague.tolls, vague.figures, vague.speaks) == ({}, frozenset(), True)


@pytest.mark.parametrize("harm", [True, False])
def test_an_article_that_speaks_of_harm_speaks_of_an_event(wire: Any, harm: bool) -> None:
    """And so does one that counts victims of its event."""
    assert of(wire, event=EventFrame(harm=harm)).speaks is harm
    assert of(wire, event=EventFrame(harm=harm), figures=figures(wire, 9)).speaks is True


def test_the_norm_is_the_length_of_the_words_rarities(wire: Any) -> None:
    """The root of the sum of their squares."""
    rarity = {"w:rickshaw": 3.0, "w:stall": 4.0}
    assert weighed(of(wire, "rickshaw stall"), rarity.__getitem__).norm == pytest.approx(5.0)
