"""The thread that talks to the broker for the consumer: what it fetches, and how much of each partition at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

from streams.kafka import READ_COMMITTED, pace_metadata
from streams.pipeline.kafka.commits import committing, withhold_outdated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiokafka import AIOKafkaConsumer
    from faust.types import TP

    from streams.pipeline.kafka.membership import Membership

BATCH_RECORDS: Final = 500
"""Largest batch of a topic for which nothing else is set."""


def leave_as_parsed(fetched: Any) -> None:
    """Have a fetch of aiokafka give its records as they are parsed: it would copy each into one of eleven fields.

    They have the fields of a ConsumerRecord but for topic and partition, which `to_records` is told. A fetch that
    failed has no records.
    """
    records = getattr(fetched, "_partition_records", None)
    if records is not None:
        records._consumer_record = _parsed  # noqa: SLF001  # aiokafka has no other way


def _parsed(place: TopicPartition, record: Any) -> Any:
    del place
    return record


class BatchConsumerThread(AIOKafkaConsumerThread):
    """Makes the consumer as Faust does, but for what Faust leaves no setting for, and fetches fairly."""

    batch_records: Mapping[str, int]
    membership: Membership

    def _create_worker_consumer(self, transport: Any) -> AIOKafkaConsumer:
        made = super()._create_worker_consumer(transport)
        self.batch_records = transport.batch_records
        self.membership = transport.membership
        # Before it is started these are read once. Kafka answers a fetch as soon as there is something; the embedded
        # broker waits for a part of the time that it is given, at every hop.
        made._fetch_max_wait_ms = transport.settings.fetch_wait_ms  # noqa: SLF001
        # What a transaction has not committed is not there yet, also when state is recovered. Without transactions
        # there is no difference.
        made._isolation_level = READ_COMMITTED  # noqa: SLF001
        pace_metadata(made._client)  # noqa: SLF001
        withhold_outdated(made._client, self.membership)  # noqa: SLF001
        return made

    async def commit(self, offsets: Mapping[TP, int]) -> bool:
        """Commit offsets; return whether that was done, and not when the worker may have lost its place since."""
        return bool(await self.call_thread(self._commit_since, offsets, self.membership.begun))

    async def _commit_since(self, offsets: Mapping[TP, int], lapses: int) -> bool:
        with committing(lapses):
            return bool(await self._commit(offsets))

    async def on_start(self) -> None:
        """Start the consumer, and have its heartbeats noted."""
        await super().on_start()
        coordinator: Any = self._ensure_consumer()._coordinator  # noqa: SLF001
        send_heartbeat = coordinator._do_heartbeat  # noqa: SLF001

        async def noted_heartbeat() -> bool:
            sent = self.membership.clock()
            is_member: bool = await send_heartbeat()
            if is_member:
                self.membership.confirm(sent)
            return is_member

        coordinator._do_heartbeat = noted_heartbeat  # noqa: SLF001  # aiokafka calls back for nothing of the kind

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Do nothing: Faust's check logs about slow partitions, and our watchdog judges progress by stage.

        It reads the position of a partition, which has none while it is being set; aiokafka then raises, and the
        worker ends.
        """

    async def _fetch_records(
        self,
        consumer: AIOKafkaConsumer,
        active_partitions: set[TP],
        timeout: float | None = None,  # noqa: ASYNC109  # Faust's signature
        max_records: int | None = None,
    ) -> Any:
        """Return at most a batch of each partition; wait for records where none has been fetched yet.

        Faust has one limit for all partitions together, which one of them can use up at every fetch.
        """
        fetched = [tp for tp in consumer._fetcher._records if tp in active_partitions]  # noqa: SLF001
        for tp in fetched:
            if tp.topic in self.batch_records:
                leave_as_parsed(consumer._fetcher._records[tp])  # noqa: SLF001
        found: dict[Any, Any] = {}
        for tp in fetched:
            try:
                found |= await super()._fetch_records(consumer, {tp}, timeout=0, max_records=self._limit(tp))
            except KafkaError:
                if not found:  # otherwise the fetch is repeated, and fails again
                    raise
        if found:
            return found
        limit = min((self._limit(tp) for tp in active_partitions), default=max_records)
        return await super()._fetch_records(consumer, active_partitions, timeout=timeout, max_records=limit)

    def _limit(self, tp: TopicPartition | TP) -> int:
        return self.batch_records.get(tp.topic, BATCH_RECORDS)

    def known_position(self, tp: TP) -> int | None:
        """Return from where a partition is read next, or None while that is not known; nothing is waited for.

        The consumer's own `position` waits until there is one, and a rebalance that needs this thread would wait too.
        """
        subscription = self._ensure_consumer()._subscription.subscription  # noqa: SLF001
        assignment = subscription.assignment if subscription is not None else None
        place = TopicPartition(*tp)
        if assignment is None or place not in assignment.tps:
            return None
        state = assignment.state_value(place)
        return int(state.position) if state.has_valid_position else None

    def request_rejoin(self) -> None:
        """Have the consumer join its group again, which tells it what it owns. May be called from any thread."""
        consumer = self._consumer
        if consumer is not None and consumer._coordinator is not None:  # noqa: SLF001
            self.thread_loop.call_soon_threadsafe(consumer._coordinator.request_rejoin)  # noqa: SLF001
