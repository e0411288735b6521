"""Sending what a batch made, at least once or in transactions.

An outbox belongs to a worker. The runner of a stage hands it what came of some records of a source partition; when
`send` returns, the broker has all of it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.protocol.produce import ProduceRequest

from streams.kafka import client_options, pace_metadata
from streams.pipeline.kafka.membership import withhold
from streams.pipeline.kafka.sending import BATCH_BYTES, send_records
from streams.topics import record_limit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from faust.types import TP

    from streams.pipeline.kafka.membership import Membership
    from streams.runner import OutRecord
    from streams.settings import Settings

Sent = dict[tuple[str, int], int]
"""The last offset of each topic and partition written."""


class Fenced(Exception):
    """Another worker has taken the partition over, or may have: nothing more can be sent for it in this assignment."""


DOUBT: Final = "no heartbeat was answered within the session timeout"


class _Withheld(KafkaError):  # type: ignore[misc]  # aiokafka has no types
    """A request was not written to the broker, since the group may have given the worker's partitions away."""


class Outbox(Protocol):
    """What a runner needs to send."""

    transactional: bool
    """Whether the offset of the source goes out with the records; otherwise it is committed later."""

    async def begin(self, sources: Collection[TP]) -> None:
        """Begin an assignment of source partitions, before their state is read: earlier owners can send no more."""

    def parts(self, outputs: Sequence[OutRecord], state: Sequence[OutRecord]) -> list[list[OutRecord]]:
        """Return in which portions outputs and state are sent, one after the other."""

    async def send(self, source: TP, records: Sequence[OutRecord], offset: int | None = None) -> Sent:
        """Send records, in order within each partition, and with them the offset from which the source is read next.

        Raises `Fenced`, and a KafkaError or OSError where the broker refuses or can't be reached; what was sent at
        least once may then have been written in part.
        """

    def reached(self, source: TP) -> int | None:
        """Return the offset that was last sent with records in this assignment, or None."""

    async def stop(self) -> None:
        """Send what is waiting and disconnect."""


def producer_options(settings: Settings, name: str) -> dict[str, Any]:
    """Return the keyword arguments of a producer that waits for all replicas."""
    return {
        **client_options(settings),
        "client_id": f"{settings.app_id}-{name}",
        "acks": "all",
        "max_batch_size": BATCH_BYTES,
        "max_request_size": record_limit(settings),
        "linger_ms": 0,
    }


class AtLeastOnceOutbox:
    """One producer for all stages of a worker. After a crash, records that were sent are sent again."""

    transactional = False

    def __init__(self, settings: Settings, membership: Membership) -> None:
        self._settings = settings
        self._membership = membership
        self._starting = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None
        self._sending: Counter[int] = Counter()
        """Calls of `send` that wait for the broker, by the membership's lapses when their partition was assigned."""

    async def begin(self, sources: Collection[TP]) -> None:
        """Do nothing: the broker can't refuse an earlier owner, which has to notice by itself; see `send`."""

    def parts(self, outputs: Sequence[OutRecord], state: Sequence[OutRecord]) -> list[list[OutRecord]]:
        """Return the outputs, then the state: a crash in between repeats the records with the same decisions."""
        return [list(outputs), list(state)]

    async def send(self, source: TP, records: Sequence[OutRecord], offset: int | None = None) -> Sent:
        """Send records; the offset is committed by the consumer.

        Raises `Fenced` where the group may have given the partition away, such as after the process was stopped.
        """
        del source, offset
        lapses = self._membership.begun
        if self._membership.lost:
            raise Fenced(DOUBT)
        self._sending[lapses] += 1
        try:
            return await send_records(await self._started(), records)
        except _Withheld as error:
            if self._membership.lost or self._membership.lapses != lapses:
                raise Fenced(DOUBT) from error
            raise
        finally:
            self._sending[lapses] -= 1

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:  # stages send at the same time from the first batch on
            if self._producer is None:
                producer = AIOKafkaProducer(**producer_options(self._settings, "outbox"))
                pace_metadata(producer.client)
                # A record waits in the producer while another request is on its way. A process that is stopped then
                # would write it when it goes on, over what another worker has written since.
                withhold(producer.client, ProduceRequest, self._is_outdated, lambda: _Withheld(DOUBT))
                await producer.start()
                self._producer = producer
            return self._producer

    def _is_outdated(self) -> bool:
        """Whether something that is being sent may be another worker's by now."""
        membership = self._membership
        if membership.lost:
            return True
        return any(number for lapses, number in self._sending.items() if lapses != membership.lapses)

    def reached(self, source: TP) -> int | None:
        """Return None: the consumer commits, and knows."""
        del source
        return None

    async def stop(self) -> None:
        """Send what is waiting and disconnect."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()
