"""How likely a sentence that is new to a story tells news: trees over its evidence.

`python -m tools.dedup.train_judge` makes the trees.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from streams.dedup.evidence import NAMES
from streams.dedup.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAF: Final = -1
_ROUNDING: Final = 1e-6
"""More than what the order of additions changes of a sum of odds."""


class _Trees:
    """The nodes of all trees, by their number: splits, or leaves, whose feature is -1."""

    def __init__(self, table: Sequence[Sequence[str]]) -> None:
        """Take the rows of the table. A root is a node that no other leads to."""
        self.features: list[int] = []
        self.edges: list[float] = []
        """What is not above it goes left; of a leaf its value."""
        self.left: list[int] = []
        self.right: list[int] = []
        for number, (name, edge, left, right) in enumerate(table):
            self.features.append(_LEAF if name == "=" else NAMES.index(name))
            self.edges.append(float(edge))
            self.left.append(number + int(left) if name != "=" else 0)
            self.right.append(number + int(right) if name != "=" else 0)
        led_to = {*self.left, *self.right}
        self.roots = [number for number in range(len(self.features)) if number == 0 or number not in led_to]
        ends = [*self.roots[1:], len(self.features)]
        leaves = [
            [self.edges[node] for node in range(root, end) if self.features[node] == _LEAF]
            for root, end in zip(self.roots, ends, strict=True)
        ]
        self.least = _sums_from([min(values) for values in leaves])
        """The least that each tree and those behind it can add,"""
        self.most = _sums_from([max(values) for values in leaves])
        """and the most."""

    def value(self, root: int, evidence: Sequence[float]) -> float:
        """Return what a tree adds to the odds."""
        node = root
        feature = self.features[node]
        while feature >= 0:
            node = self.left[node] if evidence[feature] <= self.edges[node] else self.right[node]
            feature = self.features[node]
        return self.edges[node]


def news_odds(evidence: Sequence[float]) -> float:
    """Return the log odds that a sentence with some evidence, as `evidence.NAMES` has it, tells news."""
    trees = _trees()
    total = 0.0
    for root in trees.roots:
        total += trees.value(root, evidence)
    return total


def has_odds_above(least: float, evidence: Sequence[float]) -> bool:
    """Return whether the log odds are above some: trees that can't change the answer are not asked."""
    trees = _trees()
    total = 0.0
    for place, root in enumerate(trees.roots):
        if total + trees.most[place] < least - _ROUNDING:
            return False
        if total + trees.least[place] > least + _ROUNDING:
            return True
        total += trees.value(root, evidence)
    return total > least


def _sums_from(values: Sequence[float]) -> list[float]:
    """Return the sum of the values from each place on."""
    return list(accumulate(reversed(values)))[::-1]


@cache
def _trees() -> _Trees:
    return _Trees(rows("sentence_judge.tsv"))
