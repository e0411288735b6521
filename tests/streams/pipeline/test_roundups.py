"""Invented round-ups behind the wires on their events, and single events that look like them: from text to links.

The first 30 round-ups and the single events were written before the rules of `series.py`, which were made with them;
the last 20 round-ups after them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from schemas import LinkAction, LinkedClaims, WireItem
from streams.pipeline.files.rows import RowFeed
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ITEMS, LINKED

CORPUS: Final = Path(__file__).parents[2] / "corpus" / "incidents" / "roundups.jsonl"
APART: Final = 49
"""Of 50 round-ups; one with all its events in one sentence, one of which counts nobody, joins the first of them."""
NAMED: Final = 120
"""Of the 150 events that they speak of, of which some have no incident of their own."""


def read(articles: list[dict[str, Any]]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the incident of each article that is part of one, and those that each names, by the ids of the rows."""
    pipeline = LocalPipeline(Settings(), keep=(ITEMS, LINKED))
    feed = RowFeed(pipeline)
    rows: dict[str, str] = {}
    incidents: dict[str, str] = {}
    named: dict[str, set[str]] = {}
    for row in articles:
        feed.feed({name: value for name, value in row.items() if name not in {"event", "names", "single"}})
        pipeline.run()
        rows |= {item.provenance.item_key: row["id"] for item in pipeline.take(ITEMS) if isinstance(item, WireItem)}
        for claims in pipeline.take(LINKED):
            assert isinstance(claims, LinkedClaims)
            article = rows[claims.provenance.item_key]
            if claims.action is LinkAction.MENTION:
                named.setdefault(article, set()).add(claims.incident_id)
            elif claims.action is LinkAction.TAKE:
                incidents.pop(article, None)
            else:
                incidents[article] = claims.incident_id
    return incidents, named


@pytest.fixture(scope="module")
def answers() -> list[tuple[list[dict[str, Any]], dict[str, str], dict[str, set[str]]]]:
    """Return the articles of each set with the incidents that they are part of and those that they name."""
    sets = [orjson.loads(line)["articles"] for line in CORPUS.read_bytes().splitlines()]
    return [(articles, *read(articles)) for articles in sets]


def test_round_ups_are_part_of_no_incident(answers: list[Any]) -> None:
    """Whatever sort they are of: a weekend in a city, a day of war, a storm, a week in crime, a list of attacks."""
    joined = [
        row["id"] for articles, incidents, _ in answers for row in articles if "names" in row if row["id"] in incidents
    ]
    assert len(joined) <= 50 - APART, joined


def test_single_events_that_look_like_round_ups_are_incidents(answers: list[Any]) -> None:
    """Two bombs in one town, a road between two towns, an attack on two churches."""
    missing = [
        row["id"]
        for articles, incidents, _ in answers
        for row in articles
        if row.get("single")
        if row["id"] not in incidents
    ]
    assert missing == []


def test_round_ups_name_their_events_and_no_others(answers: list[Any]) -> None:
    """An incident that is named wrongly is worse than one that is not named."""
    right, wrong = 0, []
    for articles, incidents, named in answers:
        events = {incidents[row["id"]]: row["event"] for row in articles if "event" in row and row["id"] in incidents}
        for row in articles:
            found = {events.get(each) for each in named.get(row["id"], ())}
            right += len(found & set(row.get("names", ())))
            wrong += [(row["id"], each) for each in found - set(row.get("names", ()))]
    assert wrong == []
    assert right >= NAMED
