"""Prints each alert of `wire.alerts`.

    python examples/consume_alerts.py localhost:9092

An alert is a CloudEvent in binary mode: what it is about stands in the headers, the alert itself as JSON in the value.
`ce_id` is the same at every replay, so that a receiver that remembers ids takes each alert once.
"""

from __future__ import annotations

import asyncio
import sys

from aiokafka import AIOKafkaConsumer

from schemas import CasualtyAlert, decode
from streams.alerts import describe


async def main(brokers: str) -> None:
    """Read from the beginning, and go on with what comes."""
    consumer = AIOKafkaConsumer(
        "wire.alerts.v1",
        bootstrap_servers=brokers,
        group_id="my-desk",
        auto_offset_reset="earliest",
        isolation_level="read_committed",  # what a worker rolled back after a crash is never seen
    )
    seen: set[str] = set()
    async with consumer:
        async for record in consumer:
            headers = {name: value.decode() for name, value in record.headers}
            if headers["ce_id"] in seen:
                continue
            seen.add(headers["ce_id"])
            alert = decode(record.value, [CasualtyAlert])
            sys.stdout.write(f"{headers['ce_type']}  {describe(alert)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
