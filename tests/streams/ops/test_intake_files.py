"""Files as records for `wire.raw`."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.ops.errors import OperationFailed
from streams.ops.intake_files import Labels, RawRecord, TooLong, ingestible, read_file, read_stdin

if TYPE_CHECKING:
    from pathlib import Path

LABELS = Labels(received="2026-03-02T09:00:00+00:00")


def records(path: Path, labels: Labels = LABELS, limit: int = 1_000) -> list[RawRecord | TooLong]:
    """Return the records of a file."""
    return list(read_file(path, labels, limit=limit))


def headers(record: RawRecord | TooLong) -> dict[str, str]:
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
    assert [str(record).partition(": ")[0] for record in found if isinstance(record, TooLong)] == [
        f"{lines}:1",
        f"{lines}:2",
    ]
    assert [record.value for record in found if isinstance(record, RawRecord)] == [b"c" * 1_000, b"d"]
    whole = tmp_path / "long.txt"
    whole.write_bytes(b"a" * 1_001)
    assert isinstance(records(whole)[0], TooLong)


def test_a_packed_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A small gzip file that unpacks to a hundred megabytes is too long, and costs no hundred megabytes."""
    file = tmp_path / "bomb.txt.gz"
    file.write_bytes(gzip.compress(b"\0" * 100_000_000, compresslevel=1))
    assert [type(record) for record in records(file)] == [TooLong]


def test_a_file_that_is_no_gzip_is_told(tmp_path: Path) -> None:
    """The message names the file."""
    file = tmp_path / "items.jsonl.gz"
    file.write_bytes(b"plain")
    with pytest.raises(OperationFailed, match=r"items\.jsonl\.gz can't be read: Not a gzipped file"):
        records(file)
    file.write_bytes(gzip.compress(b"x" * 100)[:-9])
    with pytest.raises(OperationFailed, match="can't be read"):
        records(file)


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


def test_progress_goes_to_the_end_of_the_file(tmp_path: Path) -> None:
    """Who shows progress is told the bytes read of the file as stored."""
    file = tmp_path / "items.jsonl"
    file.write_text('{"id": 1}\n' * 50)
    told: list[int] = []
    list(read_file(file, LABELS, limit=1_000, advance=told.append))
    assert told == sorted(told)
    assert told[-1] == file.stat().st_size


@given(st.binary(max_size=300), st.booleans())
def test_standard_input_is_never_changed(data: bytes, lines: bool) -> None:
    """All of it as one, or line by line: the bytes come out as they went in, but for space around a line."""
    found = [
        record.value
        for record in read_stdin(io.BytesIO(data), LABELS, limit=1_000, lines=lines)
        if isinstance(record, RawRecord)
    ]
    assert found == ([line.strip() for line in data.split(b"\n") if line.strip()] if lines else [data])
