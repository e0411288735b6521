"""The producer that all stages of a worker share when they send at least once."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from faust.types import TP

from streams.pipeline.kafka import AtLeastOnceOutbox, outbox
from streams.pipeline.kafka.membership import Membership
from streams.pipeline.kafka.outbox import producer_options
from streams.runner import OutRecord
from streams.settings import Settings

SOURCE = TP("wire.raw.v1", 0)
SETTINGS = Settings(brokers="127.0.0.1:1", app_id="desk", max_item_bytes=1_000_000)


class Producer:
    """Stands for aiokafka's: has no connection, and is kept with its options."""

    made: ClassVar[list[Producer]] = []

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.client = SimpleNamespace(_metadata_update=None, send=None)
        self.calls: list[str] = []
        Producer.made.append(self)

    async def start(self) -> None:
        """Let others run meanwhile, as a connection does."""
        await asyncio.sleep(0)
        self.calls.append("start")

    async def stop(self) -> None:
        """Note it."""
        self.calls.append("stop")


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> AtLeastOnceOutbox:
    """Return an outbox of a worker that has not joined its group yet."""
    Producer.made.clear()
    monkeypatch.setattr(outbox, "AIOKafkaProducer", Producer)
    return AtLeastOnceOutbox(SETTINGS, Membership(10.0))


def test_a_producer_waits_for_all_replicas_and_takes_the_largest_record() -> None:
    """What is acknowledged is not lost with one broker; nothing waits for company before it is sent."""
    options = producer_options(SETTINGS, "outbox")
    assert options["bootstrap_servers"] == ["127.0.0.1:1"]
    assert (options["client_id"], options["acks"]) == ("desk-outbox", "all")
    assert (options["max_batch_size"], options["max_request_size"]) == (900_000, 4_000_000)
    assert options["linger_ms"] == 0


async def test_stages_that_send_at_the_same_time_share_one_producer(box: AtLeastOnceOutbox) -> None:
    """The first one starts it, and the others wait for it."""
    sent = await asyncio.gather(*(box.send(SOURCE, ()) for _ in range(3)))
    assert sent == [{}, {}, {}]
    assert await box.send(SOURCE, (), 7) == {}
    assert [made.calls for made in Producer.made] == [["start"]]


async def test_a_stopped_outbox_is_disconnected_once(box: AtLeastOnceOutbox) -> None:
    """One that has sent nothing has nothing to stop; one that sends again has a new producer."""
    await box.stop()
    assert Producer.made == []
    await box.send(SOURCE, ())
    await box.stop()
    await box.stop()
    await box.send(SOURCE, ())
    assert [made.calls for made in Producer.made] == [["start", "stop"], ["start"]]


async def test_outputs_go_out_before_the_state(box: AtLeastOnceOutbox) -> None:
    """In two portions; offsets are the consumer's matter, and an assignment needs nothing of the broker."""
    output, state = OutRecord("out", b"k", b"v"), OutRecord("changelog", b"k", b"v")
    assert box.parts((output,), (state,)) == [[output], [state]]
    await box.begin([SOURCE])
    assert (box.transactional, box.reached(SOURCE), Producer.made) == (False, None, [])
