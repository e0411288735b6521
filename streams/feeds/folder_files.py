"""The files of a folder into which an agency delivers: which of them are complete, and their bytes."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.feeds.decompression import MAGIC, TooLarge, Unpacker
from streams.feeds.open_files import Writers, writers_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNFINISHED: Final = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", ".lock", "~")
"""Endings that programs give to what they have not finished."""
HIDDEN: Final = (".", "~", "#")
CLOSED_SECONDS: Final = 0.4
"""A file that nobody has open for writing must have been unchanged for so long: it may be opened again."""
PART_BYTES: Final = 1_048_576


class Unreadable(Exception):
    """A file can't be sent, and never can. The message says why."""


class NotComplete(Exception):
    """A file has changed or gone while it was read; it is looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A regular file as it was seen: with another size, time or inode it is another one."""

    name: str
    size: int
    modified_ns: int
    changed_ns: int
    """When the file system last noted a change. Unlike the time of modification, no sender can set it."""
    inode: int

    @property
    def order(self) -> tuple[int, str]:
        """By which files are sent: the time of modification, then the name."""
        return self.modified_ns, self.name

    @property
    def content(self) -> tuple[str, int, int, int]:
        """What stays when the file is moved, or its rights are changed."""
        return self.name, self.size, self.modified_ns, self.inode


def is_deliverable(name: str) -> bool:
    """Return whether a name is that of a finished file: neither hidden nor temporary."""
    return not name.startswith(HIDDEN) and not name.lower().endswith(UNFINISHED)


def files_in(folder: Path) -> list[FoundFile]:
    """Return the finished files of a folder in the order in which they are sent.

    Sub-folders are not entered, and links are not followed: one could lead to any file of the machine.
    Raises OSError where the folder can't be read.
    """
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_deliverable(entry.name):
                continue
            try:
                seen = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(seen.st_mode):
                found.append(_found(entry.name, seen))
    return sorted(found, key=lambda file: file.order)


class Settling:
    """Since when each file has been unchanged. `settle` is the time for files of which nobody knows who writes."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._since: dict[FoundFile, float] = {}

    def complete(self, folder: Path, files: list[FoundFile], now: float) -> list[FoundFile]:
        """Return the files that are complete at `now`, on a clock that never goes back."""
        self._since = {file: self._since.get(file, now) for file in files}
        return [file for file, since in self._since.items() if self._is_complete(folder, file, now - since)]

    def _is_complete(self, folder: Path, file: FoundFile, unchanged: float) -> bool:
        if unchanged < CLOSED_SECONDS:
            return False
        match writers_of(folder / file.name):
            case Writers.SOME:
                return False
            case Writers.NONE:
                return True
            case Writers.UNKNOWN:
                return unchanged >= self._settle


def read_complete(folder: Path, file: FoundFile, limit: int) -> bytes:
    """Return the bytes of a file, unpacked where they are gzip.

    Raises `NotComplete` where it is no longer the file that was seen, and `Unreadable` where it is empty, broken, or
    larger than `limit`.
    """
    with _opened(folder / file.name) as descriptor:
        if _found(file.name, os.fstat(descriptor)) != file:
            raise NotComplete(file.name)
        if file.size > limit:
            raise Unreadable(f"{file.size:,} bytes are more than an item may have ({limit:,})")
        packed = _read(descriptor, limit)
        if _found(file.name, os.fstat(descriptor)) != file:
            raise NotComplete(file.name)
    value = _unpacked(packed, limit) if packed.startswith(MAGIC) else packed
    if not value.strip():
        raise Unreadable("the file is empty")
    return value


def is_still(path: Path, file: FoundFile) -> bool:
    """Return whether the content at a path is that of a file that was seen. Raises OSError, unless there is none."""
    try:
        return _found(file.name, path.lstat()).content == file.content
    except FileNotFoundError:
        return False


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        # Without O_NONBLOCK a pipe that took the file's place would wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise NotComplete(path.name) from error
    except OSError as error:
        raise Unreadable(f"it can't be read: {error.strerror}") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(descriptor: int, limit: int) -> bytes:
    parts, size = [], 0
    while size <= limit and (part := os.read(descriptor, PART_BYTES)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _unpacked(packed: bytes, limit: int) -> bytes:
    unpacker = Unpacker("gzip", limit)
    try:
        unpacker.add(packed)
        return unpacker.content()
    except TooLarge as error:
        raise Unreadable(f"unpacked, {error}") from error
    except ValueError as error:
        raise Unreadable("it is no whole gzip file") from error


def _found(name: str, seen: os.stat_result) -> FoundFile:
    return FoundFile(
        name=name,
        size=seen.st_size,
        modified_ns=seen.st_mtime_ns,
        changed_ns=seen.st_ctime_ns,
        inode=seen.st_ino,
    )
