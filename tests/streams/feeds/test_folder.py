"""A folder into which files are delivered: what is sent, when, and where the files go."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from streams.feeds import (
    BrokerRefused,
    Delivery,
    FeedState,
    FolderFeed,
    FolderLoop,
    RecordTooLarge,
    first_state,
    folder_loop,
)
from streams.feeds.folder_archive import reason_name
from streams.feeds.folder_files import (
    CLOSED_SECONDS,
    FoundFile,
    NotComplete,
    Settling,
    Unreadable,
    files_in,
    is_deliverable,
    read_complete,
)
from streams.feeds.open_files import Writers, writers_of
from tests.running.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

LIMIT = 1_000
SETTLE = 5.0
DAY = "2026-03-09"
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


class Broker:
    """Keeps the records in their order; refuses while it is told to."""

    def __init__(self) -> None:
        self.records: list[Delivery] = []
        self.states: list[FeedState] = []
        self.refuses: Exception | None = None
        self.before: Callable[[], None] = lambda: None

    async def send(self, delivery: Delivery) -> None:
        """Take a record."""
        self.before()
        if self.refuses is not None:
            raise self.refuses
        self.records.append(delivery)

    async def put_state(self, _feed: str, state: FeedState) -> None:
        """Take a state."""
        self.states.append(state)

    async def put_entries(self, _feed: str, _entries: dict[str, str]) -> None:
        """Take nothing: a folder has no entries."""


def feed_of(folder: Path, content_type: str | None = None) -> FolderFeed:
    """Return a feed."""
    return FolderFeed(kind="folder", provider="agency", path=folder, source="agency.example", content_type=content_type)


@asynccontextmanager
async def watched(
    folder: Path, broker: Broker, noted: list[FeedState] | None = None, content_type: str | None = None
) -> AsyncIterator[None]:
    """Watch a folder while the context lasts."""
    feed, stop = feed_of(folder, content_type), asyncio.Event()
    kept = noted if noted is not None else []
    loop = FolderLoop(
        name="ftp",
        feed=feed,
        sink=broker,
        store=broker,
        noted=lambda _, state: kept.append(state),
        max_bytes=LIMIT,
        now=lambda: NOW,
    )
    running = asyncio.create_task(loop.run(first_state(feed, "folder", NOW), stop))
    try:
        yield
    finally:
        stop.set()
        await running


def names(folder: Path) -> list[str]:
    """Return the files under a folder."""
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def put(folder: Path, name: str, content: bytes = b"A ferry sank.", modified: float | None = None) -> Path:
    """Put a finished file into the folder."""
    file = folder / name
    file.write_bytes(content)
    if modified is not None:
        os.utime(file, (modified, modified))
    return file


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("story.xml", True),
        ("story", True),
        ("done.txt", True),
        (".story.xml", False),
        ("story.xml.part", False),
        ("story.TMP", False),
        ("story.xml.filepart", False),
        ("~story.xml", False),
        ("story.xml~", False),
        ("part.xml", True),
    ],
)
def test_hidden_and_temporary_names_are_left_alone(name: str, taken: bool) -> None:
    """Programs give these to what they have not finished."""
    assert is_deliverable(name) is taken


def test_files_are_in_order_of_modification(tmp_path: Path) -> None:
    """The oldest first, those of one moment by name; folders, links and pipes are no files of the feed."""
    put(tmp_path, "c", modified=2_000)
    put(tmp_path, "b", modified=1_000)
    put(tmp_path, "a", modified=2_000)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/etc/hostname")
    (tmp_path / "near").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "pipe")
    assert [file.name for file in files_in(tmp_path)] == ["b", "a", "c"]


def test_a_file_that_nobody_writes_is_complete_soon(tmp_path: Path) -> None:
    """Unchanged and closed for the short time, and not a moment before."""
    put(tmp_path, "a")
    settling = Settling(SETTLE)
    files = files_in(tmp_path)
    if writers_of(tmp_path / "a") is Writers.UNKNOWN:
        pytest.skip("this system does not say who writes a file")
    assert settling.complete(tmp_path, files, 0.0) == []
    assert settling.complete(tmp_path, files, CLOSED_SECONDS - 0.01) == []
    assert settling.complete(tmp_path, files, CLOSED_SECONDS) == files


def test_a_file_that_somebody_writes_is_never_complete(tmp_path: Path) -> None:
    """An upload that has come to a halt for an hour keeps its file; when it is closed, the file is complete."""
    settling = Settling(SETTLE)
    with (tmp_path / "a").open("wb") as upload:
        upload.write(b"half a ")
        upload.flush()
        if writers_of(tmp_path / "a") is Writers.UNKNOWN:
            pytest.skip("this system does not say who writes a file")
        files = files_in(tmp_path)
        assert settling.complete(tmp_path, files, 0.0) == []
        assert settling.complete(tmp_path, files, 3_600.0) == []
    assert settling.complete(tmp_path, files, 3_600.0) == files


def test_where_nobody_knows_who_writes_a_file_must_be_unchanged_for_long(tmp_path: Path) -> None:
    """As on a network file system: for the time that the feed states. A change starts it again."""
    settling = Settling(SETTLE)
    gone = [FoundFile(name="not there", size=1, modified_ns=1, changed_ns=1, inode=1)]
    assert settling.complete(tmp_path, gone, 0.0) == []
    assert settling.complete(tmp_path, gone, SETTLE - 0.01) == []
    assert settling.complete(tmp_path, gone, SETTLE) == gone
    grown = [FoundFile(name="not there", size=2, modified_ns=2, changed_ns=2, inode=1)]
    assert settling.complete(tmp_path, grown, SETTLE) == []
    assert settling.complete(tmp_path, grown, 2 * SETTLE) == grown


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    """Grown, replaced or gone since it was seen: it is looked at again."""
    file = put(tmp_path, "a")
    (seen,) = files_in(tmp_path)
    assert read_complete(tmp_path, seen, LIMIT) == b"A ferry sank."
    with file.open("ab") as upload:
        upload.write(b" More.")
    with pytest.raises(NotComplete):
        read_complete(tmp_path, seen, LIMIT)
    file.unlink()
    with pytest.raises(NotComplete):
        read_complete(tmp_path, seen, LIMIT)
    file.symlink_to("/etc/hostname")
    with pytest.raises(Unreadable):
        read_complete(tmp_path, seen, LIMIT)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"a" * (LIMIT + 1), "1,001 bytes are more than an item may have"),
        (gzip.compress(b"a" * 50_000, mtime=0), "unpacked, it has more than 1,000 bytes"),
        (gzip.compress(b"a" * 500, mtime=0)[:-6], "it is no whole gzip file"),
    ],
)
def test_what_can_never_be_sent_has_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    """Empty, too large, packed to burst, or cut."""
    put(tmp_path, "a", content)
    (seen,) = files_in(tmp_path)
    with pytest.raises(Unreadable, match=reason):
        read_complete(tmp_path, seen, LIMIT)


@pytest.mark.parametrize("content", [b"a" * LIMIT, gzip.compress(b"a" * LIMIT, mtime=0)])
def test_the_limit_is_the_largest_size(tmp_path: Path, content: bytes) -> None:
    """A file of exactly the limit is read, packed or not."""
    put(tmp_path, "a", content)
    (seen,) = files_in(tmp_path)
    assert read_complete(tmp_path, seen, LIMIT) == b"a" * LIMIT


async def test_a_delivered_file_is_sent_and_moved(tmp_path: Path) -> None:
    """Within a second its bytes are a record of the feed, and the file lies in the folder of the day."""
    broker = Broker()
    async with watched(tmp_path, broker), asyncio.timeout(10):
        put(tmp_path, "fähre 1.txt")
        changed = (tmp_path / "fähre 1.txt").stat().st_ctime_ns
        await until(lambda: names(tmp_path) == [f"done/{DAY}/fähre 1.txt"])
    (record,) = broker.records
    assert record == Delivery(
        feed="ftp",
        provider="agency",
        value=b"A ferry sank.",
        source="agency.example",
        uri="folder:ftp/f%C3%A4hre%201.txt",
        received=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=changed // 1_000),
    )
    assert [(state.sent, state.failures) for state in broker.states] == [(0, 0), (1, 0)]


async def test_files_are_sent_one_after_the_other(tmp_path: Path) -> None:
    """In order of modification; XML states its own id, and gets no address."""
    for number, name in enumerate(["c.xml", "a.xml", "b.xml"]):
        put(tmp_path, name, b"<nitf>%d</nitf>" % number, modified=1_000 + number)
    broker = Broker()
    async with watched(tmp_path, broker):
        await until(lambda: len(names(tmp_path / "done")) == 3)
    assert [record.value for record in broker.records] == [b"<nitf>%d</nitf>" % number for number in range(3)]
    assert {record.uri for record in broker.records} == {None}


async def test_a_refused_file_lies_beside_its_reason(tmp_path: Path) -> None:
    """What can't be sent is moved to `failed`, and what comes after it is sent."""
    put(tmp_path, "empty.txt", b"", modified=1_000)
    put(tmp_path, "good.txt", modified=2_000)
    broker, noted = Broker(), list[FeedState]()
    async with watched(tmp_path, broker, noted):
        await until(lambda: len(names(tmp_path)) == 3 and not (tmp_path / "good.txt").exists())
    assert names(tmp_path) == [
        f"done/{DAY}/good.txt",
        f"failed/{DAY}/empty.txt",
        f"failed/{DAY}/empty.txt.reason.txt",
    ]
    assert (tmp_path / "failed" / DAY / "empty.txt.reason.txt").read_text() == "the file is empty\n"
    assert [(state.failures, state.last_error) for state in noted] == [
        (1, "the file is empty"),
        (0, "the file is empty"),
    ]


async def test_what_no_broker_takes_is_refused(tmp_path: Path) -> None:
    """A record that is too large for the topic would fail again and again."""
    put(tmp_path, "large.txt")
    broker = Broker()
    broker.refuses = RecordTooLarge("13 bytes are more than a record may have")
    async with watched(tmp_path, broker):
        await until((tmp_path / "failed" / DAY / "large.txt.reason.txt").exists)
    assert not (tmp_path / "done" / DAY).exists()


async def test_a_broker_that_refuses_leaves_the_file(tmp_path: Path) -> None:
    """The file stays where it is, to be sent later, and the failure is reported."""
    put(tmp_path, "a.txt")
    broker, noted = Broker(), list[FeedState]()
    broker.refuses = BrokerRefused("the broker has not taken it")
    async with watched(tmp_path, broker, noted):
        await until(lambda: noted)
    assert names(tmp_path) == ["a.txt"]
    assert noted[0].last_error == "the broker has not taken it"


async def test_a_name_that_was_delivered_before_takes_nobodys_place(tmp_path: Path) -> None:
    """Both files are kept."""
    broker = Broker()
    async with watched(tmp_path, broker):
        put(tmp_path, "latest.txt", b"First.")
        await until(lambda: names(tmp_path) == [f"done/{DAY}/latest.txt"])
        put(tmp_path, "latest.txt", b"Second.")
        await until(lambda: names(tmp_path) == [f"done/{DAY}/2/latest.txt", f"done/{DAY}/latest.txt"])
    assert (tmp_path / "done" / DAY / "latest.txt").read_bytes() == b"First."
    assert broker.records[0].uri == broker.records[1].uri


async def test_a_file_that_replaces_one_that_is_being_sent_is_sent_too(tmp_path: Path) -> None:
    """It is not moved away unsent."""
    put(tmp_path, "latest.txt", b"First.")
    broker = Broker()

    def replace() -> None:
        broker.before = lambda: None
        (tmp_path / "new.part").write_bytes(b"Second.")
        (tmp_path / "new.part").rename(tmp_path / "latest.txt")

    broker.before = replace
    async with watched(tmp_path, broker):
        await until(lambda: names(tmp_path) == [f"done/{DAY}/latest.txt"])
    assert [record.value for record in broker.records] == [b"First.", b"Second."]


@pytest.mark.parametrize("name", ["two\nlines.txt", os.fsdecode(b"f\xe4hre.txt"), "x" * 255, "-rf *.txt"])
async def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    """A newline, other bytes than UTF-8 and a name of full length are sent, or refused with a reason beside."""
    put(tmp_path, name)
    broker = Broker()
    async with watched(tmp_path, broker):
        await until(lambda: names(tmp_path) == [f"done/{DAY}/{name}"])
        put(tmp_path, name, b"")
        await until((tmp_path / "failed" / DAY / reason_name(name)).exists)
    assert (broker.records[0].uri or "").isascii()


async def test_a_media_type_that_no_parser_takes_refuses_the_file(tmp_path: Path) -> None:
    """It was stated for the feed; the file can be moved back when that is mended."""
    put(tmp_path, "a.txt")
    broker = Broker()
    async with watched(tmp_path, broker, content_type="image/png"):
        await until((tmp_path / "failed" / DAY / "a.txt.reason.txt").exists)
    assert broker.records == []


async def test_the_stated_type_says_whether_a_file_needs_a_name(tmp_path: Path) -> None:
    """Of a feed of JSON no file gets one, whatever its bytes look like."""
    put(tmp_path, "a", b"A ferry sank.")
    broker = Broker()
    async with watched(tmp_path, broker, content_type="application/json"):
        await until(lambda: broker.records)
    assert (broker.records[0].content_type, broker.records[0].uri) == ("application/json", None)


async def test_a_file_that_can_not_be_moved_is_sent_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is moved later, and counts as sent then."""
    monkeypatch.setattr(folder_loop, "RETRY_SECONDS", 0.1)
    broker, noted = Broker(), list[FeedState]()
    put(tmp_path, "a.txt")

    def block() -> None:
        (tmp_path / "done" / DAY).write_text("a file where a folder should be")

    broker.before = block
    async with watched(tmp_path, broker, noted):
        await until(lambda: len(noted) > 1)
        assert (noted[-1].sent, noted[-1].last_error) == (0, "a file can't be moved: File exists")
        (tmp_path / "done" / DAY).unlink()
        await until(lambda: names(tmp_path) == [f"done/{DAY}/a.txt"])
    assert len(broker.records) == 1
    assert (noted[-1].sent, noted[-1].failures) == (1, 0)


async def test_an_unforeseen_error_does_not_end_a_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported, and the file is sent when it is gone."""
    monkeypatch.setattr(folder_loop, "RETRY_SECONDS", 0.1)
    put(tmp_path, "a.txt")
    broker, noted = Broker(), list[FeedState]()
    broker.refuses = ZeroDivisionError()
    async with watched(tmp_path, broker, noted):
        await until(lambda: noted)
        assert noted[0].last_error == "unforeseen: ZeroDivisionError"
        broker.refuses = None
        await until(lambda: broker.records)


async def test_the_state_of_a_backlog_is_kept_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many files, and after the last one."""
    monkeypatch.setattr(folder_loop, "KEEP_EVERY", 2)
    for number in range(5):
        put(tmp_path, f"{number}.txt")
    broker = Broker()
    async with watched(tmp_path, broker):
        await until(lambda: len(names(tmp_path / "done")) == 5 and len(broker.states) >= 4)
    assert [state.sent for state in broker.states] == [0, 2, 4, 5]


@pytest.mark.parametrize("length", [244, 245, 255])
def test_the_name_of_a_reason_fits_into_a_file_system(length: int) -> None:
    """It is cut where it would have more than 255 bytes."""
    assert reason_name("x" * length) == "x" * 244 + ".reason.txt"


async def test_a_folder_whose_files_can_not_be_moved_sends_nothing(tmp_path: Path) -> None:
    """Else the same file would be sent again and again."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "done").symlink_to(tmp_path / "elsewhere")
    put(tmp_path, "a.txt")
    broker, noted = Broker(), list[FeedState]()
    async with watched(tmp_path, broker, noted):
        await until(lambda: noted)
    assert noted[0].last_error == "the folder can't be used: is a link, or not writable"
    assert broker.records == []


async def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """It may be a disk that is not mounted yet."""
    broker, noted = Broker(), list[FeedState]()
    async with watched(tmp_path / "disk", broker, noted):
        await until(lambda: noted)
    assert noted[0].last_error == "the folder can't be used: No such file or directory"
    assert broker.states[1:] == noted


CRASHES = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.streams.feeds.test_folder import Broker, watched

async def main(folder, log):
    broker = Broker()
    async def send(delivery):
        with open(log, "ab") as kept:
            kept.write(repr((delivery.value, delivery.headers)).encode() + b"\\n")
        os.kill(os.getpid(), signal.SIGKILL)
    broker.send = send
    async with watched(folder, broker):
        await asyncio.sleep(20)

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


async def test_a_crash_between_sending_and_moving_sends_the_same_record_again(tmp_path: Path) -> None:
    """At least once: after a kill, bytes and headers are those of before, so that the pipeline knows the copy."""
    folder, log = tmp_path / "ftp", tmp_path / "log"
    folder.mkdir()
    put(folder, "a.txt")
    for _ in range(2):
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", CRASHES, str(folder), str(log)], check=False, timeout=60
        )
        assert done.returncode == -signal.SIGKILL
    assert names(folder) == ["a.txt"]
    first, second = log.read_bytes().splitlines()
    assert first == second
    broker = Broker()
    async with watched(folder, broker):
        await until(lambda: names(folder) == [f"done/{DAY}/a.txt"])
    assert repr((broker.records[0].value, broker.records[0].headers)).encode() == first
