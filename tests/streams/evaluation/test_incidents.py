"""Scores of incidents."""

from __future__ import annotations

from typing import Any

import pytest

from streams.evaluation.incidents import score_incidents

GOLD: dict[str, Any] = {
    "docs": {
        "a": ["quake", "2026-03-01"],
        "b": ["quake", "2026-03-02"],
        "c": ["ferry", "2026-03-02"],
        "d": ["ferry", "2026-08-02"],
    },
    "tolls": {"quake": {"killed": 11, "injured": 40}, "ferry": {"killed": 3, "injured": 0}},
}


def answers(incidents: dict[str, str], tolls: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the lines of an answer."""
    lines: list[dict[str, Any]] = [{"id": article, "incident": incident} for article, incident in incidents.items()]
    return [*lines, *({"incident": incident, "tolls": kinds} for incident, kinds in (tolls or {}).items())]


def exact(number: int) -> dict[str, int]:
    """Return a toll of one number."""
    return {"low": number, "best": number, "high": number}


def test_right_answers_score_one() -> None:
    """Everything right is 1, whatever the incidents are called; far neighbours are not asked for."""
    tolls = {"i1": {"killed": exact(11), "injured": exact(40)}, "i2": {"killed": exact(3)}}
    scores = score_incidents(GOLD, answers({"a": "i1", "b": "i1", "c": "i2", "d": "i3"}, tolls))
    assert (scores["b3_f1"], scores["pair_f1"], scores["toll"], scores["toll_inside"]) == (1, 1, 1, 1)


def test_everything_in_one_costs_precision() -> None:
    """One heap of all articles has full recall and poor precision."""
    scores = score_incidents(GOLD, answers(dict.fromkeys("abcd", "heap")))
    assert scores["b3_recall"] == scores["pair_recall"] == 1
    assert scores["b3_precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, abs=1e-4)


def test_articles_without_an_answer_are_alone() -> None:
    """No answer at all has full precision and poor recall."""
    scores = score_incidents(GOLD, [])
    assert scores["b3_precision"] == 1
    assert scores["b3_recall"] == pytest.approx((0.5 + 0.5 + 1 + 1) / 4)
    assert scores["toll"] == 0


def test_open_and_wide_tolls_hold_the_number() -> None:
    """A toll that is wrong at best but holds the number between its ends is inside."""
    tolls = {
        "i1": {"killed": {"low": 9, "best": 9, "high": None}, "injured": {"low": 30, "best": 35, "high": 40}},
        "i2": {"killed": {"low": 4, "best": 4, "high": 9}},
    }
    scores = score_incidents(GOLD, answers({"a": "i1", "b": "i1", "c": "i2", "d": "i2"}, tolls))
    assert (scores["toll"], scores["toll_inside"]) == (0, 0.5)
