"""Enrichment runs on several partitions, and whatever their pace, linking takes articles in the order of the judge."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import SCHEMA_HEADER, Carried, Signature, Skip, encode, schema_name
from streams.agents import HANDLERS, LinkHandler
from streams.pipeline import STAGES, stage_named
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ALERTS, DEAD, INCIDENTS, LINKED, RAW, SIGNATURES, TOPICS, UNIQUE
from tests.running.wire import BLAST, FERRY, START, Raw, end, item, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemas import Message, Retraction
    from streams.runner import OpenHandler, Record, Send

WAIT = timedelta(seconds=120)


def reports() -> list[Raw]:
    """Return reports of two incidents by several outlets, with versions, a copy, a kill and a late correction."""
    tarn = "a ferry that struck a reef off the island of Tarn"
    quetta = "a bomb in a handcart at the vegetable market in Quetta"
    return [
        item("meridian", "m-1", 1, FERRY),
        item("coast", "c-1", 1, f"PORT NESSA - Divers found two more bodies in {tarn} on Tuesday; 14 drowned."),
        item("orbit", "o-1", 1, BLAST),
        item("city", "x-1", 1, FERRY),
        item("harbour", "h-1", 1, f"PORT NESSA - At least 15 people died on {tarn} on Tuesday, the mayor said."),
        item("gazette", "g-2", 1, f"QUETTA - Eight people were killed by {quetta} on Tuesday, hospitals said."),
        item("meridian", "m-1", 2, FERRY.replace("12 people drowned", "16 people drowned")),
        item("courier", "k-2", 1, f"QUETTA - The army said {quetta} on Tuesday killed nine people."),
        item("coast", "c-1", 2, "", signals=["kill"]),
        item("orbit", "o-1", 2, BLAST.replace("seven", "six"), signals=["correction"]),
        item("herald", "d-2", 1, f"PORT NESSA - The toll of {tarn} rose to 17 on Tuesday, police said."),
        item("echo", "e-1", 1, f"QUETTA - A wounded trader died, so that {quetta} on Tuesday killed ten people."),
    ]


def turns_of(picks: Sequence[int]) -> Callable[[str, Sequence[int]], int]:
    """Return what lets the partitions of enrichment take turns as the numbers say."""
    left = list(picks)

    def turn(stage: str, partitions: Sequence[int]) -> int:
        if stage != "enrich" or not left:
            return partitions[0]
        return partitions[left.pop() % len(partitions)]

    return turn


def feed_at_once(pipeline: LocalPipeline) -> None:
    """Run the reports so that all of them wait for enrichment at once."""
    for record in reports():
        pipeline.produce(RAW, record.value, headers=record.headers, at=START)
    pipeline.run()


def run(pipeline: LocalPipeline) -> dict[str, Any]:
    """Return what comes of the reports."""
    feed_at_once(pipeline)
    return {
        **end(pipeline),
        "linked": linked(pipeline),
        "alerts": alerts(pipeline),
    }


def linked(pipeline: LocalPipeline) -> list[bytes]:
    """Return the claims that were linked, in their order."""
    return [encode(message) for message in pipeline.messages(LINKED)]


def alerts(pipeline: LocalPipeline) -> dict[bytes, list[bytes]]:
    """Return the alerts of each incident in their order."""
    found: dict[bytes, list[bytes]] = {}
    for record in pipeline.records(ALERTS):
        found.setdefault(record.key or b"", []).append(record.value or b"")
    return found


@cache
def in_order() -> dict[str, Any]:
    """Return what comes of the reports where enrichment handles them in the order of the judge."""
    return run(whole())


def test_the_reports_are_of_two_incidents_on_all_partitions() -> None:
    """So that the pace of the partitions could matter."""
    pipeline = whole()
    assert run(pipeline) == in_order()
    assert len(in_order()["incidents"]) == 2
    assert {record.partition for record in pipeline.records(UNIQUE)} == {0, 1, 2, 3}
    orders = [message.order for message in pipeline.messages(UNIQUE)]  # type: ignore[attr-defined]
    assert orders == list(range(len(reports())))


@pytest.mark.parametrize("picks", [[3] * 40, [0, 1, 2, 3] * 10])
def test_the_pace_of_the_partitions_changes_nothing(picks: list[int]) -> None:
    """The same claims in the same order, so the same incidents, tolls, alerts and ids; states and account too."""
    assert run(whole(batch=1, turn=turns_of(picks))) == in_order()


@given(st.permutations(range(12)), st.booleans())
@settings(max_examples=30)
def test_any_arrival_at_linking_gives_the_same_incidents(arrival: list[int], restarts: bool) -> None:
    """With a restart after every record too: what waits for its turn waits in the state."""
    pipeline = whole(stages=STAGES[5:])
    for place in arrival:
        record = signatures()[place]
        pipeline.produce(SIGNATURES, record.value, key=record.key, headers=record.headers, at=START)
        pipeline.run()
        if restarts:
            pipeline.restart()
    assert linked(pipeline) == in_order()["linked"]
    assert alerts(pipeline) == in_order()["alerts"]
    assert {key: encode(message) for key, message in pipeline.compacted(INCIDENTS).items()} == in_order()["incidents"]


@cache
def signatures() -> list[Record]:
    """Return the records of `wire.signatures` in the order of the judge."""
    pipeline = whole(stages=STAGES[:5])
    feed_at_once(pipeline)
    return pipeline.records(SIGNATURES)


def linking(
    records: Sequence[Record], *, handlers: Mapping[str, OpenHandler] = HANDLERS, **options: Any
) -> LocalPipeline:
    """Return a driver of linking that has read records."""
    pipeline = LocalPipeline(
        Settings(partitions=1, **options), stages=[stage_named("link")], handlers=handlers, keep=TOPICS
    )
    pipeline.now = START
    for record in records:
        pipeline.produce(SIGNATURES, record.value, key=record.key, headers=record.headers)
    pipeline.run()
    return pipeline


def at(pipeline: LocalPipeline, elapsed: timedelta) -> None:
    """Let so much time pass since the start, and handle what comes of it."""
    pipeline.advance(START + elapsed)
    pipeline.run()


def test_what_is_missing_is_waited_for_and_then_passed_over() -> None:
    """After `link_wait_seconds`; when it comes, it is linked like any other."""
    first, *rest = signatures()
    pipeline = linking(rest)
    assert linked(pipeline) == []
    assert pipeline.handler("link").sizes()["waiting"] == len(rest)
    at(pipeline, timedelta(0))
    at(pipeline, WAIT - timedelta(milliseconds=1))
    assert linked(pipeline) == []
    at(pipeline, WAIT)
    (passed,) = [message for message in pipeline.messages(SIGNATURES) if isinstance(message, Skip)]
    assert (passed.order, passed.through) == (0, 0)
    without = linked(pipeline)
    assert without != []
    assert pipeline.handler("link").sizes()["waiting"] == 0
    pipeline.produce(SIGNATURES, first.value, key=first.key, headers=first.headers)
    pipeline.run()
    assert len(linked(pipeline)) > len(without)


def test_whoever_reads_the_topic_again_takes_the_same_order() -> None:
    """The end of the waiting is a record among the others, so that no clock is needed."""
    first, *rest = signatures()
    pipeline = linking(rest)
    at(pipeline, timedelta(0))
    at(pipeline, WAIT)
    pipeline.produce(SIGNATURES, first.value, key=first.key, headers=first.headers)
    pipeline.run()
    assert linked(linking(pipeline.records(SIGNATURES))) == linked(pipeline)


def test_a_skip_for_an_article_that_waits_does_not_take_its_place() -> None:
    """Enrichment sends one where it meets an older version again after a crash; the article came first."""
    first, *rest = signatures()
    again = [skip_of(record) for record in rest]
    assert linked(linking([*rest, *again, first, *again])) == linked(linking(signatures()))


def skip_of(record: Record) -> Record:
    """Return what takes the place of an article."""
    order = orjson.loads(record.value or b"")["order"]
    headers = ((SCHEMA_HEADER, schema_name(Skip).encode()),)
    return type(record)(record.topic, record.partition, 0, record.key, encode(Skip(order=order)), headers, 0)


@pytest.mark.parametrize(("most", "goes_on"), [(11, False), (10, True)])
def test_no_more_than_a_number_of_articles_wait(most: int, goes_on: bool) -> None:
    """With one more than `link_wait_records`, the missing one is waited for no longer."""
    _, *rest = signatures()
    assert len(rest) == 11
    assert (linked(linking(rest, link_wait_records=most)) != []) is goes_on


def test_messages_without_a_number_are_linked_as_they_come() -> None:
    """Those of older versions of the program, among numbered ones that wait."""
    records = signatures()
    plain = [without_number(record) for record in records]
    assert linked(linking(plain)) == linked(linking(records))
    assert linked(linking([*records[1:], *plain])) == linked(linking(plain))


def without_number(record: Record) -> Record:
    """Return a record as an older version wrote it."""
    value = (record.value or b"").replace(b'"order":', b'"unknown":')
    return type(record)(record.topic, record.partition, 0, record.key, value, record.headers, record.timestamp_ms)


def test_a_dead_letter_at_enrichment_is_not_waited_for() -> None:
    """Something that says so takes its place, and its replay is linked when it comes."""
    pipeline = whole(stages=STAGES[:4])
    feed_at_once(pipeline)
    enrich = whole(Settings(max_item_bytes=1), stages=STAGES[4:])
    for record in pipeline.records(UNIQUE):
        large = (record.value or b"").replace(b'"headline":"Story g-2"', b'"headline":"%s"' % (b"x" * 1_100_000))
        enrich.produce(UNIQUE, large, key=record.key, headers=record.headers)
    enrich.run()
    assert len(enrich.records(DEAD)) == 1
    messages: list[Message] = enrich.messages(SIGNATURES)
    assert messages[5] == Skip(order=5)
    assert isinstance(messages[6], Signature)
    before = linked(enrich)
    assert enrich.handler("link", signatures()[0].partition).sizes()["waiting"] == 0
    (refused,) = [record for record in pipeline.records(UNIQUE) if record.key == b"gazette/g-2"]
    enrich.produce(UNIQUE, refused.value, key=refused.key, headers=refused.headers)
    enrich.run()
    assert len(linked(enrich)) > len(before)


def test_a_dead_letter_at_linking_is_not_waited_for() -> None:
    """Neither one that fails at its turn nor one that has waited; each costs itself alone."""
    records = signatures()
    copies = [record for record in records if record.header(SCHEMA_HEADER) == "Carried/1"]
    assert copies != []
    without = linked(linking([without_number(record) for record in records if record not in copies]))
    for arrival in (records, records[::-1]):
        pipeline = linking(arrival, handlers={"link": WithoutCopies})
        assert [b"ValueError" in (letter.value or b"") for letter in pipeline.records(DEAD)] == [True] * len(copies)
        assert pipeline.handler("link").sizes()["waiting"] == 0
        assert linked(pipeline) == without


class WithoutCopies(LinkHandler):
    """Fails at every copy, when it has been linked."""

    def _link(self, language: str, message: Signature | Carried | Retraction | Skip) -> tuple[Send, ...]:
        sends = super()._link(language, message)
        if isinstance(message, Carried):
            raise ValueError("a copy")  # noqa: TRY004  # any error
        return sends


def test_a_withdrawn_or_older_version_is_not_waited_for() -> None:
    """Enrichment sends nothing to link for it but its number."""
    pipeline = whole(stages=STAGES[:4])
    feed_at_once(pipeline)
    records = pipeline.records(UNIQUE)
    again = [record for record in records if record.key in {b"meridian/m-1", b"coast/c-1"}]
    enrich = whole(stages=[stage_named("enrich")])
    for record in reversed(again):
        enrich.produce(UNIQUE, record.value, key=record.key, headers=record.headers)
    enrich.run()
    skipped = [message.order for message in enrich.messages(SIGNATURES) if isinstance(message, Skip)]
    assert skipped == [1, 0]
