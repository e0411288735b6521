"""Scenes of the project's own invented wires: half of them were looked at when the signs were weighed.

Of the other half 42 wires are unlike any that was looked at; 20 have counterparts that were written after their pattern
and looked at, so that their score flatters.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from streams.evaluation.entities import score_scenes

if TYPE_CHECKING:
    from conftest import Locator

CORPUS = Path(__file__).parents[2] / "corpus/scenes/wires.jsonl"
ROWS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def answers(located: Locator, half: str) -> tuple[list[dict[str, Any]], dict[str, str | None]]:
    """Return the rows of a half and the name of the scene that each gets."""
    rows = [row for row in ROWS if row["half"] == half]
    names = {}
    for row in rows:
        dateline = row["text"].partition(" - ")[0] + " -" if row["text"].partition(",")[0].isupper() else None
        scene, _ = located(row["text"], row["headline"], dateline)
        names[row["id"]] = None if scene is None else scene.name
    return rows, names


@pytest.mark.parametrize(("half", "place", "region"), [("develop", 0.9, 0.95), ("kept", 0.8, 0.9)])
def test_corpus(located: Locator, half: str, place: float, region: float) -> None:
    """So many wires of each half stand at the right place, and so many at least in its region."""
    rows, names = answers(located, half)
    scores = score_scenes(rows, names)

    assert scores["wires"] == len(rows) >= 40
    assert scores["place"] >= place
    assert scores["place_or_region"] >= region


def test_corpus_is_varied() -> None:
    """The corpus has at least 80 wires, half of them kept aside, and a name of its gold stands in each wire."""
    assert len(ROWS) >= 80
    assert sum(row["half"] == "kept" for row in ROWS) * 2 == len(ROWS)
    for row in ROWS:
        text = f"{row['headline']} {row['text']}".lower()
        assert any(name in text for name in row["place"]), row["id"]
