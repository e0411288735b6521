"""Fit `streams/linking/data/weights.json` to articles whose incidents are known.

    python -m tools.linking.fit ARTICLES.jsonl.gz GOLD.json [--rare ARTICLES GOLD]... [--write]

ARTICLES are rows as for `wirefeed extract incidents`, in order of time; GOLD is `{"docs": {id: [incident, day]}}`. The
first set is about everyday events (shootings in one country). The weights for rare events come from the fitting half of
the invented scenarios (`tools.linking.scenarios`) and the sets given with `--rare`.

Both models are logistic regressions on the pairs that the index proposes, with an L2 penalty. The sign of a feature is
fixed where only one makes sense: articles that share a name are not less alike for it. Only figures of the pairs go
into the weights: no words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from schemas import Signature
from streams.linking.features import FEATURES, pair_features
from streams.linking.frequency import Frequency
from streams.linking.index import Index, Rarities
from streams.linking.profile import Profile, make_profile, weighed
from streams.pipeline.files import signatures_of
from tools.linking.scenarios import scenarios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Pair = tuple[tuple[float, ...], bool]
    Array = np.ndarray[Any, np.dtype[np.float64]]

WINDOW_DAYS: Final = 60.0
PENALTY: Final = 3.0
STEPS: Final = 14
CLOSE: Final = 1e-3
RARE_SHARE: Final = 1.5
"""Weight of a pair of a real set among those of the invented scenarios."""
EXTENT: Final = ("length", "words_by_length", "rare_words_by_length")
"""Short wires say nothing of how to weigh long articles."""
POSITIVE: Final = frozenset(
    {
        "words", "headline", "rare_words", "headline_in_text", "words_by_length", "rare_words_by_length", "names",
        "places", "streets", "numbers", "ages_agree", "scene", "scene_near", "country", "sort", "venue",
        "sort_at_scene", "sort_in_country", "days_lasting", "days_agree", "event_day", "figures_agree", "toll_agrees",
    }
)  # fmt: skip
NEGATIVE: Final = frozenset(
    {
        "names_differ", "places_differ", "streets_differ", "ages_differ", "scene_far", "scene_far_wide",
        "scene_unlike", "country_differs", "sort_related", "sort_differs", "venue_differs", "days", "days_differ",
        "event_day_differs", "new_event_day", "new_day_and_venue", "figures_differ", "toll_falls", "toll_grows",
        "counted_as_other", "looks_back_differs",
    }
)  # fmt: skip
BLENDED: Final = FEATURES.index("everyday")
"""The feature that chooses between the two models and is in neither."""
WEIGHTS: Final = Path(__file__).parents[2] / "streams" / "linking" / "data" / "weights.json"


def main() -> None:
    """Fit, report on standard output, and write where asked to."""
    arguments = _arguments()
    everyday = _pairs_of_set(arguments.articles, arguments.gold)
    rare = [(pair, 1.0) for scenario in scenarios("fit") for pair in _pairs_of_scenario(scenario)]
    for articles, gold in arguments.rare:
        rare += [(pair, RARE_SHARE) for pair in _pairs_of_set(Path(articles), Path(gold))]
    weights = {
        "rare": _fit([pair for pair, _ in rare], [share for _, share in rare], without=EXTENT),
        "everyday": _fit(everyday, [1.0] * len(everyday)),
    }
    sys.stdout.write(json.dumps({"pairs": [len(rare), len(everyday)], **weights}) + "\n")
    if arguments.write:
        _write(weights)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rare", nargs=2, action="append", default=[], metavar=("ARTICLES", "GOLD"))
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def _pairs_of_set(articles: Path, gold: Path) -> list[Pair]:
    content = articles.read_bytes()
    if articles.suffix == ".gz":
        content = gzip.decompress(content)
    incidents: dict[str, list[str]] = json.loads(gold.read_bytes())["docs"]
    rows = [json.loads(line) for line in content.splitlines()]
    return _pairs(rows, lambda article: incidents[article][0] if article in incidents else None)


def _pairs_of_scenario(scenario: dict[str, Any]) -> list[Pair]:
    """Return the pairs of a scenario; an article of no event belongs with none."""
    events = {article["id"]: article["event"] or article["id"] for article in scenario["articles"]}
    rows = [{key: value for key, value in article.items() if key != "event"} for article in scenario["articles"]]
    return _pairs(rows, events.__getitem__)


def _pairs(rows: Iterable[dict[str, Any]], incident_of: Callable[[str], str | None]) -> list[Pair]:
    """Return the features of the pairs that the index proposes as the stream goes, and whether each is of one incident.

    Pairs that the judge has put to one story say nothing, unless they are of two incidents.
    """
    index, frequency, pairs = Index(), Frequency(), []
    window: list[Profile] = []
    incidents: dict[str, str | None] = {}
    for arrival, (article, message) in enumerate(_signatures(rows)):
        idf = Rarities(index).__getitem__
        profile = weighed(make_profile(message), idf)
        incident = incident_of(article)
        while window and profile.day - window[0].day > WINDOW_DAYS:
            frequency.remove(window[0].item_key)
            index.remove(window.pop(0).item_key)
        for other in index.candidates(profile):
            same = incident == incidents[other.item_key]
            if None in (incident, incidents[other.item_key]) or (same and profile.story_id == other.story_id):
                continue
            everyday = frequency.everyday(profile.event.in_country | other.event.in_country)
            pairs.append((pair_features(profile, other, idf, everyday), same))
        index.add(arrival, profile)
        frequency.add(profile.item_key, incident or article, profile.event.in_country)
        window.append(profile)
        incidents[profile.item_key] = incident
    return pairs


def _signatures(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Signature]]:
    for article, _, found in signatures_of(rows):
        for message in found:
            if isinstance(message, Signature):
                yield str(article), message


def _fit(pairs: list[Pair], shares: list[float], without: Iterable[str] = ()) -> dict[str, Any]:
    """Return bias and weights; features whose weights have the wrong sign are left out, the worst first."""
    features = np.array([pair[0] for pair in pairs])
    same, share = np.array([float(pair[1]) for pair in pairs]), np.array(shares)
    free = [column for column, name in enumerate(FEATURES) if column != BLENDED and name not in without]
    while True:
        weights = _newton(features[:, free], same, share)
        wrong = {
            column: abs(weight) * features[:, column].std()
            for column, weight in zip(free, weights[1:], strict=True)
            if (FEATURES[column] in POSITIVE and weight < 0) or (FEATURES[column] in NEGATIVE and weight > 0)
        }
        if not wrong:
            break
        worst = sorted(wrong, key=lambda column: -wrong[column])[: max(1, len(wrong) // 3)]
        free = [column for column in free if column not in worst]
    fitted = {FEATURES[column]: round(float(weight), 3) for column, weight in zip(free, weights[1:], strict=True)}
    return {"bias": round(float(weights[0]), 3), "weights": {**dict.fromkeys(FEATURES, 0.0), **fitted}}


def _newton(features: Array, same: Array, share: Array) -> Array:
    scale = features.std(axis=0) + 1e-9
    design = np.column_stack((np.ones(len(features)), features / scale))
    penalty = np.eye(design.shape[1]) * PENALTY
    penalty[0, 0] = 0.0
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30.0, 30.0)))
        slope = design.T @ (share * (likely - same)) + penalty @ weights
        curve = (design.T * (share * likely * (1.0 - likely))) @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < CLOSE:
            break
    fitted: Array = np.concatenate((weights[:1], weights[1:] / scale))
    return fitted


def _write(weights: dict[str, Any]) -> None:
    known = {**json.loads(WEIGHTS.read_bytes()), **weights}
    WEIGHTS.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
