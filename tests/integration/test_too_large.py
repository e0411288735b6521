"""Records that the broker takes of no client, and records as large as it takes: the stream goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from schemas import DeadLetter
from streams.ops.connection import connected_admin, connected_producer
from streams.pipeline import STAGES
from streams.runner.out_record import RECORD_OVERHEAD
from streams.topics import record_limit, topic_named
from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from streams.settings import Settings
    from tests.running.pipeline import Pipeline

JSON = (("content-type", b"application/json"),)
LIMITS = {"items": 900_000, "accepted": 700_000, "clean": 500_000, "current": 300_000, "dead": 600_000}
"""What the broker takes of a topic here; our settings ask for 20 MB each."""
SIZES = {"intake": 1_000_000, "lifecycle": 800_000, "clean": 600_000, "enrich": 400_000}
"""Sizes of an article that is first too large at this stage."""


def article(name: str, size: int) -> Raw:
    """Return an article with a text of so many characters, which no other one has a sentence of."""
    sentences = (
        f"The {name}{number} buoy of {name} bay, {name}{number}a, was {name}{number}b." for number in range(size // 30)
    )
    text = " ".join(sentences)[:size]
    fields = {"provider": "meridian", "item_id": name, "version": 1, "title": f"The {name} bay has {name} buoys"}
    return Raw(orjson.dumps({**fields, "text": text}), JSON, name.encode())


async def lower(settings: Settings, limits: Mapping[str, int]) -> None:
    """Let the broker take records of so many bytes on these topics and no larger ones."""
    async with connected_admin(settings) as admin:
        await admin.alter_configs(
            [
                ConfigResource(
                    ConfigResourceType.TOPIC,
                    topic_named(name).full_name(settings),
                    configs={"max.message.bytes": str(limit)},
                )
                for name, limit in limits.items()
            ]
        )


@pytest.mark.kafka
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("delivery", "known"), [("exactly_once", False), ("at_least_once", True)])
async def test_a_record_that_the_broker_refuses_for_its_size_costs_one_dead_letter(
    kafka_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]], delivery: str, *, known: bool
) -> None:
    """At whatever stage its output is too large; articles before and after it are published, and the worker lives.

    Where the limits are not those that the worker found at its start, it learns them from what the broker refuses.
    """
    pipeline = await make_pipeline(kafka_broker, delivery=delivery)
    if known:
        await lower(pipeline.settings, LIMITS)
    worker = pipeline.start_worker()
    await pipeline.feed([article("first", 300)])
    await pipeline.until_done(1)
    await lower(pipeline.settings, LIMITS)
    records = []
    for stage, size in SIZES.items():
        records += [article(stage, size), article(f"after{stage}", 300)]
    await pipeline.feed(records)
    status = await pipeline.until_done(1 + len(records), seconds=240)
    letters = [letter for letter in await pipeline.messages("dead") if isinstance(letter, DeadLetter)]
    assert sorted({(letter.stage, letter.error) for letter in letters}) == sorted(
        (stage, "ItemTooLarge") for stage in SIZES
    )
    assert len({letter.id for letter in letters}) == len(SIZES)
    assert outcomes(status)["refused"] == len(SIZES)
    assert outcomes(status)["published"] == 1 + len(SIZES)
    assert sorted(await pipeline.compacted("current")) == sorted(
        f"meridian/{name}" for name in ("first", *(f"after{stage}" for stage in SIZES))
    )
    assert worker.process.poll() is None
    assert "Crashed" not in worker.log.read_text()


@pytest.mark.timeout(300)
async def test_records_as_large_as_the_broker_takes_are_read_on_every_topic(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Nobody can make anything of them: each is a dead letter, which leaves out the bytes."""
    pipeline = await make_pipeline(any_broker)
    worker = pipeline.start_worker()
    largest = b"x" * (record_limit(pipeline.settings) - RECORD_OVERHEAD)
    async with connected_producer(pipeline.settings) as producer:
        for stage in STAGES:
            await producer.send_and_wait(stage.source.full_name(pipeline.settings), largest, partition=0)
    await pipeline.feed([article("after", 300)])
    await pipeline.until(lambda status: outcomes(status)["published"] == 1, seconds=240)
    letters = [letter for letter in await pipeline.messages("dead") if isinstance(letter, DeadLetter)]
    assert sorted(letter.stage for letter in letters) == sorted(stage.name for stage in STAGES)
    assert all(letter.truncated and letter.value is None for letter in letters)
    assert worker.process.poll() is None
