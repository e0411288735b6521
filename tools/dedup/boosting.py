"""Gradient-boosted trees on a few dozen numbers: logistic loss, splits by histograms (Friedman, 2001)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    Array = np.ndarray[Any, np.dtype[np.float64]]
    Places = np.ndarray[Any, np.dtype[np.intp]]
    Bounds = tuple[float, float]

MOST_BINS: Final = 32
RIDGE: Final = 8.0
LEAST_WEIGHT: Final = 12.0
"""Sum of second derivatives in a leaf, at least."""
LEAST_GAIN: Final = 1e-3
_ANY: Final = (-np.inf, np.inf)


class Node(NamedTuple):
    """A split, or a leaf where `feature` is -1."""

    feature: int
    below: float
    """What is not above it goes left."""
    left: int
    right: int
    value: float


class _Split(NamedTuple):
    feature: int
    place: int
    """The edge, by its place among those of the feature."""
    middle: float
    """A value between those of both sides."""


Tree = list[Node]


def fit(
    rows: Array, gold: Array, weights: Array, *, trees: int, depth: int, rate: float, monotone: Sequence[int]
) -> list[Tree]:
    """Return trees whose sum is the log odds of `gold`.

    `monotone` has for each feature 1 where the odds must not fall with it, -1 where they must not rise, else 0.
    """
    edges = [_edges(column) for column in rows.T]
    bins = np.stack([np.searchsorted(edge, column) for edge, column in zip(edges, rows.T, strict=True)], axis=1)
    sums = np.zeros(len(gold))
    grown: list[Tree] = []
    for _ in range(trees):
        odds = 1 / (1 + np.exp(-sums))
        slopes = (gold - odds) * weights, odds * (1 - odds) * weights
        growing = _Growing(bins, edges, slopes, monotone=monotone, rate=rate)
        growing.grow(np.arange(len(gold)), depth, _ANY)
        grown.append(growing.tree)
        sums += apply(growing.tree, rows)
    return grown


def apply(tree: Tree, rows: Array) -> Array:
    """Return what a tree gives for each row."""
    out = np.zeros(len(rows))
    ring = [(0, np.arange(len(rows)))]
    while ring:
        number, members = ring.pop()
        node = tree[number]
        if node.feature < 0:
            out[members] = node.value
        else:
            left = rows[members, node.feature] <= node.below
            ring += [(node.left, members[left]), (node.right, members[~left])]
    return out


def _edges(column: Array) -> Array:
    values: Array = np.unique(column)
    if len(values) > MOST_BINS:
        return np.unique(np.quantile(column, np.linspace(0, 1, MOST_BINS + 1)[1:-1]))
    return (values[1:] + values[:-1]) / 2


class _Growing:
    """A tree while it grows."""

    def __init__(
        self,
        bins: Places,
        edges: list[Array],
        slopes: tuple[Array, Array],
        *,
        monotone: Sequence[int],
        rate: float,
    ) -> None:
        self.tree: Tree = []
        self._bins = bins
        self._edges = edges
        self._gradient, self._curve = slopes
        self._monotone = monotone
        self._rate = rate

    def grow(self, members: Places, depth: int, bounds: Bounds) -> int:
        """Grow the node of some rows, whose values are within bounds, and return its number."""
        number = len(self.tree)
        value = _value(self._gradient[members].sum(), self._curve[members].sum(), bounds)
        self.tree.append(Node(-1, 0.0, 0, 0, float(value) * self._rate))
        split = self._best(members, bounds) if depth else None
        if split is None:
            return number
        left = self._bins[members, split.feature] <= split.place
        low, high = bounds
        sides = [bounds, bounds]
        if self._monotone[split.feature] > 0:
            sides = [(low, split.middle), (split.middle, high)]
        elif self._monotone[split.feature] < 0:
            sides = [(split.middle, high), (low, split.middle)]
        children = [
            self.grow(some, depth - 1, side) for some, side in zip((members[left], members[~left]), sides, strict=True)
        ]
        edge = float(self._edges[split.feature][split.place])
        self.tree[number] = Node(split.feature, edge, children[0], children[1], 0.0)
        return number

    def _best(self, members: Places, bounds: Bounds) -> _Split | None:
        """Return the split of some rows by which most is gained."""
        best, found = LEAST_GAIN, None
        gradient, curve = self._gradient[members], self._curve[members]
        total, weight = gradient.sum(), curve.sum()
        for feature, edge in enumerate(self._edges):
            if len(edge) == 0:
                continue
            column = self._bins[members, feature]
            left = np.bincount(column, gradient, len(edge) + 1).cumsum()[:-1]
            left_weight = np.bincount(column, curve, len(edge) + 1).cumsum()[:-1]
            right, right_weight = total - left, weight - left_weight
            gain = left**2 / (left_weight + RIDGE) + right**2 / (right_weight + RIDGE) - total**2 / (weight + RIDGE)
            low, high = _value(left, left_weight, bounds), _value(right, right_weight, bounds)
            gain[
                (np.minimum(left_weight, right_weight) < LEAST_WEIGHT) | ((high - low) * self._monotone[feature] < 0)
            ] = 0
            place = int(gain.argmax())
            if gain[place] > best:
                best, found = float(gain[place]), _Split(feature, place, float((low[place] + high[place]) / 2))
        return found


def _value(gradient: Any, curve: Any, bounds: Bounds) -> Any:
    """Return the value of rows with these sums."""
    return np.clip(gradient / (curve + RIDGE), *bounds)
