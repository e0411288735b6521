"""Scenarios of writers who know nothing of linking: articles come to their event, and its numbers are right.

Nothing was made in sight of the first three. The floors are a little below what was measured.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from typing import Any, NamedTuple

import pytest

from streams.pipeline.files import extract_incidents
from tools.linking.scenarios import KEPT_WRITERS, WRITERS


class Score(NamedTuple):
    """Pairs of articles that stand together rightly and wrongly, those that don't though they should, and numbers."""

    together: int
    wrongly: int
    missed: int
    strays: int
    numbers: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the pairs that stand together which are of one event."""
        return self.together / (self.together + self.wrongly)

    @property
    def recall(self) -> float:
        """Share of the pairs of one event that stand together."""
        return self.together / (self.together + self.missed)


def score(writer: str) -> Score:
    """Return the score of a writer's scenarios, each alone."""
    lines = (WRITERS / f"{writer}.jsonl").read_text("utf-8").splitlines()
    return Score(*map(sum, zip(*(_score(json.loads(line)) for line in lines), strict=True)))


def _score(scenario: dict[str, Any]) -> Score:
    articles = scenario["articles"]
    event = {article["id"]: article["event"] for article in articles}
    answers = list(extract_incidents([{k: v for k, v in row.items() if k != "event"} for row in articles]))
    incident = {answer["id"]: answer["incident"] for answer in answers if "id" in answer}
    tolls = {answer["incident"]: answer["tolls"] for answer in answers if "tolls" in answer}
    pairs = [
        (event[one] is not None and event[one] == event[other], incident[one] == incident[other])
        for one, other in combinations(event, 2)
        if None not in {event[one], event[other]}
    ]
    known = {incident[key] for key, of in event.items() if of is not None}
    most = {
        of: Counter(incident[key] for key in event if event[key] == of).most_common(1)[0][0] for of in scenario["tolls"]
    }
    wanted = [(most[of], kind, best) for of, kinds in scenario["tolls"].items() for kind, (_, best, _) in kinds.items()]
    return Score(
        together=pairs.count((True, True)),
        wrongly=pairs.count((False, True)),
        missed=pairs.count((True, False)),
        strays=sum(of is None and incident[key] in known for key, of in event.items()),
        numbers=len(wanted),
        right=sum(tolls.get(of, {}).get(kind, {}).get("best") == best for of, kind, best in wanted),
    )


@pytest.mark.parametrize(
    ("writer", "precision", "recall", "right", "strays"),
    [
        ("newsdays", 0.81, 0.83, 0.61, 2),
        ("nightshift", 0.80, 0.88, 0.65, 1),
        ("deskbook", 0.83, 0.65, 0.71, 3),
        ("worlddesk", 0.88, 0.84, 0.76, 3),
        ("embassies", 0.98, 0.58, 0.82, 2),
    ],
)
def test_scenarios_of_a_writer(writer: str, precision: float, recall: float, right: float, strays: int) -> None:
    """Few articles come to another event, most come to theirs, and most numbers are right at the end."""
    found = score(writer)
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.right >= right * found.numbers
    assert found.strays <= strays


def test_writers_that_nobody_read_are_measured() -> None:
    """Each of them has a file."""
    assert all((WRITERS / f"{writer}.jsonl").is_file() for writer in KEPT_WRITERS)
