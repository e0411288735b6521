"""The made wire of the drills."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import orjson

from benchmarks.drills.wire import make_wire, unlike_articles
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ALERTS, CURRENT, INCIDENTS, RAW, TOPICS
from tests.running.wire import outcomes

DUE = datetime(2026, 6, 1, tzinfo=UTC)


def test_the_same_seed_gives_the_same_records() -> None:
    """Runs can be compared, since each is fed the same."""
    assert make_wire(300, 7, DUE) == make_wire(300, 7, DUE)
    assert make_wire(300, 7, DUE) != make_wire(300, 8, DUE)


def test_a_hundredth_of_the_records_is_poison() -> None:
    """What can't be read is on the wire as often as the drills say."""
    wire = make_wire(1_000, 1, DUE)
    assert len(wire) == 1_000
    assert sum(record.key == b"poison" for record in wire) == 10


def test_only_the_embargoes_of_the_run_depend_on_its_time() -> None:
    """A record whose bytes differ between two runs is one whose embargo ends in the run."""
    later = make_wire(1_000, 1, DUE.replace(month=7))
    differing = [new for old, new in zip(make_wire(1_000, 1, DUE), later, strict=True) if old != new]
    assert len(differing) == 5
    assert all(orjson.loads(record.value or b"")["provider"] == "ministero" for record in differing)


def test_every_way_that_an_item_can_end_is_on_the_wire() -> None:
    """Few hundred records already have every outcome, incidents with a toll, and alerts."""
    pipeline = LocalPipeline(Settings(), keep=TOPICS)
    for record in make_wire(300, 1, DUE):
        pipeline.produce(RAW, record.value, headers=record.headers)
    pipeline.run()
    ends = Counter(outcomes(pipeline))
    assert all(ends[name] for name in ("published", "duplicate", "superseded", "held", "retracted", "refused")), ends
    assert len(pipeline.compacted(CURRENT)) > 50
    assert len(pipeline.compacted(INCIDENTS)) > 10
    assert len(pipeline.messages(ALERTS)) > 20


def test_unlike_articles_are_all_published() -> None:
    """The latency of each can be measured."""
    pipeline = LocalPipeline(Settings(), keep=TOPICS)
    for record in unlike_articles(100, 1):
        pipeline.produce(RAW, record.value, headers=record.headers)
    pipeline.run()
    assert outcomes(pipeline)["published"] == 100
