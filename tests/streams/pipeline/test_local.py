"""The driver in memory: topics, partitions, the clock, and what it keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from aiokafka.partitioner import DefaultPartitioner

from schemas import EnrichedArticle, Origin, WireItem
from streams.agents import LinkHandler
from streams.pipeline import STAGES, stage_named
from streams.pipeline.local import EPOCH, LocalPipeline, Point
from streams.runner import Handler, Outcome, Record, Result, Send, Tally
from streams.settings import Settings
from streams.topics import ACCEPTED, CURRENT, DEAD, DUPLICATES, ENRICHED, INCIDENTS, ITEMS, RAW, SIGNATURES, UNIQUE
from tests.running.wire import AFTERWARDS, ENDS, FERRY, START, end, feed, item, outcomes, run_wire, whole, wire

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from streams.state import KeyedState

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
    assert set(pipeline.compacted(ITEMS)) == {(each.key or b"").decode() for each in pipeline.records(ITEMS)}


def test_a_tombstone_takes_a_key_out_of_the_compacted_view() -> None:
    """A killed item is current no longer, and its tombstone is no message."""
    pipeline = whole()
    feed(pipeline, [item("orbit", "a", 1, "The mayor of Tarn opened the new market hall on Friday.")])
    assert [type(message) for message in pipeline.compacted(CURRENT).values()] == [EnrichedArticle]
    feed(pipeline, [item("orbit", "a", 2, "", signals=["kill"])])
    assert pipeline.compacted(CURRENT) == {}
    assert len(pipeline.records(CURRENT)) == 2
    assert len(pipeline.messages(CURRENT)) == 1


def test_a_withheld_item_that_is_released_is_current_again() -> None:
    """Its later version is live, and so is what another outlet adds to it; a plain copy is not."""
    pipeline = whole()
    report = (
        "The mayor of Tarn opened the new market hall on Friday, three years after the old one burned down.\n\n"
        "Forty traders have taken stalls, and the fishmongers get a cellar with ice of their own."
    )
    feed(
        pipeline,
        [
            item("orbit", "a", 1, report),
            item("orbit", "a", 2, "", pubstatus="withheld"),
            item("orbit", "a", 3, report),
            item("coast", "b", 1, report),
            item("city", "c", 1, f"{report}\n\nThe architect, Renata Szabo, was paid 212,000 crowns."),
        ],
    )
    assert set(pipeline.compacted(CURRENT)) == {"orbit/a", "city/c"}


@pytest.mark.parametrize(("versions", "toll"), [(1, [12]), (2, []), (3, [12])])
def test_the_figures_of_a_released_item_count_again(versions: int, toll: list[int]) -> None:
    """While it is withheld its incident has none."""
    pipeline = whole()
    withheld = item("meridian", "f", 2, "", pubstatus="withheld")
    feed(pipeline, [item("meridian", "f", 1, FERRY), withheld, item("meridian", "f", 3, FERRY)][:versions])
    assert [each.tolls["killed"].best for each in pipeline.compacted(INCIDENTS).values()] == toll  # type: ignore[attr-defined]


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


class Echo(Handler):
    """Sends what it reads to the accepted items under its own key, and keeps the number of records."""

    shown: ClassVar[list[list[int]]] = []

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        del settings
        self.state = state

    def prepare(self, records: Sequence[Record]) -> None:
        """Keep which offsets are shown together."""
        Echo.shown.append([record.offset for record in records])

    def handle(self, record: Record) -> Result:
        """Send a tombstone under the record's value."""
        self.state.put("n", b"1" + (self.state.get("n") or b""))
        origin = Origin(partition=0, offset=record.offset)
        tallies = (Tally(Outcome.HELD, origin),)
        return Result(sends=(Send(ACCEPTED, (record.value or b"").decode(), None),), tallies=tallies)

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Send one tombstone at each time."""
        del now
        return (Send(ACCEPTED, "due", None),)


def echo(partitions: int = 1, **options: Any) -> LocalPipeline:
    """Return a pipeline of the lifecycle stage with the handler of this file."""
    Echo.shown.clear()
    settings = Settings(order_partitions=partitions)
    stages = [stage_named("lifecycle")]
    return LocalPipeline(settings, stages=stages, handlers={"lifecycle": Echo}, keep=(ITEMS, ACCEPTED), **options)


def keys(pipeline: LocalPipeline) -> list[str]:
    """Return the keys of what was sent."""
    return [(record.key or b"").decode() for record in pipeline.records(ACCEPTED)]


def test_records_are_handled_in_batches() -> None:
    """Of at most so many; what is shown ahead is what is handled next."""
    pipeline = echo(batch=2)
    for value in (b"a", b"b", b"c", b"d", b"e"):
        pipeline.produce(ITEMS, value)
    pipeline.run()
    assert Echo.shown == [[0, 1], [2, 3], [4]]
    assert keys(pipeline) == ["a", "b", "c", "d", "e"]
    assert pipeline.compacted(ACCEPTED) == {}, "all of them are tombstones"


def test_a_batch_has_five_hundred_records_unless_told_otherwise() -> None:
    """As many as a worker takes at once."""
    pipeline = echo()
    for _ in range(501):
        pipeline.produce(ITEMS, b"a")
    pipeline.run()
    assert [len(shown) for shown in Echo.shown] == [500, 1]


def test_offsets_and_times_are_those_of_a_broker() -> None:
    """Offsets count from 0; times are in milliseconds, the clock's where none is given."""
    pipeline = echo()
    assert pipeline.produce(ITEMS, b"a").timestamp_ms == 0
    pipeline.advance(EPOCH + timedelta(milliseconds=7))
    second = pipeline.produce(ITEMS, b"b")
    third = pipeline.produce(ITEMS, b"c", at=EPOCH + timedelta(milliseconds=5))
    assert [(each.partition, each.offset, each.timestamp_ms) for each in (second, third)] == [(0, 1, 7), (0, 2, 5)]
    pipeline.run()
    assert [record.timestamp_ms for record in pipeline.records(ACCEPTED)] == [0, 7, 5]


@pytest.mark.parametrize("partitions", [1, 2, 5])
def test_a_key_chooses_its_partition(partitions: int) -> None:
    """As a producer chooses it; a record without a key goes to the first one."""
    pipeline, choose, numbers = echo(partitions), DefaultPartitioner(), list(range(partitions))
    for key in (b"a", b"b", b"c", b"d", b"e"):
        assert pipeline.produce(ITEMS, b"", key=key).partition == choose(key, numbers, numbers)
    assert pipeline.produce(ITEMS, b"").partition == 0


def test_the_caller_may_choose_which_partition_has_its_turn() -> None:
    """Among those with records; each turn is a batch of that partition alone, in its order."""
    asked: list[tuple[str, list[int]]] = []

    def last(stage: str, partitions: Sequence[int]) -> int:
        asked.append((stage, list(partitions)))
        return partitions[-1]

    pipeline = echo(2, batch=2, turn=last)
    places = [pipeline.produce(ITEMS, key, key=key).partition for key in (b"a", b"b", b"c", b"d", b"e", b"f")]
    first = [key for key, place in zip("abcdef", places, strict=True) if place == 0]
    second = [key for key, place in zip("abcdef", places, strict=True) if place == 1]
    assert (len(first), len(second)) == (4, 2)
    pipeline.run()
    assert keys(pipeline) == [*second, *first]
    assert Echo.shown == [[0, 1], [0, 1], [2, 3]]
    assert asked == [("lifecycle", [0, 1]), ("lifecycle", [0]), ("lifecycle", [0])]


def test_the_clock_reaches_the_partitions_that_have_state() -> None:
    """A handler that has nothing yet is not opened for it; one that was restarted is."""
    pipeline = echo()
    pipeline.advance(START)
    assert keys(pipeline) == []
    pipeline.handler("lifecycle")
    pipeline.advance(START)
    assert keys(pipeline) == ["due"]
    pipeline.restart()
    pipeline.advance(START)
    assert keys(pipeline) == ["due"]
    pipeline.produce(ITEMS, b"a")
    pipeline.run()
    pipeline.restart()
    pipeline.advance(START + timedelta(milliseconds=1))
    assert keys(pipeline) == ["due", "a", "due"]
    assert pipeline.records(ACCEPTED)[-1].timestamp_ms == int(START.timestamp() * 1000) + 1


def test_the_first_stage_that_has_records_is_handled_first() -> None:
    """Whatever the order in which they came."""
    Echo.shown.clear()
    stages = [stage_named("intake"), stage_named("lifecycle")]
    handlers = {"intake": Echo, "lifecycle": Echo}
    pipeline = LocalPipeline(Settings(), stages=stages, handlers=handlers, keep=(ACCEPTED,))
    pipeline.produce(ITEMS, b"later")
    pipeline.produce(RAW, b"earlier")
    pipeline.run()
    assert keys(pipeline) == ["earlier", "later"]


def test_one_stage_may_be_restarted_alone() -> None:
    """Another stage keeps its handler, and a restart of all keeps none."""
    pipeline = echo()
    handler = pipeline.handler("lifecycle")
    pipeline.restart("clean")
    assert pipeline.handler("lifecycle") is handler
    pipeline.restart("lifecycle")
    again = pipeline.handler("lifecycle")
    assert again is not handler
    assert pipeline.handler("lifecycle") is again
    pipeline.restart()
    assert pipeline.handler("lifecycle") is not again


def test_a_record_that_waits_is_not_doubled_by_a_rewind() -> None:
    """The partition is read from the offset on; an earlier record that still waits comes after it."""
    pipeline = echo()
    for value in (b"a", b"b", b"c"):
        pipeline.produce(ITEMS, value)
    pipeline.rewind("lifecycle", 1)
    pipeline.run()
    assert keys(pipeline) == ["b", "c", "a"]
    pipeline.rewind("lifecycle")
    pipeline.run()
    assert keys(pipeline) == ["b", "c", "a", "a", "b", "c"]


def test_a_worker_may_end_at_every_point_of_a_flush() -> None:
    """After handling, after each output, after each write of the changelog, and before the offsets are committed."""
    points: list[Point] = []
    pipeline = echo(interrupt=lambda _, point: points.append(point))
    pipeline.produce(ITEMS, b"a")
    pipeline.produce(ITEMS, b"b")
    pipeline.run()
    writes = [Point.LOGGED] * 5
    assert points == [Point.HANDLED, Point.SENT, Point.SENT, *writes, Point.COMMITTED]
    assert set(pipeline.reports) == {"lifecycle/0"}
    assert b'"stage":"lifecycle"' in pipeline.reports["lifecycle/0"].replace(b" ", b"")
    assert pipeline.state("lifecycle")[b"0|n"] == b"11"


def test_how_items_ended_is_kept_where_it_is_asked_for() -> None:
    """Until it is taken."""
    for kept in (True, False):
        pipeline = echo(keep_tallies=kept)
        pipeline.produce(ITEMS, b"a")
        pipeline.run()
        assert [tally.outcome for tally in pipeline.take_tallies()] == [Outcome.HELD] * kept
        assert pipeline.take_tallies() == []
    pipeline = echo()
    pipeline.produce(ITEMS, b"a")
    pipeline.run()
    assert pipeline.take_tallies() == []
