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
    """A linear model in two steps: the score of a pair by its early features, and the most that it may be with all."""

    bias: float
    early: tuple[float, ...]
    """Weights of the early features."""
    late: tuple[float, ...]
    """Weights of the late features."""
    speaking: tuple[float, ...]
    """Of all weights, those that speak for one event; zero for the others."""
    room: float
    """What all late features add at most: at their highest where they speak for one event, at zero where against it."""

    @classmethod
    def of(cls, bias: float, weights: Mapping[str, float]) -> Ceiling:
        """Return the two steps of a model; a feature without a weight weighs nothing."""
        room = math.fsum(max(0.0, weights.get(name, 0.0)) * LARGEST.get(name, 1.0) for name in LATE)
        early, late = (tuple(weights.get(name, 0.0) for name in names) for names in (EARLY, LATE))
        return cls(bias, early, late, tuple(max(0.0, weight) for weight in (*early, *late)), room + ROUNDING)

    def begin(self, early: tuple[float, ...]) -> float:
        """Return the score of a pair by its early features."""
        products: map[float] = map(mul, self.early, early)
        return self.bias + sum(products)

    def highest(self, begun: float) -> float:
        """Return the highest score of a pair that has so much by its early features."""
        return begun + self.room

    def whole(self, begun: float, late: tuple[float, ...]) -> float:
        """Return the score of a pair that has so much by its early features."""
        products: map[float] = map(mul, self.late, late)
        return begun + sum(products)
