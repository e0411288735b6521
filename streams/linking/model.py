"""The linear model that weighs the features of a pair, and the thresholds of linking."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from operator import mul
from typing import TYPE_CHECKING, Final

import orjson

from streams.linking.ceiling import Ceiling
from streams.linking.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GROUP_LIKEST: Final = 4
"""Articles of a group that decide who joins it."""
EVERYDAY: Final = FEATURES.index("everyday")
MAX_SCORE: Final = 30.0
"""Score from which on a probability is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model of a pair."""

    bias: float
    weights: tuple[float, ...]

    def score(self, features: tuple[float, ...]) -> float:
        """Return the logit of the probability that a pair with these features is of one incident."""
        products: map[float] = map(mul, self.weights, features)
        return self.bias + sum(products)

    def ceiling(self) -> Ceiling:
        """Return the highest scores by these weights."""
        return Ceiling.of(self.bias, dict(zip(FEATURES, self.weights, strict=False)))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features, and the probabilities from which articles are put together, moved, and groups merged."""

    rare: Weights
    """For events of a sort that is rare in their country: place, sort and day say nearly all."""
    everyday: Weights
    """For events of a sort that is everyday there: only names, streets and words tell them apart."""
    link: float
    move: float
    merge: float
    breadth: float
    _ceilings: dict[float, Ceiling] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By how everyday events are, which `Frequency` says in few steps."""

    def probability(self, features: tuple[float, ...]) -> float:
        """Return the probability that two articles with these features tell of one incident."""
        return _mixed(features[EVERYDAY], lambda: self.rare.score(features), lambda: self.everyday.score(features))

    def ceiling(self, share: float) -> Ceiling:
        """Return the weights for events so everyday, in two steps."""
        found = self._ceilings.get(share)
        if found is None:
            found = self._ceilings[share] = self.mixed(share).ceiling()
        return found

    def mixed(self, share: float) -> Weights:
        """Return the weights for events so everyday."""
        return Weights(
            (1.0 - share) * self.rare.bias + share * self.everyday.bias,
            tuple(
                (1.0 - share) * rare + share * everyday
                for rare, everyday in zip(self.rare.weights, self.everyday.weights, strict=True)
            ),
        )

    def of_group(self, alike: Sequence[float], articles: int) -> float:
        """Return the certainty that an article belongs to a group of so many articles, from those it is like.

        Between the likest article and the mean of the likest few: one article in common, such as a round-up, is no
        bridge between two events.
        """
        top = sorted(alike, reverse=True)[:GROUP_LIKEST]
        mean = math.fsum(top) / max(1, min(articles, GROUP_LIKEST))
        return (1.0 - self.breadth) * top[0] + self.breadth * min(1.0, mean)


def _mixed(share: float, rare: Callable[[], float], everyday: Callable[[], float]) -> float:
    """Return the probability by two scores, of which a share of 0 or 1 needs one alone."""
    score = 0.0
    if share < 1.0:
        score += (1.0 - share) * rare()
    if share > 0.0:
        score += share * everyday()
    return probability(score)


def probability(score: float) -> float:
    """Return the probability of which a score is the logit."""
    return 1.0 / (1.0 + math.exp(-max(-MAX_SCORE, min(MAX_SCORE, score))))


def logit(certainty: float) -> float:
    """Return the score from which on a probability is so high."""
    return MAX_SCORE if certainty >= 1.0 else math.log(certainty / (1.0 - certainty))


@cache
def load_model() -> Model:
    """Return the model in `data/weights.json`. Raises KeyError where it lacks a feature."""
    data = orjson.loads(resources.files("streams.linking").joinpath("data", "weights.json").read_bytes())
    rare, everyday = (
        Weights(data[part]["bias"], tuple(data[part]["weights"][name] for name in FEATURES))
        for part in ("rare", "everyday")
    )
    return Model(
        rare=rare,
        everyday=everyday,
        link=data["link"],
        move=data["move"],
        merge=data["merge"],
        breadth=data["breadth"],
    )
