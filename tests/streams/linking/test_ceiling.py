"""The most that two articles can be alike: never less than what they are, and little where they share little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.linking.ceiling import LARGEST, ROUNDING, Ceiling
from streams.linking.features import EARLY, FEATURES, LATE, early_features, late_features, pair_features
from streams.linking.index import Index, Rarities
from streams.linking.model import load_model, probability
from streams.linking.profile import make_profile, weighed
from streams.linking.reach import EXACT, Reach, most_features

if TYPE_CHECKING:
    from streams.linking.profile import Profile

WORDS = ["blast", "bazaar", "ferry", "sank", "quetta", "shrine", "strait", "miners", "16-year-old", "30-year-old"]
articles = st.fixed_dictionaries(
    {
        "terms": st.lists(st.sampled_from(WORDS), unique=True).map(" ".join),
        "figures": st.lists(st.tuples(st.sampled_from(["killed", "injured"]), st.integers(1, 400)), max_size=2),
        "hours": st.floats(0, 2_000),
        "headline": st.lists(st.sampled_from(WORDS), unique=True).map(" ".join),
        "places": st.lists(st.sampled_from(["Quetta", "Mindoro", "Mill Street"]), unique=True),
    }
)


def pair(wire: Any, drawn: list[dict[str, Any]]) -> tuple[Profile, Profile, Any]:
    """Return two articles of a window, and the rarities in it."""
    index = Index()
    made = [make_profile(wire.article(f"afn/{at}", **each)) for at, each in enumerate(drawn)]
    for at, profile in enumerate(made):
        index.add(at, profile)
    idf = Rarities(index).__getitem__
    one, other = (weighed(profile, idf) for profile in made)
    return one, other, idf


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(articles, min_size=2, max_size=2), share=st.sampled_from((0.0, 0.3, 1.0)))
def test_no_pair_is_more_alike_than_its_ceiling(wire: Any, drawn: list[dict[str, Any]], share: float) -> None:
    """Whatever two articles share, however everyday their events are, and however short the look at them is."""
    one, other, idf = pair(wire, drawn)
    model = load_model()
    ceiling = model.ceiling(share)
    begun = ceiling.begin(early_features(one, other, idf))
    assert model.probability(pair_features(one, other, idf, share)) <= probability(ceiling.highest(begun))
    whole = ceiling.whole(begun, late_features(one, other, share))
    assert whole <= Reach.of(ceiling, most_features(one, idf, other.marks)).score(one, other)


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(articles, min_size=2, max_size=2), share=st.sampled_from((0.0, 0.3, 1.0)))
def test_both_steps_give_the_score_of_the_model(wire: Any, drawn: list[dict[str, Any]], share: float) -> None:
    """The early features and then the late ones weigh as all do at once."""
    one, other, idf = pair(wire, drawn)
    model = load_model()
    ceiling = model.ceiling(share)
    whole = ceiling.whole(ceiling.begin(early_features(one, other, idf)), late_features(one, other, share))
    assert probability(whole) == pytest.approx(model.probability(pair_features(one, other, idf, share)), rel=1e-9)


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(articles, min_size=2, max_size=2))
def test_late_features_are_bounded(wire: Any, drawn: list[dict[str, Any]]) -> None:
    """So that the ceiling holds for weights of either sign: none of them is below zero or above its highest value."""
    one, other, _ = pair(wire, drawn)
    found = dict(zip(LATE, late_features(one, other, 1.0), strict=True))
    assert all(0.0 <= found[name] <= LARGEST.get(name, 1.0) for name in LATE)


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(articles, min_size=2, max_size=2))
def test_the_first_look_bounds_every_feature(wire: Any, drawn: list[dict[str, Any]]) -> None:
    """But those that it reads exactly."""
    one, other, idf = pair(wire, drawn)
    found = zip(FEATURES, pair_features(one, other, idf, 1.0), most_features(one, idf, other.marks), strict=True)
    assert all(0.0 <= value <= most + 1e-9 for name, value, most in found if name not in EXACT)


def test_a_negative_weight_lowers_no_ceiling() -> None:
    """A feature that speaks against one event may be zero."""
    ceiling = Ceiling.of(0.5, dict.fromkeys(FEATURES, -1.0))
    highest = ceiling.highest(ceiling.begin((0.0,) * len(EARLY)))
    assert highest == pytest.approx(0.5 + ROUNDING, abs=ROUNDING / 10)


def test_every_feature_is_early_or_late() -> None:
    """A feature that is in neither would be missing in the ceiling."""
    assert len(FEATURES) == len({*EARLY, *LATE}) == len(EARLY) + len(LATE)
    assert set(EARLY) > EXACT


def test_days_apart_and_nothing_in_common_lower_both_looks_at_a_pair(wire: Any) -> None:
    """The ceiling of such a pair, and the first look at it, are far below those of the same articles on one day."""
    one, other, idf = pair(wire, [{"terms": "blast bazaar"}, {"terms": "ferry sank", "hours": 24 * 40}])
    ceiling = load_model().ceiling(0.0)
    reach = Reach.of(ceiling, most_features(one, idf))

    def highest(other: Profile) -> tuple[float, float]:
        return ceiling.highest(ceiling.begin(early_features(one, other, idf))), reach.score(one, other)

    lowered = [far - near for far, near in zip(highest(other), highest(other._replace(day=one.day)), strict=True)]
    assert max(lowered) < -2.0
