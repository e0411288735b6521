"""The most that a pair of articles can be alike, by half of their features: most candidates are ruled out by it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.linking.features import EARLY, LATE, MAX_AGREEMENT, MAX_GROWTH

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDING: Final = 1e-6
"""What the sums of the exact score may be larger by for their rounding."""
LARGEST: Final = {
    "toll_agrees": MAX_AGREEMENT,
    "toll_grows": MAX_GROWTH,
    "toll_falls": MAX_GROWTH,
    "figures_agree": float(len(Kind)),
    "figures_differ": float(len(Kind)),
}
"""Highest values of the late features; 1 for those that are not here, and none is below zero."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest score that a linear model can give a pair."""

    base: float
    """With every late feature at its highest where it speaks for one event, and at zero where it speaks against it."""
    weights: tuple[float, ...]
    """Of the early features."""

    @classmethod
    def of(cls, bias: float, weights: Mapping[str, float]) -> Ceiling:
        """Return the ceiling of a model; a feature without a weight weighs nothing."""
        late = math.fsum(max(0.0, weights.get(name, 0.0)) * LARGEST.get(name, 1.0) for name in LATE)
        return cls(bias + ROUNDING + late, tuple(weights.get(name, 0.0) for name in EARLY))

    def score(self, early: tuple[float, ...]) -> float:
        """Return the highest score of a pair with these early features."""
        products: map[float] = map(mul, self.weights, early)
        return self.base + sum(products)
