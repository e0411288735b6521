"""The most that a pair of articles can be alike, from what is cheap to know: most candidates are ruled out by it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.linking.features import FEATURES, MAX_AGREEMENT, MAX_DAYS_APART, MAX_GROWTH, SHORTEST
from streams.linking.index import MAX_IDF

if TYPE_CHECKING:
    from streams.linking.model import Weights
    from streams.linking.profile import Profile

ROUNDING: Final = 1e-6
"""What the sums of the exact score may be larger by for their rounding."""
SUMS: Final = (
    "rare_words", "words", "words_by_length", "rare_words_by_length", "words_by_days", "headline", "headline_in_text",
    "names", "places", "streets", "numbers", "ages_agree", "scene", "venue", "sort_at_scene", "sort_in_country",
    "days_agree", "event_day", "happened_same_day",
)  # fmt: skip
"""Features whose highest value is worked out for each pair, in the order of `_highest`; none is below zero."""
EXACT: Final = ("days", "days_lasting")
LARGEST: Final = {
    "length": math.log(1_000 / SHORTEST),
    "toll_agrees": MAX_AGREEMENT,
    "toll_grows": MAX_GROWTH,
    "toll_falls": MAX_GROWTH,
    "figures_agree": float(len(Kind)),
    "figures_differ": float(len(Kind)),
    **dict.fromkeys(
        (
            "event_day_differs",
            "new_event_day",
            "new_day_and_venue",
            "happened_apart",
            "happened_apart_elsewhere",
        ),
        math.log1p(MAX_DAYS_APART),
    ),
}
"""Highest values of the other features; 1 for those that are not here, and none is below zero."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest score that a linear model can give a pair."""

    base: float
    """With every feature at its highest that is neither in `SUMS` nor in `EXACT`."""
    sums: tuple[float, ...]
    exact: tuple[float, ...]

    @classmethod
    def of(cls, weights: Weights) -> Ceiling:
        """Return the ceiling of a model; a feature without a weight weighs nothing."""
        by_name = {**dict.fromkeys(FEATURES, 0.0), **dict(zip(FEATURES, weights.weights, strict=False))}
        others = by_name.keys() - {*SUMS, *EXACT}
        return cls(
            base=weights.bias
            + ROUNDING
            + math.fsum(max(0.0, by_name[name]) * LARGEST.get(name, 1.0) for name in others),
            sums=tuple(max(0.0, by_name[name]) for name in SUMS),
            exact=tuple(by_name[name] for name in EXACT),
        )

    def score(self, highest: tuple[float, ...], exact: tuple[float, ...]) -> float:
        """Return the highest score of a pair with these values."""
        sums: map[float] = map(mul, self.sums, highest)
        known: map[float] = map(mul, self.exact, exact)
        return self.base + sum(sums) + sum(known)


def bounds_of(a: Profile, b: Profile) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the highest values of the features in `SUMS`, and the values of those in `EXACT`."""
    days = math.log1p(abs(a.day - b.day))
    lasting = a.event.lasting and b.event.lasting
    return _highest(a, b, 0.0 if lasting else days), (days, days if lasting else 0.0)


def _highest(a: Profile, b: Profile, days: float) -> tuple[float, ...]:
    shared = len(a.words & b.words)
    norm = a.norm * b.norm
    likeness = min(1.0, MAX_IDF * MAX_IDF * shared / norm) if norm else 0.0
    rare = math.log1p(MAX_IDF * shared)
    length = math.log(max(SHORTEST, min(len(a.words), len(b.words))) / SHORTEST)
    here, there = a.event, b.event
    return (
        rare,
        likeness,
        likeness * length,
        rare * length,
        likeness * days,
        _one(a.headline, b.headline),
        max(_one(a.headline, b.words), _one(b.headline, a.words)),
        _log(a.names, b.names),
        _log(a.places, b.places),
        _one(a.streets, b.streets),
        _log(a.numbers, b.numbers),
        _log(a.ages, b.ages),
        _one(here.scene, there.scene),
        _one(here.venues, there.venues),
        MAX_IDF * _one(here.at_scene, there.at_scene),
        MAX_IDF * _one(here.in_country, there.in_country),
        0.0 if a.days.isdisjoint(b.days) else 1.0,
        0.0 if here.days.isdisjoint(there.days) else 1.0,
        0.0 if here.happened.isdisjoint(there.happened) else 1.0,
    )


def _one(some: frozenset[str], others: frozenset[str]) -> float:
    return 0.0 if some.isdisjoint(others) else 1.0


def _log(some: frozenset[str], others: frozenset[str]) -> float:
    return 0.0 if some.isdisjoint(others) else math.log1p(MAX_IDF * len(some & others))
