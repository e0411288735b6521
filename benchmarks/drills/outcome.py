"""What a run ended in: the compacted topics, the ids on the other topics, the account, and the exit codes."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas import SCHEMA_HEADER, Skip, schema_name
from streams.kafka import client_options
from streams.topics import ALERTS, CURRENT, ENRICHED, INCIDENTS, LINKED, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiokafka import ConsumerRecord

    from benchmarks.drills.group import Exit
    from streams.ops.status import Status
    from streams.settings import Settings
    from streams.topics import TopicSpec

COMPACTED: Final = (CURRENT, INCIDENTS)
ONCE: Final = (ENRICHED, LINKED, ALERTS)
"""Topics on which a record stands once."""
OF_THE_RUN: Final = frozenset({"processed", "raw_timestamp_ms", "embargoed_until", "at"})
"""Fields that hold times of the run, which differ from run to run as they should. `at` is that of a toll's change, the
time when the article was first accepted."""
POLL_MS: Final = 500
EMPTY_POLLS: Final = 3


@dataclass(frozen=True, slots=True)
class Latest:
    """The last value of a key of a compacted topic, and where it stands."""

    partition: int
    offset: int
    value: Any


@dataclass(slots=True)
class Outcome:
    """What a run ended in."""

    compacted: dict[str, dict[str, Latest]] = field(default_factory=dict)
    """By topic and key; keys whose last record is a tombstone are left out."""
    ids: dict[str, Counter[str]] = field(default_factory=dict)
    """By topic: how many times each record stands there."""
    places: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By topic and id: partition and offset of each."""
    passed_over: int = 0
    """How many times linking waited long enough for an article and went on without it: another order."""
    account: dict[str, int] = field(default_factory=dict)
    exits: list[Exit] = field(default_factory=list)
    resumed: list[float] = field(default_factory=list)
    unsettled: str | None = None
    seconds: float = 0.0


async def collect(settings: Settings, status: Status) -> Outcome:
    """Return what stands on the topics, as a `read_committed` reader sees it, and the account."""
    outcome = Outcome(account=account_of(status))
    for spec in COMPACTED:
        latest: dict[str, Latest] = {}
        async for record in _records(settings, spec):
            key = (record.key or b"").decode(errors="replace")
            latest.pop(key, None)
            if record.value is not None:
                latest[key] = Latest(record.partition, record.offset, comparable(orjson.loads(record.value)))
        outcome.compacted[spec.name] = latest
    for spec in ONCE:
        ids, places = Counter[str](), dict[str, list[str]]()
        async for record in _records(settings, spec):
            identity = identity_of(record)
            ids[identity] += 1
            places.setdefault(identity, []).append(f"{record.partition}/{record.offset}")
        outcome.ids[spec.name], outcome.places[spec.name] = ids, places
    async for record in _records(settings, SIGNATURES):
        outcome.passed_over += is_passed_over(record)
    return outcome


def account_of(status: Status) -> dict[str, int]:
    """Return how many records and items there were, and how the items ended."""
    total = status.total
    return {"records": total.records, "items": total.items, "in flight": total.in_flight, **total.outcomes}


def comparable(value: Any) -> Any:
    """Return a value of JSON without the fields that differ from run to run."""
    if isinstance(value, dict):
        return {name: comparable(inner) for name, inner in value.items() if name not in OF_THE_RUN}
    return [comparable(inner) for inner in value] if isinstance(value, list) else value


def is_passed_over(record: ConsumerRecord) -> bool:
    """Return whether a record of `signatures` says that articles are waited for no longer."""
    skips = (SCHEMA_HEADER, schema_name(Skip).encode()) in record.headers
    return skips and orjson.loads(record.value or b"{}").get("through") is not None


def identity_of(record: ConsumerRecord) -> str:
    """Return what makes a record the same as another: an alert's id, else key, type, item and version, and action."""
    data = orjson.loads(record.value or b"{}")
    if isinstance(data.get("id"), str):
        return str(data["id"])
    schema = next((value.decode() for name, value in record.headers if name == SCHEMA_HEADER), "")
    origin = (data.get("article") or data).get("provenance") or {}
    parts = [
        (record.key or b"").decode(errors="replace"),
        schema,
        f"{origin.get('provider')}/{origin.get('item_id')}@{origin.get('version')}",
        *(str(data[name]) for name in ("kind", "action", "reason", "copy_of") if data.get(name)),
    ]
    return " ".join(parts)


async def _records(settings: Settings, spec: TopicSpec) -> AsyncIterator[ConsumerRecord]:
    """Yield all records of a topic. This reader is the drills' own, so that it finds faults of the project's."""
    topic = spec.full_name(settings)
    consumer = AIOKafkaConsumer(
        isolation_level="read_committed", enable_auto_commit=False, fetch_max_wait_ms=100, **client_options(settings)
    )
    await consumer.start()
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(consumer.stop)
        partitions = [TopicPartition(topic, number) for number in range(spec.partitions(settings))]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        empty = 0
        while empty < EMPTY_POLLS:
            batches = await consumer.getmany(timeout_ms=POLL_MS)
            for records in batches.values():
                for record in records:
                    yield record
            behind = [tp for tp in partitions if await consumer.position(tp) < ends[tp]]
            empty = 0 if batches or behind else empty + 1
