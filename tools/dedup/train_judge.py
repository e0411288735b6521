"""Learn `streams/dedup/data/sentence_judge.tsv`: which sentences that are new to a story tell news.

    python -m tools.dedup.train_judge NEWS.jsonl.gz [--write]

NEWS are articles with a `text` (Wikinews: CC BY 2.5), a fifth of which is kept for measuring, as are the lines of the
hands `kept-*`. How much a line speaks like a page is scored by a model of page lines that has not learned from it. It
prints, by odds, the share of news that is held back and of other new sentences that are let through.
"""

from __future__ import annotations

import argparse
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from streams.dedup.evidence import NAMES
from tools.dedup.boosting import apply, fit
from tools.dedup.cases import FOLDS, cases, fold_of
from tools.dedup.lines import every_line
from tools.dedup.sentences import samples
from tools.dedup.train import SEED, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.dedup.boosting import Tree
    from tools.dedup.sentences import Sample

    Array = np.ndarray[Any, np.dtype[np.float64]]

TREES: Final = 90
DEPTH: Final = 4
RATE: Final = 0.15
FALLING: Final = frozenset({"page", "page_paragraph", "page_before", "page_behind", "reader", "ourselves", "furniture"})
"""Evidence that never speaks for news,"""
RISING: Final = frozenset({"harming", "numbers", "changed", "announced", "fresh", "quoted"})
"""and evidence that never speaks against it."""
UNLIKE: Final = 0.4
"""Share of known words below which a sentence is none of the story."""
LENGTHS: Final = (0, 9, 14, 22, 10_000)
"""Words between which both kinds of sentences weigh alike: the articles to learn from have longer news than wires."""
HELD_BACK: Final = 2.0
"""How many times as bad it is to hold news back."""
MOST: Final = 14.0
MOST_OTHER: Final = 3.0
"""What a sentence of news, and another, may weigh."""
WRITTEN: Final = Path(__file__).parents[2] / "streams" / "dedup" / "data" / "sentence_judge.tsv"
HEAD: Final = (
    "# Trees that tell how likely a sentence tells news: what is looked at and its edge, then how many rows further\n"
    "# the sentences go that are not above it, and the others. Rows with = have what is added to the log odds.\n"
    "# Made by `python -m tools.dedup.train_judge NEWS --write`.\n"
)


def every_sample(news: Path) -> list[Sample]:
    """Return the sentences of all cases."""
    lines = every_line(SEED, news)
    models = [Model([line for line in lines if fold_of(line.group) != fold]).weights for fold in range(FOLDS)]
    return [sample for case in cases(SEED, news) for sample in samples(case, models[case.fold])]


def weights_of(rows: Array, gold: Array) -> Array:
    """Return what sentences weigh: of each length, unlike the story or like it, news as much as the others together."""
    weights = np.ones(len(gold))
    unlike = rows[:, NAMES.index("known_share")] <= UNLIKE
    words = rows[:, NAMES.index("words")]
    for of_story in (False, True):
        for least, most in pairwise(LENGTHS):
            some = (unlike != of_story) & (words > least) & (words <= most)
            news, other = some & (gold == 1), some & (gold == 0)
            if news.any() and other.any():
                ratio = other.sum() / news.sum()
                weights[news] = np.clip(HELD_BACK * ratio, 1, MOST)
                weights[other] = np.clip(1 / (1.2 * ratio), 1, MOST_OTHER)
    return weights


def report(found: Sequence[Sample], odds: Array) -> str:
    """Return the shares of mistakes by odds, and the worst of those that are kept for measuring."""
    table: list[str] = []
    for kept in (False, True):
        news, other = (
            np.array([of for of, one in zip(odds, found, strict=True) if one.kept == kept and one.news == is_news])
            for is_news in (True, False)
        )
        table.append(f"{'kept' if kept else 'learned from'}: {len(news)} of news, {len(other)} others")
        table += [
            f"> {edge}: held back {(news <= edge).mean():.4f}, let through {(other > edge).mean():.4f}"
            for edge in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
        ]
    measured = sorted((of, one.text) for of, one in zip(odds, found, strict=True) if one.kept and one.news)
    missed = sorted(((of, one.text) for of, one in zip(odds, found, strict=True) if one.kept and not one.news))
    table += [f"news {of:.1f} {text}" for of, text in measured[:20]]
    table += [f"other {of:.1f} {text}" for of, text in missed[::-1][:20]]
    return "\n".join(table) + "\n"


def written(trees: Sequence[Tree]) -> str:
    """Return trees as a table."""
    rows = [
        f"=\t{node.value:.4f}\t\t"
        if node.feature < 0
        else f"{NAMES[node.feature]}\t{node.below:.4g}\t{node.left - number}\t{node.right - number}"
        for tree in trees
        for number, node in enumerate(tree)
    ]
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Report, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = every_sample(options.news)
    rows = np.array([one.evidence for one in found])
    gold = np.array([one.news for one in found], float)
    learned = np.array([not one.kept for one in found])
    monotone = [(name in RISING) - (name in FALLING) for name in NAMES]
    weights = weights_of(rows[learned], gold[learned])
    trees = fit(rows[learned], gold[learned], weights, trees=TREES, depth=DEPTH, rate=RATE, monotone=monotone)
    odds = np.sum([apply(tree, rows) for tree in trees], axis=0)
    sys.stdout.write(report(found, odds))
    if options.write:
        WRITTEN.write_text(written(trees), encoding="utf-8")


if __name__ == "__main__":
    main()
