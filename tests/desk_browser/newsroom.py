"""A desk on a broker with the sample wire: what the stages make of it in memory is put on the broker's topics."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pydantic import SecretStr

from schemas import EnrichedArticle
from streams.ops.administration import create_topics
from streams.ops.connection import connected_producer
from streams.ops.desk.clock import now
from streams.ops.desk.service import following, serving
from streams.ops.desk.state import DeskState
from streams.ops.sample import sample_records
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ALERTS, CURRENT, DEAD, DUPLICATES, ENRICHED, INCIDENTS, RAW
from tests.running.waiting import until
from tests.streams.ops.desk.desks import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiokafka import AIOKafkaProducer

    from schemas import Message
    from tests.running.wire import Raw

SHOWN: Final = (RAW, ENRICHED, CURRENT, DUPLICATES, DEAD, ALERTS, INCIDENTS)
"""The topics that the desk reads, incidents last: what they lead to is there when a page names them."""
AFTER_THE_SAMPLE: Final = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
"""By then the embargo of the sample wire has passed."""
APART: Final = timedelta(minutes=15)
"""Between two items of the sample wire: a toll that rises has times to show."""
TITLE: Final = "Kyrgyz"
"""Of an incident of the sample wire whose toll rises more than once."""
PREFIX: Final = "newsroom"
PATIENT_SECONDS: Final = 120.0


@dataclass(slots=True)
class Newsroom:
    """The desk and the pipeline that feeds it."""

    state: DeskState
    address: str
    pipeline: LocalPipeline
    producer: AIOKafkaProducer
    token: str = TOKEN
    _sent: dict[str, int] = field(default_factory=dict)

    @property
    def incident(self) -> str:
        """The id of the incident that the tests look at."""
        return next(entry.card.id for entry in self.state.board if TITLE in entry.card.title)

    @property
    def item(self) -> str:
        """The key of its live article with the most figures."""
        entry = self.state.board.get(self.incident)
        assert entry is not None
        live = self.pipeline.compacted(CURRENT)
        return max((item for item in entry.items if item in live), key=lambda item: _figures(live[item]))

    def live_items(self) -> list[str]:
        """Return the keys of the articles that are live."""
        return list(self.pipeline.compacted(CURRENT))

    def article(self, item: str) -> str:
        """Return the address of an article."""
        return f"{self.address}/articles/{quote(item, safe='')}"

    async def receive(self, raw: Raw) -> None:
        """Let an item come over the wire."""
        self.pipeline.produce(RAW, raw.value, headers=raw.headers)
        await self.forward()

    async def forward(self) -> None:
        """Run the stages, and put what is new on the broker, each record where the pipeline has it."""
        self.pipeline.run()
        self.pipeline.advance(AFTER_THE_SAMPLE)
        for topic in SHOWN:
            records = self.pipeline.records(topic)
            for record in records[self._sent.get(topic.name, 0) :]:
                await self.producer.send_and_wait(
                    record.topic,
                    record.value,
                    key=record.key,
                    headers=list(record.headers),
                    partition=record.partition,
                    timestamp_ms=record.timestamp_ms,
                )
            self._sent[topic.name] = len(records)


@asynccontextmanager
async def newsroom(brokers: str) -> AsyncIterator[Newsroom]:
    """Run a desk that has read the whole sample wire."""
    settings = Settings(
        brokers=brokers,
        topic_prefix=PREFIX,
        app_id=PREFIX,
        partitions=2,
        desk_port=0,
        desk_token=SecretStr(TOKEN),
        desk_requests_per_second=1_000,
    )
    await create_topics(settings)
    pipeline = LocalPipeline(settings, keep=SHOWN)
    pipeline.advance(AFTER_THE_SAMPLE)
    records = list(sample_records())
    for number, record in enumerate(records):
        at = AFTER_THE_SAMPLE - (len(records) - number) * APART
        pipeline.produce(RAW, record.value, key=record.key, headers=record.headers, at=at)
    state = DeskState.new(settings, now())
    async with connected_producer(settings) as producer, serving(state) as address, following(state):
        room = Newsroom(state, address.rstrip("/"), pipeline, producer)
        await room.forward()
        await until(lambda: _has_read_all(state, pipeline), PATIENT_SECONDS)
        yield room


def _figures(message: Message) -> int:
    return len(message.figures) if isinstance(message, EnrichedArticle) else 0


def _has_read_all(state: DeskState, pipeline: LocalPipeline) -> bool:
    return (
        state.broker().condition == "live"
        and len(state.board) == len(pipeline.compacted(INCIDENTS))
        and len(state.articles) == len(pipeline.compacted(CURRENT))
        and state.dead.total == len(pipeline.messages(DEAD))
        and len(state.alerts) > 0
        and state.watch.status is not None
    )
