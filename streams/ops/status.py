"""The state of the flow: lag and counts of every stage and partition, the account, the last error."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from aiokafka import TopicPartition
from aiokafka.errors import GroupCoordinatorNotAvailableError

from streams.ops.accounting import (
    STAGE_INPUTS,
    Balance,
    LastError,
    StageCounts,
    balances,
    error_counts,
    latest_error,
    parse_counts,
    throughput,
    total,
)
from streams.ops.administration import partition_count
from streams.ops.connection import connected_admin, connected_consumer, connected_probe, end_offsets
from streams.ops.errors import OperationFailed
from streams.ops.feeds.kept_states import StoredFeed, take_over
from streams.ops.feeds.overview import state_json
from streams.ops.notices import PREFIX, Notice, parse_notice
from streams.ops.reading import read_until
from streams.topics import DEAD, counts_topic, feeds_topic, topic_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from aiokafka import AIOKafkaConsumer
    from aiokafka.admin import AIOKafkaAdminClient

    from streams.feeds import FeedState
    from streams.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionStatus:
    """How far a stage is on one partition of its input."""

    stage: str
    topic: str
    partition: int
    committed: int | None
    """The offset that a worker would start from; None where nothing was committed yet."""
    begin: int = 0
    """The first offset that the broker still has."""
    end: int
    lag: int
    """Records not yet done."""
    counts: StageCounts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of the flow at one moment."""

    partitions: tuple[PartitionStatus, ...]
    """By stage in the order of the flow, then by number."""
    accounts: tuple[Balance, ...]
    total: Balance
    dead_letters: int
    errors: Mapping[str, int]
    last_error: LastError | None
    last_error_stage: str | None
    notices: tuple[Notice, ...] = ()
    """What workers report besides numbers, the oldest first."""
    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    """How each feed does, as `wirefeed feed run` last noted it."""

    @property
    def dead_letters_at_most(self) -> bool:
        """Whether there may be fewer dead letters than places on their topic.

        Ends of transactions take places too: where workers count fewer letters, some may be such ends.
        """
        return sum(self.errors.values()) < self.dead_letters

    @property
    def lag(self) -> int:
        """Records that are not done yet, over all stages."""
        return sum(partition.lag for partition in self.partitions)

    @property
    def counts(self) -> tuple[StageCounts, ...]:
        """The counts of all stages that have any."""
        return tuple(partition.counts for partition in self.partitions if partition.counts is not None)

    @property
    def settled(self) -> bool:
        """Whether everything that came in is done and has an outcome."""
        return self.lag == 0 and all(account.balanced for account in self.accounts)


class StatusReader:
    """Reads the status repeatedly over one connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = contextlib.AsyncExitStack()
        self._admin: AIOKafkaAdminClient
        self._consumer: AIOKafkaConsumer
        self._probe: AIOKafkaConsumer
        self._inputs: dict[str, list[TopicPartition]] = {}
        self._counts_partitions: list[TopicPartition] = []
        self._dead: list[TopicPartition] = []
        self._feeds_partitions: list[TopicPartition] = []
        self._counts: dict[tuple[str, int], StageCounts] = {}
        self._notices: dict[str, Notice] = {}
        self._feeds: dict[str, StoredFeed] = {}

    async def __aenter__(self) -> Self:
        settings = self._settings
        try:
            self._admin = await self._stack.enter_async_context(connected_admin(settings))
            self._consumer = await self._stack.enter_async_context(connected_consumer(settings))
            self._probe = await self._stack.enter_async_context(connected_probe(settings))
            for stage, name in STAGE_INPUTS.items():
                self._inputs[stage] = await self._partitions(topic_named(name).full_name(settings))
            self._dead = await self._partitions(DEAD.full_name(settings))
            self._counts_partitions = await self._partitions(counts_topic(settings))
            with contextlib.suppress(OperationFailed):  # topics of an earlier release have none for feeds
                self._feeds_partitions = await self._partitions(feeds_topic(settings))
        except BaseException:
            await self._stack.aclose()
            raise
        self._consumer.assign(self._kept)
        begins = await self._consumer.beginning_offsets(self._kept)
        for partition, begin in begins.items():
            self._consumer.seek(partition, begin)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def read(self) -> Status:
        """Return the status as it is now."""
        watched = [partition for partitions in self._inputs.values() for partition in partitions]
        # Commits before ends: a commit that comes in between would be shown as lag below zero.
        committed = await self._committed(watched)
        ends = await end_offsets(self._probe, [*watched, *self._dead, *self._kept])
        begins = await self._probe.beginning_offsets([*watched, *self._dead])
        await self._read_kept({partition: ends[partition] for partition in self._kept})
        partitions = tuple(
            PartitionStatus(
                stage=stage,
                topic=partition.topic,
                partition=partition.partition,
                committed=committed.get(partition),
                begin=begins[partition],
                end=ends[partition],
                lag=max(0, ends[partition] - max(committed.get(partition, 0), begins[partition])),
                counts=self._counts.get((stage, partition.partition)),
            )
            for stage, of_stage in self._inputs.items()
            for partition in of_stage
        )
        accounts = balances(self._counts.values())
        last = latest_error(self._counts.values())
        return Status(
            partitions=partitions,
            accounts=accounts,
            total=total(accounts),
            dead_letters=sum(ends[partition] - begins[partition] for partition in self._dead),
            errors=error_counts(self._counts.values()),
            last_error=None if last is None else last[1],
            last_error_stage=None if last is None else last[0].stage,
            notices=tuple(sorted(self._notices.values(), key=lambda notice: notice.at)),
            feeds={name: kept.state for name, kept in sorted(self._feeds.items()) if kept.state is not None},
        )

    @property
    def _kept(self) -> list[TopicPartition]:
        """The partitions that are read whole: counts, and what is known of feeds."""
        return [*self._counts_partitions, *self._feeds_partitions]

    async def _committed(self, watched: list[TopicPartition]) -> dict[TopicPartition, int]:
        try:  # by name: the embedded broker hangs up when asked for all of a group's offsets
            offsets = await self._admin.list_consumer_group_offsets(self._settings.app_id, partitions=watched)
        except GroupCoordinatorNotAvailableError:
            return {}  # no worker has ever joined
        return {partition: found.offset for partition, found in offsets.items() if found.offset >= 0}

    async def _read_kept(self, ends: Mapping[TopicPartition, int]) -> None:
        feeds = feeds_topic(self._settings)
        async for records in read_until(self._consumer, ends):
            for record in records:
                if record.topic == feeds:
                    take_over(self._feeds, record.key, record.value)
                    continue
                with contextlib.suppress(ValueError):  # a foreign record must not hide the status
                    self._note(record.key or b"", record.value or b"")

    def _note(self, key: bytes, value: bytes) -> None:
        if key.startswith(PREFIX.encode()):
            notice = parse_notice(value)
            self._notices[notice.key] = notice
        else:
            counts = parse_counts(value)
            self._counts[counts.stage, counts.partition] = counts

    async def _partitions(self, name: str) -> list[TopicPartition]:
        return [TopicPartition(name, number) for number in range(await partition_count(self._settings, name))]


def status_json(status: Status, before: Status | None = None, seconds: float = 0.0) -> dict[str, Any]:
    """Return the status as JSON data; `before` and the seconds since then give records a second by stage."""
    rates = throughput(before.counts, status.counts, seconds) if before is not None else None
    return {
        "lag": status.lag,
        "settled": status.settled,
        "total": balance_json(status.total),
        "raw_partitions": [balance_json(account) for account in status.accounts],
        "stages": [_partition_json(partition) for partition in status.partitions],
        "dead_letters": status.dead_letters,
        "errors": dict(status.errors),
        "last_error": None
        if status.last_error is None
        else {
            "stage": status.last_error_stage,
            **{name: getattr(status.last_error, name) for name in LastError.__slots__},
        },
        "notices": [notice.to_json() for notice in status.notices],
        "feeds": [state_json(name, state.kind, state, datetime.now(UTC)) for name, state in status.feeds.items()],
        **({} if rates is None else {"records_per_second": {name: round(rate, 1) for name, rate in rates.items()}}),
    }


def balance_json(account: Balance) -> dict[str, Any]:
    """Return an account as JSON data."""
    return {
        **({} if account.partition is None else {"partition": account.partition}),
        "records": account.records,
        "items": account.items,
        **account.outcomes,
        "in_flight": account.in_flight,
        "balanced": account.balanced,
    }


def _partition_json(status: PartitionStatus) -> dict[str, Any]:
    counts = status.counts
    return {
        "stage": status.stage,
        "topic": status.topic,
        "partition": status.partition,
        "committed": status.committed,
        "end": status.end,
        "lag": status.lag,
        "read": counts.read if counts else 0,
        "forwarded": counts.forwarded if counts else 0,
        "at": counts.at.isoformat() if counts else None,
    }
