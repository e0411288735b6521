"""Files of any kind as records for `wire.raw`: the bytes as they are, with headers that say what they are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

import orjson
import xxhash

from streams.feeds import digest_uri
from streams.ops.gzip_stream import BROKEN_GZIP, unpacked
from streams.ops.intake_identity import FILE_PROVIDER, WITHOUT_IDENTITY, Refused, identity
from streams.ops.intake_lines import Head, numbered_lines
from streams.wire import content_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

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
JSON_LINES: Final = {"application/x-ndjson", "application/jsonl", "application/x-jsonlines"}
JSON: Final = "application/json"
BY_FAMILY: Final = {"text": "text/plain", "html": "text/html", "json": JSON}
"""Content type that a record gets where only its bytes say what it is; intake knows the other families by itself."""
STDIN: Final = "-"
STDIN_NAME: Final = "standard input"
KEY_BYTES: Final = 512
"""A longer id is cut: a key need only keep the versions of an item together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the sender states for all items; None leaves it to the item."""

    content_type: str | None = None
    provider: str | None = None
    source: str | None = None
    uri: str | None = None
    lines: bool | None = None
    """Whether every line is an item, or all of a file is one; None leaves it to ending and bytes."""
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
class Refusal:
    """An item that was not sent, and why."""

    origin: str
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"


def too_long(origin: str, limit: int) -> Refusal:
    """Return the refusal of an item that is larger than a record may be."""
    return Refusal(
        origin,
        f"more than {limit:,} bytes, which no record may have; raise WIREFEED_MAX_ITEM_BYTES, "
        "or use --lines where each line is an item",
    )


def ingestible(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files to read, and the files of folders that are skipped because of their ending.

    Folders are walked in order of names; hidden files and folders are left out. A file that is named is always read,
    and so is a folder that can't be listed: `read_file` says why it can't.
    """
    taken: list[Path] = []
    passed: list[Path] = []
    for path in paths:
        if not path.is_dir():
            taken.append(path)
            continue
        for file in _walk(path):
            read = file.is_dir() or _ending(file) in TYPES or _ending(file) in LINES
            (taken if read else passed).append(file)
    return taken, passed


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder, and folders that can't be listed. Links to folders are left out."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.is_file():
            yield path
        elif path.is_dir() and (path == folder or not path.is_symlink()):
            if os.access(path, os.R_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
                waiting.extend(sorted((each for each in path.iterdir() if not each.name.startswith(".")), reverse=True))
            else:
                yield path


def read_file(
    path: Path, labels: Labels, *, limit: int, advance: Callable[[int], None] = lambda _: None
) -> Iterator[RawRecord | Refusal]:
    """Yield the records of a file: one a line of JSON Lines, else one; gzip is unpacked.

    `limit` is the most bytes a record may have: what is longer is refused, and not read into memory. `advance` is given
    the bytes of the file that were read. What can't be read is refused, and what was read before it stands.
    """
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    place = path.resolve().as_uri()
    try:
        with path.open("rb") as stored:
            for record in read_stream(stored, labels, limit=limit, name=name, place=place, path=path):
                advance(_position(stored))
                yield record
            advance(_position(stored))
    except OSError as error:
        yield Refusal(name, f"can't be read: {error.strerror or error}")


def read_stream(
    stored: IO[bytes],
    labels: Labels,
    *,
    limit: int,
    name: str = STDIN_NAME,
    place: str | None = None,
    path: Path | None = None,
) -> Iterator[RawRecord | Refusal]:
    """Yield the records of a binary stream, at least one or a refusal; `path` is where its ending says what it is."""
    stream = unpacked(stored, packed=path is not None and path.suffix == ".gz")
    ending = _ending(path) if path is not None else ""
    empty = True
    try:
        for record in _records(stream, labels, ending, limit=limit, name=name, place=place):
            empty = False
            yield record
    except BROKEN_GZIP as error:
        yield Refusal(name, f"can't be read: {error}")
        return
    if empty:
        yield Refusal(name, "there is nothing in it")


def _records(
    stream: IO[bytes], labels: Labels, ending: str, *, limit: int, name: str, place: str | None
) -> Iterator[RawRecord | Refusal]:
    stated = labels.content_type if labels.content_type is not None else TYPES.get(ending)
    head = Head(stream, limit)
    if _by_line(head, stated, ending, labels):
        content_type = JSON if labels.content_type in {None, *JSON_LINES} else labels.content_type or ""
        for number, line in numbered_lines(head, limit):
            origin = f"{name}:{number}"
            yield too_long(origin, limit) if line is None else _record(line, labels, content_type, origin, None)
        return
    value = head.rest(limit + 1)
    if len(value) > limit:
        yield too_long(name, limit)
    elif value.strip():
        content_type = stated if stated is not None else BY_FAMILY.get(content_type_of(None, value).family, "")
        yield _record(value, labels, content_type, name, place)


def _by_line(head: Head, stated: str | None, ending: str, labels: Labels) -> bool:
    if labels.lines is not None:
        return labels.lines
    if stated in JSON_LINES or (labels.content_type is None and ending in LINES):
        return True
    return stated in {None, "", JSON} and head.is_json_lines()


def _record(value: bytes, labels: Labels, content_type: str, origin: str, place: str | None) -> RawRecord | Refusal:
    provider, uri = labels.provider, labels.uri
    if content_type in WITHOUT_IDENTITY:
        try:
            provider, uri = identity(value, content_type, provider=provider, uri=uri, place=place)
        except Refused as error:
            if labels.content_type is None:
                return Refusal(origin, f"{error}; with --content-type it is sent as it is")
            provider, uri = provider or FILE_PROVIDER, uri or place or digest_uri(value)
    stated = {
        "content-type": content_type,
        "wf-provider": provider,
        "wf-source": labels.source,
        "wf-uri": uri,
        "wf-received": labels.received,
    }
    headers = tuple((name, text.encode()) for name, text in stated.items() if text)
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
                return str(data[name]).encode(errors="replace")[:KEY_BYTES]
    return xxhash.xxh3_64_hexdigest(value).encode()


def _position(stored: IO[bytes]) -> int:
    return stored.tell() if stored.seekable() else 0  # a pipe has no place


def _ending(path: Path) -> str:
    return path.with_suffix("").suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
