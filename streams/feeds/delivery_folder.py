"""A folder into which files are delivered, with the folders of those that were sent and of those that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.feeds.folder_archive import Archive
from streams.feeds.folder_files import Settling, files_in, read_complete

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from streams.feeds.folder_files import FoundFile


class DeliveryFolder:
    """A feed's folder, and which of its files were sent but could not be moved."""

    def __init__(self, path: Path, settle: float, max_bytes: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._settling = Settling(settle)
        self._archive = Archive(path)
        self._sent: set[tuple[str, int, int, int]] = set()

    def complete_files(self, now: float) -> list[FoundFile]:
        """Return the files that are complete at `now`, on a clock that never goes back.

        Raises OSError where the folder can't be read, or sent files could not be moved.
        """
        self._archive.prepare()
        files = files_in(self._path)
        self._sent.intersection_update(file.content for file in files)
        return self._settling.complete(self._path, files, now)

    def was_sent(self, file: FoundFile) -> bool:
        """Return whether the file was sent and could not be moved."""
        return file.content in self._sent

    def note_sent(self, file: FoundFile) -> None:
        """Remember that the broker has the file, until it is moved."""
        self._sent.add(file.content)

    def read(self, file: FoundFile) -> bytes:
        """Return the bytes of a file. Raises `NotComplete` or `Unreadable`."""
        return read_complete(self._path, file, self._max_bytes)

    def move_done(self, file: FoundFile, day: date) -> None:
        """Move a file that was sent. Raises OSError, or `NotComplete` where another file has taken its place."""
        self._archive.done(file, day)

    def move_failed(self, file: FoundFile, day: date, reason: str) -> None:
        """Move a file that is refused. Raises OSError, or `NotComplete` where another file has taken its place."""
        self._archive.failed(file, day, reason)
