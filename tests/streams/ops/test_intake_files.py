"""Files as records for `wire.raw`."""

from __future__ import annotations

import gzip
import io
import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.ops.intake_files import Labels, RawRecord, Refusal, ingestible, read_file, read_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELS = Labels(received="2026-03-02T09:00:00+00:00")


def records(path: Path, labels: Labels = LABELS, limit: int = 1_000) -> list[RawRecord | Refusal]:
    """Return the records of a file."""
    return list(read_file(path, labels, limit=limit))


def headers(record: RawRecord | Refusal) -> dict[str, str]:
    """Return a record's headers as text."""
    assert isinstance(record, RawRecord)
    return {name: value.decode() for name, value in record.headers}


def test_a_text_file_is_one_record_with_its_own_place(tmp_path: Path) -> None:
    """Plain text names neither provider nor id: the file stands in for both, and its bytes are unchanged."""
    file = tmp_path / "ferry.txt"
    file.write_bytes(b"\xef\xbb\xbfFerry sinks\r\n")
    (record,) = records(file)
    assert isinstance(record, RawRecord)
    assert record.value == b"\xef\xbb\xbfFerry sinks\r\n"
    assert headers(record) == {
        "content-type": "text/plain",
        "wf-provider": "file",
        "wf-uri": file.as_uri(),
        "wf-received": LABELS.received,
    }


def test_what_the_sender_says_stands(tmp_path: Path) -> None:
    """Provider, source and address that are given go before the file's own place; a given type before its ending."""
    file = tmp_path / "page.txt"
    file.write_text("<p>hello")
    said = replace(
        LABELS, provider="agency", source="desk.example", uri="https://desk.example/1", content_type="text/html"
    )
    assert headers(records(file, said)[0]) == {
        "content-type": "text/html",
        "wf-provider": "agency",
        "wf-source": "desk.example",
        "wf-uri": "https://desk.example/1",
        "wf-received": LABELS.received,
    }


def test_formats_that_know_their_provider_are_not_told_another(tmp_path: Path) -> None:
    """JSON, feeds and XML wires state who sends them."""
    for name, content_type in (("a.json", "application/json"), ("b.rss", "application/rss+xml"), ("c.xml.gz", "")):
        file = tmp_path / name
        data = b"{}" if content_type else b"<x/>"
        file.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        said = headers(records(file)[0])
        assert said["content-type"] == (content_type or "application/xml")
        assert "wf-provider" not in said


def test_every_line_of_json_lines_is_a_record(tmp_path: Path) -> None:
    """Empty lines are passed over, a broken line goes as it is, gzip is unpacked, and each knows its line."""
    file = tmp_path / "items.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"id": "a"}\n\n  \n{"broken\n{"id": "b"}'))
    found = records(file)
    assert [record.value for record in found if isinstance(record, RawRecord)] == [
        b'{"id": "a"}',
        b'{"broken',
        b'{"id": "b"}',
    ]
    assert [record.origin for record in found] == [f"{file}:1", f"{file}:4", f"{file}:5"]


def test_versions_of_an_item_have_the_same_key(tmp_path: Path) -> None:
    """Lines with the same id go to the same partition, in order; what has none is spread by its content."""
    file = tmp_path / "items.jsonl"
    file.write_text('{"id": "a", "v": 1}\n{"id": "a", "v": 2}\n{"url": "u"}\n{"v": 3}\n{"v": 3}\n[1]')
    keys = [record.key for record in records(file) if isinstance(record, RawRecord)]
    assert keys[:3] == [b"a", b"a", b"u"]
    assert keys[3] == keys[4] != keys[5]


def test_what_is_too_long_is_told_and_not_read(tmp_path: Path) -> None:
    """A line over the limit is named, and the lines after it are read; so is a whole file."""
    lines = tmp_path / "long.ndjson"
    lines.write_bytes(b"a" * 5_000 + b"\n" + b"b" * 1_001 + b"\n" + b"c" * 1_000 + b"\nd")
    found = records(lines)
    assert [str(record).partition(": ")[0] for record in found if isinstance(record, Refusal)] == [
        f"{lines}:1",
        f"{lines}:2",
    ]
    assert [record.value for record in found if isinstance(record, RawRecord)] == [b"c" * 1_000, b"d"]
    whole = tmp_path / "long.txt"
    whole.write_bytes(b"a" * 1_001)
    assert isinstance(records(whole)[0], Refusal)


def test_a_packed_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A small gzip file that unpacks to a hundred megabytes is too long, and costs no hundred megabytes."""
    file = tmp_path / "bomb.txt.gz"
    file.write_bytes(gzip.compress(b"\0" * 100_000_000, compresslevel=1))
    assert [type(record) for record in records(file)] == [Refusal]


def test_a_file_that_is_no_gzip_is_refused(tmp_path: Path) -> None:
    """The reason names the file; what was read of it before the damage is sent."""
    file = tmp_path / "items.jsonl.gz"
    file.write_bytes(b"plain")
    assert [str(record) for record in records(file)] == [f"{file}: can't be read: Not a gzipped file (b'pl')"]
    line = b'{"id": "%d"}\n'
    file.write_bytes(gzip.compress(b"".join(line % number for number in range(9_000)))[:-9])
    *sent, refused = records(file)
    assert isinstance(refused, Refusal)
    assert str(refused).startswith(f"{file}: can't be read: Compressed file ended before")
    assert all(isinstance(record, RawRecord) for record in sent)
    assert len(sent) > 1_000


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    """Known endings are taken at any depth, unknown ones passed over and told, hidden ones left out."""
    for name in ("b/2.html", "b/1.txt", "a.jsonl.gz", "picture.jpg", ".git/x.txt", "b/.hidden.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    taken, passed = ingestible([tmp_path])
    assert [str(file.relative_to(tmp_path)) for file in taken] == ["a.jsonl.gz", "b/1.txt", "b/2.html"]
    assert [file.name for file in passed] == ["picture.jpg"]
    assert ingestible([tmp_path / "picture.jpg"]) == ([tmp_path / "picture.jpg"], [])
    named, _ = ingestible([tmp_path / "picture.jpg", tmp_path / "b"])
    assert [file.name for file in named] == ["picture.jpg", "1.txt", "2.html"]


def test_a_folder_that_cant_be_listed_is_refused_with_the_reason() -> None:
    """What is in it would be left out without a word; the files beside it are sent."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "closed").mkdir()
        (folder / "closed" / "1.txt").write_text("x")
        (folder / "open.txt").write_text("y")
        (folder / "closed").chmod(0)
        folder.chmod(0o755)
        with nobody():
            taken, passed = ingestible([folder])
            refused = records(taken[0])
        assert ([file.name for file in taken], passed) == (["closed", "open.txt"], [])
        assert refused == [Refusal(str(folder / "closed"), "can't be read: Permission denied")]


@contextmanager
def nobody() -> Iterator[None]:
    """Have no more rights than any user, also where the tests run as root."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(own)


def test_progress_goes_to_the_end_of_the_file(tmp_path: Path) -> None:
    """Who shows progress is told the bytes read of the file as stored."""
    file = tmp_path / "items.jsonl"
    file.write_text('{"id": 1}\n' * 50)
    told: list[int] = []
    list(read_file(file, LABELS, limit=1_000, advance=told.append))
    assert told == sorted(told)
    assert told[-1] == file.stat().st_size


@given(st.binary(max_size=300), st.booleans())
def test_bytes_are_never_changed(data: bytes, lines: bool) -> None:
    """All of it as one, or line by line: the bytes come out as they went in, but for space around a line."""
    labels = replace(LABELS, lines=lines, content_type="application/octet-stream")
    if data.startswith((b"\x1f\x8b", b"\xef\xbb\xbf")):
        return
    found = [record.value for record in read(data, labels) if isinstance(record, RawRecord)]
    whole = [data] if data.strip() else []
    assert found == ([line.strip() for line in data.split(b"\n") if line.strip()] if lines else whole)


def read(data: bytes, labels: Labels = LABELS, limit: int = 1_000) -> list[RawRecord | Refusal]:
    """Return the records of standard input."""
    return list(read_stream(io.BufferedReader(io.BytesIO(data)), labels, limit=limit))  # type: ignore[arg-type]


def test_an_article_on_standard_input_is_one_item() -> None:
    """Text of many lines is one record, named by its digest, so that the same text again is the same item."""
    text = b'Ferry sinks off Samar\n\nThree people drowned.\n\n{"id": 1}\n'
    (record,) = read(text)
    assert isinstance(record, RawRecord)
    assert record.value == text
    said = headers(record)
    assert (said["content-type"], said["wf-provider"]) == ("text/plain", "file")
    assert said["wf-uri"].startswith("ni:///sha-256;")
    assert read(text) == [record]
    assert read(text + b"More.") != [record]


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (b'{"id": "a"}\n{"id": "b"}\n', 2),
        (b'\xef\xbb\xbf\n\n{"id": "a"}\n{"id": "b"}', 2),
        (b'{"broken\n{"id": "b"}\n', 2),
        (b'{"id":\n "a"}\n', 1),
        (b'[{"id": "a"},\n{"id": "b"}]', 1),
        (b'{"broken\n{"too\n{"id": "b"}\n', 1),
        (b"<rss><channel/></rss>\n", 1),
        (b"{a note of the editor}\nA ferry sank.\n", 1),
    ],
)
def test_the_first_lines_tell_json_lines(data: bytes, number: int) -> None:
    """The first or second line that is not blank is a whole object; a document over lines is one record."""
    assert len(read(data)) == number


def test_the_sender_may_say_what_a_line_is() -> None:
    """`--lines` and `--whole` go before what the bytes look like; a media type other than JSON means one item."""
    data = b'{"id": "a"}\n{"id": "b"}\n'
    assert len(read(data, replace(LABELS, lines=False))) == 1
    assert len(read(data, replace(LABELS, content_type="text/plain"))) == 1
    assert len(read(b"one\ntwo\n", replace(LABELS, lines=True))) == 2
    assert len(read(b"one\ntwo\n", replace(LABELS, content_type="application/x-ndjson"))) == 2
    texts = read(b"One sank.\nTwo sank.\n", replace(LABELS, lines=True, content_type="text/plain"))
    assert len({headers(record)["wf-uri"] for record in texts}) == 2


def test_a_stream_of_lines_is_not_waited_for() -> None:
    """The first whole line is given before a second has come."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb") as sender:
        sender.write(b'{"id": "a"}\n')
        sender.flush()
        found = read_stream(stream, LABELS, limit=1_000)
        first = next(found)
        assert isinstance(first, RawRecord)
        assert first.key == b"a"
        sender.write(b'{"id": "b"}\n')
        sender.close()
        assert len(list(found)) == 1


def test_a_file_whose_ending_says_nothing_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Without a known ending a page, a text and lines are what they look like; a .json file may hold lines."""
    page, text, lines = tmp_path / "page", tmp_path / "ferry.copy", tmp_path / "rows.json"
    page.write_text("<!DOCTYPE html><title>Ferry</title><p>A ferry sank.")
    text.write_text("A ferry sank.")
    lines.write_text('{"id": "a"}\n{"id": "b"}\n')
    assert headers(records(page)[0])["content-type"] == "text/html"
    assert headers(records(text)[0])["content-type"] == "text/plain"
    assert [headers(record)["content-type"] for record in records(lines)] == ["application/json"] * 2


def test_a_page_has_its_host_for_provider(tmp_path: Path) -> None:
    """A page that states its address is not of the provider `file`; one that states none is."""
    page = tmp_path / "page.html"
    page.write_text('<html><link rel="canonical" href="https://harbour.example/ferry"><p>A ferry sank.')
    assert "wf-provider" not in headers(records(page)[0])
    page.write_text("<html><p>A ferry sank.")
    assert headers(records(page)[0])["wf-provider"] == "file"
    said = replace(LABELS, uri="https://harbour.example/ferry")
    assert "wf-provider" not in headers(records(page, said)[0])
    assert headers(records(page, said)[0])["wf-uri"] == "https://harbour.example/ferry"
    assert headers(records(page, replace(LABELS, provider="agency"))[0])["wf-provider"] == "agency"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "there is nothing in it"),
        ("blank.jsonl", b"\n \n", "there is nothing in it"),
        ("paper.txt", b"%PDF-1.7 ...", "no parser takes PDF; send its text; with --content-type it is sent as it is"),
        ("program", b"\x7fELF\x02\x01\x01" + bytes(500), "this is no text; with --content-type it is sent as it is"),
    ],
)
def test_what_is_no_item_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """Empty files and bytes that are no text are not sent."""
    file = tmp_path / name
    file.write_bytes(content)
    (refused,) = records(file)
    assert isinstance(refused, Refusal)
    assert refused.origin == str(file)
    assert refused.reason.endswith(reason)


def test_bytes_of_a_stated_type_are_sent_as_they_are(tmp_path: Path) -> None:
    """The sender knows better: intake decides, and the record has a name."""
    file = tmp_path / "paper.txt"
    file.write_bytes(b"%PDF-1.7 ...")
    said = headers(records(file, replace(LABELS, content_type="text/plain"))[0])
    assert (said["wf-provider"], said["wf-uri"]) == ("file", file.as_uri())


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    """The files after it can be sent."""
    assert [str(record) for record in records(tmp_path / "gone.txt")] == [
        f"{tmp_path / 'gone.txt'}: can't be read: No such file or directory"
    ]


def test_a_name_that_is_no_utf8_can_be_shown(tmp_path: Path) -> None:
    """The record's origin shows its odd bytes, and its address is plain ASCII."""
    file = tmp_path / os.fsdecode(b"f\xe4hre.txt")
    file.write_text("A ferry sank.")
    (record,) = records(file)
    assert record.origin.endswith("f\\xe4hre.txt")
    assert headers(record)["wf-uri"].endswith("f%E4hre.txt")


@pytest.mark.parametrize(("size", "kind"), [(1_000, RawRecord), (1_001, Refusal)])
def test_the_limit_is_the_largest_size(size: int, kind: type) -> None:
    """A text of exactly the limit is sent, and one byte more is refused with the way out."""
    (record,) = read(b"a" * size)
    assert isinstance(record, kind)
    assert kind is RawRecord or "raise WIREFEED_MAX_ITEM_BYTES" in str(record)


@pytest.mark.parametrize(("length", "kept"), [(512, 512), (513, 512)])
def test_a_key_is_bounded(length: int, kept: int) -> None:
    """An id of any length makes a key of 512 bytes at most."""
    (record,) = read(b'{"id": "%s"}' % (b"a" * length))
    assert isinstance(record, RawRecord)
    assert record.key == b"a" * kept


def test_a_first_line_of_full_length_is_one_line() -> None:
    """The line after it is the second."""
    first = b'{"id": "%s"}' % (b"a" * 990)
    assert len(first) == 1_000
    found = read(first + b'\n{"id": "b"}\n')
    assert [(type(record), record.origin) for record in found] == [
        (RawRecord, "standard input:1"),
        (RawRecord, "standard input:2"),
    ]


def test_standard_input_may_be_packed() -> None:
    """Packed lines are unpacked, as in a file."""
    assert [record.value for record in read(gzip.compress(b'{"id": "a"}\n')) if isinstance(record, RawRecord)] == [
        b'{"id": "a"}'
    ]
