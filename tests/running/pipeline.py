"""A whole pipeline for tests: topics of its own on a broker, worker processes, and what came out."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from schemas import SCHEMA_HEADER, Message, decode
from streams.ops.accounting import OUTCOMES
from streams.ops.administration import create_topics
from streams.ops.broker import free_port
from streams.ops.connection import connected_producer
from streams.ops.processes import stop_processes
from streams.ops.reading import Range, read_topic
from streams.ops.status import Status, StatusReader
from streams.settings import Settings
from streams.topics import RAW, topic_named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from aiokafka import ConsumerRecord


@dataclass(frozen=True)
class Raw:
    """A record for `wire.raw`."""

    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    key: bytes | None = None
    timestamp_ms: int | None = None
    """When it was made; the present where nothing is said."""


@dataclass
class Worker:
    """A worker process and its log."""

    process: subprocess.Popen[bytes]
    log: Path
    web: str

    def kill(self) -> None:
        """End it without warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it in an orderly way."""
        stop_processes([self.process], 20)


@dataclass
class Pipeline:
    """Topics, workers and results on one broker."""

    settings: Settings
    folder: Path
    workers: list[Worker] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that works for this pipeline."""
        own = self.settings.model_dump(mode="json", exclude_defaults=True)
        secrets = {name: value.get_secret_value() for name, value in self.settings if isinstance(value, SecretStr)}
        return {**os.environ, **{f"WIREFEED_{name.upper()}": str(value) for name, value in {**own, **secrets}.items()}}

    async def create_topics(self) -> None:
        """Create every topic."""
        outcomes = await create_topics(self.settings)
        failed = [outcome for outcome in outcomes if outcome.outcome.value in {"failed", "mismatch"}]
        assert not failed, failed

    def start_worker(self, *, state_of: int | None = None) -> Worker:
        """Start a worker process, in the state folder of an earlier one where its number is given."""
        number = len(self.workers)
        port = free_port()
        log = self.folder / f"worker-{number}.log"
        environment = {
            **self.environment(),
            "WIREFEED_WEB_PORT": str(port),
            "WIREFEED_STATE_DIR": str(self.folder / f"state-{number if state_of is None else state_of}"),
        }
        command = [sys.executable, "-m", "streams.ops.cli", "worker"]
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        worker = Worker(process, log, f"http://127.0.0.1:{port}")
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.stop()

    async def feed(self, records: Iterable[Raw]) -> int:
        """Put records on `wire.raw`; return how many."""
        topic = RAW.full_name(self.settings)
        async with connected_producer(self.settings) as producer:
            waiting = [
                await producer.send(
                    topic, record.value, key=record.key, headers=list(record.headers), timestamp_ms=record.timestamp_ms
                )
                for record in records
            ]
            await asyncio.gather(*waiting)
        return len(waiting)

    async def until(self, enough: Callable[[Status], bool], *, seconds: float = 120.0) -> Status:
        """Return the status as soon as it is enough; fail with the workers' last words when it takes too long."""
        deadline = time.monotonic() + seconds
        async with StatusReader(self.settings) as reader:
            while True:
                status = await reader.read()
                if enough(status):
                    return status
                if time.monotonic() > deadline:
                    raise AssertionError(f"not within {seconds} s: {status.total} {self.log_tail()}")
                await asyncio.sleep(0.2)

    async def until_done(self, records: int, *, seconds: float = 120.0) -> Status:
        """Return the status when so many raw records were read, every item has ended, and nothing lags."""
        return await self.until(
            lambda status: (
                status.total.records >= records
                and status.total.balanced
                and all(part.lag == 0 for part in status.partitions)
            ),
            seconds=seconds,
        )

    async def records(self, name: str) -> list[ConsumerRecord]:
        """Return all records of a topic."""
        found = read_topic(self.settings, topic_named(name).full_name(self.settings), Range(from_beginning=True))
        return [record async for record in found]

    async def messages(self, name: str) -> list[Message]:
        """Return all messages of a topic, tombstones left out."""
        types = topic_named(name).types
        return [
            decode(record.value, types, _schema(record))
            for record in await self.records(name)
            if record.value is not None
        ]

    async def compacted(self, name: str) -> dict[str, Message]:
        """Return the latest message of each key of a topic, without those that have a tombstone."""
        latest: dict[str, ConsumerRecord] = {}
        for record in await self.records(name):
            latest[(record.key or b"").decode()] = record
        types = topic_named(name).types
        return {
            key: decode(record.value, types, _schema(record))
            for key, record in latest.items()
            if record.value is not None
        }

    def log_tail(self) -> str:
        """Return the ends of the workers' logs."""
        return "\n".join(f"{worker.log}:\n{worker.log.read_text(errors='replace')[-3000:]}" for worker in self.workers)


def _schema(record: ConsumerRecord) -> str | None:
    return next((value.decode() for name, value in record.headers if name == SCHEMA_HEADER), None)


def outcomes(status: Status) -> dict[str, int]:
    """Return the outcomes of all partitions."""
    return {name: status.total.outcomes.get(name, 0) for name in OUTCOMES}


async def new_pipeline(brokers: str, folder: Path, name: str, **settings: Any) -> AsyncIterator[Pipeline]:
    """Yield a pipeline with topics and a group of its own; its workers end with it."""
    quick = {"session_timeout": 6, "commit_interval": 0.5}
    own = Settings(brokers=brokers, app_id=f"wf-{name}", topic_prefix=name, **{**quick, **settings})
    pipeline = Pipeline(own, folder)
    await pipeline.create_topics()
    try:
        yield pipeline
    finally:
        pipeline.stop()
