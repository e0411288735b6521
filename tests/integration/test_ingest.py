"""`wirefeed ingest` as a user calls it, on the embedded broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from streams.ops.administration import PlannedTopic, create_topics
from streams.ops.broker import EmbeddedBroker
from streams.ops.reading import Range, read_topic
from streams.settings import Settings
from streams.topics import RAW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def broker() -> Iterator[EmbeddedBroker]:
    """Run a broker."""
    with EmbeddedBroker() as running:
        yield running


@pytest.fixture
async def settings(broker: EmbeddedBroker, request: pytest.FixtureRequest) -> Settings:
    """Return settings whose `wire.raw` is there and no other test's."""
    own = Settings(brokers=broker.address, topic_prefix=f"t{abs(hash(request.node.name))}")
    await create_topics(own, [PlannedTopic(name=RAW.full_name(own), partitions=1, config={})])
    return own


async def on_raw(settings: Settings) -> list[Any]:
    """Return what is on `wire.raw`."""
    return [record async for record in read_topic(settings, RAW.full_name(settings), Range(from_beginning=True))]


def start(settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command with pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "streams.ops.cli", "ingest", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "WIREFEED_BROKERS": settings.brokers, "WIREFEED_TOPIC_PREFIX": settings.topic_prefix},
    )


async def test_an_article_of_many_lines_is_one_record(settings: Settings) -> None:
    """The bytes arrive as they were, and the summary says that the broker has them."""
    text = b"Ferry sinks off Samar\n\nThree people drowned.\nTwo are missing.\n"
    running = start(settings, "-", "--json")
    out, _ = running.communicate(text, timeout=60)
    assert running.returncode == 0
    assert orjson.loads(out) == {
        "topic": RAW.full_name(settings),
        "sent": 1,
        "acknowledged": 1,
        "bytes": len(text),
        "refused": 0,
        "reasons": [],
        "passed_over": [],
        "interrupted": False,
    }
    assert [record.value for record in await on_raw(settings)] == [text]


async def test_what_is_refused_is_named_and_the_rest_is_sent(settings: Settings, tmp_path: Path) -> None:
    """An empty file and a program between two articles cost an exit code of 1 and a line each."""
    for name, content in (("a.txt", b"One."), ("b.txt", b""), ("c.txt", bytes(900)), ("d.txt", b"Two.")):
        (tmp_path / name).write_bytes(content)
    running = start(settings, str(tmp_path))
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert out.startswith(b"the broker has 2 records (8 bytes) on ")
    assert f"left out: {tmp_path / 'b.txt'}: there is nothing in it" in err.decode()
    assert f"left out: {tmp_path / 'c.txt'}: " in err.decode()
    assert [record.value for record in await on_raw(settings)] == [b"One.", b"Two."]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
async def test_an_interruption_says_what_the_broker_has(settings: Settings, end: signal.Signals) -> None:
    """While it waits for input, Ctrl-C and SIGTERM end it with 130 and the number of records that arrived."""
    running = start(settings, "-")
    assert running.stdin is not None
    running.stdin.write(b'{"id": "a"}\n{"id": "b"}\n')
    running.stdin.flush()
    while len(await on_raw(settings)) < 2:
        assert running.poll() is None
    running.send_signal(end)
    out, err = running.stdout, running.stderr
    assert running.wait(timeout=60) == 130
    assert out is not None
    assert err is not None
    assert out.read().startswith(b"the broker has 2 records (22 bytes) on ")
    assert err.read().startswith(b"interrupted: nothing after these was sent.")
    for pipe in (running.stdin, out, err):
        pipe.close()


async def test_a_broker_that_stands_still_does_not_keep_who_wants_to_leave(
    settings: Settings, broker: EmbeddedBroker
) -> None:
    """What it has acknowledged is counted; of the rest the summary says that nobody knows."""
    running = start(settings, "-", "--json")
    assert running.stdin is not None
    assert broker.pid is not None
    running.stdin.write(b'{"id": "a"}\n')
    running.stdin.flush()
    while len(await on_raw(settings)) < 1:
        assert running.poll() is None
    os.kill(broker.pid, signal.SIGSTOP)
    try:
        running.stdin.write(b'{"id": "b"}\n')
        running.stdin.flush()
        running.send_signal(signal.SIGTERM)
        out, _ = running.communicate(timeout=60)
    finally:
        os.kill(broker.pid, signal.SIGCONT)
    assert running.returncode == 130
    summary = orjson.loads(out)
    assert (summary["acknowledged"], summary["interrupted"]) == (1, True)
