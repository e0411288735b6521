"""Topics, ingesting, reading and dead letters on the embedded broker."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from schemas import SCHEMA_HEADER, DeadLetter, encode, schema_name
from streams.ops.administration import Outcome, PlannedTopic, create_topics, partition_count, topic_config
from streams.ops.broker import BrokerFailed, EmbeddedBroker, answers, free_port
from streams.ops.connection import connected_probe, connected_producer, end_offsets
from streams.ops.dead_letters import Filter, dead_letters
from streams.ops.errors import BrokerUnreachable, OperationFailed
from streams.ops.ingestion import ingest
from streams.ops.intake_files import Labels, RawRecord, read_file, too_long
from streams.ops.reading import Range, read_topic
from streams.ops.replay import replay
from streams.ops.status import StatusReader, status_json
from streams.settings import Settings
from streams.topics import DEAD, ITEMS, RAW, counts_topic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

pytestmark = pytest.mark.broker

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LABELS = Labels(received="2026-03-02T09:00:00+00:00")


@pytest.fixture(scope="module")
def broker() -> Iterator[EmbeddedBroker]:
    """Run one broker for all tests of this file; each has topics of its own."""
    with EmbeddedBroker() as running:
        yield running


@pytest.fixture
def settings(broker: EmbeddedBroker, request: pytest.FixtureRequest) -> Settings:
    """Return settings whose topics no other test has."""
    return Settings(
        brokers=broker.address, topic_prefix=f"t{abs(hash(request.node.name))}", app_id=request.node.name[:80]
    )


def planned(settings: Settings, *names: str) -> list[PlannedTopic]:
    """Return topics to be created, those of the flow by short name."""
    return [PlannedTopic(name=name, partitions=settings.partitions, config={}) for name in names]


def letter(offset: int, **fields: Any) -> DeadLetter:
    """Return a dead letter of a record of `wire.raw`."""
    return DeadLetter(
        **{
            "id": f"raw/0/{offset}",
            "stage": "intake",
            "topic": "raw",
            "partition": 0,
            "offset": offset,
            "key": b64encode(b"k").decode(),
            "value": b64encode(b"{broken").decode(),
            "headers": (("content-type", b64encode(b"application/json").decode()),),
            "error": "MalformedItem",
            "message": "not JSON",
            "at": AT + timedelta(minutes=offset),
        }
        | fields
    )


async def put(settings: Settings, topic: str, *values: bytes | None, partition: int = 0, **headers: str) -> None:
    """Put values on a partition, all in one batch."""
    async with connected_producer(settings) as producer:
        named = [(name, value.encode()) for name, value in headers.items()]
        sent = [await producer.send(topic, value, partition=partition, key=b"k", headers=named) for value in values]
        await asyncio.gather(*sent)


async def read(settings: Settings, topic: str, **wanted: Any) -> list[Any]:
    """Return the records of a topic."""
    return [record async for record in read_topic(settings, topic, Range(**wanted))]


def test_a_port_that_is_taken_is_told(broker: EmbeddedBroker) -> None:
    """A second broker on the same port is refused, and the message says what to do."""
    with pytest.raises(BrokerFailed, match="give another port, or 0 for a free one"):
        EmbeddedBroker(port=broker.port).start()
    assert broker.running()


def test_a_broker_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    """After the context the process is gone, the port is free, and its log can be read."""
    with EmbeddedBroker(log=tmp_path / "broker.log") as running:
        pid, port = running.pid, running.port
        assert pid is not None
        assert answers("127.0.0.1", port)
    assert not answers("127.0.0.1", port)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert b"listening" in (tmp_path / "broker.log").read_bytes()


async def test_topics_are_created_once(settings: Settings) -> None:
    """What is there stays; another number of partitions is told and changes nothing."""
    name = RAW.full_name(settings)
    topic = PlannedTopic(name=name, partitions=3, config={"cleanup.policy": "compact"})
    assert [each.outcome for each in await create_topics(settings, [topic])] == [Outcome.CREATED]
    assert [each.outcome for each in await create_topics(settings, [topic])] == [Outcome.EXISTS]
    other = PlannedTopic(name=name, partitions=8, config={})
    (mismatch,) = await create_topics(settings, [other])
    assert mismatch.outcome is Outcome.MISMATCH
    assert "3 partitions" in mismatch.detail
    assert await partition_count(settings, name) == 3
    assert (await topic_config(settings, name))["cleanup.policy"] == "compact"


async def test_a_topic_that_is_asked_for_is_not_made_by_asking(settings: Settings) -> None:
    """Reading or feeding a topic that isn't there says so, and it still isn't there."""
    for _ in range(2):
        with pytest.raises(OperationFailed, match="wirefeed topics create"):
            await read(settings, RAW.full_name(settings), from_beginning=True)
        with pytest.raises(OperationFailed, match="wirefeed topics create"):
            await ingest(settings, [])


async def test_no_broker_is_told_with_the_way_out(settings: Settings) -> None:
    """Where nobody answers, the message names the address and how to get a broker."""
    away = settings.model_copy(update={"brokers": f"127.0.0.1:{free_port()}"})
    with pytest.raises(BrokerUnreachable, match=r"no Kafka broker answers at 127\.0\.0\.1:\d+: start one"):
        await create_topics(away, [])


async def test_the_end_of_a_partition_counts_every_record_of_the_last_batch(settings: Settings) -> None:
    """However records are batched, the end is the offset of the next one, and reading goes up to it."""
    name = RAW.full_name(settings)
    await create_topics(settings, planned(settings, name))
    await put(settings, name, *(b"%d" % number for number in range(50)), partition=1)
    async with connected_producer(settings) as producer:
        partitions = sorted(await producer.partitions_for(name))
    async with connected_probe(settings) as probe:
        from aiokafka import TopicPartition  # noqa: PLC0415 - only here

        ends = await end_offsets(probe, [TopicPartition(name, number) for number in partitions])
    assert sorted(ends.values()) == [0, 0, 0, 50]
    assert [record.value for record in await read(settings, name, from_beginning=True)] == [
        b"%d" % number for number in range(50)
    ]
    assert [record.value for record in await read(settings, name, last=2)] == [b"48", b"49"]
    assert [record.value for record in await read(settings, name, from_beginning=True, last=2)] == [b"0", b"1"]
    assert await read(settings, name, last=2, partition=0) == []
    with pytest.raises(OperationFailed, match="no partition 9"):
        await read(settings, name, last=2, partition=9)


async def test_a_follower_gets_what_comes_after_what_was_there(settings: Settings) -> None:
    """Following goes from the present to the future without a gap or a repetition."""
    name = RAW.full_name(settings)
    await create_topics(settings, planned(settings, name))
    await put(settings, name, b"one", b"two", b"three")
    seen = []
    async with aclosing(read_topic(settings, name, Range(last=2, follow=True))) as records:
        async for record in records:
            seen.append(record.value)
            if len(seen) == 2:
                await put(settings, name, b"four", b"five")
            if len(seen) == 4:
                break
    assert seen == [b"two", b"three", b"four", b"five"]


async def test_lines_of_a_file_arrive_as_they_are(settings: Settings, tmp_path: Path) -> None:
    """Every line is a record with its bytes unchanged, in order within a key, with what the sender said of it."""
    name = RAW.full_name(settings)
    await create_topics(settings, planned(settings, name))
    rows = [orjson.dumps({"id": f"i{number % 7}", "text": "é" * 100, "n": number}) for number in range(300)]
    file = tmp_path / "items.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join(rows)))
    labels = Labels(received=LABELS.received, provider="agency", source="desk.example")
    result = await ingest(settings, read_file(file, labels, limit=10_000))
    assert (result.acknowledged, result.refused, result.size) == (300, 0, sum(map(len, rows)))
    records = await read(settings, name, from_beginning=True)
    assert sorted(record.value for record in records) == sorted(rows)
    for key in {record.key for record in records}:
        numbers = [orjson.loads(record.value)["n"] for record in records if record.key == key]
        assert numbers == sorted(numbers)
    assert dict(records[0].headers) == {
        "content-type": b"application/json",
        "wf-provider": b"agency",
        "wf-source": b"desk.example",
        "wf-received": b"2026-03-02T09:00:00+00:00",
    }


async def test_what_is_too_large_is_left_out_and_the_rest_goes(settings: Settings) -> None:
    """An item over the limit of a record is named with its place; those around it are sent."""
    small = settings.model_copy(update={"max_item_bytes": 1})
    await create_topics(small, planned(small, RAW.full_name(small)))
    records = [
        RawRecord(b"a", b"first", (), "f:1"),
        RawRecord(b"a", b"x" * 1_100_000, (), "f:2"),
        too_long("f:3", 9),
        RawRecord(b"a", b"last", (), "f:4"),
    ]
    result = await ingest(small, records)
    assert (result.sent, result.acknowledged, result.refused) == (2, 2, 2)
    assert result.reasons[0].startswith("f:2: 1,100,000 bytes")
    assert result.reasons[1].startswith("f:3: more than 9 bytes")


async def test_dead_letters_are_found_by_what_is_asked(settings: Settings) -> None:
    """Stage, error, topic, time and id restrict; a letter that was written twice is given once."""
    name = DEAD.full_name(settings)
    await create_topics(settings, planned(settings, name))
    letters = [
        letter(1),
        letter(2, stage="clean", error="EmptyItem", topic="accepted"),
        letter(3, error="ItemTooLarge"),
    ]
    header = {SCHEMA_HEADER: schema_name(DeadLetter)}
    await put(settings, name, *(encode(each) for each in letters), b"no letter", None, encode(letters[0]), **header)

    async def ids(**wanted: Any) -> list[str]:
        return [each.id async for each in dead_letters(settings, Filter(**wanted))]

    assert await ids() == ["raw/0/1", "raw/0/2", "raw/0/3"]
    assert await ids(stage="clean") == ["raw/0/2"]
    assert await ids(error="itemtoolarge") == ["raw/0/3"]
    assert await ids(topic="raw", since=AT + timedelta(minutes=2)) == ["raw/0/3"]
    assert await ids(ids=("raw/0/1", "raw/0/9")) == ["raw/0/1"]


async def given(*letters: DeadLetter) -> AsyncIterator[DeadLetter]:
    """Yield letters as the topic would."""
    for each in letters:
        yield each


async def test_a_replayed_record_is_as_it_was(settings: Settings) -> None:
    """Key, value, headers and partition are those of the original, with the marks of the replay."""
    name = ITEMS.full_name(settings)
    await create_topics(settings, planned(settings, name))
    tombstone = letter(8, topic=name, partition=2, value=None, attempts=2, headers=(), first_id="raw/0/3")
    assert (await replay(settings, given(letter(7, topic=name, partition=3), tombstone))).sent == 2
    first, second = sorted(await read(settings, name, from_beginning=True), key=lambda record: -record.partition)
    assert (first.partition, first.key, first.value) == (3, b"k", b"{broken")
    assert dict(first.headers) == {
        "content-type": b"application/json",
        "wf-replay": b"raw/0/7",
        "wf-attempts": b"1",
    }
    assert (second.partition, second.value) == (2, None)
    assert dict(second.headers) == {"wf-replay": b"raw/0/3", "wf-attempts": b"2"}, "the first letter of the chain"


async def test_a_replay_goes_on_where_an_earlier_one_was_interrupted(settings: Settings) -> None:
    """What was put back is left out; what fell to the interruption is put back, and nothing is once all is done."""
    name = ITEMS.full_name(settings)
    await create_topics(settings, planned(settings, name))
    letters = [letter(number, topic=name, partition=number % 4) for number in range(7)]

    async def interrupted() -> AsyncIterator[DeadLetter]:
        for each in letters[:3]:
            yield each
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await replay(settings, interrupted())
    held_nothing, broken = letter(8, topic=name, truncated=True), letter(9, topic=name, value="%%%")
    shown: list[str] = []
    result = await replay(
        settings, given(*letters, held_nothing, broken), put_back=lambda each: shown.append(each.id), rate=1_000
    )
    assert (result.sent, result.earlier, result.truncated, result.broken) == (4, 3, 1, ["raw/0/9"])
    assert shown == [each.id for each in letters[3:]]
    result = await replay(settings, given(*letters))
    assert (result.sent, result.earlier) == (0, 7)
    found = [dict(record.headers)["wf-replay"] for record in await read(settings, name, from_beginning=True)]
    assert sorted(found) == [each.id.encode() for each in letters]
    assert (await replay(settings, given(*letters), again=True)).sent == 7


async def test_many_letters_are_put_back_fast_and_few_at_a_rate(settings: Settings) -> None:
    """Sends are not awaited one by one; a rate is kept from the first record on."""
    name = ITEMS.full_name(settings)
    await create_topics(settings, planned(settings, name))
    many = [letter(number, topic=name, partition=0) for number in range(2_000)]
    began = time.monotonic()
    assert (await replay(settings, given(*many))).sent == len(many)
    assert time.monotonic() - began < 10
    began = time.monotonic()
    assert (await replay(settings, given(*many[:21]), again=True, rate=20)).sent == 21
    assert 1.0 <= time.monotonic() - began < 5


async def test_nothing_is_replayed_to_a_topic_that_is_gone(settings: Settings) -> None:
    """The command fails and names it; what went to other topics is put back."""
    name = ITEMS.full_name(settings)
    await create_topics(settings, planned(settings, name))
    with pytest.raises(OperationFailed, match=r"no topic gone\.v1"):
        await replay(settings, given(letter(1, topic=name), letter(2, topic="gone.v1")))
    assert len(await read(settings, name, from_beginning=True)) == 1


async def test_status_tells_counts_lag_and_the_last_error(settings: Settings) -> None:
    """The latest counts of a partition hold, what no worker has read is lag, and an account says what is in flight."""
    await create_topics(settings)
    await put(settings, RAW.full_name(settings), b"a", b"b", b"c")

    def counts(read: int, **fields: Any) -> bytes:
        return orjson.dumps(
            {"stage": "intake", "partition": 0, "through": read - 1, "at": AT.isoformat(), "read": read} | fields
        )

    error = {"at": AT.isoformat(), "error": "MalformedItem", "message": "not JSON", "id": "raw/0/0"}
    async with StatusReader(settings) as reader:
        await put(settings, counts_topic(settings), counts(1), b"no counts", counts(2, forwarded=1))
        before = await reader.read()
        outcomes = {"0": {"records": 3, "items": 3, "refused": 1}}
        late = counts(3, outcomes=outcomes, errors={"MalformedItem": 1}, last_error=error)
        await put(settings, counts_topic(settings), late)
        now = await reader.read()
    assert before.total.records == 0
    assert [each.counts.read for each in before.partitions if each.counts] == [2]
    told = status_json(now, before, 0.5)
    assert (told["lag"], told["settled"]) == (3, False)
    assert told["raw_partitions"][0]["in_flight"] == 2
    assert told["errors"] == {"MalformedItem": 1}
    assert told["last_error"] == {"stage": "intake", **error}
    assert told["records_per_second"]["intake"] == 2.0


def test_ctrl_c_stops_the_broker_command() -> None:
    """`wirefeed broker` says where it is and that it keeps nothing, and ends with 0 when it is interrupted."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "streams.ops.cli", "broker", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"127.0.0.1:{port}" in line
        process.send_signal(signal.SIGTERM)
        _, notices = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "keeps everything in memory" in notices
    assert not answers("127.0.0.1", port)
