"""A stage of your own: articles on `wire.current` go on to a topic for each country that their figures name.

    python examples/own_stage.py localhost:9092

The rule is a plain function, tested without a broker. The rest reads, sends, and commits once the broker has what was
sent: after a crash an article may be sent twice, with the same key and value.
"""

from __future__ import annotations

import asyncio
import sys

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from schemas import EnrichedArticle, decode

SOURCE = "wire.current.v1"


def topics_of(article: EnrichedArticle) -> list[str]:
    """Return the topics that an article belongs on, such as `desk.ye`: one for each country of its figures."""
    countries = {figure.place.country for figure in article.figures if figure.place and figure.place.country}
    return sorted(f"desk.{country.lower()}" for country in countries)


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
    async with consumer, producer:
        async for record in consumer:
            if record.value is not None:  # a tombstone: the item was killed
                for topic in topics_of(decode(record.value, [EnrichedArticle])):
                    await producer.send_and_wait(topic, record.value, key=record.key, headers=list(record.headers))
            await consumer.commit()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
