"""What each stage does with its records, on the driver in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import pytest

from schemas import Carried, DeadLetter, Duplicate, Judgement, Release, UniqueArticle, Verdict, WireItem, decode
from streams.agents import DedupHandler, EnrichHandler
from streams.agents.dedup import PREPARED_BYTES
from streams.pipeline import STAGES, stage_named
from streams.runner import ATTEMPTS_HEADER, REPLAY_HEADER, PartitionProcessor, PendingOutput
from streams.settings import Settings
from streams.state import DictState
from streams.topics import ACCEPTED, ALERTS, CLEAN, CURRENT, DEAD, DUPLICATES, ENRICHED, INCIDENTS, ITEMS, RAW, UNIQUE
from tests.running.wire import (
    BLAST,
    FERRY,
    PACKAGE,
    START,
    Raw,
    end,
    feed,
    item,
    outcomes,
    run_wire,
    tables,
    whole,
    wire,
)

if TYPE_CHECKING:
    from streams.pipeline.local import LocalPipeline
    from streams.runner import Record

DAY = timedelta(days=1)


def at(record: Raw, days: float) -> Raw:
    """Return a record that arrives so many days after the start."""
    return Raw(record.value, record.headers, START + timedelta(days=days))


def other(number: int) -> Raw:
    """Return an item of its own that says nothing of anybody else's subject."""
    return item("other", f"o-{number}", 1, f"The library of street {number} lends {number} sorts of tools from Friday.")


def lifecycle_keys(pipeline: LocalPipeline) -> set[str]:
    """Return the items that the lifecycle remembers."""
    keys = (key.decode().partition("|")[2] for key in pipeline.state("lifecycle"))
    return {key for key in keys if "~" not in key}


@pytest.mark.parametrize(("days", "known"), [(9, True), (10, True), (12, False)])
def test_items_are_forgotten_after_their_memory(days: float, known: bool) -> None:
    """At the first record of a day, what was not heard of for `item_memory_days`; a kill never."""
    pipeline = whole(Settings(item_memory_days=10), stages=STAGES[:2])
    killed = item("orbit", "bad", 1, "", signals=["kill"])
    feed(pipeline, [item("orbit", "a", 1, FERRY), killed, at(other(1), days), at(other(2), days + 0.01)])
    remembered = lifecycle_keys(pipeline)
    assert any("orbit/a" in key for key in remembered) is known
    assert any("orbit/bad" in key for key in remembered)


@pytest.mark.parametrize(("days", "known"), [(10, True), (11, False)])
def test_versions_are_forgotten_after_their_memory(days: float, known: bool) -> None:
    """Enrichment forgets an item whose last version is more than `item_memory_days` old; a retracted one never."""
    pipeline = whole(Settings(item_memory_days=10, partitions=1))
    kill = item("orbit", "b", 2, "", signals=["kill"])
    feed(pipeline, [item("orbit", "a", 1, FERRY), item("orbit", "b", 1, BLAST), kill, at(other(1), days)])
    keys = tables(pipeline, "enrich")
    assert (b"0|item/orbit/a" in keys) is known
    assert b"0|item/orbit/b" in keys


@pytest.mark.parametrize(("window", "days", "known"), [(5, 10, True), (5, 11, False), (29, 57, True), (29, 59, False)])
def test_incidents_are_forgotten_a_month_after_the_window_or_its_length_if_shorter(
    window: float, days: float, known: bool
) -> None:
    """The ledger forgets an incident that no article can change any more; its topic keeps it."""
    pipeline = whole(Settings(link_window_days=window, partitions=1))
    feed(pipeline, [item("orbit", "a", 1, FERRY), at(item("city", "b", 1, BLAST), days)])
    assert (b"0|incident/orbit/a" in tables(pipeline, "ledger")) is known
    assert set(pipeline.compacted(INCIDENTS)) == {"orbit/a", "city/b"}


def test_an_incident_without_items_has_a_tombstone() -> None:
    """Where its only item is killed nothing of it is live, and the alert of the withdrawal has no word of the item."""
    pipeline = whole(Settings(partitions=1))
    feed(pipeline, [item("orbit", "a", 1, BLAST), item("orbit", "a", 2, "", signals=["kill"])])
    assert pipeline.compacted(INCIDENTS) == {}
    assert pipeline.records(INCIDENTS)[-1].value is None
    first, gone = (orjson.loads(record.value or b"") for record in pipeline.records(ALERTS))
    assert (first["quote"], first["title"]) == (BLAST.partition("\n")[0], "Story a")
    assert (gone["cause"], gone["reason"], gone["supersedes"]) == ("withdrawn", "killed", first["id"])
    assert gone["title"].startswith("Incident in Quetta")
    assert "quote" not in gone


def test_the_window_of_linking_is_a_setting() -> None:
    """The same story within the window joins its incident, after it has one of its own."""
    again = item("city", "b", 1, FERRY.replace("12 people drowned", "13 people drowned") + " The mayor thanked crews.")
    found = {}
    for days in (5, 40):
        pipeline = whole(Settings(link_window_days=30, dedup_window_days=1))
        feed(pipeline, [item("orbit", "a", 1, FERRY), at(again, days)])
        found[days] = set(pipeline.compacted(INCIDENTS))
    assert found == {5: {"orbit/a"}, 40: {"orbit/a", "city/b"}}


def test_the_window_of_the_judge_is_a_setting() -> None:
    """The same text is a copy within the window and new after it."""
    for days, copies in ((2, 1), (4, 0)):
        pipeline = whole(Settings(dedup_window_days=3))
        feed(pipeline, [item("orbit", "a", 1, FERRY), at(item("city", "b", 1, FERRY), days)])
        assert len(pipeline.messages(DUPLICATES)) == copies


def test_alerts_are_of_the_kinds_asked_for() -> None:
    """A toll of another kind changes the incident and alerts nobody."""
    for kinds, alerts in ((("killed",), 1), (("injured",), 0)):
        pipeline = whole(Settings(alert_kinds=kinds))
        feed(pipeline, [item("orbit", "a", 1, FERRY)])
        assert len(pipeline.messages(ALERTS)) == alerts
        assert set(pipeline.compacted(INCIDENTS)) == {"orbit/a"}


def test_an_article_of_furniture_alone_is_refused_at_cleaning() -> None:
    """With a reason, and counted."""
    pipeline = whole()
    feed(pipeline, [item("orbit", "a", 1, "Share on Facebook", headline="")])
    (letter,) = [orjson.loads(record.value or b"") for record in pipeline.records(DEAD)]
    assert (letter["stage"], letter["error"]) == ("clean", "EmptyItem")
    assert outcomes(pipeline)["refused"] == 1


def test_a_dead_letter_put_back_on_raw_counts_once() -> None:
    """The replay stands for what was refused, however often any of it is read again."""
    pipeline = whole(Settings(max_item_bytes=100))
    feed(pipeline, wire()[:1])
    assert outcomes(pipeline) | {"refused": 1, "items": 1} == outcomes(pipeline)
    pipeline.settings = Settings()
    pipeline.restart()
    replayed = (*wire()[0].headers, (REPLAY_HEADER, b"wire.raw.v1/0/0"), (ATTEMPTS_HEADER, b"1"))
    feed(pipeline, [Raw(wire()[0].value, replayed)])
    expected = outcomes(pipeline)
    assert (expected["items"], expected["published"], expected["refused"], expected["in flight"]) == (1, 1, 0, 0)
    before = end(pipeline)
    for offset in (1, 0, 0):
        pipeline.restart()
        pipeline.rewind("intake", offset)
        pipeline.run()
        assert end(pipeline) == before


def test_a_dead_letter_put_back_twice_is_one_item() -> None:
    """As after a crash of the replay; so are the good items of a record of which one was refused."""
    pipeline = whole()
    feed(pipeline, [Raw(PACKAGE)])
    before = outcomes(pipeline)
    assert (before["items"], before["published"], before["refused"], before["in flight"]) == (3, 2, 1, 0)
    replayed = Raw(PACKAGE, (*Raw(PACKAGE).headers, (REPLAY_HEADER, b"wire.raw.v1/0/0"), (ATTEMPTS_HEADER, b"1")))
    feed(pipeline, [replayed, replayed])
    assert outcomes(pipeline) == before
    letters = [letter for letter in pipeline.messages(DEAD) if isinstance(letter, DeadLetter)]
    assert [(letter.id, letter.first_id, letter.attempts) for letter in letters] == [
        ("wire.raw.v1/0/0", None, 1),
        ("wire.raw.v1/0/1", "wire.raw.v1/0/0", 2),
        ("wire.raw.v1/0/2", "wire.raw.v1/0/0", 2),
    ]


def test_a_dead_letter_put_back_on_a_later_topic_is_refused_no_longer() -> None:
    """What failed at enrichment and now goes on is published; the old record, read again, changes nothing."""
    pipeline = whole(Settings(partitions=1), stages=STAGES[:4])
    feed(pipeline, [item("orbit", "a", 1, FERRY)])
    (good,) = pipeline.records(UNIQUE)
    broken = orjson.loads(good.value or b"")
    del broken["judgement"]["story_id"]
    enrich = whole(Settings(partitions=1), stages=[stage_named("enrich")])
    enrich.produce(UNIQUE, orjson.dumps(broken), key=good.key, headers=good.headers)
    enrich.run()
    assert len(enrich.records(DEAD)) == 1
    enrich.produce(UNIQUE, good.value, key=good.key, headers=(*good.headers, (REPLAY_HEADER, b"wire.unique.v1/0/0")))
    enrich.run()
    once = outcomes(enrich)
    enrich.restart()
    enrich.rewind("enrich")
    enrich.run()
    assert outcomes(enrich) == once
    assert once["published"] == 1


def test_enrichment_measures_the_time_since_the_raw_record() -> None:
    """In seconds, for what is published, with the trace of the item."""
    pipeline = whole(stages=STAGES[:4], keep_tallies=True)
    feed(pipeline, [item("orbit", "a", 1, FERRY)])
    (record,) = pipeline.records(UNIQUE)
    later = record_later(record, 2_500)
    ((seconds, trace_id),) = EnrichHandler(DictState(), Settings()).handle(later).end_to_end
    assert (seconds, trace_id) == (2.5, decode(record.value, UNIQUE.types).provenance.trace_id)


def record_later(record: Record, ms: int) -> Record:
    """Return the record with a time so many milliseconds later."""
    return type(record)(
        record.topic,
        record.partition,
        record.offset,
        record.key,
        record.value,
        record.headers,
        record.timestamp_ms + ms,
    )


def test_an_older_version_that_overtakes_none_is_enriched_and_not_live() -> None:
    """It stands among all versions, and what is current stays."""
    pipeline = whole(Settings(partitions=1), stages=STAGES[:4])
    feed(pipeline, [item("orbit", "a", version, FERRY + f" Update {version}.") for version in (1, 2)])
    first, second = pipeline.records(UNIQUE)
    enrich = whole(Settings(partitions=1), stages=[stage_named("enrich")])
    for record in (second, first):
        enrich.produce(UNIQUE, record.value, key=record.key, headers=record.headers)
    enrich.run()
    assert outcomes(enrich) | {"published": 1, "superseded": 1} == outcomes(enrich)
    assert len(enrich.messages(ENRICHED)) == 2
    (live,) = enrich.compacted(CURRENT).values()
    assert orjson.loads(live.model_dump_json())["article"]["provenance"]["version"] == 2


def test_a_resend_is_judged_and_its_outlet_is_not_carried() -> None:
    """The judge names the story that it repeats; enrichment hears nothing of it."""
    pipeline = whole()
    feed(pipeline, [wire()[2], wire()[2]])
    (duplicate,) = pipeline.messages(DUPLICATES)
    assert isinstance(duplicate, Duplicate)
    assert (duplicate.judgement.verdict, duplicate.judgement.match_version) == (Verdict.RESEND, 2)
    assert len(pipeline.messages(UNIQUE)) == 1


def test_a_release_goes_to_the_lifecycles_own_topic_once() -> None:
    """The item waits no longer when the release has been handled."""
    pipeline = whole(stages=STAGES[:2])
    soon = (START + timedelta(hours=1)).isoformat()
    feed(pipeline, [item("ministry", "rail", 1, "Fares go down.", embargoed_until=soon)])
    assert pipeline.handler("lifecycle").sizes() == {"held": 1}
    pipeline.advance(START + timedelta(hours=1))
    pipeline.run()
    pipeline.advance(START + timedelta(hours=2))
    pipeline.run()
    releases = [message for message in pipeline.messages(ITEMS) if isinstance(message, Release)]
    assert [release.item_key for release in releases] == ["ministry/rail"]
    assert pipeline.handler("lifecycle").sizes() == {"held": 0}


def judgements(records: list[Record], prepared: list[list[Record]]) -> list[Judgement]:
    """Return the judgements of a dedup handler that is shown records in these lists."""
    handler = DedupHandler(DictState(), Settings())
    for some in prepared:
        handler.prepare(some)
    sent = [send.message for record in records for send in handler.handle(record).sends]
    return [message.judgement for message in sent if isinstance(message, UniqueArticle | Duplicate)]


def test_articles_judged_ahead_are_judged_alike() -> None:
    """All at once, some of them, or none; and where one that was shown can't be read."""
    pipeline = whole(stages=STAGES[:3])
    run_wire(pipeline)
    records = pipeline.records(CLEAN)
    alone = judgements(records, [])
    assert len(alone) > 5
    assert judgements(records, [records]) == alone
    assert judgements(records, [records[:3]]) == alone
    assert judgements(records, [records[2:], records]) == alone
    unread = type(records[0])("wire.clean.v1", 0, 10_000, None, b"{", (), 0)
    assert judgements(records, [[unread, *records]]) == alone


def test_what_is_read_ahead_is_bounded() -> None:
    """A record that makes the batch larger than the bound is read when it is handled."""
    pipeline = whole(stages=STAGES[:3])
    feed(pipeline, [item("orbit", "a", 1, FERRY), item("orbit", "b", 1, BLAST)])
    first, second = pipeline.records(CLEAN)
    assert PREPARED_BYTES == 4_000_000
    room = PREPARED_BYTES - len(first.value or b"")
    for size, ahead in ((room, 2), (room + 1, 1)):
        padded = type(second)(
            second.topic, 0, second.offset, None, (second.value or b"").ljust(size), second.headers, 0
        )
        handler = DedupHandler(DictState(), Settings())
        handler.prepare([first, padded])
        assert len(handler._ahead) == ahead


def test_a_feed_sends_its_items_with_the_raw_records_time() -> None:
    """From which the time to publication is measured."""
    pipeline = whole(stages=STAGES[:1])
    pipeline.produce(RAW, wire()[0].value, headers=wire()[0].headers, at=START)
    pipeline.run()
    (sent,) = pipeline.messages(ITEMS)
    assert orjson.loads(sent.model_dump_json())["provenance"]["raw_timestamp_ms"] == int(START.timestamp() * 1000)


def test_every_stage_reports_its_sizes() -> None:
    """By name, as whole numbers, for the metrics."""
    pipeline = whole(Settings(partitions=1))
    run_wire(pipeline)
    sizes = {stage.name: dict(pipeline.handler(stage.name).sizes()) for stage in STAGES}
    assert sizes["clean"]["items"] > 0
    assert sizes["dedup"]["documents"] > 0
    assert sizes["link"]["items"] > 0
    assert all(isinstance(size, int) for named in sizes.values() for size in named.values())
    assert (sizes["intake"], sizes["enrich"], sizes["ledger"]) == ({}, {}, {})


@pytest.mark.parametrize("stage", [stage.name for stage in STAGES])
def test_what_is_no_message_of_the_topic_is_a_dead_letter(stage: str) -> None:
    """At every stage, without an end of the partition."""
    source = stage_named(stage).source
    pipeline = whole(stages=[stage_named(stage)])
    for value in (None, b"", b"{}", b"\xff\xfe", b"[1]", b'{"provenance": {"origin": {"index": -5}}}'):
        pipeline.produce(source, value, headers=(("wf-schema", b""), ("content-type", b"")))
    pipeline.run()
    assert len(pipeline.records(DEAD)) == 6


def test_a_partition_lost_in_a_batch_begins_again_where_it_was() -> None:
    """What was handled and never sent leaves no trace in the table."""
    store: dict[bytes, bytes] = {}
    pipeline = whole(stages=STAGES[:1])
    feed(pipeline, wire())
    options = {"settings": Settings(), "store": store, "partition": 0}
    lost = PartitionProcessor(stage_named("lifecycle"), pipeline._handlers["lifecycle"], **options)  # type: ignore[arg-type]
    for record in pipeline.records(ITEMS):
        lost.process(record, PendingOutput())
    assert store == {}
    outputs = []
    for _ in range(2):
        pending = PendingOutput()
        again = PartitionProcessor(stage_named("lifecycle"), pipeline._handlers["lifecycle"], **options)  # type: ignore[arg-type]
        for record in pipeline.records(ITEMS):
            again.process(record, pending)
        outputs.append(pending.records)
    assert outputs[0] == outputs[1]


def test_the_outlet_of_a_copy_is_carried_to_the_item_that_it_repeats() -> None:
    """Under that item's key, after the article; the copy itself ends as a duplicate."""
    pipeline = whole(stages=STAGES[:4])
    feed(pipeline, [item("orbit", "a", 1, FERRY), item("city", "b", 1, FERRY)])
    assert [
        (type(message), record.key)
        for message, record in zip(pipeline.messages(UNIQUE), pipeline.records(UNIQUE), strict=True)
    ] == [
        (UniqueArticle, b"orbit/a"),
        (Carried, b"orbit/a"),
    ]
    assert outcomes(pipeline)["duplicate"] == 1


def unversioned(provider: str, body: str, **more: str) -> Raw:
    """Return an item of one sender's id that states no version, on a site of its provider."""
    row = {"provider": "orbit", "item_id": "a", "url": f"https://{provider}.example/a", "headline": "Story a"}
    return Raw(orjson.dumps({**row, "body": body, **more}))


def test_a_resend_repeats_the_version_and_takes_the_route_of_what_it_repeats() -> None:
    """Where the sender states no version, and where it comes from another source."""
    pipeline = whole(stages=STAGES[:2])
    feed(pipeline, [unversioned("orbit", FERRY), at(unversioned("mirror", FERRY), 0.1)])
    first, again = pipeline.messages(ACCEPTED)
    assert isinstance(first, WireItem)
    assert isinstance(again, WireItem)
    assert again.provenance.received > first.provenance.received
    assert (again.provenance.version, again.provenance.source) == (first.provenance.version, first.provenance.source)
    assert {record.key for record in pipeline.records(ACCEPTED)} == {first.provenance.source.encode()}


def test_a_resend_of_what_is_held_goes_no_further() -> None:
    """It is a duplicate, and waits for nothing."""
    pipeline = whole(stages=STAGES[:2])
    soon = (START + timedelta(hours=1)).isoformat()
    feed(pipeline, [item("ministry", "rail", 1, "Fares go down.", embargoed_until=soon) for _ in range(2)])
    assert pipeline.messages(ACCEPTED) == []
    assert (outcomes(pipeline)["held"], outcomes(pipeline)["duplicate"]) == (1, 1)
