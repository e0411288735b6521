"""Short wires of many kinds, with what a desk would read in them: `tests/corpus/incidents/{events,no_event}.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from streams.pipeline.files import extract_incidents

CORPUS = Path(__file__).parents[3] / "corpus" / "incidents"


def wires(name: str) -> list[Any]:
    """Return the wires of a file, each under its headline."""
    rows = [json.loads(line) for line in (CORPUS / name).read_text().splitlines()]
    return [pytest.param(row, id=row["title"]) for row in rows]


def tolls_of(wire: dict[str, Any]) -> dict[str, int]:
    """Return the best numbers of the incident that a wire opens by itself, by kind; none where it opens none."""
    lines = [line for line in extract_incidents([wire]) if "tolls" in line]
    return {kind: toll["best"] for line in lines for kind, toll in line["tolls"].items()}


@pytest.mark.parametrize("wire", wires("no_event.jsonl"))
def test_a_wire_on_no_event_has_no_toll(wire: dict[str, Any]) -> None:
    """Sport, strikes, trials, films, studies, excavations, culls, statistics, anniversaries, and rescues of all."""
    assert tolls_of(wire) == {}


@pytest.mark.parametrize("wire", wires("events.jsonl"))
def test_a_wire_on_an_event_has_its_toll(wire: dict[str, Any]) -> None:
    """Beside numbers of rescuers, goods, earlier events, those aboard, those saved, and words of other subjects."""
    tolls = tolls_of(wire)
    assert {kind: tolls.get(kind) for kind in wire["tolls"]} == wire["tolls"]
