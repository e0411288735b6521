"""How good the casualty figures are: against our annotated corpus, and against sets of event totals.

`score` compares figures exactly, on (kind, min, max, qualifier, role), each annotated figure once; `score_numbers`
follows the convention of sets that record only numbers: ends that a text does not give are not asked for, and in sets
of event totals only figures of role `total` count.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Case = Mapping[str, Any]
    Figure = Mapping[str, Any]
    Predictions = Mapping[str, Sequence[Figure]]

FIELDS: Final = ("kind", "min", "max", "qualifier", "role")
TOTALS: Final = frozenset({"gva", "airwars", "gtd", "acled"})
"""Data sets whose gold is the toll of one event."""
SMALLEST: Final = 2
"""Numbers below are not recorded by the sets of `score_numbers`."""


def _rates(counts: Mapping[str, int]) -> dict[str, float | int]:
    tp, fp, fn = counts.get("tp", 0), counts.get("fp", 0), counts.get("fn", 0)
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "gold": tp + fn,
        "found": tp + fp,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }


def _key(figure: Figure, fields: Iterable[str]) -> tuple[Any, ...]:
    return tuple(figure.get(name) for name in fields)


def _matched(
    gold: Sequence[Figure], figures: Sequence[Figure], fields: Sequence[str]
) -> tuple[list[tuple[Figure, Figure]], list[Figure], list[Figure]]:
    """Return pairs, gold figures without an answer, and answers without gold; each is used once."""
    waiting: dict[tuple[Any, ...], list[Figure]] = {}
    for figure in gold:
        waiting.setdefault(_key(figure, fields), []).append(figure)
    pairs, wrong = [], []
    for figure in figures:
        same = waiting.get(_key(figure, fields))
        if same:
            pairs.append((same.pop(0), figure))
        else:
            wrong.append(figure)
    return pairs, [figure for same in waiting.values() for figure in same], wrong


def _counted(case: Case, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures that a case asks for: its kinds, and none that its `ignore` list excuses."""
    kinds = case.get("kinds")
    excused = [_key(figure, ("kind", "min", "max")) for figure in case.get("ignore", ())]
    return [
        figure
        for figure in figures
        if (not kinds or figure["kind"] in kinds) and _key(figure, ("kind", "min", "max")) not in excused
    ]


def score(cases: Iterable[Case], predictions: Predictions) -> dict[str, Any]:
    """Return precision, recall and F1 of our corpus, exact and by field.

    `all` is exact on kind, min, max, qualifier and role; `numbers` on kind, min and max alone. `kind`, `role` and
    `qualifier` break the exact figures down. `attributes` is the share of annotated victims, periods and speakers
    that the matched figures give (the annotated words are in the answer's, or the other way round). `traps` is the
    share of trap sentences that give out a `total` which is not annotated. A case without an answer has no figures.
    """
    tables: dict[str, dict[str, Counter[str]]] = {"kind": {}, "role": {}, "qualifier": {}}
    overall: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    attributes: dict[str, Counter[str]] = {name: Counter() for name in ("victims", "period", "attribution")}
    traps: Counter[str] = Counter()
    whole = total = 0
    for case in cases:
        gold: Sequence[Figure] = case["gold"]
        figures = _counted(case, predictions.get(case["id"], ()))
        pairs, missed, wrong = _matched(gold, figures, FIELDS)
        overall.update(tp=len(pairs), fp=len(wrong), fn=len(missed))
        for name, table in tables.items():
            for outcome, found in (("tp", [pair[0] for pair in pairs]), ("fn", missed), ("fp", wrong)):
                for figure in found:
                    table.setdefault(str(figure.get(name)), Counter())[outcome] += 1
        loose, unmatched, extra = _matched(gold, figures, FIELDS[:3])
        numbers.update(tp=len(loose), fp=len(extra), fn=len(unmatched))
        for annotated, figure in pairs:
            _attributes(attributes, annotated, figure)
        if "trap" in case:
            traps.update(cases=1, leaked=any(figure.get("role") == "total" for figure in wrong))
        total += 1
        whole += not missed and not wrong
    return {
        "cases": total,
        "whole": round(whole / total, 4) if total else 0.0,
        "all": _rates(overall),
        "numbers": _rates(numbers),
        **{name: {key: _rates(table[key]) for key in sorted(table)} for name, table in tables.items()},
        "attributes": {
            name: {"annotated": counts["annotated"], "right": _share(counts["right"], counts["annotated"])}
            for name, counts in attributes.items()
        },
        "traps": {"cases": traps["cases"], "leakage": _share(traps["leaked"], traps["cases"])},
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _attributes(counts: Mapping[str, Counter[str]], annotated: Figure, figure: Figure) -> None:
    for name, counter in counts.items():
        words = annotated.get(name)
        if words:
            given = figure.get(name) or {}
            text = (given.get("text") or "").lower()
            same = bool(text) and (words.lower() in text or text in words.lower())
            counter.update(annotated=1, right=same)


def _ends(figure: Figure) -> set[int]:
    return {end for end in (figure.get("min"), figure.get("max")) if end}


def hits(figure: Figure, gold: Figure) -> bool:
    """Whether a figure equals a gold figure: its ends are the gold number, or both ends of the gold range."""
    if figure["kind"] != gold["kind"]:
        return False
    if "number" in gold:
        return _ends(figure) == {gold["number"]}
    return (figure.get("min"), figure.get("max")) == (gold["min"], gold["max"])


def _asked(case: Case, figures: Sequence[Figure]) -> list[Figure]:
    totals = case.get("dataset") in TOTALS
    kinds = case.get("kinds")
    asked: dict[tuple[Any, ...], Figure] = {}
    for figure in figures:
        if totals and figure.get("role") not in {None, "total"}:
            continue
        if max(_ends(figure), default=0) >= SMALLEST and (not kinds or figure["kind"] in kinds):
            asked.setdefault(_key(figure, ("kind", "min", "max")), figure)
    return list(asked.values())


def score_numbers(cases: Iterable[Case], predictions: Predictions) -> dict[str, Any]:
    """Return precision, recall, F1 and whole-case-right by data set, for sets that record numbers."""
    sets: dict[str, Counter[str]] = {}
    for case in cases:
        figures = _asked(case, predictions.get(case["id"], ()))
        gold: Sequence[Figure] = case["gold"]
        found = [annotated for annotated in gold if any(hits(figure, annotated) for figure in figures)]
        excusing = [*gold, *case.get("ignore", ())]
        wrong = [figure for figure in figures if not any(hits(figure, annotated) for annotated in excusing)]
        for name in (str(case.get("dataset", "cases")), "all"):
            sets.setdefault(name, Counter()).update(
                tp=len(found),
                fp=len(wrong),
                fn=len(gold) - len(found),
                cases=1,
                whole=len(found) == len(gold) and not wrong,
            )
    return {
        name: {**_rates(counts), "cases": counts["cases"], "whole": _share(counts["whole"], counts["cases"])}
        for name, counts in sorted(sets.items())
    }


def evaluate(cases: Sequence[Case], predictions: Predictions) -> dict[str, Any]:
    """Return the tables of the method that a file's gold asks for: `score`, or `score_numbers` for bare numbers."""
    ours = all("qualifier" in figure for case in cases for figure in case["gold"])
    return score(cases, predictions) if ours else score_numbers(cases, predictions)
