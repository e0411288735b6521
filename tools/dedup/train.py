"""Learn `streams/dedup/data/page_line.tsv`: which sentences speak like a page.

    python -m tools.dedup.train NEWS.jsonl.gz [--write]

NEWS are articles with a `text` (Wikinews: CC BY 2.5), a fifth of which is kept for measuring. It prints how many lines
of pages are found and how many sentences of news are taken for one, by folds in which no template is learned from and
tested at once. With `--write` the weights are those of all lines.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from streams.dedup.page_line import features, score_by
from tools.casualties.examples import CORPUS, KEPT
from tools.dedup.lines import every_line, lines_of_wikinews, sentences_of_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.dedup.lines import Line

    Array = np.ndarray[Any, np.dtype[np.float64]]

SEED: Final = 14
FOLDS: Final = 3
LEAST: Final = 3
"""Templates or texts that a feature must be seen in."""
PENALTY: Final = 0.08
STEPS: Final = 120
RATE: Final = 0.3
MOST: Final = 4.0
"""What one feature may weigh: `news` or `video` alone makes no page of a sentence."""
DIGITS: Final = 2
WEIGHTS: Final = Path(__file__).parents[2] / "streams" / "dedup" / "data" / "page_line.tsv"
HEAD: Final = (
    "# Features of a sentence that speaks like a page, with their weights; the row without a name is added to all."
    " Made by `python -m tools.dedup.train NEWS --write`.\n"
)


class Model:
    """Weights by feature."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Fit to lines."""
        found = [sorted(set(features(line.text))) for line in lines]
        seen: Counter[str] = Counter()
        for feature, _ in {(feature, line.group) for line, each in zip(lines, found, strict=True) for feature in each}:
            seen[feature] += 1
        names = sorted(feature for feature, times in seen.items() if times >= LEAST)
        numbers = {feature: number for number, feature in enumerate(names)}
        columns = np.array([numbers.get(feature, len(names)) for each in found for feature in each])
        rows = np.repeat(np.arange(len(found)), [len(each) for each in found])
        scale = np.array([len(each) ** -0.5 for each in found])[rows]
        gold = np.array([line.furniture for line in lines], float)
        fitted = _fit(rows, columns, scale, gold, _weights(lines))
        fitted[:-1] = fitted[:-1].clip(-MOST, MOST)
        self.weights = dict(zip(names, fitted.tolist(), strict=False))
        self.weights[""] = float(fitted[-1])

    def score(self, text: str) -> float:
        """Return how much a text speaks like a page."""
        return score_by(self.weights, text)


def _weights(lines: Sequence[Line]) -> Array:
    """Return the weights of the lines: templates count alike however many lines they make, and both kinds as much."""
    sizes = Counter(line.group for line in lines)
    weights = np.array([sizes[line.group] ** -0.5 for line in lines])
    gold = np.array([line.furniture for line in lines])
    for kind in (False, True):
        weights[gold == kind] /= weights[gold == kind].sum()
    weights *= len(lines) / 2
    return weights


def _fit(rows: Any, columns: Any, scale: Array, gold: Array, weights: Array) -> Array:
    """Return the weights of a logistic regression, the last of which is that of all (Adam)."""
    width = int(columns.max()) + 1
    fitted, first, second = (np.zeros(width + 1) for _ in range(3))
    for step in range(1, STEPS + 1):
        sums = np.bincount(rows, fitted[columns] * scale, len(gold)) + fitted[-1]
        miss = (1 / (1 + np.exp(-sums)) - gold) * weights
        gradient = np.append(np.bincount(columns, miss[rows] * scale, width), miss.sum())
        gradient[:-1] += PENALTY * fitted[:-1]
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        rate = RATE * min(1.0, 2 * (1 - step / STEPS) + 0.02)
        fitted = fitted - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        if width > 1:
            fitted[width - 1] = 0.0  # what is too rare says nothing
    return fitted


def _folds(lines: Sequence[Line]) -> list[int]:
    return [zlib.crc32(line.group.encode()) % FOLDS for line in lines]


def report(lines: Sequence[Line], news: Path) -> str:
    """Return, by threshold, the shares of page lines found and of news taken for them."""
    folds = _folds(lines)
    scores: dict[bool, list[tuple[float, str]]] = {False: [], True: []}
    for fold in range(FOLDS):
        model = Model([line for line, own in zip(lines, folds, strict=True) if own != fold])
        for line, own in zip(lines, folds, strict=True):
            if own == fold:
                scores[line.furniture].append((model.score(line.text), line.text))
    kept = [line.text for name in sorted(KEPT) for line in sentences_of_file(CORPUS / "writers" / f"{name}.jsonl")]
    last = Model(lines)
    held = [last.score(text) for text in kept]
    measured = [last.score(line.text) for line in lines_of_wikinews(news, measured=True)]
    sizes = {"lines of pages": scores[True], "of news": scores[False], "of kept writers": held, "of Wikinews": measured}
    table = [", ".join(f"{len(some)} {name}" for name, some in sizes.items())]
    for threshold in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0):
        found = np.mean([score > threshold for score, _ in scores[True]])
        taken = np.mean([score > threshold for score, _ in scores[False]])
        of_kept, of_wikinews = (np.mean([score > threshold for score in some]) for some in (held, measured))
        table.append(f"> {threshold}: pages {found:.3f}, news {taken:.4f}, kept {of_kept:.4f}, {of_wikinews:.4f}")
    worst = sorted(scores[False], reverse=True)[:40]
    missed = sorted(scores[True])[:40]
    table += [f"news {score:.1f} {text}" for score, text in worst]
    table += [f"page {score:.1f} {text}" for score, text in missed]
    return "\n".join(table) + "\n"


def main() -> None:
    """Report, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = every_line(SEED, options.news)
    sys.stdout.write(report(lines, options.news))
    if options.write:
        weights = {name: round(weight, DIGITS) for name, weight in Model(lines).weights.items()}
        rows = [f"{name}\t{weight}\n" for name, weight in sorted(weights.items()) if weight]
        WEIGHTS.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
