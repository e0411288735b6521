"""The trace of an item: every step, how each version ended and by what rule, and what is not there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from streams.ops.errors import OperationFailed
from streams.ops.trace import parse_target, trace
from streams.ops.trace.view import COLUMNS, rows, summary, trace_json
from streams.runner import Outcome
from streams.settings import Settings
from streams.topics import ACCEPTED, INCIDENTS, ITEMS, RAW
from tests.running.records import LocalRecords
from tests.running.wire import AFTERWARDS, BLAST, FERRY, feed, item, run_wire, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.ops.trace import Query, Trace
    from streams.pipeline.local import LocalPipeline
    from streams.runner import Record

KEYS = ("meridian/ferry", "coast/c-9", "orbit/blast", "city/q-2", "ministry/rail", "ministry/tax", "orbit/late")


@pytest.fixture(scope="module")
def pipeline() -> LocalPipeline:
    """Run the wire on which everything happens to items."""
    done = whole(keep_tallies=True)
    run_wire(done)
    return done


def traced(pipeline: LocalPipeline, target: str, records: LocalRecords | None = None) -> Trace:
    """Return the trace of what an argument names."""
    asked = parse_target(target, pipeline.settings)
    return asyncio.run(trace(records or LocalRecords(pipeline), pipeline.settings, asked))


def places(found: Trace, version: int = 0) -> list[str]:
    """Return the topics that the steps of one version are on."""
    return [hop.topic for hop in found.of_version(found.versions[version].origin)]


def test_a_published_version_is_followed_from_raw_to_the_alert(pipeline: LocalPipeline) -> None:
    """Every record that was made of it is a step, in the order of the flow."""
    flow = ["raw", "items", "accepted", "clean", "unique", "enriched", "signatures", "linked", "incidents", "alerts"]
    found = traced(pipeline, "meridian/ferry")
    assert places(found) == flow
    assert places(found, 1) == [*flow[:6], "current", *flow[6:]]


def test_what_is_published_as_ninjs_is_a_step_too() -> None:
    """Where it is asked for, the item on `ninjs` follows the one on `current`, and so does its tombstone."""
    done = whole(Settings(publish_ninjs=True))
    feed(done, [item("orbit", "blast", 1, BLAST)])
    live = {"current", "ninjs"}
    assert [topic for topic in places(traced(done, "orbit/blast")) if topic in live] == ["current", "ninjs"]
    feed(done, [item("orbit", "blast", 2, "", signals=["kill"])])
    assert [topic for topic in places(traced(done, "orbit/blast"), 1) if topic in live] == ["current", "ninjs"]


def test_an_incident_is_shown_as_it_is_after_what_came_later(pipeline: LocalPipeline) -> None:
    """The state that an item brought about is its step; the incident has what was linked after it."""
    found = traced(pipeline, "meridian/ferry")
    steps = [hop for hop in found.hops if hop.topic == INCIDENTS.name]
    latest = pipeline.compacted(INCIDENTS)["meridian/ferry"]
    assert found.incidents == {"meridian/ferry": latest}
    assert [hop.message == latest for hop in steps] == [False, True]


def test_no_state_of_an_incident_is_read_before_the_item_came_to_it(pipeline: LocalPipeline) -> None:
    """Its partition is entered by the time of what was linked, and left at the state that shows it."""
    states = pipeline.records(INCIDENTS)
    asked: list[Record] = []

    class Watched(LocalRecords):
        async def find(self, queries: Sequence[Query]) -> list[list[Record]]:
            found = await super().find(queries)
            for query, records in zip(queries, found, strict=True):
                asked.extend(records if query.topic is INCIDENTS else ())
            return found

    traced(pipeline, "coast/c-9", Watched(pipeline))
    assert 0 < len(asked) <= 2 < len(states)


@pytest.fixture(scope="module")
def ends(pipeline: LocalPipeline) -> dict[tuple[int, int], Outcome | None]:
    """Return how each item of the wire ended by the account."""
    return {(tally.origin.offset, tally.origin.index): tally.outcome for tally in pipeline.take_tallies()}


@pytest.mark.parametrize("key", [*KEYS, "bulletin/b-1", "bulletin/b-3"])
def test_a_version_ends_as_the_account_says(
    pipeline: LocalPipeline, ends: dict[tuple[int, int], Outcome | None], key: str
) -> None:
    """Whatever happened to it: the trace works it out from other records than the account."""
    found = traced(pipeline, key)
    assert found.versions
    for version in found.versions:
        assert version.outcome == ends[version.origin.offset, version.origin.index], version


@pytest.mark.parametrize(
    ("key", "version", "rule"),
    [
        ("meridian/ferry", 2, "older than the version that is live (version 2)"),
        ("meridian/ferry", 3, "100% of the shorter text is in both"),
        ("coast/c-9", 0, "100% of the shorter text is in both; adds nothing"),
        ("orbit/blast", 2, "killed by the provider"),
        ("orbit/blast", 3, "the item was killed"),
        ("ministry/rail", 0, "replaced by version 2 while it waited"),
        ("ministry/tax", 0, "version 2: killed by the provider"),
    ],
)
def test_the_rule_by_which_a_version_ended_is_named(pipeline: LocalPipeline, key: str, version: int, rule: str) -> None:
    """The decision of the lifecycle or of the judge, in words."""
    assert traced(pipeline, key).versions[version].rule == rule


def test_a_version_that_went_on_has_the_rule_of_the_lifecycle(pipeline: LocalPipeline) -> None:
    """It stands at the record that the lifecycle wrote."""
    rules = {hop.version: hop.rule for hop in traced(pipeline, "orbit/blast").hops if hop.topic == "accepted"}
    assert rules == {1: "first version of the item", 2: "newer version", 3: "killed by the provider"}


def test_a_decision_that_sent_nothing_is_a_step(pipeline: LocalPipeline) -> None:
    """It stands at the record that was read, and between that and the release in time."""
    steps = list(traced(pipeline, "ministry/rail").of_version(traced(pipeline, "ministry/rail").versions[1].origin))
    assert [(hop.stage, hop.topic, hop.written) for hop in steps[:5]] == [
        ("sender", "raw", True),
        ("intake", "items", True),
        ("lifecycle", "items", False),
        ("lifecycle", "items", True),
        ("lifecycle", "accepted", True),
    ]
    assert steps[2].rule == "embargo not passed, until 2026-03-04 10:00:00 UTC"


def test_a_held_item_has_no_further_steps() -> None:
    """What waits under an embargo is on no later topic, and is not in flight."""
    pipeline = whole()
    feed(pipeline, [item("ministry", "rail", 1, "The fares fall.", embargoed_until=AFTERWARDS.isoformat())])
    found = traced(pipeline, "ministry/rail")
    assert places(found) == ["raw", "items", "items"]
    assert found.versions[0].outcome is Outcome.HELD
    assert not found.notes


def test_a_tombstone_belongs_to_the_kill(pipeline: LocalPipeline) -> None:
    """The record that ends the live version names no version itself."""
    found = traced(pipeline, "orbit/blast")
    assert [hop.version for hop in found.hops if hop.topic == "current"] == [3]


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("https://orbit.example/late", "orbit/late"),
        ("http://orbit.example/late?utm_source=mail", "orbit/late"),
        ("wire.raw.v1/0/5", "orbit/blast"),
        ("raw/0/19/2", "bulletin/b-3"),
        ("clean/0/3", "meridian/ferry"),
        ("items/0/18", "ministry/rail"),
        (" coast/c-9 ", "coast/c-9"),
    ],
)
def test_an_item_is_found_by_address_and_by_place(pipeline: LocalPipeline, target: str, key: str) -> None:
    """Its id, an address with or without what tracks readers, and the place of any of its records."""
    assert traced(pipeline, target).item_key == key


@pytest.mark.parametrize("target", ["wire.raw.v1/0/16", "dead/0/0"])
def test_a_record_that_was_refused_shows_its_dead_letter(pipeline: LocalPipeline, target: str) -> None:
    """By the id of the letter, which is the record's place, and by the place of the letter."""
    found = traced(pipeline, target)
    assert found.item_key is None
    assert [(hop.stage, hop.topic) for hop in found.hops] == [("sender", "raw"), ("intake", "dead")]
    assert found.hops[1].outcome is Outcome.REFUSED
    assert (found.hops[1].rule or "").startswith("MalformedItem: not JSON")


def test_a_record_of_several_items_names_them(pipeline: LocalPipeline) -> None:
    """Each of them can be traced; the one that was refused is in the dead letter."""
    found = traced(pipeline, "raw/0/19")
    assert found.notes == ("it holds 2 items; trace one of them: bulletin/b-1, bulletin/b-3",)
    assert traced(pipeline, "raw/0/19/1").notes == ("its item 1 was not read",)


def test_a_refused_neighbour_is_no_end_of_an_item(pipeline: LocalPipeline) -> None:
    """The dead letter of the package is shown, and the item was published."""
    found = traced(pipeline, "bulletin/b-1")
    assert [hop.outcome for hop in found.hops if hop.topic == "dead"] == [None]
    assert found.versions[0].outcome is Outcome.PUBLISHED


@pytest.mark.parametrize("asked", ["merdian/ferry", "ferry"])
def test_an_unknown_item_has_the_nearest_ids(pipeline: LocalPipeline, asked: str) -> None:
    """A letter that is wrong, and an id without its provider."""
    with pytest.raises(
        OperationFailed, match=r"there is no item .* keeps the last 7 days.*the nearest: meridian/ferry"
    ):
        traced(pipeline, asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("raw/0/20", "there is no record wire.raw.v1/0/20 yet: the next one there is 20"),
        ("https://orbit.example/nowhere", "no item on items has the address https://orbit.example/nowhere"),
        ("incidents/2/0", "is about no single item"),
    ],
)
def test_what_is_not_there_is_said(pipeline: LocalPipeline, asked: str, said: str) -> None:
    """A place that has no record yet, an address that no item has, and a record that is about no item."""
    with pytest.raises(OperationFailed, match=said):
        traced(pipeline, asked)


def test_a_raw_record_that_retention_took_is_said_to_be_gone(pipeline: LocalPipeline) -> None:
    """The steps after it are there all the same."""
    found = traced(pipeline, "coast/c-9", LocalRecords(pipeline, lost=2))
    assert places(found)[0] == "items"
    assert found.notes == ("wire.raw.v1/0/1 is there no more: the topic keeps 7 days, and begins at 2 by now",)


def test_an_item_in_flight_says_who_has_not_read_it() -> None:
    """The stage, how far it has got, and where the record stands."""
    pipeline = whole()
    feed(pipeline, [item("meridian", "ferry", 1, FERRY)])
    waiting = whole(stages=())
    for spec in (RAW, ITEMS, ACCEPTED):
        for record in pipeline.records(spec):
            waiting.produce(spec, record.value, key=record.key, headers=record.headers, at=record.at)
    found = traced(waiting, "meridian/ferry", LocalRecords(waiting, read_to={"wire.accepted.v1": 0}))
    assert found.versions[0].outcome is None
    assert found.notes == ("version 1 is in flight: clean has got to 0 on wire.accepted.v1/0, and the record is at 0",)


def test_rows_are_as_wide_as_the_table(pipeline: LocalPipeline) -> None:
    """Each step has a cell for each column, and each version a line."""
    found = traced(pipeline, "orbit/blast")
    assert {len(row) for row in rows(found)} == {len(COLUMNS)}
    assert summary(found)[2:] == [
        "version 3: retracted - killed by the provider",
        "version 4: retracted - the item was killed",
    ]


def test_json_names_topics_as_the_broker_does(pipeline: LocalPipeline) -> None:
    """With the coordinates of each record."""
    shown = trace_json(traced(pipeline, "coast/c-9"), pipeline.settings)
    assert shown["versions"][0]["outcome"] == "duplicate"
    first = shown["hops"][0]
    assert (first["topic"], first["partition"], first["offset"]) == (RAW.full_name(pipeline.settings), 0, 1)
