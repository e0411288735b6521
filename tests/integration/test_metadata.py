"""How often a worker's clients ask a broker for metadata."""

from __future__ import annotations

import time

import pytest
from aiokafka.client import AIOKafkaClient

from streams.kafka import METADATA_SECONDS, pace_metadata

pytestmark = pytest.mark.broker
ASKED = 6


async def test_a_client_that_asks_again_and_again_does_so_ten_times_a_second(embedded_broker: str) -> None:
    """The first time nothing is waited for; after it each question waits until a tenth of a second is over."""
    client = AIOKafkaClient(bootstrap_servers=embedded_broker)
    pace_metadata(client)
    await client.bootstrap()
    try:
        began = time.monotonic()
        for _ in range(ASKED):
            assert await client.force_metadata_update()
        assert time.monotonic() - began > 0.99 * (ASKED - 1) * METADATA_SECONDS
    finally:
        await client.close()
    assert METADATA_SECONDS == 0.1
