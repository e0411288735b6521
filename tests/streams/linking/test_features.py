"""What two articles share, and what speaks against one event."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from streams.linking.between import FIRST_DAY
from streams.linking.features import FEATURES, pair_features
from tests.streams.linking.profiles import article

if TYPE_CHECKING:
    from streams.linking.profile import Profile

KM_A_DEGREE = 111.195


def marks(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def compared(one: Profile, other: Profile, rarity: dict[str, float] | None = None) -> dict[str, float]:
    """Return the features of a pair by name; a mark is as rare as 2 unless `rarity` has it."""
    idf = (rarity or {}).get
    found = pair_features(one, other, lambda mark: idf(mark) or 2.0)
    swapped = pair_features(other, one, lambda mark: idf(mark) or 2.0)
    assert found == swapped
    return dict(zip(FEATURES, found, strict=True))


class TestWords:
    """Shared words."""

    def test_likeness_is_the_weight_in_common(self) -> None:
        """Squares of the rarities in common, over both norms, at most one, and none where an article has no words."""
        one, other = article(words=marks("x y"), norm=4.0), article(words=marks("x z"), norm=2.0)
        assert compared(one, other)["words"] == pytest.approx(0.5)
        assert compared(article(words=marks("x"), norm=1.0), article(words=marks("x"), norm=1.0))["words"] == 1.0
        assert compared(article(), article(words=marks("x"), norm=2.0))["words"] == 0.0

    def test_rare_words_are_those_of_five_and_more(self) -> None:
        """A word just below counts for nothing among the rare ones."""
        one = article(words=marks("rare common"), norm=1.0)
        rarity = {"rare": 5.0, "common": 4.99}
        assert compared(one, one, rarity)["rare_words"] == pytest.approx(math.log(6.0))

    def test_headlines_overlap_by_their_rarity(self) -> None:
        """The weight in common, over that of the lighter headline."""
        one, other = article(headline=marks("x y")), article(headline=marks("x y z v"))
        assert compared(one, other)["headline"] == pytest.approx(1.0)
        assert compared(one, article(headline=marks("x z v")))["headline"] == pytest.approx(0.5)
        assert compared(one, article())["headline"] == 0.0

    def test_a_headline_in_the_others_text(self) -> None:
        """The larger of the two shares counts."""
        one = article(headline=marks("x y"), words=marks("x y"))
        other = article(headline=marks("z v"), words=marks("x"))
        assert compared(one, other)["headline_in_text"] == pytest.approx(0.5)
        assert compared(article(), other)["headline_in_text"] == 0.0

    @pytest.mark.parametrize(("words", "length"), [(29, 0.0), (30, 0.0), (60, math.log(2.0))])
    def test_length_counts_from_thirty_words(self, words: int, length: float) -> None:
        """The shorter article counts, and alone or together with the likeness."""
        short = article(words=frozenset(map(str, range(words))), norm=4.0)
        long = article(words=frozenset(map(str, range(90))), norm=400.0)
        found = compared(short, long, {"0": 6.0})
        assert found["length"] == pytest.approx(length)
        assert found["words_by_length"] == pytest.approx(found["words"] * length)
        assert found["rare_words_by_length"] == pytest.approx(found["rare_words"] * length)
        assert 0 < found["words"] < 1

    def test_likeness_by_days(self) -> None:
        """The same words a week later are another matter."""
        one, other = article(words=marks("x"), norm=4.0), article(words=marks("x"), norm=2.0, day=107.0)
        assert compared(one, other)["words_by_days"] == pytest.approx(0.5 * math.log(8.0))


class TestNames:
    """Names, places, streets, numbers and ages."""

    @pytest.mark.parametrize(
        ("field", "shared", "differ"),
        [
            ("names", "names", "names_differ"),
            ("places", "places", "places_differ"),
            ("ages", "ages_agree", "ages_differ"),
        ],
    )
    def test_what_is_shared_and_what_differs(self, field: str, shared: str, differ: str) -> None:
        """Rarity in common counts; two that say something differ where nothing is the same."""
        one, same, other = (article(**{field: marks(text)}) for text in ("x y", "y z", "v"))
        assert (compared(one, same)[shared], compared(one, same)[differ]) == (pytest.approx(math.log(3.0)), 0.0)
        assert (compared(one, other)[shared], compared(one, other)[differ]) == (0.0, 1.0)
        assert compared(one, article())[differ] == 0.0
        assert compared(article(), one)[differ] == 0.0

    def test_streets_and_numbers(self) -> None:
        """A street in common is one, whatever else differs; numbers count by their rarity."""
        one = article(streets=marks("p:a p:b"), numbers=marks("#:17"))
        other = article(streets=marks("p:b"), numbers=marks("#:17 #:18"))
        found = compared(one, other)
        assert (found["streets"], found["streets_differ"]) == (1.0, 0.0)
        assert found["numbers"] == pytest.approx(math.log(3.0))
        apart = compared(one, article(streets=marks("p:c")))
        assert (apart["streets"], apart["streets_differ"]) == (0.0, 1.0)

    @pytest.mark.parametrize(("one", "other", "differ"), [(True, True, 0.0), (True, False, 1.0), (False, False, 1.0)])
    def test_places_of_a_wide_event_may_differ(self, one: bool, other: bool, differ: float) -> None:
        """Two reports of one flood name other towns."""
        a = article(places=marks("x"), event={"wide": one})
        b = article(places=marks("y"), event={"wide": other})
        assert compared(a, b)["places_differ"] == differ

    def test_one_source(self) -> None:
        """Whether both come from one outlet."""
        assert compared(article(), article())["same_source"] == 1.0
        assert compared(article(), article(source="b.example"))["same_source"] == 0.0


def at(km: float, **more: Any) -> Profile:
    """Return an article with a scene so far north of the equator, of a name of its own."""
    return article(event={"scene": marks(f"scene-{km}"), "points": ((km / KM_A_DEGREE, 20.0),), **more})


class TestScene:
    """Where it happened."""

    def test_a_shared_scene_has_no_distance(self) -> None:
        """Towns in common are one scene, wherever the points stand."""
        one = article(event={"scene": marks("x"), "points": ((0.0, 0.0),)})
        other = article(event={"scene": marks("x y"), "points": ((40.0, 40.0),)})
        found = compared(one, other)
        assert [found[name] for name in ("scene", "scene_near", "scene_far", "scene_unlike")] == [1.0, 0.0, 0.0, 0.0]

    def test_nearness_falls_with_the_distance(self) -> None:
        """At sixty kilometres it is one over e."""
        assert compared(at(0), at(60))["scene_near"] == pytest.approx(math.exp(-1), rel=1e-3)
        assert compared(at(0), at(60))["scene"] == 0.0

    def test_distance_goes_along_the_globe(self) -> None:
        """A degree of longitude is half as long at sixty degrees north, and the nearest points count."""
        far = (10.0, 10.0)
        one = article(event={"points": ((60.0, 10.0), far)})
        other = article(event={"points": ((60.0, 11.0), (-30.0, -40.0))})
        assert compared(one, other)["scene_near"] == pytest.approx(math.exp(-KM_A_DEGREE / 2 / 60.0), rel=1e-3)

    @pytest.mark.parametrize(("km", "far"), [(149.9, 0.0), (150.1, 1.0)])
    def test_far_is_more_than_150_kilometres(self, km: float, far: float) -> None:
        """Scenes further apart are two places."""
        assert compared(at(0), at(km))["scene_far"] == far

    def test_a_wide_event_is_far_only_abroad(self) -> None:
        """Two towns of one flood may lie far apart, but hardly in two countries that have nothing to do with it."""
        home, town, abroad = (
            at(km, wide=True, countries=marks(countries)) for km, countries in ((0, "PK IN"), (500, "PK"), (600, "BR"))
        )
        near = compared(home, town)
        assert (near["scene_far"], near["scene_far_wide"]) == (0.0, 0.0)
        far = compared(home, abroad)
        assert (far["scene_far"], far["scene_far_wide"]) == (0.0, 1.0)
        assert compared(home, at(600, countries=marks("BR")))["scene_far_wide"] == 0.0
        assert compared(home, at(70, wide=True, countries=marks("BR")))["scene_far_wide"] == 0.0

    @pytest.mark.parametrize(
        ("here", "there", "differ"),
        [
            ({"wide": True}, {"wide": True}, 1.0),
            ({"wide": True}, {"wide": False}, 0.0),
            ({"wide": True}, {"wide": True, "countries": marks("TD NE")}, 0.0),
            ({"wide": True}, {"wide": True, "countries": marks("")}, 0.0),
            ({"wide": True, "scene": marks("x")}, {"wide": True, "scene": marks("x")}, 0.0),
            ({"wide": True, "names": marks("x")}, {"wide": True, "names": marks("x")}, 0.0),
        ],
    )
    def test_floods_of_two_countries_are_two(self, here: dict[str, Any], there: dict[str, Any], differ: float) -> None:
        """Each counts its own dead, unless an article names both countries or both tell of one town."""
        one = article(event={"countries": marks("NE"), **here})
        other = article(event={"countries": marks("TD"), **there})
        assert compared(one, other)["country_differs_wide"] == differ

    def test_the_name_of_a_storm_is_that_of_no_event(self) -> None:
        """It is in the news of every country that the storm comes to, and says nothing between two of them."""
        here, there = ({"wide": True, "countries": marks(country)} for country in ("JM", "HT"))
        one, other = article(names=marks("storm"), event=here), article(names=marks("storm"), event=there)
        assert compared(one, other)["names"] == 0.0
        assert compared(one, article(names=marks("storm"), event=here))["names"] > 0.0

    @pytest.mark.parametrize(
        ("km", "there", "more", "next_town"),
        [
            (9, {}, {}, 1.0),
            (3.9, {}, {}, 0.0),
            (151, {}, {}, 0.0),
            (9, {"wide": True}, {}, 0.0),
            (9, {}, {"places": frozenset({"p:rafa"})}, 0.0),
            (9, {}, {"tolls": {"killed": (9, False)}}, 0.0),
            (9, {}, {"tolls": {"killed": (6, False)}}, 1.0),
        ],
    )
    def test_two_towns_of_one_area(
        self, km: float, there: dict[str, Any], more: dict[str, Any], next_town: float
    ) -> None:
        """Where neither article names the town of the other, nor has its toll; a quake has many towns."""
        wide = there.get("wide", False)
        one = article(
            tolls={"killed": (9, False)},
            event={"names": frozenset({"rafa"}), "scene": marks("#1"), "points": ((0.0, 0.0),), "wide": wide},
        )
        points = ((0.0, km / KM_A_DEGREE),)
        other = article(event={"names": frozenset({"yunis"}), "scene": marks("#2"), "points": points, **there}, **more)
        assert compared(one, other)["scene_next_town"] == next_town

    def test_a_scene_in_common_is_a_place_in_common(self) -> None:
        """The scene is found by its number in the gazetteer, places by their names."""
        one, other = (article(places=marks(place), event={"scene": marks("#1")}) for place in "ab")
        assert compared(one, other)["places_differ"] == 0.0
        assert compared(one, article(places=marks("b")))["places_differ"] == 1.0

    def test_scenes_without_points_are_unlike_by_name(self) -> None:
        """Where the distance is known it alone counts."""
        one, other = article(event={"scene": marks("x")}), article(event={"scene": marks("y")})
        assert compared(one, other)["scene_unlike"] == 1.0
        assert compared(one, article())["scene_unlike"] == 0.0
        assert compared(at(0), at(900))["scene_unlike"] == 0.0

    def test_countries(self) -> None:
        """One in common is enough; events that go on for weeks may be told from several."""
        one, same, other = (article(event={"countries": marks(text)}) for text in ("PK IN", "IN", "BR"))
        assert (compared(one, same)["country"], compared(one, same)["country_differs"]) == (1.0, 0.0)
        assert (compared(one, other)["country"], compared(one, other)["country_differs"]) == (0.0, 1.0)
        lasting = [article(event={"countries": marks(text), "lasting": True}) for text in ("PK", "BR")]
        assert compared(*lasting)["country_differs"] == 0.0
        assert compared(lasting[0], other)["country_differs"] == 1.0


class TestSort:
    """What happened."""

    @pytest.mark.parametrize(
        ("one", "other", "found"),
        [
            ("bombing", "bombing quake", (1.0, 0.0, 0.0, 0.0)),
            ("bombing", "explosion", (0.0, 1.0, 0.0, 0.0)),
            ("bombing", "flood", (0.0, 0.0, 1.0, 0.0)),
            ("bombing", "", (0.0, 0.0, 0.0, 1.0)),
            ("", "", (0.0, 0.0, 0.0, 1.0)),
        ],
    )
    def test_same_related_other_and_unknown(self, one: str, other: str, found: tuple[float, ...]) -> None:
        """Sorts are the same, may be one event, are two, or are not said."""
        features = compared(article(event={"sorts": marks(one)}), article(event={"sorts": marks(other)}))
        assert tuple(features[f"sort{name}"] for name in ("", "_related", "_differs", "_unknown")) == found

    def test_venues(self) -> None:
        """A venue in common, and none in common."""
        one, same, other = (article(event={"venues": marks(text)}) for text in ("market bus", "bus", "school"))
        assert (compared(one, same)["venue"], compared(one, same)["venue_differs"]) == (1.0, 0.0)
        assert (compared(one, other)["venue"], compared(one, other)["venue_differs"]) == (0.0, 1.0)

    def test_a_sort_at_a_scene_is_as_rare_as_its_rarest_mark(self) -> None:
        """Of the marks in common."""
        one = article(event={"at_scene": marks("e:a e:b"), "in_country": marks("e:c e:d")})
        found = compared(one, one, {"e:a": 3.0, "e:b": 6.0, "e:c": 1.0, "e:d": 4.0})
        assert (found["sort_at_scene"], found["sort_in_country"]) == (6.0, 4.0)
        apart = compared(one, article())
        assert (apart["sort_at_scene"], apart["sort_in_country"]) == (0.0, 0.0)

    def test_one_that_looks_back(self) -> None:
        """A report and an anniversary are two."""
        back, now = article(event={"looks_back": True}), article()
        assert (compared(back, now)["looks_back_differs"], compared(back, back)["looks_back_differs"]) == (1.0, 0.0)


class TestDays:
    """When it happened."""

    def test_days_between_the_articles(self) -> None:
        """By the logarithm, and separately for events that both go on for weeks."""
        lasting = article(event={"lasting": True}), article(day=103.0, event={"lasting": True})
        found = compared(*lasting)
        assert (found["days"], found["days_lasting"]) == (pytest.approx(math.log(4.0)),) * 2
        assert compared(lasting[0], article(day=103.0))["days_lasting"] == 0.0

    def test_days_that_the_texts_name(self) -> None:
        """One in common agrees, none in common differs."""
        one, same, other = (article(days=frozenset(days)) for days in ((7, 8), (8,), (9,)))
        assert (compared(one, same)["days_agree"], compared(one, same)["days_differ"]) == (1.0, 0.0)
        assert (compared(one, other)["days_agree"], compared(one, other)["days_differ"]) == (0.0, 1.0)

    @pytest.mark.parametrize(("apart", "counted"), [(0, 0), (1, 1), (5, 5), (9, 5)])
    def test_days_of_the_events_up_to_five(self, apart: int, counted: int) -> None:
        """The nearest days count."""
        one = article(event={"days": frozenset({10})})
        other = article(day=101.0, event={"days": frozenset({10 + apart, 40})})
        found = compared(one, other)
        assert found["new_event_day"] == pytest.approx(math.log1p(counted))
        assert (found["event_day"], found["event_day_differs"]) == (float(apart == 0), 0.0)

    def test_a_follow_up_has_another_day(self) -> None:
        """Where the later article tells how a known event goes on, its day is no new event's."""
        one = article(event={"days": frozenset({10}), "venues": marks("market")})
        later = article(day=101.0, event={"days": frozenset({12}), "venues": marks("bus"), "goes_on": True})
        found = compared(one, later)
        assert (found["event_day_differs"], found["new_event_day"]) == (pytest.approx(math.log(3.0)), 0.0)
        assert found["new_day_and_venue"] == pytest.approx(math.log(3.0))
        first = article(day=99.0, event={"days": frozenset({12}), "goes_on": True})
        assert compared(first, one)["new_event_day"] == pytest.approx(math.log(3.0))

    def test_articles_of_one_moment_stand_in_the_order_of_their_keys(self) -> None:
        """So that the answer does not depend on which comes first in memory."""
        one = article(item_key="a", event={"days": frozenset({10})})
        later = article(item_key="b", event={"days": frozenset({12}), "goes_on": True})
        assert compared(one, later)["new_event_day"] == 0.0


class TestHappening:
    """On which days the articles plainly say that it happened."""

    @pytest.mark.parametrize(("apart", "counted"), [(0, 0), (1, 1), (5, 5), (9, 5)])
    def test_days_apart_up_to_five(self, apart: int, counted: int) -> None:
        """The nearest days count, alone and together with venues that differ."""
        one = article(event={"happened": frozenset({10}), "venues": marks("market")})
        other = article(day=101.0, event={"happened": frozenset({10 + apart, 40}), "venues": marks("bus")})
        found = compared(one, other)
        assert found["happened_apart"] == found["happened_apart_elsewhere"] == pytest.approx(math.log1p(counted))
        assert found["happened_same_day"] == float(apart == 0)
        assert compared(one, article(event={"happened": frozenset({10 + apart})}))["happened_apart_elsewhere"] == 0.0
        assert compared(one, article(event={"venues": marks("bus")}))["happened_apart"] == 0.0

    @pytest.mark.parametrize(("hours", "before"), [(-6, 0.0), (0, 0.0), (6, 0.25), (24, 1.0), (90, 1.0)])
    def test_nobody_reports_what_has_not_happened(self, hours: float, before: float) -> None:
        """How long an article came before the first day on which the other says that it happened, up to a day."""
        day = date(2026, 3, 4)
        since_1970 = (day - date(1970, 1, 1)).days
        reported = article(day=since_1970 - hours / 24.0)
        happened = article(
            item_key="b", day=since_1970 + 0.5, event={"happened": frozenset({day.toordinal(), day.toordinal() + 2})}
        )
        assert compared(reported, happened)["before_it_happened"] == pytest.approx(before)

    def test_another_one_is_not_the_one_before(self) -> None:
        """Only where the earlier article is not itself about another one."""
        first, second = article(), article(day=101.0, event={"again": True})
        assert compared(first, second)["another"] == 1.0
        assert compared(second, article(item_key="c", day=102.0, event={"again": True}))["another"] == 0.0
        assert compared(second, article(item_key="c", day=102.0))["another"] == 0.0

    def test_two_spots_of_one_town(self) -> None:
        """Where both articles name spots, and none in common."""
        town = {"scene": marks("tarn")}
        one, other = article(spots=marks("p:a p:b"), event=town), article(spots=marks("p:c"), event=town)
        assert compared(one, other)["spots_differ"] == 1.0
        assert compared(one, article(spots=marks("p:b p:c"), event=town))["spots_differ"] == 0.0
        assert compared(one, article(event=town))["spots_differ"] == 0.0
        assert compared(one, article(spots=marks("p:c")))["spots_differ"] == 0.0


def toll(number: int, *, is_open: bool = False, **more: Any) -> Profile:
    """Return an article with a toll of dead."""
    return article(tolls={"killed": (number, is_open)}, figures=frozenset({("killed", number)}), **more)


class TestTolls:
    """How many."""

    def test_figures_agree_and_differ_by_kind(self) -> None:
        """A kind with one number in common agrees; one that both count otherwise differs."""
        one = article(figures=frozenset({("killed", 3), ("injured", 8), ("missing", 1)}))
        other = article(figures=frozenset({("killed", 3), ("killed", 4), ("injured", 9)}))
        found = compared(one, other)
        assert (found["figures_agree"], found["figures_differ"]) == (1.0, 1.0)

    @pytest.mark.parametrize(
        ("number", "agreement"), [(0, 0.0), (12, math.log(13.0)), (147, math.log(148.0)), (500, 5.0)]
    )
    def test_a_large_toll_in_common_says_more(self, number: int, agreement: float) -> None:
        """Up to a bound."""
        assert compared(toll(number), toll(number))["toll_agrees"] == pytest.approx(agreement)
        assert compared(toll(number), toll(number + 1, day=101.0))["toll_agrees"] == 0.0

    @pytest.mark.parametrize(
        ("later", "grows", "falls"),
        [(9, 0.0, 0.0), (19, math.log(2.0), 0.0), (4, 0.0, math.log(2.0)), (9_000, 4.0, 0.0)],
    )
    def test_growth_is_the_ratio(self, later: int, grows: float, falls: float) -> None:
        """Of a toll and a later one, up to a bound."""
        found = compared(toll(9), toll(later, day=101.0))
        assert (found["toll_grows"], found["toll_falls"]) == (pytest.approx(grows), pytest.approx(falls))

    @pytest.mark.parametrize(("number", "later"), [(9, 9_999), (9_999, 9), (12, 3_000_000)])
    def test_a_leap_is_a_slip(self, number: int, later: int) -> None:
        """A thousand times as many are neither growth nor fall: somebody has mistyped."""
        found = compared(toll(number), toll(later, day=101.0))
        assert (found["toll_grows"], found["toll_falls"]) == (0.0, 0.0)

    @pytest.mark.parametrize("kind", ["missing", "trapped"])
    @pytest.mark.parametrize("number", [4, 19])
    def test_what_shrinks_is_no_other_event(self, kind: str, number: int) -> None:
        """Who was missing is found: fewer, or more, say nothing of the event."""
        found = compared(article(tolls={kind: (9, False)}), article(tolls={kind: (number, False)}, day=101.0))
        assert (found["toll_grows"], found["toll_falls"]) == (0.0, 0.0)

    def test_a_toll_that_the_other_denies_is_of_one_event(self) -> None:
        """Who denies forty dead speaks of the event that another gives forty for; his seven are no fall."""
        claimed = toll(40)
        denying = article(
            item_key="b", day=101.0, tolls={"killed": (7, False)}, denied=frozenset({("killed", 40), ("killed", 90)})
        )
        found = compared(claimed, denying)
        assert found["toll_agrees"] == pytest.approx(math.log(41.0))
        assert found["toll_falls"] == 0.0

    def test_a_fall_is_bounded(self) -> None:
        """As a growth is."""
        assert compared(toll(9_000), toll(9, day=101.0))["toll_falls"] == pytest.approx(4.0)

    def test_at_least_so_many_is_no_fall(self) -> None:
        """A lower bound below the earlier toll fits it; one above it is a growth."""
        assert compared(toll(9), toll(4, is_open=True, day=101.0))["toll_falls"] == 0.0
        assert compared(toll(9, is_open=True), toll(4, day=101.0))["toll_falls"] > 0.0
        assert compared(toll(9), toll(19, is_open=True, day=101.0))["toll_grows"] == pytest.approx(math.log(2.0))

    def test_the_dead_of_many_towns_are_added_up_later(self) -> None:
        """Growth counts half where both are of a wide event."""
        wide = {"wide": True}
        assert compared(toll(9, event=wide), toll(19, day=101.0, event=wide))["toll_grows"] == pytest.approx(
            math.log(2.0) / 2
        )
        assert compared(toll(9, event=wide), toll(19, day=101.0))["toll_grows"] == pytest.approx(math.log(2.0))

    def test_a_toll_that_the_other_counts_as_another_events(self) -> None:
        """From two on, where it counts fewer itself: a smaller number may be an earlier count of its own event."""
        two = frozenset({("killed", 2)})
        assert compared(toll(2), toll(1, day=101.0, others=two))["counted_as_other"] == 1.0
        assert compared(toll(1), toll(0, day=101.0, others=frozenset({("killed", 1)})))["counted_as_other"] == 0.0
        assert compared(toll(2), toll(1, day=101.0, others=frozenset({("killed", 3)})))["counted_as_other"] == 0.0
        assert compared(toll(2), toll(2, day=101.0, others=two))["counted_as_other"] == 0.0
        assert compared(toll(2), toll(5, day=101.0, others=two))["counted_as_other"] == 0.0
        assert compared(toll(2), article(others=two))["counted_as_other"] == 0.0


@pytest.mark.parametrize(("scene", "day", "unknown"), [("x", 7, 0.0), ("y", 7, 1.0), ("x", 8, 1.0)])
def test_a_sort_that_is_not_named_says_nothing_where_scene_and_day_agree(scene: str, day: int, unknown: float) -> None:
    """As with an attack on a village and a massacre in that village, both on Saturday."""
    one = article(event={"scene": marks("x"), "happened": frozenset({7})})
    other = article(event={"scene": marks(scene), "happened": frozenset({day}), "sorts": marks("fire")})
    assert compared(one, other)["sort_unknown"] == unknown


@pytest.mark.parametrize(
    ("day", "named", "days"),
    [(110.0, 100, 0.0), (110.0, 109, 1.0), (101.0, 100, 0.0), (100.9, 100, 1.0)],
)
def test_days_between_articles_say_nothing_where_the_later_names_the_day(day: float, named: int, days: float) -> None:
    """Who names it tells of a known event; on the day itself it may be that of the report."""
    on = frozenset({FIRST_DAY + named})
    earlier = article(event={"days": frozenset({FIRST_DAY + 100})}, day=100.0)
    later = article(item_key="b", event={"days": on}, day=day)
    assert (compared(earlier, later)["days"] > 0.0) is bool(days)


def test_a_day_that_is_only_recalled_leaves_the_days_between() -> None:
    """A boat that sinks on Wednesday, "after nine drowned on Sunday", is another one."""
    day, next_day = (frozenset({FIRST_DAY + number}) for number in (100, 103))
    earlier = article(event={"days": day, "happened": day}, day=100.0)
    later = article(item_key="b", event={"days": day | next_day, "happened": next_day}, day=103.0)
    assert compared(earlier, later)["days"] > 0.0
    assert compared(earlier, later._replace(event=later.event._replace(happened=day)))["days"] == 0.0


def test_how_everyday_the_sort_is_goes_first() -> None:
    """And is zero where nothing is said of it."""
    assert pair_features(article(), article(), lambda _: 1.0, 0.25)[FEATURES.index("everyday")] == 0.25
    assert compared(article(), article())["everyday"] == 0.0


class TestGoingOn:
    """What the later article says of how a known event goes on."""

    HERE = {"scene": marks("x"), "sorts": marks("collapse")}  # noqa: RUF012 # never changed

    @pytest.mark.parametrize(
        ("later", "share"), [({}, 0.5), ({"scene": marks("y")}, 1.0), ({"sorts": marks("fire")}, 1.0)]
    )
    def test_days_count_half(self, later: dict[str, Any], share: float) -> None:
        """A toll that rises a week later at the same place is likely of the event known there, and of no other."""
        one = article(event=self.HERE)
        plain, going = (
            article(item_key="b", day=107.0, event={**self.HERE, **later, "goes_on": goes_on})
            for goes_on in (False, True)
        )
        assert compared(one, going)["days"] == share * compared(one, plain)["days"]

    def test_a_toll_that_is_said_to_grow_grows_by_half(self) -> None:
        """A number that "rises to 30" was smaller before."""
        one = article(tolls={"killed": (9, False)}, figures=frozenset({("killed", 9)}))
        more: dict[str, Any] = {"tolls": {"killed": (30, False)}, "figures": frozenset({("killed", 30)})}
        plain, going = (
            article(item_key="b", day=101.0, event={"goes_on": goes_on}, **more) for goes_on in (False, True)
        )
        assert compared(one, going)["toll_grows"] == 0.5 * compared(one, plain)["toll_grows"] > 0.0

    def test_the_next_victim_agrees_with_those_before(self) -> None:
        """An eighth victim dies of an event that had seven."""
        seven = article(tolls={"killed": (7, False)}, figures=frozenset({("killed", 7)}))
        later: dict[str, Any] = {"tolls": {"killed": (8, False)}, "figures": frozenset({("killed", 8)})}
        eighth = article(item_key="b", day=101.0, follows=frozenset({("killed", 7)}), **later)
        assert compared(seven, eighth)["toll_agrees"] > 0.0
        assert compared(seven, article(item_key="b", day=101.0, **later))["toll_agrees"] == 0.0


@pytest.mark.parametrize(
    ("counted", "sort", "apart"),
    [({46}, "hostage", False), ({9, 37}, "hostage", False), ({9, 30}, "hostage", True), ({46}, "fire", True)],
)
def test_captives_are_held_for_weeks(counted: set[int], sort: str, apart: bool) -> None:
    """Forty-six were taken, or nine were freed and 37 are held: weeks between the articles say nothing."""
    taken = article(captives=frozenset({46}), event={"sorts": marks(sort)})
    later = article(item_key="b", day=121.0, captives=frozenset(counted))
    assert (compared(taken, later)["days"] > 0.0) is apart


def test_who_denies_a_toll_may_say_that_something_else_was_hit() -> None:
    """The army denies a hundred dead at a market: it hit a fuel depot."""
    market = article(tolls={"killed": (100, True)}, event={"venues": marks("market")})
    depot = article(item_key="b", denied=frozenset({("killed", 100)}), event={"venues": marks("warehouse")})
    assert compared(market, depot)["venue_differs"] == 0.0
    assert compared(market, depot._replace(denied=frozenset({("killed", 30)})))["venue_differs"] == 1.0


@pytest.mark.parametrize(("there", "differ"), [("p:meghna river", 0.0), ("p:meghna", 0.0), ("p:megh", 1.0)])
def test_a_spot_may_be_named_in_full(there: str, differ: float) -> None:
    """The Meghna is the Meghna River."""
    one = article(spots=frozenset({"p:meghna"}), event={"scene": marks("x")})
    other = article(item_key="b", spots=frozenset({there}), event={"scene": marks("x")})
    assert compared(one, other)["spots_differ"] == differ


@pytest.mark.parametrize(
    ("sorts", "names", "differ"),
    [("sinking", "", 1.0), ("flood", "", 0.0), ("storm", "", 1.0), ("storm", "boris", 0.0)],
)
def test_two_states_of_a_country(sorts: str, names: str, differ: float) -> None:
    """Two boats sink off two provinces. A flood is one event in both, and a storm with a name."""
    event = {"sorts": marks(sorts), "countries": marks("IT"), "wide": sorts != "sinking"}
    one = article(names=marks(names) if names else frozenset(), event={**event, "areas": marks("IT.15")})
    other = article(item_key="b", names=one.names, event={**event, "areas": marks("IT.03")})
    assert compared(one, other)["areas_differ"] == differ
    assert compared(one, one._replace(item_key="c"))["areas_differ"] == 0.0


def test_what_goes_on_may_be_named_by_its_country_alone() -> None:
    """A toll in "a Nigerian tanker blast" climbs a week later; a bombing may be called a blast."""
    here = {"scene": marks("majia"), "sorts": marks("bombing"), "countries": marks("NG")}
    one = article(event=here)
    there: dict[str, Any] = {"sorts": marks("explosion"), "countries": marks("NG")}
    plain, going = (article(item_key="b", day=107.0, event={**there, "goes_on": goes_on}) for goes_on in (False, True))
    assert compared(one, going)["days"] == 0.5 * compared(one, plain)["days"]
    elsewhere = article(item_key="c", day=107.0, event={**there, "goes_on": True, "countries": marks("KE")})
    assert compared(one, elsewhere)["days"] == compared(one, plain)["days"]


def test_a_blast_and_a_bombing_of_one_town_are_of_one_sort() -> None:
    """Reporters call one event both; in two towns they may be two."""
    one = article(event={"scene": marks("x"), "sorts": marks("bombing")})
    other = article(item_key="b", event={"scene": marks("x"), "sorts": marks("explosion")})
    apart = article(item_key="c", event={"scene": marks("y"), "sorts": marks("explosion")})
    assert (compared(one, other)["sort_related"], compared(one, apart)["sort_related"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("venue", "day", "apart"), [("cafe", 101.2, False), ("barracks", 101.2, True), ("barracks", 102.2, False)]
)
def test_a_day_with_two_attacks_is_no_name_on_the_next(venue: str, day: float, apart: bool) -> None:
    """A cafe and a barracks were hit on Monday: who names Monday on Tuesday may mean either."""
    monday = frozenset({FIRST_DAY + 100})
    one = article(event={"days": monday, "venues": marks("cafe")})
    later = article(item_key="b", day=day, event={"days": monday, "venues": marks(venue)})
    assert (compared(one, later)["days"] > 0.0) is apart
