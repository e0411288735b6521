"""Trains `classifier.npz` on the annotated corpus, and measures it on writers that it hasn't seen.

    python -m tools.casualties.train NEWS.jsonl.gz            trains and writes
    python -m tools.casualties.train NEWS.jsonl.gz --measure  leaves one writer out in turn; learning curve; reliability
    python -m tools.casualties.train NEWS.jsonl.gz --curve    the learning curve and reliability alone

NEWS are articles with a `text` (Wikinews: CC BY 2.5), of which the network learns what numbers are no figures. Some
minutes on one core. A share of each example's features is dropped at each step, so that no word decides alone.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from streams.casualties.english import lexicon as lex
from streams.casualties.english.learned import KINDS, LIKELY, slot_vectors, vectors
from tools.casualties.examples import KEPT, NEWS, OWN, Example, examples, news_examples, trap_examples, writers
from tools.casualties.network import Inputs, Recipe, answers, train

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tools.casualties.network import Array, Weights

MIN_EXAMPLES: Final = 5
"""Examples that a feature holds in at least,"""
MIN_OF_PAIR: Final = 10
"""and one of two words."""
SLOT_WEIGHT: Final = 1.9
"""Vectors are scaled by it, so that they weigh about as much as the features beside them."""
NETWORKS: Final = 3
"""Networks of different beginnings whose answers are averaged: one alone is sure of what it met by chance."""
BYTE: Final = 127
CURVE: Final = (500, 1_000, 2_000)
BINS: Final = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_OF_GRAMMAR: Final = ("kind=", "form=", "link=")
"""Features that say what the grammar read of a number. They are left out: only numbers that it hasn't read are asked
about, and those that it has read teach what words stand beside a figure."""


class Trained(NamedTuple):
    """A network, and the features that it knows."""

    weights: Weights
    features: dict[str, int]


class Scores(NamedTuple):
    """How a network's additions fare on examples that it hasn't seen."""

    grammar: tuple[float, float]
    """Precision and recall of the kinds that the grammar reads."""
    both: tuple[float, float]
    """Those with the additions."""
    additions: int
    right: float
    """Share of the additions whose kind is right."""
    role: float
    """Share of the right additions whose role is right."""


def features_of(found: Sequence[Example]) -> dict[str, int]:
    """Return the row of each feature that holds often enough."""
    count = Counter(name for example in found for name in example.found.names if not name.startswith(_OF_GRAMMAR))
    often = (name for name, held in count.items() if held >= (MIN_OF_PAIR if " " in name else MIN_EXAMPLES))
    return {name: row for row, name in enumerate(sorted(often))}


def inputs_of(found: Sequence[Example], features: dict[str, int]) -> Inputs:
    """Return what the networks see of examples: the vectors of their slots, and the features that hold."""
    slots = np.vstack([slot_vectors(vectors(), example.sentence, example.before, [example.found]) for example in found])
    slots *= np.float32(SLOT_WEIGHT)
    rows = [[features[name] for name in example.found.names if name in features] for example in found]
    held = np.full((len(rows), max(map(len, rows), default=0)), len(features), np.int32)
    for at, row in enumerate(rows):
        held[at, : len(row)] = row
    return Inputs(slots, held, len(features))


def fit(found: Sequence[Example], recipe: Recipe) -> Trained:
    """Return networks trained on examples, joined to one."""
    features = features_of(found)
    kinds = np.eye(len(KINDS), dtype=np.float32)[[example.kind for example in found]]
    roles = np.array([example.role for example in found])
    inputs = inputs_of(found, features)
    return Trained(joined([train(inputs, kinds, roles, recipe, seed, log=True) for seed in range(NETWORKS)]), features)


def joined(networks: Sequence[Weights]) -> Weights:
    """Return one network whose hidden layers stand side by side and whose answers are the mean of those of several."""
    share = np.float32(1 / len(networks))
    every = {name: [weights[name] for weights in networks] for name in networks[0]}
    return {
        "slots": np.hstack(every["slots"]),
        "features": np.hstack(every["features"]),
        "hidden": np.concatenate(every["hidden"]),
        "kinds": np.vstack(every["kinds"]) * share,
        "roles": np.vstack(every["roles"]) * share,
        "kind_bias": np.mean(every["kind_bias"], axis=0),
        "role_bias": np.mean(every["role_bias"], axis=0),
    }


def scores(trained: Trained, found: Sequence[Example], likely: float = LIKELY) -> Scores:
    """Return how a network fares on examples."""
    kinds, roles = answers(trained.weights, inputs_of(found, trained.features))
    best = kinds[:, 1:].argmax(axis=1) + 1
    certainty = kinds[np.arange(len(found)), best]
    right, read = (np.array([getattr(example, name) for example in found]) for name in ("kind", "read"))
    add = (read == 0) & (certainty >= likely) & np.array([example.asked for example in found])
    hits = add & (best == right)
    role = np.array([example.role for example in found])
    return Scores(
        grammar=_precision_recall(read, right),
        both=_precision_recall(np.where(add, best, read), right),
        additions=int(add.sum()),
        right=float(hits.sum() / max(1, add.sum())),
        role=float((roles.argmax(axis=1) == role)[hits].mean()) if hits.any() else 0.0,
    )


def _precision_recall(given: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[float, float]:
    hits = int(((given == right) & (right > 0)).sum())
    return hits / max(1, int((given > 0).sum())), hits / max(1, int((right > 0).sum()))


def reliability(trained: Trained, found: Sequence[Example]) -> list[tuple[str, int, float, float]]:
    """Return for each stretch of certainty how many additions there are, how sure they are, and how many are right."""
    kinds, _ = answers(trained.weights, inputs_of(found, trained.features))
    best = kinds[:, 1:].argmax(axis=1) + 1
    certainty = kinds[np.arange(len(found)), best]
    right, read = (np.array([getattr(example, name) for example in found]) for name in ("kind", "read"))
    asked = np.array([example.asked for example in found])
    table = []
    for low, high in itertools.pairwise(BINS):
        inside = asked & (read == 0) & (certainty >= low) & (certainty < high)
        if inside.any():
            share = float((best == right)[inside].mean())
            sure = float(certainty[inside].mean())
            table.append((f"{low:.1f} to {min(1.0, high):.1f}", int(inside.sum()), sure, share))
    return table


def write(trained: Trained, path: Path) -> None:
    """Write a network in bytes, a scale for each column."""
    weights = trained.weights
    slots, slot_scale = _in_bytes(weights["slots"] * np.float32(SLOT_WEIGHT))
    rows, scale = _in_bytes(weights["features"])
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(trained.features).encode("utf-8"), np.uint8),
        feature_weights=rows,
        feature_scale=scale,
        slot_weights=slots,
        slot_scale=slot_scale,
        hidden=weights["hidden"],
        kinds=np.vstack([weights["kinds"], weights["kind_bias"]]),
        roles=np.vstack([weights["roles"], weights["role_bias"]]),
    )


def _in_bytes(rows: Array) -> tuple[NDArray[np.int8], Array]:
    scale = (np.abs(rows).max(axis=0) / BYTE).astype(np.float32)
    return np.round(rows / scale).astype(np.int8), scale


def measure(by_writer: dict[str, list[Example]], recipe: Recipe) -> None:
    """Print how a network fares on each writer that it hasn't seen, with how much text, and how sure it may be."""
    known = [writer for writer in by_writer if writer not in KEPT]
    print("left out         grammar P R    with additions P R  additions  right  role right")
    for writer in (*known, *sorted(KEPT)):
        if writer not in {OWN, NEWS}:
            seen = [example for other in known if other != writer for example in by_writer[other]]
            trained = fit(seen, recipe)
            _print(writer, scores(trained, by_writer[writer]))
            if writer in KEPT:
                _print_reliability(writer, reliability(trained, by_writer[writer]))
    curve(by_writer, recipe)


def curve(by_writer: dict[str, list[Example]], recipe: Recipe) -> None:
    """Print how a network fares on each writer kept for measuring, with how much text, and how sure the last may be."""
    seen = [example for writer, found in by_writer.items() if writer not in KEPT for example in found]
    annotated = sorted({example.case for example in seen if example.writer != NEWS})
    order = np.random.default_rng(0).permutation(annotated).tolist()
    print("                 grammar P R    with additions P R  additions  right  role right")
    for size in (*CURVE, len(order)):
        some = set(order[:size])
        trained = fit([example for example in seen if example.case in some or example.writer == NEWS], recipe)
        for writer in sorted(KEPT):
            _print(f"{size} {writer}", scores(trained, by_writer[writer]))
    for writer in sorted(KEPT):
        _print_reliability(writer, reliability(trained, by_writer[writer]))


def _print_reliability(writer: str, table: Sequence[tuple[str, int, float, float]]) -> None:
    for stretch, count, sure, right in table:
        print(f"    {writer}, certainty {stretch}: {count} additions, {sure:.2f} sure, {right:.2f} right", flush=True)


def _print(name: str, found: Scores) -> None:
    print(
        f"{name:<16} {found.grammar[0]:.3f} {found.grammar[1]:.3f}    {found.both[0]:.3f} {found.both[1]:.3f}"
        f"         {found.additions:4d}       {found.right:.3f}  {found.role:.3f}",
        flush=True,
    )


def main() -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("news", type=Path)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--curve", action="store_true")
    arguments = parser.parse_args()
    by_writer = {writer: list(examples(writer, paths)) for writer, paths in writers().items()}
    by_writer[OWN].extend(trap_examples())
    by_writer[NEWS] = list(news_examples(arguments.news))
    recipe = Recipe()
    if arguments.measure or arguments.curve:
        (measure if arguments.measure else curve)(by_writer, recipe)
        return
    seen = [example for writer, found in by_writer.items() if writer not in KEPT for example in found]
    path = Path(str(lex.DATA / "classifier.npz"))
    write(fit(seen, recipe), path)
    print(f"{path.name}: {len(seen):,} examples, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
