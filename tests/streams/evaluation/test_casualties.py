"""How casualty figures are scored."""

from __future__ import annotations

from typing import Any

from streams.evaluation.casualties import evaluate, hits, score, score_numbers


def figure(
    kind: str, low: int | None, high: int | None, qualifier: str = "exact", role: str = "total"
) -> dict[str, Any]:
    """Return a figure with the fields that are scored."""
    return {"kind": kind, "min": low, "max": high, "qualifier": qualifier, "role": role}


def test_a_right_answer_scores_one() -> None:
    """Answers equal to the gold have precision, recall and F1 of 1."""
    gold = [figure("killed", 12, 12), figure("injured", 30, None, "at_least")]
    result = score([{"id": "a", "text": "", "gold": gold}], {"a": gold})
    assert (result["all"]["precision"], result["all"]["recall"], result["all"]["f1"], result["whole"]) == (1, 1, 1, 1)


def test_a_wrong_role_is_one_miss_and_one_excess() -> None:
    """Exact scores ask for the role; scores of numbers don't."""
    cases = [{"id": "a", "text": "", "gold": [figure("killed", 12, 12)]}]
    result = score(cases, {"a": [figure("killed", 12, 12, role="background")]})
    assert result["all"]["f1"] == 0
    assert result["numbers"]["f1"] == 1
    assert result["role"]["total"]["recall"] == 0
    assert result["role"]["background"]["precision"] == 0


def test_each_gold_figure_is_matched_once() -> None:
    """A figure given twice that is annotated once is one hit and one excess."""
    cases = [{"id": "a", "text": "", "gold": [figure("killed", 12, 12)]}]
    result = score(cases, {"a": [figure("killed", 12, 12), figure("killed", 12, 12)]})
    assert (result["all"]["precision"], result["all"]["recall"]) == (0.5, 1)


def test_a_case_without_an_answer_has_no_figures() -> None:
    """What isn't answered is missed."""
    result = score([{"id": "a", "text": "", "gold": [figure("killed", 12, 12)]}], {})
    assert (result["all"]["recall"], result["whole"]) == (0, 0)


def test_kinds_and_ignored_figures_are_not_counted() -> None:
    """A case counts its own kinds only, and excuses what it lists as doubtful."""
    case = {
        "id": "a",
        "text": "",
        "kinds": ["killed"],
        "gold": [figure("killed", 12, 12)],
        "ignore": [{"kind": "killed", "min": 3, "max": 3}],
    }
    result = score([case], {"a": [figure("killed", 12, 12), figure("killed", 3, 3), figure("injured", 5, 5)]})
    assert result["all"]["precision"] == 1


def test_a_trap_leaks_where_it_gives_a_total() -> None:
    """Leakage is the share of traps with a total that isn't annotated."""
    cases = [
        {"id": "a", "trap": "age", "text": "", "gold": []},
        {"id": "b", "trap": "other", "text": "", "gold": [figure("killed", 5, 5, role="other_event")]},
    ]
    result = score(cases, {"a": [figure("injured", 34, 34)], "b": [figure("killed", 5, 5, role="other_event")]})
    assert result["traps"] == {"cases": 2, "leakage": 0.5}


def test_victims_periods_and_speakers_are_compared_by_their_words() -> None:
    """An attribute is right where one text holds the other."""
    gold = [{**figure("killed", 5, 5), "victims": "soldiers", "attribution": "the army"}]
    answer = [{**figure("killed", 5, 5), "victims": {"text": "Italian soldiers"}, "attribution": {"text": "police"}}]
    result = score([{"id": "a", "text": "", "gold": gold}], {"a": answer})["attributes"]
    assert result["victims"] == {"annotated": 1, "right": 1.0}
    assert result["attribution"] == {"annotated": 1, "right": 0.0}


def test_bare_numbers_are_hit_by_any_end() -> None:
    """A recorded number is hit by "at least", "up to" and exact figures of it."""
    gold = {"kind": "killed", "number": 6}
    assert hits({"kind": "killed", "min": 6, "max": None}, gold)
    assert hits({"kind": "killed", "min": None, "max": 6}, gold)
    assert not hits({"kind": "killed", "min": 6, "max": 8}, gold)
    assert not hits({"kind": "injured", "min": 6, "max": 6}, gold)


def test_sets_of_event_totals_count_totals_only() -> None:
    """In a set of event totals a figure of another role is no answer."""
    case = {"id": "a", "dataset": "gva", "text": "", "gold": [{"kind": "killed", "number": 2}], "ignore": []}
    answer = [figure("killed", 2, 2), figure("killed", 9, 9, role="background"), figure("killed", 1, 1)]
    result = score_numbers([case], {"a": answer})
    assert result["gva"] == {
        "gold": 1,
        "found": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "cases": 1,
        "whole": 1.0,
    }


def test_the_gold_decides_the_method() -> None:
    """Gold with qualifiers is scored exactly, bare numbers by the number."""
    ours = [{"id": "a", "text": "", "gold": [figure("killed", 2, 2)]}]
    bare = [{"id": "a", "dataset": "gva", "text": "", "gold": [{"kind": "killed", "number": 2}]}]
    assert "role" in evaluate(ours, {"a": [figure("killed", 2, 2)]})
    assert evaluate(bare, {"a": [figure("killed", 2, 2)]})["all"]["f1"] == 1
