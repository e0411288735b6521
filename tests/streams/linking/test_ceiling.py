"""The most that two articles can be alike: never less than what they are, and little where they share little."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.linking.ceiling import LARGEST, ROUNDING, Ceiling
from streams.linking.features import EARLY, FEATURES, LATE, early_features, pair_features
from streams.linking.index import Index, Rarities
from streams.linking.model import load_model
from streams.linking.profile import make_profile, weighed

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
    """Whatever two articles share, and however everyday their events are."""
    one, other, idf = pair(wire, drawn)
    model = load_model()
    assert model.probability(pair_features(one, other, idf, share)) <= model.ceiling(one, other, idf, share)


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(articles, min_size=2, max_size=2))
def test_late_features_are_bounded_and_early_ones_exact(wire: Any, drawn: list[dict[str, Any]]) -> None:
    """So that the ceiling holds for weights of either sign; and none of the bounded ones is below zero."""
    one, other, idf = pair(wire, drawn)
    found = dict(zip(FEATURES, pair_features(one, other, idf, 1.0), strict=True))
    assert early_features(one, other, idf) == tuple(found[name] for name in EARLY)
    assert all(0.0 <= found[name] <= LARGEST.get(name, 1.0) for name in LATE)


def test_a_negative_weight_lowers_no_ceiling() -> None:
    """A feature that speaks against one event may be zero."""
    ceiling = Ceiling.of(0.5, dict.fromkeys(FEATURES, -1.0))
    assert ceiling.score((0.0,) * len(EARLY)) == pytest.approx(0.5 + ROUNDING, abs=ROUNDING / 10)


def test_every_feature_is_early_or_late() -> None:
    """A feature that is in neither would be missing in the ceiling."""
    assert set(FEATURES) == {*EARLY, *LATE}
    assert not LATE & set(EARLY)


def test_days_apart_and_nothing_in_common_rule_a_pair_out(wire: Any) -> None:
    """The ceiling of such a pair is far below that of the same articles on one day."""
    model = load_model()
    one, other, idf = pair(wire, [{"terms": "blast bazaar"}, {"terms": "ferry sank", "hours": 24 * 40}])
    assert model.ceiling(one, other, idf, 0.0) < 0.05 < model.ceiling(one, replace(other, day=one.day), idf, 0.0)
