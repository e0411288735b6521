"""The brokers that runs are made on, by one interface."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from streams.ops.broker import EmbeddedBroker
from tests.running.kafka import KafkaNode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KAFKA: Final = "kafka"
EMBEDDED: Final = "embedded"


class Broker(Protocol):
    """A broker process."""

    @property
    def address(self) -> str:
        """`host:port`."""

    @property
    def pid(self) -> int | None:
        """Its process."""

    def start(self) -> object:
        """Start it, or start it again with the data that it had, and wait until it answers."""

    def stop(self) -> None:
        """Stop it in an orderly way."""


@contextmanager
def running(kind: str, folder: Path) -> Iterator[Broker]:
    """Run a broker of that kind for as long as the context lasts, its files in the folder."""
    broker: Broker = KafkaNode(folder) if kind == KAFKA else EmbeddedBroker(log=folder / "broker.log")
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()


def pause(broker: Broker) -> None:
    """Suspend the broker with SIGSTOP; its connections stay open."""
    if broker.pid is not None:
        os.kill(broker.pid, signal.SIGSTOP)


def resume(broker: Broker) -> None:
    """Let a suspended broker continue."""
    if broker.pid is not None:
        os.kill(broker.pid, signal.SIGCONT)


def kill(broker: Broker) -> None:
    """End a broker without warning; it can be started again with the data that it had."""
    if isinstance(broker, KafkaNode):
        broker.kill()
