"""JSON Lines as rows."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from streams.ops.errors import OperationFailed
from streams.ops.json_lines import read_rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of a file to be written."""
    return tmp_path / "rows.jsonl"


def test_rows_are_read_plain_and_packed(file: Path) -> None:
    """Whether it is gzipped is told from the bytes, not from the name; empty lines are passed over."""
    data = b'{"id": 1}\n\n{"id": "b", "text": null}\n'
    for content in (data, gzip.compress(data)):
        file.write_bytes(content)
        assert list(read_rows(file)) == [{"id": 1}, {"id": "b", "text": None}]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"rows\.jsonl:2: not JSON"),
        ("[1]", r"rows\.jsonl:2: a row is a JSON object, this is list"),
        ("{}", r"rows\.jsonl:2: the field 'id' is missing"),
        ('{"id": 1, "text": [2]}', r"rows\.jsonl:2: the field 'text' must be text, it is list"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(file: Path, line: str, message: str) -> None:
    """The message says where and what, and the rows before it have been given."""
    file.write_text('{"id": 1}\n' + line)
    rows = read_rows(file)
    assert next(rows) == {"id": 1}
    with pytest.raises(OperationFailed, match=message):
        next(rows)


def test_a_file_that_breaks_off_is_told(file: Path) -> None:
    """A gzip file cut short is an error that names the file."""
    file.write_bytes(gzip.compress(b'{"id": 1}\n' * 1_000)[:-12])
    with pytest.raises(OperationFailed, match=r"rows\.jsonl can't be read"):
        list(read_rows(file))
