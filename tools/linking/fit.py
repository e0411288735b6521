"""Fit `streams/linking/data/weights.json` to articles whose incidents are known.

    python -m tools.linking.fit ARTICLES.jsonl.gz GOLD.json [--folds 5] [--write]

ARTICLES are rows as for `wirefeed extract incidents`, in order of time; GOLD is `{"docs": {id: [incident, day]}}`.
The model is a logistic regression on the pairs that the index proposes, with an L2 penalty. The sign of a feature is
fixed where only one makes sense (articles that share a name are not less alike for it), and features of which the
set can say nothing keep the weight given here. With `--folds`, each fold's incidents are linked by weights fitted
without them, as a stream through the whole linker, which is the honest figure. Nothing but figures of the pairs goes
into the weights: no words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from xxhash import xxh3_64_intdigest

from schemas import Signature
from streams.evaluation.incidents import score_links
from streams.linking.features import FEATURES, Model, pair_features
from streams.linking.index import Index, Rarities
from streams.linking.linker import Linker
from streams.linking.profile import Profile, make_profile, weighed
from streams.pipeline.files import signatures_of
from streams.state import DictState

WINDOW_DAYS: Final = 60.0
PENALTY: Final = 3.0
CLOSE: Final = 1e-8
POSITIVE: Final = frozenset(
    {
        "words", "headline", "rare_words", "names", "places", "near", "numbers", "figures_agree", "events_agree",
        "days_agree", "ages_agree", "headline_in_text",
    }
)  # fmt: skip
NEGATIVE: Final = frozenset(
    {"names_differ", "places_differ", "far", "days", "figures_differ", "days_differ", "ages_differ"}
)
GIVEN: Final = {"events_differ": -1.5}
"""Every article of a set of shootings speaks of a shooting: what it says of other words for it is noise."""
WEIGHTS: Final = Path(__file__).parents[2] / "streams" / "linking" / "data" / "weights.json"

Array = np.ndarray[Any, np.dtype[np.float64]]


def main() -> None:
    """Fit, report on standard output, and write where asked to."""
    arguments = _arguments()
    gold: dict[str, list[str]] = json.loads(arguments.gold.read_bytes())["docs"]
    rows = _rows(arguments.articles)
    messages = [(str(row_id), each) for row_id, _, found in signatures_of(rows) for each in found]
    pairs = _pairs(messages)
    features = np.array([pair[2] for pair in pairs])
    incidents = [tuple(gold.get(article, (None,))[0] for article in pair[:2]) for pair in pairs]
    known = np.array([None not in pair for pair in incidents])
    same = np.array([float(a == b) for a, b in incidents])
    _say({"pairs": len(pairs), "of one incident": int(same[known].sum())})
    if arguments.folds:
        known_to = {"features": features, "same": same, "incidents": incidents, "folds": arguments.folds}
        _say({"folds": arguments.folds, **_cross_validate(messages, gold, **known_to)})
    weights = _fit(features[known], same[known])
    linked = _link(messages, _model(weights))
    days = {article: (incident, date.fromisoformat(day)) for article, (incident, day) in gold.items()}
    _say({"fitted on all": True, **score_links(days, linked)})
    if arguments.write:
        _write(weights, arguments.articles.name)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def _rows(path: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return [json.loads(line) for line in content.splitlines()]


def _pairs(messages: list[tuple[str, Any]]) -> list[tuple[str, str, tuple[float, ...]]]:
    """Return the pairs that the index proposes as the stream goes, with their features."""
    index, pairs = Index(), []
    window: list[Profile] = []
    articles: dict[str, str] = {}
    for arrival, (article, message) in enumerate(messages):
        if not isinstance(message, Signature):
            continue
        idf = Rarities(index).__getitem__
        profile = weighed(make_profile(message), idf)
        while window and profile.day - window[0].day > WINDOW_DAYS:
            index.remove(window.pop(0).item_key)
        for other in index.candidates(profile):
            features = pair_features(profile, other, idf)
            pairs.append((article, articles[other.item_key], features))
        index.add(arrival, profile)
        window.append(profile)
        articles[profile.item_key] = article
    return pairs


def _fit(features: Array, same: Array) -> dict[str, float]:
    """Return the weights by name, with "bias": Newton steps; a weight of the wrong sign is set to 0 and left out."""
    given = features @ np.array([GIVEN.get(name, 0.0) for name in FEATURES])
    free = [column for column, name in enumerate(FEATURES) if name not in GIVEN]
    while True:
        weights = _newton(features[:, free], same, given)
        wrong = {
            column
            for column, weight in zip(free, weights[1:], strict=True)
            if (FEATURES[column] in POSITIVE and weight < 0) or (FEATURES[column] in NEGATIVE and weight > 0)
        }
        if not wrong:
            break
        free = [column for column in free if column not in wrong]
    fitted = {FEATURES[column]: float(weight) for column, weight in zip(free, weights[1:], strict=True)}
    return {"bias": float(weights[0]), **dict.fromkeys(FEATURES, 0.0), **fitted, **GIVEN}


def _newton(features: Array, same: Array, given: Array) -> Array:
    scale = features.std(axis=0) + 1e-9
    design = np.column_stack((np.ones(len(features)), features / scale))
    penalty = np.eye(design.shape[1]) * PENALTY
    penalty[0, 0] = 0.0
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        likely = 1.0 / (1.0 + np.exp(-np.clip(design @ weights + given, -30.0, 30.0)))
        slope = design.T @ (likely - same) + penalty @ weights
        curve = (design.T * (likely * (1.0 - likely))) @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < CLOSE:
            break
    fitted: Array = np.concatenate((weights[:1], weights[1:] / scale))
    return fitted


def _model(weights: dict[str, float]) -> Model:
    known = json.loads(WEIGHTS.read_bytes())
    return Model(
        bias=weights["bias"],
        weights=tuple(weights[name] for name in FEATURES),
        **{name: known[name] for name in ("link", "move", "merge", "breadth")},
    )


def _link(messages: list[tuple[str, Any]], model: Model) -> dict[str, str]:
    linker = Linker(DictState(), window_days=WINDOW_DAYS, model=model)
    keys: dict[str, str] = {}
    groups: dict[str, str] = {}
    for article, message in messages:
        key = message.provenance.item_key
        keys[article] = key
        for claims in linker.link(message):
            groups[claims.provenance.item_key] = claims.incident_id
        group = linker.group_of(key)
        if group is not None:
            groups[key] = group
    return {article: groups[key] for article, key in keys.items() if key in groups}


def _fold(incident: str | None, folds: int) -> int:
    return -1 if incident is None else xxh3_64_intdigest(incident.encode()) % folds


def _cross_validate(
    messages: list[tuple[str, Any]],
    gold: dict[str, list[str]],
    *,
    features: Array,
    same: Array,
    incidents: list[tuple[str | None, ...]],
    folds: int,
) -> dict[str, float]:
    """Return the mean scores of the articles of each fold, in a stream linked by weights fitted without them."""
    fold_of = np.array([[_fold(incident, folds) for incident in pair] for pair in incidents])
    known = (fold_of >= 0).all(axis=1)
    days = {article: (incident, date.fromisoformat(day)) for article, (incident, day) in gold.items()}
    scores = []
    for fold in range(folds):
        training = known & (fold_of != fold).all(axis=1)
        linked = _link(messages, _model(_fit(features[training], same[training])))
        held_out = {article for article, (incident, _) in gold.items() if _fold(incident, folds) == fold}
        scores.append((len(held_out), score_links(days, linked, scored=held_out)))
    total = sum(size for size, _ in scores)
    return {name: round(sum(size * score[name] for size, score in scores) / total, 4) for name in scores[0][1]}


def _write(weights: dict[str, float], articles: str) -> None:
    known = json.loads(WEIGHTS.read_bytes())
    known["source"] = f"tools/linking/fit.py on {articles}: pairs of news articles on shootings; see docs/incidents.md"
    known["bias"] = round(weights.pop("bias"), 3)
    known["weights"] = {name: round(weights[name], 3) for name in FEATURES}
    WEIGHTS.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
