"""Which records `wirefeed tail` shows, and that it ends when nobody reads any more."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from streams.ops.cli.output import is_read
from streams.ops.tail import BEFORE, TailRequest, selected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Stored:
    """A record as a consumer gives it."""

    offset: int
    key: bytes | None = b"a/1"
    value: bytes | None = b"{}"
    headers: tuple[tuple[str, bytes], ...] = field(default=())

    @property
    def timestamp(self) -> int:
        """A minute after the one before."""
        return int((START + timedelta(minutes=self.offset)).timestamp() * 1000)


RECORDS = [
    Stored(0, b"a/1", b"The harbour is closed"),
    Stored(1, b"a/2", b"Fog over the coast"),
    Stored(2, b"a/1", b"The HARBOUR is open"),
    Stored(3, None, None),
    Stored(4, b"harbour/9", b"\xff\xfe"),
]


def shown(**asked: Any) -> list[int]:
    """Return the offsets of the records that are shown."""

    async def stored() -> AsyncIterator[Any]:
        for record in RECORDS:
            yield record

    async def read() -> list[int]:
        return [record.offset async for record in selected(stored(), TailRequest(**asked))]

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("asked", "offsets"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"key": "a/1"}, [0, 2]),
        ({"key": "a"}, []),
        ({"grep": "harbour"}, [0, 2, 4]),
        ({"grep": "harbour", "key": "a/1"}, [0, 2]),
        ({"since": START + timedelta(minutes=3)}, [3, 4]),
        ({"until": START + timedelta(minutes=3)}, [0, 1, 2]),
        ({"since": START + timedelta(minutes=1), "until": START + timedelta(minutes=2)}, [1]),
        ({"grep": "harbour", "number": 2}, [2, 4]),
        ({"grep": "harbour", "number": 2, "from_beginning": True}, [0, 2]),
        ({"grep": "harbour", "number": 2, "follow": True}, [0, 2, 4]),
        ({"grep": "harbour", "number": 0}, []),
        ({"grep": "harbour", "number": 0, "from_beginning": True}, []),
    ],
)
def test_records_are_selected_by_what_they_are(asked: dict[str, Any], offsets: list[int]) -> None:
    """By key, text and time; a number means the latest so many of the selected, or with the beginning the first."""
    assert shown(**asked) == offsets


def test_without_options_the_latest_ten_are_shown_and_more_is_waited_for() -> None:
    """As a user expects of `tail`."""
    reading = TailRequest().reading()
    assert (reading.last, reading.follow, reading.from_beginning) == (BEFORE, True, False)
    assert BEFORE == 10


@pytest.mark.parametrize("asked", [{"key": "k"}, {"since": START}, {"until": START}, {"grep": "x"}, {"number": 3}])
def test_a_selection_ends_with_what_is_there(asked: dict[str, Any]) -> None:
    """Unless following is asked for, which an end in time forbids."""
    assert not TailRequest(**asked).reading().follow
    assert TailRequest(**asked, follow=True).reading().follow == ("until" not in asked)


def test_a_selection_reads_all_from_its_time_on() -> None:
    """The latest ten records may hold none of what is selected."""
    reading = TailRequest(since=START, number=3).reading()
    assert (reading.from_beginning, reading.last, reading.since_ms) == (True, None, 1_772_442_000_000)


ENDLESS = """
import asyncio, sys
from streams.ops import cli
from streams.ops.cli import application
from streams.ops.cli.output import console, while_read

async def print_some() -> None:
    for number in range(10):
        console().print(number) if sys.argv[1] == "table" else print(number, flush=True)
    await asyncio.sleep(3600)

application.app = lambda: asyncio.run(while_read(print_some()))
cli.main()
"""


@pytest.mark.parametrize("how", ["table", "plain"])
def test_it_ends_when_nobody_reads_any_more(how: str) -> None:
    """Also where nothing more is to be printed, with exit code 0 and without a word."""
    command = [sys.executable, "-c", ENDLESS, how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"0\n"
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""


def test_a_pipe_whose_reader_is_gone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before that it counts as read, and so does output that is kept in memory."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as output:
        monkeypatch.setattr(sys, "stdout", output)
        assert is_read()
        os.close(reader)
        assert not is_read()
        monkeypatch.undo()
