"""JSON Lines files as rows, plain or gzipped, with errors that name the file and the line."""

from __future__ import annotations

import contextlib
import sys
import zlib
from typing import IO, TYPE_CHECKING, Any, Final

import orjson

from streams.ops.errors import OperationFailed
from streams.ops.gzip_stream import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STDIN: Final = "-"
LINE_BYTES: Final = 64 * 1_048_576
TEXT_FIELDS: Final = ("text", "html", "title", "url", "host", "headline", "body")


def read_rows(path: Path, *, required: tuple[str, ...] = ("id",)) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, of standard input for `-`. Empty lines are skipped.

    Raises `OperationFailed` with file and line where a line is no object, lacks a field of `required`, or has
    something else than text in a field of text.
    """
    name = "standard input" if str(path) == STDIN else str(path)
    try:
        with _opened(path) as stream:
            number = 0
            while line := stream.readline(LINE_BYTES + 1):
                number += 1
                if len(line) > LINE_BYTES:
                    raise OperationFailed(f"{name}:{number}: a line of more than {LINE_BYTES:,} bytes")
                if line.strip():
                    yield _row(line, f"{name}:{number}", required)
    except (OSError, EOFError, zlib.error) as error:
        raise OperationFailed(f"{name} can't be read: {error}") from error


def _row(line: bytes, place: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise OperationFailed(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise OperationFailed(f"{place}: a row is a JSON object, this is {type(row).__name__}")
    for field in required:
        if field not in row:
            raise OperationFailed(f"{place}: the field {field!r} is missing")
    for field in TEXT_FIELDS:
        if not isinstance(row.get(field), str | None):
            raise OperationFailed(f"{place}: the field {field!r} must be text, it is {type(row[field]).__name__}")
    return row


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with contextlib.ExitStack() as stack:
        stored: Any = sys.stdin.buffer if str(path) == STDIN else stack.enter_context(path.open("rb"))
        yield unpacked(stored)
