"""How good the linking is: which articles are put together, pairs of them, and the tolls of incidents.

B-cubed is from Bagga and Baldwin (1998), "Algorithms for scoring coreference chains". Neighbours more than a window
of days apart are not asked for: a trial a year later is the same incident to a registry, and another to a wire.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    Tolls = Mapping[str, Mapping[str, Mapping[str, int | None]]]

WINDOW_DAYS: Final = 60


def score_links(
    gold: Mapping[str, tuple[str, date]],
    found: Mapping[str, str],
    *,
    window_days: int = WINDOW_DAYS,
    scored: Collection[str] | None = None,
) -> dict[str, float]:
    """Return precision, recall and F1 of B-cubed and of pairs.

    `gold` is incident and day by article, `found` our incident by article; an article that is not in `found` is
    alone. Articles that are not in `gold` are not scored, and only those of `scored` where it is given: the others
    count as their neighbours.
    """
    ours = {article: found.get(article, f"alone\n{article}") for article in gold}
    by_gold, by_ours = _groups({article: incident for article, (incident, _) in gold.items()}), _groups(ours)
    days = {article: day.toordinal() for article, (_, day) in gold.items()}
    precision = recall = 0.0
    right = wrong = missed = 0
    articles = [article for article in gold if scored is None or article in scored]
    for article in articles:
        incident, _ = gold[article]
        meant = _near(by_gold[incident], days, article, window_days)
        got = _near(by_ours[ours[article]], days, article, window_days)
        both = len(meant & got)
        precision += both / len(got)
        recall += both / len(meant)
        right += both - 1
        wrong += len(got) - both
        missed += len(meant) - both
    number = len(articles) or 1
    return {
        **_rates("b3", precision / number, recall / number),
        **_rates("pair", right / ((right + wrong) or 1), right / ((right + missed) or 1)),
    }


def score_tolls(
    gold: Mapping[str, tuple[str, date]],
    gold_tolls: Mapping[str, Mapping[str, int]],
    found: Mapping[str, str],
    tolls: Tolls,
) -> dict[str, float]:
    """Return the share of gold incidents whose numbers are all right, and of those that lie from low to high.

    The toll of a gold incident is that of the incident which holds most of its articles; a kind without one is 0.
    """
    members = _groups({article: incident for article, (incident, _) in gold.items()})
    right = inside = 0
    for incident, numbers in gold_tolls.items():
        held = Counter(found[article] for article in sorted(members.get(incident, ())) if article in found)
        ours = tolls.get(held.most_common(1)[0][0], {}) if held else {}
        right += all(_end(ours, kind, "best") == number for kind, number in numbers.items())
        inside += all(_holds(ours, kind, number) for kind, number in numbers.items())
    count = len(gold_tolls) or 1
    return {"toll": round(right / count, 4), "toll_inside": round(inside / count, 4)}


def score_incidents(gold: Mapping[str, Any], answers: Iterable[Mapping[str, Any]]) -> dict[str, float | int]:
    """Return all scores of the lines that `wirefeed extract incidents` writes.

    `gold` is `{"docs": {article: [incident, ISO day]}, "tolls": {incident: {kind: number}}}`.
    """
    docs = {article: (incident, date.fromisoformat(day)) for article, (incident, day) in gold["docs"].items()}
    found: dict[str, str] = {}
    tolls: dict[str, Any] = {}
    for answer in answers:
        if "id" in answer:
            found[answer["id"]] = answer["incident"]
        else:
            tolls[answer["incident"]] = answer["tolls"]
    return {
        "articles": len(docs),
        "incidents": len({incident for incident, _ in docs.values()}),
        **score_links(docs, found),
        **score_tolls(docs, gold.get("tolls", {}), found, tolls),
    }


def _groups(incidents: Mapping[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for article, incident in incidents.items():
        groups[incident].add(article)
    return groups


def _near(group: set[str], days: Mapping[str, int], article: str, window_days: int) -> set[str]:
    return {other for other in group if abs(days[other] - days[article]) <= window_days}


def _rates(name: str, precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        f"{name}_precision": round(precision, 4),
        f"{name}_recall": round(recall, 4),
        f"{name}_f1": round(f1, 4),
    }


def _end(tolls: Mapping[str, Mapping[str, int | None]], kind: str, end: str) -> int:
    return tolls.get(kind, {}).get(end) or 0


def _holds(tolls: Mapping[str, Mapping[str, int | None]], kind: str, number: int) -> bool:
    toll = tolls.get(kind)
    if toll is None:
        return number == 0
    high = toll.get("high")
    return _end(tolls, kind, "low") <= number and (high is None or number <= high)
