"""How good deduplication is: articles in the right stories, and right verdicts.

A case is `{"id", "story"}`, with `verdict` where it is known; the articles are in the order in which they were judged.
A prediction is what `wirefeed dedup` writes: `{"id", "cluster", "verdict"}`. Pairs of articles of one story are counted
against pairs of one cluster; the adjusted Rand index (Hubert and Arabie, "Comparing partitions", 1985) corrects their
agreement for chance.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

REPETITIONS: Final = frozenset({"copy", "trim", "brief", "resend"})
"""Verdicts on an article that goes no further. They count as one."""
CLASSES: Final = ("copy", "update", "correction")


def score(cases: Sequence[Mapping[str, Any]], predictions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return pair precision, recall and F1, the adjusted Rand index, wrong links, and verdicts.

    An article without a prediction is a cluster of its own. `new_linked` is the share of first articles of a story that
    were put to an earlier one of another; `linked` is, for each verdict of the cases, the share put to an earlier
    article of its story. `verdicts` has precision, recall and F1 of `copy` (any repetition), `update` and `correction`,
    over the articles that are not the first of their story, and `macro_f1`.
    """
    stories = [str(case["story"]) for case in cases]
    clusters = [_cluster(case["id"], predictions) for case in cases]
    result: dict[str, Any] = {
        "articles": len(cases),
        "unanswered": sum(case["id"] not in predictions for case in cases),
        "pairs": pair_rates(stories, clusters),
        "adjusted_rand_index": adjusted_rand_index(stories, clusters),
        **_links(cases, stories, clusters),
    }
    if any("verdict" in case for case in cases):
        result["verdicts"] = _verdicts(cases, stories, predictions)
    return result


def pair_rates(stories: Sequence[str], clusters: Sequence[str]) -> dict[str, float]:
    """Return precision, recall and F1 of the pairs of articles in one cluster against those of one story."""
    both = _pairs(zip(stories, clusters, strict=True))
    return _rates(both, _pairs(clusters), _pairs(stories))


def adjusted_rand_index(stories: Sequence[str], clusters: Sequence[str]) -> float:
    """Return the agreement of two partitions, 1 where they are the same and about 0 where they agree by chance."""
    every = len(stories) * (len(stories) - 1) / 2
    both = _pairs(zip(stories, clusters, strict=True))
    of_stories, of_clusters = _pairs(stories), _pairs(clusters)
    chance = of_stories * of_clusters / every if every else 0.0
    most = (of_stories + of_clusters) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _links(cases: Sequence[Mapping[str, Any]], stories: Sequence[str], clusters: Sequence[str]) -> dict[str, Any]:
    members: dict[str, set[str]] = {}
    seen: set[str] = set()
    first = Counter[bool]()
    linked = Counter[tuple[str, bool]]()
    for case, story, cluster in zip(cases, stories, clusters, strict=True):
        group = members.setdefault(cluster, set())
        if story in seen:
            linked[str(case.get("verdict", "any")), story in group] += 1
        else:
            first[bool(group)] += 1
        seen.add(story)
        group.add(story)
    verdicts = sorted({verdict for verdict, _ in linked})
    return {
        "linked": {name: _share(linked[name, True], linked[name, True] + linked[name, False]) for name in verdicts},
        "new_linked": _share(first[True], first.total()),
    }


def _verdicts(
    cases: Sequence[Mapping[str, Any]], stories: Sequence[str], predictions: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    pairs = Counter[tuple[str, str]]()
    seen: set[str] = set()
    for case, story in zip(cases, stories, strict=True):
        if story in seen and "verdict" in case:
            given = predictions.get(case["id"], {}).get("verdict", "new")
            pairs[_class(case["verdict"]), _class(given)] += 1
        seen.add(story)
    rates = {
        name: _rates(
            pairs[name, name],
            sum(count for (_, given), count in pairs.items() if given == name),
            sum(count for (gold, _), count in pairs.items() if gold == name),
        )
        for name in CLASSES
    }
    return {**rates, "macro_f1": sum(rate["f1"] for rate in rates.values()) / len(rates)}


def _class(verdict: str) -> str:
    return "copy" if verdict in REPETITIONS else verdict


def _cluster(article: str, predictions: Mapping[str, Mapping[str, Any]]) -> str:
    prediction = predictions.get(article)
    return f"alone/{article}" if prediction is None else f"given/{prediction['cluster']}"


def _pairs(labels: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(labels).values())


def _rates(right: float, given: float, wanted: float) -> dict[str, float]:
    precision, recall = _share(right, given), _share(right, wanted)
    return {
        "precision": precision,
        "recall": recall,
        "f1": _share(2 * precision * recall, precision + recall),
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
