"""Fit `streams/linking/data/weights.json` to articles whose incidents are known.

    python -m tools.linking.fit ARTICLES.jsonl.gz GOLD.json [--rare ARTICLES GOLD]...
        [--rare-only NAME,...] [--everyday-only NAME,...] [--everyday-as-is] [--write]

ARTICLES are rows as for `wirefeed extract incidents`, in order of time; GOLD is `{"docs": {id: [incident, day]}}`. The
first set is about everyday events (shootings in one country). The weights for rare events come from the fitting half of
the invented scenarios (`tools.linking.scenarios`) and the sets given with `--rare`.

Both models are logistic regressions on the pairs that the index proposes, with an L2 penalty. The sign of a feature is
fixed where only one makes sense: articles that share a name are not less alike for it. Only figures of the pairs go
into the weights: no words.

With `--rare-only` or `--everyday-only`, the weights of these features are fitted and all others of that model stay as
they are, which is how a feature is added: the penalty then holds a weight to what it was. Without, all are fitted from
nothing. With `--everyday-as-is` the weights for everyday events stay, which is how those that ship were made: with ECB+
as the set of `--rare`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from xxhash import xxh3_64_intdigest

from schemas import Signature
from streams.linking.features import FEATURES, pair_features
from streams.linking.frequency import Frequency
from streams.linking.index import Index, Rarities
from streams.linking.profile import Profile, make_profile, weighed
from streams.linking.supplement import supplemented
from streams.pipeline.files import signatures_of
from tools.linking.scenarios import is_of_writer, scenarios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Pair = tuple[tuple[float, ...], bool]
    Array = np.ndarray[Any, np.dtype[np.float64]]

WINDOW_DAYS: Final = 60.0
WEEK: Final = 7
PENALTY: Final = 8.0
STEPS: Final = 14
CLOSE: Final = 1e-3
RARE_SHARE: Final = 1.5
"""Weight of a pair of a real set among those of the invented scenarios."""
CROWD_SHARE: Final = 0.1
"""Weight of a pair of two scenarios."""
CROWD_DAYS: Final = 28
"""Days over which the beginnings of scenarios are spread, where they are one stream."""
WRITER_SHARE: Final = 4.0
"""Weight of a pair of a writer's scenario: those of plots are many, and alike in their words."""
EXTENT: Final = ("length", "words_by_length", "rare_words_by_length")
"""Short wires say nothing of how to weigh long articles."""
POSITIVE: Final = frozenset(
    {
        "words", "headline", "rare_words", "headline_in_text", "words_by_length", "rare_words_by_length", "names",
        "proper", "places", "streets", "numbers", "ages_agree", "scene", "scene_near", "country", "sort", "venue",
        "sort_at_scene", "sort_in_country", "days_lasting", "days_agree", "event_day", "figures_agree", "toll_agrees",
        "happened_same_day", "main_same", "toll_next",
    }
)  # fmt: skip
NEGATIVE: Final = frozenset(
    {
        "names_differ", "places_differ", "streets_differ", "ages_differ", "scene_far", "scene_far_wide",
        "scene_unlike", "scene_next_town", "areas_differ", "country_differs", "sort_related", "sort_differs",
        "venue_differs", "venue_differs_later", "days", "days_differ", "event_day_differs", "new_event_day",
        "new_day_and_venue", "figures_differ", "toll_falls", "toll_grows",
        "counted_as_other", "looks_back_differs", "happened_apart", "happened_apart_elsewhere", "before_it_happened",
        "another", "spots_differ", "main_far", "main_far_later", "main_strange",
    }
)  # fmt: skip
FIXED: Final = {
    "days": -0.8, "scene_far_wide": -0.4, "country_differs_wide": -4.0, "spots_differ": -2.5, "venue_differs": -4.0,
    "venue_differs_later": -1.5, "parts_of_day_differ": -6.0, "sides_differ": -6.0,
}  # fmt: skip
"""Weights of the model for rare events that rest on a rule, or on pairs that scenarios show too few of, such as those
weeks apart: they are not fitted. Two attacks in one town on one day differ in little but venue and spot."""
NOTHING: Final[Mapping[str, float]] = MappingProxyType({})
BLENDED: Final = "everyday"
"""The feature that chooses between the two models and is in neither."""
WEIGHTS: Final = Path(__file__).parents[2] / "streams" / "linking" / "data" / "weights.json"


def main() -> None:
    """Fit, report on standard output, and write where asked to."""
    arguments = _arguments()
    everyday = [] if arguments.everyday_as_is else _pairs_of_set(arguments.articles, arguments.gold)
    rare = [
        (pair, WRITER_SHARE if is_of_writer(scenario) else 1.0)
        for scenario in scenarios("fit")
        for pair in _pairs_of_scenario(scenario)
    ]
    rare += [(pair, CROWD_SHARE) for pair in pairs_of_crowd(filter(is_of_writer, scenarios("fit")))]
    for articles, gold in arguments.rare:
        rare += [(pair, RARE_SHARE) for pair in _pairs_of_set(Path(articles), Path(gold))]
    known = json.loads(WEIGHTS.read_bytes())
    rare_only, everyday_only = _names(arguments.rare_only), _names(arguments.everyday_only)
    weights = {
        "rare": fit(
            rare, known["rare"] if rare_only else None, rare_only or [*filter(_is_of_short_wires, FEATURES)], FIXED
        ),
        "everyday": known["everyday"]
        if arguments.everyday_as_is
        else fit(
            [(pair, 1.0) for pair in everyday], known["everyday"] if everyday_only else None, everyday_only or FEATURES
        ),
    }
    sys.stdout.write(json.dumps({"pairs": [len(rare), len(everyday)], **weights}) + "\n")
    if arguments.write:
        _write(weights)


def _names(option: str) -> list[str]:
    return [name for name in option.split(",") if name]


def _is_of_short_wires(name: str) -> bool:
    return name not in EXTENT


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rare", nargs=2, action="append", default=[], metavar=("ARTICLES", "GOLD"))
    parser.add_argument("--everyday-as-is", action="store_true")
    parser.add_argument("--rare-only", default="", metavar="NAME,...")
    parser.add_argument("--everyday-only", default="", metavar="NAME,...")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def _pairs_of_set(articles: Path, gold: Path) -> list[Pair]:
    content = articles.read_bytes()
    if articles.suffix == ".gz":
        content = gzip.decompress(content)
    incidents: dict[str, list[str]] = json.loads(gold.read_bytes())["docs"]
    rows = [json.loads(line) for line in content.splitlines()]
    return pairs_of(_signatures(rows), lambda article: incidents[article][0] if article in incidents else None)


def _pairs_of_scenario(scenario: dict[str, Any]) -> list[Pair]:
    """Return the pairs of a scenario; an article of no event belongs with none."""
    events = {article["id"]: article["event"] or article["id"] for article in scenario["articles"]}
    return pairs_of(_signatures_of(scenario), events.__getitem__)


def pairs_of(signatures: Iterable[tuple[str, Signature]], incident_of: Callable[[str], str | None]) -> list[Pair]:
    """Return the features of the pairs that the index proposes as the stream goes, and whether each is of one incident.

    Pairs that the judge has put to one story say nothing, unless they are of two incidents.
    """
    index, frequency, pairs = Index(), Frequency(), []
    window: list[Profile] = []
    incidents: dict[str, str | None] = {}
    for arrival, (article, message) in enumerate(signatures):
        idf = Rarities(index).__getitem__
        profile = weighed(make_profile(message), idf)
        incident = incident_of(article)
        while window and profile.day - window[0].day > WINDOW_DAYS:
            frequency.remove(window[0].item_key)
            index.remove(window.pop(0).item_key)
        for other in _by_incident(index.candidates(profile), incidents):
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


def pairs_of_crowd(found: Iterable[dict[str, Any]]) -> list[Pair]:
    """Return the pairs of articles of two scenarios that the index proposes where all scenarios are of one month.

    A scenario alone shows only events that are near each other. A stream has those of the whole world.
    """
    profiles: list[tuple[Profile, str]] = []
    for scenario in found:
        own = [make_profile(message) for _, message in _signatures_of(scenario)]
        begins = int(min((profile.day for profile in own), default=0.0))
        spread = xxh3_64_intdigest(scenario["name"].encode()) % CROWD_DAYS
        weeks = (begins - spread) // WEEK * WEEK  # weekdays stay as they are
        profiles += [(_earlier(profile, weeks), scenario["name"]) for profile in own]
    index, pairs = Index(), []
    names: dict[str, str] = {}
    for arrival, (profile, name) in enumerate(sorted(profiles, key=lambda each: (each[0].day, each[0].item_key))):
        idf = Rarities(index).__getitem__
        weighted = weighed(profile, idf)
        pairs += [
            (pair_features(weighted, other, idf), False)
            for other in index.candidates(weighted)
            if names[other.item_key] != name
        ]
        index.add(arrival, weighted)
        names[profile.item_key] = name
    return pairs


def _earlier(profile: Profile, days: int) -> Profile:
    """Return an article as if all that it tells had been so many days earlier."""
    event = profile.event._replace(
        days=frozenset(day - days for day in profile.event.days),
        happened=frozenset(day - days for day in profile.event.happened),
    )
    named = frozenset(day - days for day in profile.days)
    return profile._replace(day=profile.day - days, days=named, event=event)


def _by_incident(candidates: Iterable[Profile], incidents: dict[str, str | None]) -> Iterator[Profile]:
    """Yield the candidates as linking compares them, if each stands with those of its incident."""
    groups: dict[str, list[Profile]] = {}
    for candidate in candidates:
        groups.setdefault(incidents[candidate.item_key] or candidate.item_key, []).append(candidate)
    for group in groups.values():
        yield from supplemented(group)


def _signatures_of(scenario: dict[str, Any]) -> Iterable[tuple[str, Signature]]:
    """Return the signatures of a scenario's articles, made without their events."""
    return _signatures(
        {key: value for key, value in article.items() if key != "event"} for article in scenario["articles"]
    )


def _signatures(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Signature]]:
    for article, _, found in signatures_of(rows):
        for message in found:
            if isinstance(message, Signature):
                yield str(article), message


def fit(
    pairs: Sequence[tuple[Pair, float]],
    known: dict[str, Any] | None,
    names: Iterable[str],
    fixed: Mapping[str, float] = NOTHING,
) -> dict[str, Any]:
    """Return bias and weights, fitted to pairs with their shares; those of other features stay as they are known.

    Features whose weights have the wrong sign are left out, the worst first. Where nothing is known, the bias is fitted
    too, and the `fixed` weights are as they are given.
    """
    features = np.array([pair[0] for pair, _ in pairs])
    same = np.array([float(pair[1]) for pair, _ in pairs])
    share = np.array([share for _, share in pairs])
    kept = {**dict.fromkeys(FEATURES, 0.0), **(fixed if known is None else known["weights"])}
    free = [FEATURES.index(name) for name in names if name != BLENDED and not (known is None and name in fixed)]
    before = np.array([0.0 if known is None else known["bias"], *(kept[name] for name in FEATURES)])
    while True:
        weights = _newton(features, same, share, before, [*([0] if known is None else []), *(at + 1 for at in free)])
        wrong = {
            at: abs(weights[at + 1]) * features[:, at].std()
            for at in free
            if (FEATURES[at] in POSITIVE and weights[at + 1] < 0) or (FEATURES[at] in NEGATIVE and weights[at + 1] > 0)
        }
        if not wrong:
            break
        worst = sorted(wrong, key=lambda at: -wrong[at])[: max(1, len(wrong) // 3)]
        free = [at for at in free if at not in worst]
        before[[at + 1 for at in worst]] = 0.0
    fitted = dict(zip(FEATURES, (round(float(weight), 3) for weight in weights[1:]), strict=True))
    return {"bias": round(float(weights[0]), 3), "weights": fitted}


def _newton(features: Array, same: Array, share: Array, before: Array, free: list[int]) -> Array:
    """Return the weights, the bias first, of which those in `free` are fitted and held to what they were before."""
    scale = np.concatenate(([1.0], features.std(axis=0) + 1e-9))
    design = np.column_stack((np.ones(len(features)), features)) / scale
    penalty = np.diag([0.0 if column == 0 else PENALTY for column in free])
    weights = before * scale
    held = weights[free].copy()
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30.0, 30.0)))
        slope = design[:, free].T @ (share * (likely - same)) + penalty @ (weights[free] - held)
        curve = (design[:, free].T * (share * likely * (1.0 - likely))) @ design[:, free] + penalty
        step = np.linalg.solve(curve, slope)
        weights[free] -= step
        if float(np.abs(step).max()) < CLOSE:
            break
    fitted: Array = weights / scale
    return fitted


def _write(weights: dict[str, Any]) -> None:
    known = {**json.loads(WEIGHTS.read_bytes()), **weights}
    WEIGHTS.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
