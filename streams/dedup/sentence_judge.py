"""How likely a sentence that is new to a story tells news: trees over its evidence.

`python -m tools.dedup.train_judge` makes the trees.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from streams.dedup.evidence import NAMES
from streams.dedup.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Node(NamedTuple):
    """A split, or a leaf, whose feature is -1."""

    feature: int
    edge: float
    """What is not above it goes left; of a leaf its value."""
    left: int
    right: int


def news_odds(evidence: Sequence[float]) -> float:
    """Return the log odds that a sentence with some evidence, as `evidence.NAMES` has it, tells news."""
    nodes, roots = _trees()
    total = 0.0
    for root in roots:
        node = nodes[root]
        while node.feature >= 0:
            node = nodes[node.left if evidence[node.feature] <= node.edge else node.right]
        total += node.edge
    return total


@cache
def _trees() -> tuple[tuple[_Node, ...], tuple[int, ...]]:
    """Return the nodes of all trees, and which of them are roots: those that no other leads to."""
    nodes: list[_Node] = []
    led_to: set[int] = set()
    for name, edge, left, right in rows("sentence_judge.tsv"):
        if name == "=":
            nodes.append(_Node(-1, float(edge), 0, 0))
        else:
            number = len(nodes)
            node = _Node(NAMES.index(name), float(edge), number + int(left), number + int(right))
            led_to.update((node.left, node.right))
            nodes.append(node)
    return tuple(nodes), tuple(number for number in range(len(nodes)) if number not in led_to)
