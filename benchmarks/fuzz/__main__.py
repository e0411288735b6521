"""`python -m benchmarks.fuzz`: hostile records on every topic of a running worker, which must not mind.

The worker must live, must commit to the end of every topic, each record may cost one dead letter at most, and the
account must balance. Ends with 1 where one of it does not hold. The same seed makes the same records.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
from base64 import b64decode
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import orjson
from aiokafka.errors import KafkaError

from benchmarks.drills.brokers import running
from benchmarks.drills.wire import make_wire
from benchmarks.fuzz.records import Hostile, hostile, send
from benchmarks.fuzz.values import FOREIGN, hostile_document, mutated, objects
from streams.ops.connection import connected_producer
from streams.pipeline import STAGES
from streams.topics import RAW
from tests.running.pipeline import Pipeline, new_pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiokafka import AIOKafkaProducer

    from streams.topics import TopicSpec

RECORDS: Final = 10_000
VALID: Final = 150
"""Records of an ordinary wire that run first, and whose messages are then mutated."""
RAW_SHARE: Final = 0.4
WINDOW: Final = 100
SETTLE_SECONDS: Final = 900.0
BAD_WORDS: Final = ("Crashed", "could not send", "can't be entered", "can't be prepared", "timer failed")


def main(arguments: Sequence[str]) -> int:
    """Run the fuzz, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS, help=f"hostile records ({RECORDS})")
    parser.add_argument("--seed", type=int, default=1, help="of the records (1)")
    parser.add_argument("--broker", choices=("kafka", "embedded"), default="embedded")
    parser.add_argument("--keep", type=Path, help="folder for logs")
    options = parser.parse_args(arguments)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="wirefeed-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    with running(options.broker, folder) as broker:
        faults = asyncio.run(_fuzz(broker.address, folder, options.records, options.seed))
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(faults)} faults; logs in {folder}")
    return 1 if faults else 0


async def _fuzz(address: str, folder: Path, count: int, seed: int) -> list[str]:
    async for pipeline in new_pipeline(address, folder, "fuzz", partitions=2, order_partitions=1, web_port=0):
        worker = pipeline.start_worker()
        wire = make_wire(VALID, seed, datetime.now(UTC) + timedelta(days=1))
        await pipeline.feed(wire)
        await pipeline.until_done(len(wire), seconds=SETTLE_SECONDS)
        _say("the ordinary wire is through")
        valid = {stage.source: await _values(pipeline, stage.source) for stage in STAGES}
        sent = await _send_all(pipeline, valid, count, random.Random(seed))  # noqa: S311  # the same records again
        faults = await _settled(pipeline, len(wire) + sent["raw"])
        if worker.process.poll() is not None:
            faults.append(f"the worker ended with {worker.process.returncode}")
        else:
            faults += await asyncio.to_thread(_liveness_faults, f"{worker.web}/livez")
        log = worker.log.read_text(errors="replace")
        faults += [
            f"the log has {log.count(word)} times {word!r}" for word in ("Crashed", "could not send") if word in log
        ]
        faults += await _letter_faults(pipeline, dict(sent))
        return faults
    raise AssertionError


def _liveness_faults(url: str) -> list[str]:
    try:
        urlopen(url, timeout=30).close()  # noqa: S310  # our own worker
    except OSError as error:
        return [f"{url} says {error}"]
    return []


async def _values(pipeline: Pipeline, topic: TopicSpec) -> list[Hostile]:
    """Return the valid records of a topic."""
    return [
        Hostile(_foreign(topic, record.value), record.key, tuple((n.encode(), v) for n, v in record.headers), 0)
        for record in await pipeline.records(topic.name)
        if record.value
    ]


def _foreign(topic: TopicSpec, value: bytes) -> bytes:
    """Return the message as one whose item comes from a partition that does not exist."""
    if topic is RAW:
        return value
    message = orjson.loads(value)
    for found in objects(message):
        if isinstance(origin := found.get("origin"), dict):
            origin["partition"] = FOREIGN
    return orjson.dumps(message)


async def _send_all(
    pipeline: Pipeline, valid: dict[TopicSpec, list[Hostile]], count: int, chance: random.Random
) -> Counter[str]:
    """Send hostile records to all topics that stages read; return how many by topic."""
    sent: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    sources = [stage.source for stage in STAGES if stage.source is not RAW]
    async with connected_producer(pipeline.settings) as producer:
        for first in range(0, count, WINDOW):
            window = []
            for _ in range(min(WINDOW, count - first)):
                source = RAW if chance.random() < RAW_SHARE else chance.choice(sources)
                window.append((source, _record(chance, source, valid[source])))
            answers = await asyncio.gather(
                *(_send(pipeline, producer, chance, *each) for each in window), return_exceptions=True
            )
            for (source, _), answer in zip(window, answers, strict=True):
                if isinstance(answer, KafkaError):
                    refused[type(answer).__name__] += 1
                elif isinstance(answer, BaseException):
                    raise answer
                else:
                    sent[source.name] += 1
    _say(f"sent {dict(sent)}; refused by the broker {dict(refused)}")
    return sent


def _record(chance: random.Random, source: TopicSpec, valid: list[Hostile]) -> Hostile:
    now = int(time.time() * 1000)
    template = chance.choice(valid)
    documents = [each.value for each in chance.sample(valid, min(5, len(valid))) if each.value]
    if source is RAW:
        return hostile(chance, hostile_document(chance, documents), template.headers, now)
    value = hostile_document(chance, documents) if chance.random() < 0.1 else mutated(chance, template.value or b"")
    return hostile(chance, value, template.headers, now)


async def _send(
    pipeline: Pipeline, producer: AIOKafkaProducer, chance: random.Random, source: TopicSpec, record: Hostile
) -> int:
    partition = chance.randrange(source.partitions(pipeline.settings))
    return await send(producer, source.full_name(pipeline.settings), partition, record)


async def _settled(pipeline: Pipeline, raw_records: int) -> list[str]:
    """Wait until the worker has done everything; return what is wrong where it doesn't."""
    try:
        status = await pipeline.until(
            lambda status: (
                all(part.lag == 0 for part in status.partitions)
                and status.total.records >= raw_records
                and all(account.balanced for account in status.accounts if account.partition == 0)
            ),
            seconds=SETTLE_SECONDS,
        )
    except AssertionError as error:
        return [f"it does not settle: {str(error)[:3000]}"]
    own = [account for account in status.accounts if account.partition == 0]
    _say(f"account {own}")
    return []


async def _letter_faults(pipeline: Pipeline, sent: dict[str, int]) -> list[str]:
    """Return what is wrong with the dead letters: two for one record, or bytes that are not those of the record."""
    faults = []
    letters = [orjson.loads(record.value) for record in await pipeline.records("dead")]
    counts = Counter(letter["id"] for letter in letters)
    faults += [f"{n} dead letters of {identity}" for identity, n in counts.items() if n > 1]
    _say(f"{len(letters)} dead letters: {dict(Counter((each['stage'], each['error']) for each in letters))}")
    for source, n in sent.items():
        of_source = sum(each["topic"].split(".")[-2] == source for each in letters)
        if of_source > n + VALID:
            faults.append(f"{of_source} dead letters of {n} records on {source}")
    for stage in STAGES:
        originals = {
            f"{record.topic}/{record.partition}/{record.offset}": record
            for record in await pipeline.records(stage.source.name)
        }
        for letter in letters:
            record = originals.get(letter["id"])
            if record is not None and not letter.get("truncated") and record.value != _bytes(letter.get("value")):
                faults.append(f"the letter {letter['id']} has other bytes than its record")
    return faults


def _bytes(encoded: str | None) -> bytes | None:
    return None if encoded is None else b64decode(encoded)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
