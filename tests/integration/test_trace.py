"""A trace of the topics on a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiokafka.client import AIOKafkaClient

from streams.ops.administration import topic_states
from streams.ops.trace import open_records, parse_target, trace
from streams.settings import Settings
from tests.running.records import LocalRecords, write_topics
from tests.running.wire import run_wire, whole

if TYPE_CHECKING:
    import pytest

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


async def test_all_topics_are_learned_of_in_few_questions(any_broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client asks for topics that it doesn't know one by one, a tenth of a second after each other."""
    pipeline = whole(Settings(brokers=any_broker, topic_prefix="learning", app_id="learning"))
    run_wire(pipeline)
    await write_topics(pipeline)
    asked = 0
    ask = AIOKafkaClient._metadata_update  # nothing public counts them

    async def counted(client: Any, *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return await ask(client, *rest)

    monkeypatch.setattr(AIOKafkaClient, "_metadata_update", counted)
    async with open_records(pipeline.settings) as records:
        topics = {place.topic for place in records.ends}
    opening, asked = asked, 0
    await topic_states(pipeline.settings)
    assert opening < len(topics)
    assert asked < len(topics)
