"""The paragraph that says what became of an item."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest

from schemas import Incident, Signature, SignaturePlace
from streams.ops.trace import parse_target, trace
from streams.ops.why import common_ground, explain
from streams.topics import ACCEPTED, ITEMS, RAW, SIGNATURES
from tests.running.records import LocalRecords
from tests.running.wire import AFTERWARDS, BLAST, FERRY, FERRY_LATER, JSON, Raw, feed, item, run_wire, whole

if TYPE_CHECKING:
    from streams.pipeline.local import LocalPipeline


@pytest.fixture(scope="module")
def pipeline() -> LocalPipeline:
    """Run the wire on which everything happens to items."""
    done = whole()
    run_wire(done)
    return done


def why(pipeline: LocalPipeline, target: str) -> str:
    """Return the paragraph on what an argument names."""
    asked = parse_target(target, pipeline.settings)
    return " ".join(explain(asyncio.run(trace(LocalRecords(pipeline), pipeline.settings, asked))))


def test_a_copy_names_what_it_repeats(pipeline: LocalPipeline) -> None:
    """With the host that has it, since when, how much is in both, and how much is new."""
    said = why(pipeline, "coast/c-9")
    assert "held back as a copy of meridian/ferry (meridian.example, there since 2026-03-04 08:00 UTC)" in said
    assert "100% of the shorter text is in both, and it adds nothing." in said
    assert 'Both have: "PORT NESSA (Meridian) - A ferry capsized' in said
    assert "Its outlet counts in the incident meridian/ferry, for meridian/ferry. The toll is 19 killed." in said


def test_a_resend_names_the_version_that_came_before(pipeline: LocalPipeline) -> None:
    """And says which version is live."""
    said = why(pipeline, "meridian/ferry")
    assert "Version 2 is live; of what came in last: It was held back as a resend: the same version" in said
    assert "Before it: version 1 published; version 2 published; version 1 superseded (older than" in said


def test_the_effect_on_the_toll_is_told(pipeline: LocalPipeline) -> None:
    """Each change that the item caused, the toll as it is, and which of its figures count."""
    said = why(pipeline, "meridian/ferry")
    assert "killed appeared at 12 at 2026-03-04 08:00 UTC; killed rose from 12 to 19 at 2026-03-04 08:02 UTC." in said
    assert "The toll is 19 killed, and of its figures 19 killed counts." in said
    assert 'It began the incident meridian/ferry "Story ferry", which has no other item.' in said


def test_a_killed_item_says_who_killed_it_and_what_went_with_it(pipeline: LocalPipeline) -> None:
    """The provider's note, the copies, and the incident that it was taken from."""
    said = why(pipeline, "orbit/blast")
    assert 'It was retracted: the item was killed. The provider says: "Kill this story".' in said
    assert "With it went 1 copy: city/q-2." in said
    assert "It was taken from the incident orbit/blast: killed. That incident has no item left." in said


def test_an_item_killed_at_once_is_not_live() -> None:
    """The record that made it live is read together with the tombstone that ended that."""
    pipeline = whole()
    feed(pipeline, [item("orbit", "blast", 1, BLAST), item("orbit", "blast", 2, "", signals=["kill"])])
    assert "is live" not in why(pipeline, "orbit/blast")


def test_an_embargoed_item_says_until_when() -> None:
    """It waits, and nothing else is said of it."""
    pipeline = whole()
    feed(pipeline, [item("ministry", "rail", 1, "The fares fall.", embargoed_until=AFTERWARDS.isoformat())])
    assert "It waits: embargo not passed, until 2026-03-04 14:00:00 UTC." in why(pipeline, "ministry/rail")


def test_an_older_version_says_what_is_live() -> None:
    """Superseded, by which version."""
    pipeline = whole()
    feed(pipeline, [item("meridian", "ferry", 2, FERRY_LATER), item("meridian", "ferry", 1, FERRY)])
    said = why(pipeline, "meridian/ferry")
    assert "It was superseded: older than the version that is live (version 2)." in said


def test_a_refused_record_says_why_and_where_its_bytes_are(pipeline: LocalPipeline) -> None:
    """With the command that shows them."""
    said = why(pipeline, "wire.raw.v1/0/16")
    assert said.startswith("The record wire.raw.v1/0/16 was refused by intake: MalformedItem: not JSON")
    assert "`wirefeed dead show wire.raw.v1/0/16`" in said


def test_an_item_refused_on_its_way_says_by_whom() -> None:
    """An item whose text is all furniture fails at the cleaning."""
    pipeline = whole()
    record = item("coast", "c-1", 1, "Share this article", headline="")
    feed(pipeline, [Raw(record.value, (*JSON, ("wf-provider", b"coast")))])
    said = why(pipeline, "coast/c-1")
    assert "It was refused by clean: EmptyItem" in said
    assert "`wirefeed dead show wire.accepted.v1/0/0`" in said


def test_an_article_without_victims_is_in_no_incident(pipeline: LocalPipeline) -> None:
    """It is live all the same, and its version is named by its time where it has no number."""
    said = why(pipeline, "bulletin/b-1")
    assert "It is live, as the first article of its story: none of the window is like it." in said
    assert "Version of 2026-03-04 08:19:00 UTC is in no incident: it counts no victims" in said


def test_an_update_says_what_it_adds() -> None:
    """And to which story."""
    pipeline = whole()
    feed(pipeline, [item("meridian", "ferry", 1, FERRY), item("meridian", "ferry", 2, FERRY_LATER)])
    assert "It is live, as an update in the story meridian/ferry: it adds 1 number." in why(pipeline, "meridian/ferry")


def test_an_item_under_way_has_not_ended() -> None:
    """It says which stage has not read it."""
    done = whole()
    feed(done, [item("orbit", "blast", 1, BLAST)])
    waiting = whole(stages=())
    for spec in (RAW, ITEMS, ACCEPTED):
        for record in done.records(spec):
            waiting.produce(spec, record.value, key=record.key, headers=record.headers, at=record.at)
    assert "It is under way and has not ended yet." in why(waiting, "orbit/blast")


def test_what_an_article_shares_with_its_incident(pipeline: LocalPipeline) -> None:
    """The story, the place, the day and the numbers of others, as far as they are the same."""
    own = next(each for each in pipeline.messages(SIGNATURES) if isinstance(each, Signature))
    claim_of_own = Incident(incident_id="x/1", language="en", updated=AFTERWARDS)
    assert common_ground(own, claim_of_own) == []
    day = own.event.days[0]
    alike = claim_of_own.model_copy(
        update={
            "stories": ("x/1", own.judgement.story_id),
            "place": SignaturePlace(name=own.places[0].name),
            "start": day,
        }
    )
    assert common_ground(own, alike) == [
        "the story meridian/ferry",
        f"the place {own.places[0].name}",
        f"the day {day.day} {day:%B %Y}",
    ]
    elsewhere = alike.model_copy(update={"place": SignaturePlace(name="Elsewhere"), "start": date(2020, 1, 1)})
    assert common_ground(own, elsewhere) == ["the story meridian/ferry"]
