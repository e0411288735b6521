"""What one fetch takes of each partition."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from aiokafka.errors import KafkaConnectionError
from faust.types import TP

from streams.pipeline.kafka.fetching import BATCH_RECORDS, BatchConsumerThread

if TYPE_CHECKING:
    from collections.abc import Collection

LIGHT, HEAVY, CHANGELOG = TP("light", 0), TP("heavy", 0), TP("changelog", 0)
SIZES = {"light": 30, "heavy": 5}


class Fetcher:
    """Stands for aiokafka's: what came from the broker and has not been taken yet."""

    def __init__(self, **waiting: int) -> None:
        self._closed = False
        self._records = {TP(topic, 0): list(range(number)) for topic, number in waiting.items()}
        self._subscriptions = SimpleNamespace(fetch_context=nullcontext)
        self.arriving: dict[TP, list[int]] = {}
        self.broken: set[TP] = set()

    async def fetched_records(
        self,
        partitions: Collection[TP],
        timeout: float,  # noqa: ASYNC109  # aiokafka's signature
        max_records: int,
    ) -> dict[TP, list[int]]:
        """Return records up to a number over all partitions; what arrives only does so for those who wait."""
        if timeout:
            self._records.update(self.arriving)
        taken: dict[TP, list[int]] = {}
        for tp in [tp for tp in self._records if tp in partitions]:
            if tp in self.broken:
                raise KafkaConnectionError
            taken[tp], self._records[tp] = self._records[tp][:max_records], self._records[tp][max_records:]
            max_records -= len(taken[tp])
        return {tp: records for tp, records in taken.items() if records}


def thread() -> Any:
    """Return the thread of a consumer without its connection."""
    made = BatchConsumerThread.__new__(BatchConsumerThread)
    made.consumer = SimpleNamespace(flow_active=True)  # type: ignore[assignment]
    made.batch_records = SIZES
    return made


async def fetch(fetcher: Fetcher, *partitions: TP) -> dict[str, int]:
    """Fetch once and return how many records of each topic came."""
    client = SimpleNamespace(_fetcher=fetcher, _closed=False)
    found = await thread()._fetch_records(client, set(partitions), timeout=1.0, max_records=1_000)
    return {tp.topic: len(records) for tp, records in found.items()}


async def test_a_fetch_takes_a_batch_of_each_partition_at_most() -> None:
    """However much of one waits, the others get their share, each by its stage."""
    fetcher = Fetcher(heavy=700, light=700, changelog=700)
    assert await fetch(fetcher, LIGHT, HEAVY, CHANGELOG) == {"heavy": 5, "light": 30, "changelog": BATCH_RECORDS}


async def test_what_may_not_be_read_stays() -> None:
    """A partition whose batches wait is left out, and has its records later."""
    fetcher = Fetcher(heavy=7, light=3)
    assert await fetch(fetcher, LIGHT) == {"light": 3}
    assert await fetch(fetcher, HEAVY) == {"heavy": 5}
    assert await fetch(fetcher, HEAVY) == {"heavy": 2}


async def test_a_fetch_that_waits_is_bounded_too() -> None:
    """What comes while it waits is at most the smallest batch."""
    fetcher = Fetcher()
    fetcher.arriving = {HEAVY: list(range(90))}
    assert await fetch(fetcher, LIGHT, HEAVY) == {"heavy": 5}


async def test_an_error_does_not_lose_what_was_taken_before_it() -> None:
    """The position has passed it; the error comes again with the next fetch."""
    fetcher = Fetcher(light=2, heavy=2)
    fetcher.broken = {HEAVY}
    assert await fetch(fetcher, LIGHT, HEAVY) == {"light": 2}
    with pytest.raises(KafkaConnectionError):
        await fetch(fetcher, HEAVY)
