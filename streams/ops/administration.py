"""Creates and describes the topics of the flow, and the changelog topics of the workers' state."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from aiokafka import TopicPartition
from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from streams.ops.connection import connected_admin, connected_probe, offset_bounds
from streams.ops.errors import OperationFailed
from streams.ops.wording import counted
from streams.pipeline import changelog_topics
from streams.topics import (
    ALERTS,
    DEAD,
    TOPICS,
    counts_topic,
    deliveries_topic,
    feeds_topic,
    record_limit,
    replays_topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiokafka.admin import AIOKafkaAdminClient

    from streams.settings import Settings

VISIBLE_SECONDS: Final = 20.0
UNKNOWN_TOPIC: Final = 3


class Outcome(StrEnum):
    """What became of a topic that was to be created."""

    CREATED = "created"
    EXISTS = "exists"
    MISMATCH = "mismatch"
    """It exists with another number of partitions. Workers refuse topics that don't fit together."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTopic:
    """A topic that workers need."""

    name: str
    partitions: int
    config: Mapping[str, str]
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOutcome:
    """A planned topic and what became of it."""

    name: str
    partitions: int
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicState:
    """A topic as it is on the broker. `records` counts offsets, with those that compaction has removed."""

    name: str
    exists: bool
    partitions: int = 0
    replication: int = 0
    records: int = 0
    purpose: str = ""


def planned_topics(settings: Settings) -> tuple[PlannedTopic, ...]:
    """Return every topic that workers need, the flow's first, then counts and changelogs."""
    limit = {"max.message.bytes": str(record_limit(settings))}
    planned = [
        PlannedTopic(
            name=spec.full_name(settings),
            partitions=spec.partitions(settings),
            config={**spec.config(), **limit},
            purpose=spec.purpose,
        )
        for spec in TOPICS
    ]
    planned.append(
        PlannedTopic(
            name=counts_topic(settings), partitions=1, config={"cleanup.policy": "compact"}, purpose="counts of workers"
        )
    )
    planned += [replays(settings), deliveries(settings), feed_states(settings)]
    known = {topic.name for topic in planned}
    planned += [topic for topic in _state_topics(settings, limit) if topic.name not in known]
    return tuple(planned)


def replays(settings: Settings) -> PlannedTopic:
    """Return the topic of the dead letters that were put back; it keeps an id as long as the letter itself is kept."""
    return PlannedTopic(
        name=replays_topic(settings), partitions=1, config=DEAD.config(), purpose="dead letters that were put back"
    )


def deliveries(settings: Settings) -> PlannedTopic:
    """Return the topic of what receivers of alerts know; an incident's state has the partition of its alerts."""
    return PlannedTopic(
        name=deliveries_topic(settings),
        partitions=ALERTS.partitions(settings),
        config={"cleanup.policy": "compact"},
        purpose="what receivers of alerts know",
    )


def feed_states(settings: Settings) -> PlannedTopic:
    """Return the topic of what is known of feeds: how they do, and where to go on."""
    return PlannedTopic(
        name=feeds_topic(settings), partitions=1, config={"cleanup.policy": "compact"}, purpose="what is known of feeds"
    )


async def create_topics(settings: Settings, planned: Iterable[PlannedTopic] | None = None) -> tuple[TopicOutcome, ...]:
    """Create the missing topics, and return once the broker shows all of them. Existing ones are left as they are.

    Raises `BrokerUnreachable` and, where created topics don't appear, `OperationFailed`.
    """
    topics = tuple(planned if planned is not None else planned_topics(settings))
    async with connected_admin(settings) as admin:
        existing = await _partition_counts(admin, [topic.name for topic in topics])
        missing = [topic for topic in topics if topic.name not in existing]
        refused = await _create(admin, missing, settings.replication) if missing else {}
        await _wait_until_visible(admin, [topic.name for topic in missing if topic.name not in refused])
    return tuple(_outcome(topic, existing.get(topic.name), refused.get(topic.name)) for topic in topics)


async def topic_states(settings: Settings) -> tuple[TopicState, ...]:
    """Return each planned topic as it is on the broker. Raises `BrokerUnreachable`."""
    topics = planned_topics(settings)
    async with connected_admin(settings) as admin:
        described = await admin.describe_topics([topic.name for topic in topics])
    found = {str(entry["topic"]): entry["partitions"] for entry in described if not entry["error_code"]}
    partitions = [TopicPartition(name, part["partition"]) for name, parts in found.items() for part in parts]
    async with connected_probe(settings) as probe:
        begins, ends = await offset_bounds(probe, partitions)
    records = dict.fromkeys(found, 0)
    for partition in partitions:
        records[partition.topic] += ends[partition] - begins[partition]
    return tuple(
        TopicState(
            name=topic.name,
            exists=topic.name in found,
            partitions=len(found.get(topic.name, ())),
            replication=max((len(part["replicas"]) for part in found.get(topic.name, ())), default=0),
            records=records.get(topic.name, 0),
            purpose=topic.purpose,
        )
        for topic in topics
    )


async def partition_count(settings: Settings, name: str) -> int:
    """Return the number of a topic's partitions. Raises `BrokerUnreachable`, or `OperationFailed` if it isn't there."""
    async with connected_admin(settings) as admin:
        return await _count_of(admin, settings, name)


async def topic_config(settings: Settings, name: str) -> dict[str, str]:
    """Return the broker's settings of a topic. Raises `BrokerUnreachable`, or `OperationFailed` if it has none."""
    async with connected_admin(settings) as admin:
        await _count_of(admin, settings, name)
        responses = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    config: dict[str, str] = {}
    for response in responses:
        for resource in response.to_object()["resources"]:
            config |= {entry["config_names"]: str(entry["config_value"]) for entry in resource["config_entries"]}
    return config


def _state_topics(settings: Settings, limit: Mapping[str, str]) -> list[PlannedTopic]:
    return [
        PlannedTopic(name=name, partitions=partitions, config={**limit, **config}, purpose="state of workers")
        for name, partitions, config in changelog_topics(settings)
    ]


async def _partition_counts(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, int]:
    # Asking for all topics: a broker with auto.create.topics.enable would create those that are asked for by name.
    wanted = set(names)
    described = await admin.describe_topics()
    return {
        entry["topic"]: len(entry["partitions"])
        for entry in described
        if entry["topic"] in wanted and entry["error_code"] != UNKNOWN_TOPIC
    }


async def _count_of(admin: AIOKafkaAdminClient, settings: Settings, name: str) -> int:
    counts = await _partition_counts(admin, [name])
    if name not in counts:
        raise OperationFailed(
            f"there is no topic {name} on {settings.brokers}; `wirefeed topics create` makes all that are needed"
        )
    return counts[name]


async def _create(admin: AIOKafkaAdminClient, missing: list[PlannedTopic], replication: int) -> dict[str, str]:
    """Return the reasons of the topics that were refused, by name."""
    new = [NewTopic(topic.name, topic.partitions, replication, topic_configs=dict(topic.config)) for topic in missing]
    try:
        response = await admin.create_topics(new)
    except KafkaError as error:
        raise OperationFailed(f"the broker refuses to create topics: {error or type(error).__name__}") from error
    refused = {}
    for name, code, *rest in response.topic_errors:
        kind = for_code(code)
        if code and kind is not TopicAlreadyExistsError:
            refused[name] = (rest[0] if rest else None) or kind.__name__
    return refused


async def _wait_until_visible(admin: AIOKafkaAdminClient, names: list[str]) -> None:
    deadline = time.monotonic() + VISIBLE_SECONDS
    pending = set(names)
    while pending:
        described = await admin.describe_topics()
        pending -= {
            entry["topic"]
            for entry in described
            if entry["partitions"] and all(part["leader"] >= 0 for part in entry["partitions"])
        }
        if pending and time.monotonic() > deadline:
            raise OperationFailed(
                f"created, but not in service after {VISIBLE_SECONDS:.0f} s: {', '.join(sorted(pending))}; look at the "
                "broker's log"
            )
        if pending:
            await asyncio.sleep(0.1)


def _outcome(topic: PlannedTopic, existing: int | None, refused: str | None) -> TopicOutcome:
    if refused is not None:
        return TopicOutcome(name=topic.name, partitions=topic.partitions, outcome=Outcome.FAILED, detail=refused)
    if existing is None:
        return TopicOutcome(name=topic.name, partitions=topic.partitions, outcome=Outcome.CREATED)
    if existing == topic.partitions:
        return TopicOutcome(name=topic.name, partitions=existing, outcome=Outcome.EXISTS)
    return TopicOutcome(
        name=topic.name,
        partitions=existing,
        outcome=Outcome.MISMATCH,
        detail=f"it has {counted(existing, 'partition')}, the settings say {topic.partitions:,}",
    )
