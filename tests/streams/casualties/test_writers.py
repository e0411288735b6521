"""The part of the corpus that several writers wrote independently: what it holds, and what must not get worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from streams.casualties import extract_figures
from streams.evaluation.casualties import score

FOLDER = Path(__file__).resolve().parents[2] / "corpus/casualties/writers"
FLOOR = {
    "agencies": 0.88,
    "blotters": 0.78,
    "bridges": 0.895,
    "broadcast": 0.785,
    "bulletins": 0.86,
    "chroniclers": 0.86,
    "chronicles": 0.57,
    "correspondents": 0.855,
    "couriers": 0.775,
    "deltas": 0.86,
    "dispatches": 0.865,
    "envoys": 0.9,
    "evening": 0.895,
    "features": 0.825,
    "foreign": 0.765,
    "fronts": 0.865,
    "gates": 0.87,
    "gazettes": 0.9,
    "harbour": 0.705,
    "inland": 0.805,
    "ledgers": 0.765,
    "local": 0.775,
    "metro": 0.695,
    "parishes": 0.795,
    "plazas": 0.86,
    "quays": 0.86,
    "radio": 0.4,
    "regional": 0.875,
    "slopes": 0.87,
    "squares": 0.885,
    "statements": 0.91,
    "stations": 0.885,
    "streets": 0.865,
    "stringers": 0.885,
    "tides": 0.855,
    "translated": 0.85,
    "valleys": 0.87,
    "wards": 0.86,
    "wells": 0.87,
    "witnesses": 0.745,
    "works": 0.86,
}
"""F1 on kind, min and max that the text of each writer must keep: a little below what was measured."""


def cases_of(writer: str) -> list[dict[str, Any]]:
    """Return the cases of a writer."""
    return [json.loads(line) for line in (FOLDER / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("writer", FLOOR)
def test_every_figure_lies_in_its_text(writer: str) -> None:
    """Each annotated figure has a kind, a role, and a span inside the headline or the body that names it."""
    for case in cases_of(writer):
        for figure in case["gold"]:
            text = case["headline"] if figure.get("in_headline") else case["text"]
            assert {"kind", "min", "max", "qualifier", "role"} <= figure.keys()
            assert text[figure["start"] : figure["end"]].strip(), case["id"]


@pytest.mark.parametrize("writer", FLOOR)
def test_recognition_of_independent_text_does_not_get_worse(writer: str) -> None:
    """F1 on kind and ends stays at what was reached, on text whose writer knew nothing of the grammar."""
    cases = cases_of(writer)
    answers = {
        case["id"]: [
            figure.model_dump(mode="json") for figure in extract_figures(case["text"], headline=case.get("headline"))
        ]
        for case in cases
    }
    assert score(cases, answers)["numbers"]["f1"] >= FLOOR[writer]
