"""The annotated corpus: what it holds, and the bars that its scores must reach."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from streams.casualties import extract_figures
from streams.evaluation.casualties import score

FOLDER = Path(__file__).resolve().parents[2] / "corpus/casualties"


def load(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file of the corpus."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def answers(cases: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the figures of each case by its id."""
    found = {}
    for case in cases:
        day = date.fromisoformat(case["dateline_date"]) if "dateline_date" in case else None
        figures = extract_figures(case["text"], headline=case.get("headline"), published=day)
        found[case["id"]] = [figure.model_dump(mode="json") for figure in figures]
    return found


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    """Return sentences and articles."""
    return [*load("sentences.jsonl"), *load("articles.jsonl")]


def test_the_corpus_has_sentences_traps_and_articles(cases: list[dict[str, Any]]) -> None:
    """At least 300 sentences, 100 of them traps, and 40 articles, each figure fully annotated."""
    assert len(load("sentences.jsonl")) >= 300
    assert sum("trap" in case for case in cases) >= 100
    assert len(load("articles.jsonl")) >= 40
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        for figure in case["gold"]:
            assert {"kind", "min", "max", "qualifier", "role"} <= figure.keys()


def test_figures_are_right_in_all_fields(cases: list[dict[str, Any]]) -> None:
    """F1 on kind, ends, qualifier and role together is at least .95."""
    assert score(cases, answers(cases))["all"]["f1"] >= 0.95


def test_traps_are_not_given_out_as_tolls(cases: list[dict[str, Any]]) -> None:
    """At most 2 % of the traps give a total that isn't one."""
    assert score(cases, answers(cases))["traps"]["leakage"] <= 0.02
