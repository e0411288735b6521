"""A trace of the topics on a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.ops.trace import open_records, parse_target, trace
from streams.settings import Settings
from tests.running.records import LocalRecords, write_topics
from tests.running.wire import run_wire, whole

if TYPE_CHECKING:
    from streams.ops.trace import Hop, Trace

TARGETS = (
    "meridian/ferry",
    "coast/c-9",
    "orbit/blast",
    "ministry/rail",
    "ministry/tax",
    "https://city.example/q-2",
    "raw/0/16",
    "bulletin/b-1",
)


def place(hop: Hop) -> tuple[object, ...]:
    """Return where a step stands and what is said of it."""
    return (hop.topic, hop.partition, hop.offset, hop.at, hop.version, hop.text, hop.outcome, hop.rule)


def told(found: Trace) -> tuple[object, ...]:
    """Return what a trace says, but for notes on what workers have read: here there are none."""
    return ([place(hop) for hop in found.hops], found.versions, found.incidents, dict(found.related))


async def test_a_broker_tells_what_the_driver_in_memory_tells(any_broker: str) -> None:
    """Seeking by time, stopping early and reading several topics at once leave nothing out and add nothing.

    The probe fetches nothing meanwhile: what it is asked would wait behind its fetches, and a trace take seconds more.
    """
    pipeline = whole(Settings(brokers=any_broker, topic_prefix="tracing", app_id="tracing", publish_ninjs=True))
    run_wire(pipeline)
    settings = pipeline.settings
    assert await write_topics(pipeline) > len(TARGETS)
    for target in TARGETS:
        asked = parse_target(target, settings)
        async with open_records(settings) as records:
            found = await trace(records, settings, asked)
            assert records.probe.assignment() == set()
        assert told(found) == told(await trace(LocalRecords(pipeline), settings, asked)), target
