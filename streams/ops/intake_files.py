"""Files of any kind as records for `wire.raw`: the bytes as they are, with headers that say what they are."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import orjson
import xxhash

from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TYPES: Final = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".nitf": "application/xml",
    ".newsml": "application/xml",
    ".iptc": "",
    ".anpa": "",
}
"""Content type of a file by its ending; empty where intake tells it from the bytes."""
LINES: Final = {".jsonl", ".ndjson"}
WITHOUT_IDENTITY: Final = {"text/plain", "text/html", "application/xhtml+xml"}
"""Formats that state neither provider nor id. The path of the file is used as the id."""
FILE_PROVIDER: Final = "file"
STDIN: Final = "-"
READ_BYTES: Final = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the sender states for all items; None leaves it to the item."""

    content_type: str | None = None
    provider: str | None = None
    source: str | None = None
    uri: str | None = None
    received: str
    """ISO time of receipt."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record to be put on `wire.raw`, and where it came from."""

    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]
    origin: str
    """The file, with the line where it is one of many."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """An item that was left out because it is larger than a record may be."""

    origin: str
    limit: int

    def __str__(self) -> str:
        return f"{self.origin}: more than {self.limit:,} bytes, which no record may have (see WIREFEED_MAX_ITEM_BYTES)"


def ingestible(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files to read, and the files of folders that are skipped because of their ending.

    Folders are walked in order of names; hidden files and folders are left out. A file that is named is always read.
    """
    taken: list[Path] = []
    passed: list[Path] = []
    for path in paths:
        if not path.is_dir():
            taken.append(path)
            continue
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden:
                (taken if _ending(file) in TYPES or _ending(file) in LINES else passed).append(file)
    return taken, passed


def read_file(
    path: Path, labels: Labels, *, limit: int, advance: Callable[[int], None] = lambda _: None
) -> Iterator[RawRecord | TooLong]:
    """Yield the records of a file: one a line of JSON Lines, else one; gzip is unpacked.

    `limit` is the most bytes a record may have: what is longer is reported, and not read into memory. `advance` is told
    the bytes of the file that were read. Raises `OperationFailed` where the file can't be read.
    """
    try:
        with path.open("rb") as stored:
            stream = gzip.GzipFile(fileobj=stored) if path.suffix == ".gz" else stored
            for record in _read_stream(stream, path, labels, limit):  # type: ignore[arg-type]  # both are binary streams
                advance(stored.tell())
                yield record
            advance(stored.tell())
    except (OSError, EOFError, zlib.error) as error:
        raise OperationFailed(f"{path} can't be read: {error}") from error


def read_stdin(stream: IO[bytes], labels: Labels, *, limit: int, lines: bool) -> Iterator[RawRecord | TooLong]:
    """Yield the records of standard input: one a line where `lines`, else all of it as one."""
    if lines:
        yield from _read_lines(stream, "standard input", labels, limit)
        return
    value = stream.read(limit + 1)
    if len(value) > limit:
        yield TooLong("standard input", limit)
    else:
        yield _record(value, labels, labels.content_type or "", origin="standard input", place=None)


def _read_stream(stream: IO[bytes], path: Path, labels: Labels, limit: int) -> Iterator[RawRecord | TooLong]:
    ending = _ending(path)
    if ending in LINES:
        yield from _read_lines(stream, str(path), labels, limit)
        return
    value = stream.read(limit + 1)
    if len(value) > limit:
        yield TooLong(str(path), limit)
        return
    content_type = labels.content_type if labels.content_type is not None else TYPES.get(ending, "")
    yield _record(value, labels, content_type, origin=str(path), place=path.resolve().as_uri())


def _read_lines(stream: IO[bytes], name: str, labels: Labels, limit: int) -> Iterator[RawRecord | TooLong]:
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        origin = f"{name}:{number}"
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(READ_BYTES)
            yield TooLong(origin, limit)
            continue
        value = line.strip()
        if value:
            yield _record(value, labels, labels.content_type or "application/json", origin=origin, place=None)


def _record(value: bytes, labels: Labels, content_type: str, *, origin: str, place: str | None) -> RawRecord:
    provider, uri = labels.provider, labels.uri
    if place is not None and content_type in WITHOUT_IDENTITY:
        provider = provider or (None if uri else FILE_PROVIDER)
        uri = uri or place
    named = {
        "content-type": content_type,
        "wf-provider": provider,
        "wf-source": labels.source,
        "wf-uri": uri,
        "wf-received": labels.received,
    }
    headers = tuple((name, text.encode()) for name, text in named.items() if text)
    return RawRecord(key=_key(value, uri), value=value, headers=headers, origin=origin)


def _key(value: bytes, uri: str | None) -> bytes:
    """Return a key that keeps the versions of an item on one partition, where it is known without parsing."""
    if uri is not None:
        return uri.encode()
    if value[:1] == b"{":
        try:
            data = orjson.loads(value)
        except orjson.JSONDecodeError:
            data = {}
        for name in ("item_id", "id", "uri", "url"):
            if isinstance(data.get(name), str) and data[name]:
                return str(data[name]).encode(errors="replace")[:512]
    return xxhash.xxh3_64_hexdigest(value).encode()


def _ending(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
