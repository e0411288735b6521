"""Counts of the dead of several events over a time, and news of one event that looks like them: from text on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from schemas import Signature
from streams.pipeline.files.incidents import signatures_of

CORPUS: Final = Path(__file__).parents[2] / "corpus" / "incidents" / "over_time.jsonl"
ROWS: Final = [orjson.loads(line) for line in CORPUS.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def summing_up() -> dict[str, bool]:
    """Return whether each article is a round-up, by its id."""
    rows = ({name: value for name, value in row.items() if name != "sums_up"} for row in ROWS)
    return {
        row_id: next(each.event.sums_up for each in messages if isinstance(each, Signature))
        for row_id, _, messages in signatures_of(rows)
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_count_over_a_time_is_a_round_up(summing_up: dict[str, bool], row: dict[str, Any]) -> None:
    """Unless it is of one event: a flood, days of fighting, the deadliest attack this year."""
    assert summing_up[row["id"]] is row["sums_up"]
