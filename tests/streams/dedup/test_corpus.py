"""Whole streams of articles: our own, and sets that may lie beside the checkout."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, Final

import pytest

from streams.dedup.files import judge_articles
from streams.evaluation.dedup import score

ROOT: Final = Path(__file__).resolve().parents[3]
OWN: Final = ROOT / "tests" / "corpus" / "dedup" / "articles.jsonl"
STREAM: Final = ROOT.parent / "shared" / "eval" / "dedup"
FIRST: Final = 1_500


def judged(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the answers by article."""
    return {answer["id"]: answer for answer in judge_articles(rows)}


def test_own_corpus() -> None:
    """Every article of our corpus is put to its story with its verdict, round-up and borrowed background included."""
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]

    result = score(rows, judged(rows))

    assert result["adjusted_rand_index"] == 1.0
    assert result["verdicts"]["macro_f1"] == 1.0


@pytest.mark.skipif(not STREAM.is_dir(), reason=f"the sets are not at {STREAM.parent.parent}")
def test_wire_stream() -> None:
    """The beginning of a stream of edited wire copy is put to its stories, with few false links and right verdicts."""
    labels = json.loads((STREAM / "stream_labels.json").read_text(encoding="utf-8"))
    with gzip.open(STREAM / "stream.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(FIRST), strict=False)]
    cases = []
    for row in rows:
        story, _, kind = labels[row["id"]]
        name = kind.partition("+")[0]
        cases.append({"id": row["id"], "story": story, "verdict": name if name in {"update", "correction"} else "copy"})

    result = score(cases, judged(rows))

    assert result["pairs"]["f1"] >= 0.975
    assert result["adjusted_rand_index"] >= 0.975
    assert result["new_linked"] <= 0.01
    assert result["verdicts"]["macro_f1"] >= 0.85
