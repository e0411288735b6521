"""A stage of your own: articles on `wire.current` go on to a topic for each country that their figures name.

    python examples/own_stage.py localhost:9092

The rule is a plain function, tested without a broker. The rest reads, makes topics that are missing, sends, and commits
once the broker has what was sent: after a crash an article may be sent twice, with the same key and value.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from schemas import EnrichedArticle, decode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SOURCE = "wire.current.v1"


def topics_of(article: EnrichedArticle) -> list[str]:
    """Return the topics that an article belongs on, such as `desk.ye`: one for each country of its figures."""
    countries = {figure.place.country for figure in article.figures if figure.place and figure.place.country}
    return sorted(f"desk.{country.lower()}" for country in countries)


@asynccontextmanager
async def started(admin: AIOKafkaAdminClient) -> AsyncIterator[None]:
    """Connect a client, and close it at the end."""
    await admin.start()
    try:
        yield
    finally:
        await admin.close()


async def create(admin: AIOKafkaAdminClient, topics: set[str]) -> None:
    """Create topics; those that are there stay as they are. Brokers of newsrooms rarely make them by themselves."""
    if topics:
        await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1) for topic in sorted(topics)])


async def main(brokers: str) -> None:
    """Read articles and send each on."""
    consumer = AIOKafkaConsumer(
        SOURCE,
        bootstrap_servers=brokers,
        group_id="desks-by-country",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        isolation_level="read_committed",
    )
    producer = AIOKafkaProducer(bootstrap_servers=brokers, acks="all")
    admin = AIOKafkaAdminClient(bootstrap_servers=brokers)
    known: set[str] = set()
    async with started(admin), consumer, producer:
        async for record in consumer:
            if record.value is not None:  # a record without one is a tombstone: the item was killed
                topics = topics_of(decode(record.value, [EnrichedArticle]))
                await create(admin, set(topics) - known)
                known.update(topics)
                for topic in topics:
                    await producer.send_and_wait(topic, record.value, key=record.key, headers=list(record.headers))
                    sys.stdout.write(f"{topic}  {(record.key or b'').decode()}\n")
                    sys.stdout.flush()
            await consumer.commit()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
