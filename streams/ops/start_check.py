"""What a worker looks at before it starts: whether its topics are those that were read before, and what they take."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams.ops.connection import connected_consumer
from streams.ops.epochs import Break, breaks, recreated
from streams.ops.notices import Notice, NoticeKind
from streams.ops.status import StatusReader
from streams.ops.topic_limits import topic_limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streams.ops.status import PartitionStatus
    from streams.settings import Settings

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS: Final = 1.0
"""Between two readings: a worker at work may have counted a record whose offset the first reading does not know yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCheck:
    """What was found."""

    breaks: tuple[Break, ...]
    recreated: Mapping[tuple[str, int], int]
    """By stage and partition, the last offset counted of the old topic."""
    limits: Mapping[str, int]
    """The largest record by topic, as far as the broker has said it."""


async def check_topics(settings: Settings) -> StartCheck:
    """Return the breaks in the topics that stages read, and let a topic that was recreated be read from its beginning.

    Raises `OperationFailed`, `BrokerUnreachable` among it.
    """
    async with StatusReader(settings) as reader:
        status = await reader.read()
        if not breaks(status.partitions):
            return StartCheck(breaks=(), recreated={}, limits=await topic_limits(settings))
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        partitions = (await reader.read()).partitions
    found = breaks(partitions)
    await _start_over(settings, partitions)
    for each in found:
        log.error("records are gone" if each.records else "topic recreated", topic=each.topic, reason=str(each))
    return StartCheck(breaks=found, recreated=recreated(partitions), limits=await topic_limits(settings))


def notice_of(found: Break) -> Notice:
    """Return what `wirefeed status` shows of a break."""
    subject = f"{found.topic}/{found.partition} from {found.first}"
    return Notice(kind=NoticeKind.GONE, subject=subject, at=datetime.now(UTC), text=str(found))


async def _start_over(settings: Settings, partitions: Sequence[PartitionStatus]) -> None:
    """Commit the beginning of partitions whose committed offset is past their end: all records would be passed over."""
    beyond = {
        TopicPartition(each.topic, each.partition): each.begin
        for each in partitions
        if each.committed is not None and each.committed > each.end
    }
    if not beyond:
        return
    async with connected_consumer(settings, group_id=settings.app_id) as consumer:
        consumer.assign(list(beyond))
        try:
            await consumer.commit(beyond)
        except KafkaError as error:  # other workers are running, and end by themselves when they see the same
            log.warning("offsets can't be set back yet", error=repr(error), partitions=len(beyond))
