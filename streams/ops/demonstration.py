"""The sample wire through the whole pipeline: feeding it, waiting until it is done, and collecting the results."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from schemas import (
    CasualtyAlert,
    DeadLetter,
    Duplicate,
    EnrichedArticle,
    Incident,
    Notification,
    Retraction,
)
from streams.ops.errors import OperationFailed
from streams.ops.ingestion import ingest
from streams.ops.intake_files import RawRecord
from streams.ops.reading import Range, read_topic
from streams.ops.rendering import message_of
from streams.ops.sample import sample_records
from streams.ops.status import StatusReader
from streams.topics import ALERTS, CURRENT, DEAD, DUPLICATES, ENRICHED, INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import Message
    from streams.ops.status import Status
    from streams.settings import Settings
    from streams.topics import TopicSpec

LOOK_SECONDS: Final = 0.3
QUIET_LOOKS: Final = 3
"""How many times in a row nothing may be in flight: a record that was sent but not seen yet does not show as lag."""


@dataclass(slots=True)
class Outcome:
    """What came out of the pipeline."""

    status: Status
    current: dict[str, EnrichedArticle] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    alerts: list[CasualtyAlert] = field(default_factory=list)
    retractions: list[Retraction] = field(default_factory=list)
    dead: list[DeadLetter] = field(default_factory=list)
    delivered: list[Notification] = field(default_factory=list)
    """What a receiver of alerts got."""


async def feed_sample(settings: Settings) -> int:
    """Put the sample wire on `wire.raw`, in the order of its arrival; return the number of records."""
    records = [
        RawRecord(key=record.key, value=record.value, headers=record.headers, origin=record.name)
        for record in sample_records()
    ]
    result = await ingest(settings, records)
    return result.acknowledged


async def until_settled(
    settings: Settings, records: int, *, seconds: float, report: Callable[[Status], None], alive: Callable[[], None]
) -> Status:
    """Wait until that many records are done and in the account; return the status.

    `report` is given every status on the way; `alive` raises where waiting has become useless. Raises
    `OperationFailed` where it takes longer than so many seconds.
    """
    deadline = time.monotonic() + seconds
    quiet = 0
    async with StatusReader(settings) as reader:
        while True:
            status = await reader.read()
            report(status)
            quiet = quiet + 1 if status.settled and status.total.records >= records else 0
            if quiet >= QUIET_LOOKS:
                return status
            alive()
            if time.monotonic() > deadline:
                raise OperationFailed(
                    f"not done after {seconds:.0f} s: {status.total.records} of {records} records read, "
                    f"{status.total.in_flight} items in flight, lag {status.lag}; the machine may be busy, try again"
                )
            await asyncio.sleep(LOOK_SECONDS)


async def collect(settings: Settings, status: Status) -> Outcome:
    """Return the content of the topics that consumers read."""
    outcome = Outcome(status)
    for key, article in (await _compacted(settings, CURRENT)).items():
        if isinstance(article, EnrichedArticle):
            outcome.current[key] = article
    for key, incident in (await _compacted(settings, INCIDENTS)).items():
        if isinstance(incident, Incident):
            outcome.incidents[key] = incident
    seen: set[str] = set()
    for _, message in await _messages(settings, DUPLICATES):
        if isinstance(message, Duplicate):
            identity = f"{message.provenance.item_key}@{message.provenance.version}@{message.provenance.origin}"
            outcome.duplicates += [message] if identity not in seen else []
            seen.add(identity)
    alerts = {
        message.id: message for _, message in await _messages(settings, ALERTS) if isinstance(message, CasualtyAlert)
    }
    outcome.alerts = list(alerts.values())
    retractions = {
        message.provenance.item_key: message
        for _, message in await _messages(settings, ENRICHED)
        if isinstance(message, Retraction)
    }
    outcome.retractions = list(retractions.values())
    letters = {message.id: message for _, message in await _messages(settings, DEAD) if isinstance(message, DeadLetter)}
    outcome.dead = list(letters.values())
    return outcome


async def _compacted(settings: Settings, spec: TopicSpec) -> dict[str, Message]:
    latest: dict[str, Message] = {}
    for key, message in await _messages(settings, spec):
        if message is None:
            latest.pop(key, None)
        else:
            latest[key] = message
    return latest


async def _messages(settings: Settings, spec: TopicSpec) -> list[tuple[str, Message | None]]:
    found: list[tuple[str, Message | None]] = []
    name = spec.full_name(settings)
    async with aclosing(read_topic(settings, name, Range(from_beginning=True))) as records:
        async for record in records:
            key = (record.key or b"").decode(errors="replace")
            found.append((key, message_of(record, spec)))
    return found
