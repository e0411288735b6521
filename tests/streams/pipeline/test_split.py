"""An incident that turns out to be two, through the whole pipeline: whatever crashes, each ends with its own toll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemas import Incident
from streams.pipeline.files.rows import RowFeed
from streams.pipeline.local import Point
from streams.topics import INCIDENTS
from tests.running.wire import end, whole
from tests.streams.pipeline.test_redelivery import Crashes, run_on

if TYPE_CHECKING:
    from streams.pipeline.local import LocalPipeline

WIRES = (
    (
        "07:00",
        "Bomb kills five in Mogadishu",
        "A bomb killed five people in the west of Mogadishu on Monday, police said.",
    ),
    (
        "18:00",
        "Bomb kills seven in Somalia",
        "A bomb killed seven people in Somalia on Monday, a hospital said. They are recruits of Colonel Yusuf Darwish.",
    ),
    (
        "20:00",
        "Recruits slain by bomb were new to Mogadishu",
        "Nine men whom Colonel Yusuf Darwish had enlisted died on Monday in the east of Mogadishu as a bomb went off.",
    ),
    (
        "22:00",
        "Mogadishu mourns five killed by bomb",
        "Five people who were killed by a bomb in the west of Mogadishu on Monday were buried the same day.",
    ),
)
"""Time, headline and text: two attacks in one town, which the first two wires do not tell apart."""


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Return the articles in the order of their arrival."""
    return [
        {
            "id": f"w{at}",
            "url": f"https://w{at}.example/wire",
            "host": f"w{at}.example",
            "published": f"2021-09-13T{time}:00Z",
            "title": title,
            "text": text,
        }
        for at, (time, title, text) in enumerate(WIRES)
    ]


def run(pipeline: LocalPipeline, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Put the articles on the wire, each at its time, and return the end."""
    feed = RowFeed(pipeline)
    for row in rows:
        feed.feed(row)
        run_on(pipeline)
    return end(pipeline)


@pytest.fixture(scope="module")
def undisturbed(rows: list[dict[str, Any]]) -> LocalPipeline:
    """Return a pipeline that nothing disturbed."""
    pipeline = whole()
    run(pipeline, rows)
    return pipeline


def test_each_event_ends_with_its_own_toll(undisturbed: LocalPipeline) -> None:
    """The second incident says which one it was a part of."""
    incidents = [each for each in undisturbed.compacted(INCIDENTS).values() if isinstance(each, Incident)]
    first, second = sorted(incidents, key=lambda incident: incident.split_from is not None)
    assert (first.split_from, second.split_from) == (None, first.incident_id)
    assert (first.tolls["killed"].best, second.tolls["killed"].best) == (5, 9)


@pytest.mark.parametrize("stage", ["link", "ledger"])
def test_a_crash_at_any_point_changes_nothing(
    stage: str, rows: list[dict[str, Any]], undisturbed: LocalPipeline
) -> None:
    """The stage may end before an output, between two outputs, between two writes, or before the commit."""
    crashes = Crashes(stage)
    assert run(whole(interrupt=crashes), rows) == end(undisturbed)
    assert crashes.points == set(Point)
