"""The driver in memory: topics, partitions, the clock, and what it keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiokafka.partitioner import DefaultPartitioner

from schemas import EnrichedArticle, WireItem
from streams.agents import LinkHandler
from streams.pipeline import STAGES
from streams.pipeline.local import EPOCH, LocalPipeline
from streams.runner import Outcome
from streams.settings import Settings
from streams.topics import ACCEPTED, CURRENT, DEAD, DUPLICATES, ENRICHED, ITEMS, RAW, SIGNATURES, UNIQUE
from tests.running.wire import AFTERWARDS, ENDS, START, end, feed, item, outcomes, run_wire, whole, wire

INTAKE = STAGES[:1]


def test_everything_that_can_happen_to_an_item() -> None:
    """Every item of the wire ends once, at the stage and as what it must."""
    pipeline = whole(keep_tallies=True)
    run_wire(pipeline)
    ends: dict[tuple[int, int], list[Outcome | None]] = {}
    for tally in pipeline.take_tallies():
        ends.setdefault((tally.origin.offset, tally.origin.index), []).append(tally.outcome)
    published, held, retracted = [Outcome.PUBLISHED], Outcome.HELD, [Outcome.RETRACTED]
    assert ends == {
        (0, 0): published,
        (1, 0): [Outcome.DUPLICATE],
        (2, 0): published,
        (3, 0): [Outcome.SUPERSEDED],
        (4, 0): [Outcome.DUPLICATE],
        (5, 0): published,
        (6, 0): published,
        (7, 0): [Outcome.DUPLICATE],
        (8, 0): [held, Outcome.SUPERSEDED],
        (9, 0): [held, None, *published],
        (10, 0): [held, *retracted],
        **{(offset, 0): retracted for offset in range(11, 16)},
        **{(offset, 0): [Outcome.REFUSED] for offset in range(16, 19)},
        (19, 0): published,
        (19, 1): [Outcome.REFUSED],
        (19, 2): published,
    }
    assert outcomes(pipeline) == ENDS
    assert set(pipeline.compacted(CURRENT)) == {"meridian/ferry", "ministry/rail", "bulletin/b-1", "bulletin/b-3"}


def test_two_runs_are_the_same() -> None:
    """Record by record, on every topic."""
    first, second = whole(), whole()
    run_wire(first)
    run_wire(second)
    assert all(first.records(spec) == second.records(spec) for spec in (ITEMS, UNIQUE, ENRICHED, SIGNATURES, DEAD))
    assert end(first) == end(second)


@pytest.mark.parametrize("partitions", [1, 3])
def test_records_go_where_a_producer_would_put_them(partitions: int) -> None:
    """By the hash of their key; offsets count on in each partition."""
    pipeline = whole(Settings(order_partitions=partitions), stages=INTAKE)
    feed(pipeline, wire())
    choose, all_of_them = DefaultPartitioner(), list(range(partitions))
    offsets = dict.fromkeys(all_of_them, 0)
    for record in pipeline.records(ITEMS):
        assert record.partition == choose(record.key, all_of_them, all_of_them)
        assert record.offset == offsets[record.partition]
        offsets[record.partition] += 1
    assert sum(count > 0 for count in offsets.values()) == partitions
    assert {record.partition for record in pipeline.records(RAW)} == {0}


def test_nothing_is_kept_that_was_not_asked_for() -> None:
    """Messages that are taken are kept no longer."""
    pipeline = LocalPipeline(Settings(), stages=INTAKE, keep=(ITEMS,))
    feed(pipeline, wire()[:3])
    assert len(pipeline.take(ITEMS)) == 3
    assert pipeline.take(ITEMS) == []
    assert pipeline.take_tallies() == []
    with pytest.raises(KeyError):
        pipeline.records(RAW)


def test_what_comes_of_a_record_has_its_time() -> None:
    """Handling takes no time; the clock never goes back."""
    pipeline = whole(stages=INTAKE)
    pipeline.advance(START)
    pipeline.advance(EPOCH)
    assert pipeline.now == START
    early = pipeline.produce(RAW, wire()[0].value, headers=wire()[0].headers, at=START - timedelta(hours=1))
    late = pipeline.produce(RAW, wire()[1].value, headers=wire()[1].headers)
    pipeline.run()
    assert [each.at for each in pipeline.records(ITEMS)] == [early.at, late.at] == [START - timedelta(hours=1), START]


def test_a_tombstone_takes_a_key_out_of_the_compacted_view() -> None:
    """A killed item is current no longer, and its tombstone is no message."""
    pipeline = whole()
    feed(pipeline, [item("orbit", "a", 1, "The mayor of Tarn opened the new market hall on Friday.")])
    assert [type(message) for message in pipeline.compacted(CURRENT).values()] == [EnrichedArticle]
    feed(pipeline, [item("orbit", "a", 2, "", signals=["kill"])])
    assert pipeline.compacted(CURRENT) == {}
    assert len(pipeline.records(CURRENT)) == 2
    assert len(pipeline.messages(CURRENT)) == 1


def test_an_embargo_ends_at_its_time_and_not_before() -> None:
    """To the millisecond, by the clock of the caller, and after a restart too."""
    until = START + timedelta(hours=2)
    pipeline = whole()
    feed(
        pipeline,
        [item("ministry", "rail", 1, "Fares go down in July, the ministry says.", embargoed_until=until.isoformat())],
    )
    pipeline.restart()
    pipeline.advance(until - timedelta(milliseconds=1))
    pipeline.run()
    assert pipeline.compacted(CURRENT) == {}
    assert outcomes(pipeline)["held"] == 1
    pipeline.restart()
    pipeline.advance(until)
    pipeline.run()
    assert list(pipeline.compacted(CURRENT)) == ["ministry/rail"]
    assert (outcomes(pipeline)["held"], outcomes(pipeline)["published"]) == (0, 1)


def test_a_handler_is_opened_where_it_is_asked_for() -> None:
    """It is the one that handles the partition's records."""
    pipeline = whole()
    run_wire(pipeline)
    handlers = [pipeline.handler("link", number) for number in range(SIGNATURES.partitions(pipeline.settings))]
    groups = [each.group_of("meridian/ferry") for each in handlers if isinstance(each, LinkHandler)]
    assert [group for group in groups if group] == ["meridian/ferry"]


def test_some_stages_may_run_alone() -> None:
    """What the last of them sends waits for nobody."""
    pipeline = whole(stages=STAGES[:2])
    feed(pipeline, wire())
    pipeline.advance(AFTERWARDS)
    pipeline.run()
    assert len([message for message in pipeline.messages(ACCEPTED) if isinstance(message, WireItem)]) == 10
    assert pipeline.messages(DUPLICATES) == []


def test_only_the_partition_that_is_rewound_is_read_again() -> None:
    """From the offset given; what it sent comes again and nothing else."""
    pipeline = whole(Settings(order_partitions=2), stages=STAGES[:2])
    feed(pipeline, wire())
    items, accepted = pipeline.records(ITEMS), pipeline.records(ACCEPTED)
    (blast,) = {record.partition for record in items if record.key == b"orbit/blast"}
    first = next(record.offset for record in items if record.key == b"orbit/blast")
    pipeline.rewind("lifecycle", first, partition=blast)
    pipeline.run()
    again = [record.value for record in pipeline.records(ACCEPTED)[len(accepted) :]]
    after = {record.key for record in items if record.partition == blast and record.offset >= first}
    assert 0 < len(again) < len(accepted)
    assert {value for value in again if value} <= {record.value for record in accepted}
    assert b"meridian/ferry" in after or all(b"Meridian" not in (value or b"") for value in again)
