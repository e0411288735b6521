"""Where a retraction goes after cleaning."""

from __future__ import annotations

from schemas import Retraction
from streams.pipeline import STAGES
from streams.topics import CLEAN, DEAD
from tests.running.wire import FERRY, feed, item, whole


def test_a_retraction_follows_its_item_through_cleaning() -> None:
    """On the partition of the item's language; that of an item that was never cleaned goes no further."""
    pipeline = whole(stages=STAGES[:3])
    feed(pipeline, [item("orbit", "a", 1, FERRY), item("orbit", "a", 2, "", signals=["kill"])])
    sent = pipeline.records(CLEAN)[1]
    assert isinstance(pipeline.messages(CLEAN)[1], Retraction)
    assert sent.key == pipeline.records(CLEAN)[0].key == b"en"
    feed(pipeline, [item("orbit", "b", 2, "", signals=["kill"])])
    assert len(pipeline.records(CLEAN)) == 2
    assert pipeline.records(DEAD) == []
