"""Reads the versions of an item from `wire.enriched`, when somebody asks for them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import orjson
from aiokafka.errors import KafkaError

from schemas import SCHEMA_HEADER, EnrichedArticle, UndecodableMessage, decode
from streams.desk.versions import versions_of
from streams.ops.errors import OperationFailed
from streams.topics import ENRICHED

if TYPE_CHECKING:
    from streams.desk.values import VersionView
    from streams.ops.desk.context import Context
    from streams.runner import Record

HISTORY: Final = timedelta(days=3)
"""Before the live version: Kafka finds records by time, and a partition may have a month of other articles."""
SECONDS: Final = 10.0
_ONE: Final = asyncio.Semaphore(1)
"""One request reads at a time: each reads days of a partition."""


async def versions(context: Context, article: EnrichedArticle) -> tuple[VersionView, ...]:
    """Return the versions of the last days, the latest first. Raises `OperationFailed`."""
    # What traces items knows all stages: the desk starts a tenth of a second earlier without it.
    from streams.ops.trace import Query, open_records  # noqa: PLC0415

    provenance = article.provenance
    item = orjson.dumps(provenance.item_id)
    query = Query(
        topic=ENRICHED,
        wanted=lambda _, value: value is not None and item in value,
        key=article.judgement.story_id,
        since_ms=max(0, int((provenance.received - HISTORY).timestamp() * 1000)),
    )
    try:
        async with _ONE, asyncio.timeout(SECONDS), open_records(context.state.settings) as records:
            (found,) = await records.find([query])
    except (KafkaError, OSError, TimeoutError) as error:
        raise OperationFailed(f"the broker did not give the versions: {error or type(error).__name__}") from error
    articles = [made for record in found if (made := _article(record)) is not None]
    return versions_of(each for each in articles if each.provenance.item_key == provenance.item_key)


def _article(record: Record) -> EnrichedArticle | None:
    try:
        message = decode(record.value or b"", ENRICHED.types, record.header(SCHEMA_HEADER))
    except UndecodableMessage:
        return None
    return message if isinstance(message, EnrichedArticle) else None
