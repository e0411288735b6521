"""A pipeline that has handled one story, and a broker with its topics."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from streams.ops.broker import EmbeddedBroker
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import RAW, TOPICS
from tests.running.records import write_topics

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STORY = (
    b"Flood kills 42 in Lagos\n\nLAGOS - At least 42 people were killed in a flood in Lagos on Monday, police said.\n"
)
HEADERS = (("content-type", b"text/plain"), ("wf-provider", b"coast"), ("wf-uri", b"https://coast.example/flood"))


@pytest.fixture(scope="package")
def flood() -> LocalPipeline:
    """Return a pipeline that has handled one story."""
    pipeline = LocalPipeline(Settings(partitions=1), keep=TOPICS)
    pipeline.advance(NOON)
    pipeline.produce(RAW, STORY, key=b"flood", headers=HEADERS)
    pipeline.run()
    return pipeline


@pytest.fixture(scope="package")
def broker(flood: LocalPipeline) -> Iterator[str]:
    """Run the embedded broker with the story on its topics."""
    with EmbeddedBroker() as running:
        settings = flood.settings.model_copy(update={"brokers": running.address})
        flood.settings = settings
        asyncio.run(write_topics(flood))
        yield running.address
