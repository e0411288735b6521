"""Where files go after they were sent or refused: `done/DAY/` and `failed/DAY/` inside the folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from streams.feeds.folder_files import NotComplete, is_still

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from streams.feeds.folder_files import FoundFile

DONE: Final = "done"
FAILED: Final = "failed"
REASON_SUFFIX: Final = b".reason.txt"
NAME_BYTES: Final = 255
"""Of a file name on most file systems; a file with a name of this length can't get a longer one."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The two folders of a feed's folder."""

    folder: Path

    def prepare(self) -> None:
        """Make the folders. Raises OSError where files could not be moved there: then nothing should be sent."""
        for name in (DONE, FAILED):
            part = self.folder / name
            part.mkdir(exist_ok=True)
            if part.is_symlink() or not os.access(part, os.W_OK | os.X_OK):
                raise PermissionError(13, "is a link, or not writable", str(part))

    def done(self, file: FoundFile, day: date) -> Path:
        """Move a file that was sent; return where it is. Raises OSError or `NotComplete`."""
        return self._move(file, self.folder / DONE / day.isoformat())

    def failed(self, file: FoundFile, day: date, reason: str) -> Path:
        """Move a file that is refused, and write the reason beside it; return where it is.

        Raises OSError or `NotComplete`.
        """
        moved = self._move(file, self.folder / FAILED / day.isoformat())
        moved.with_name(reason_name(moved.name)).write_text(f"{reason}\n", encoding="utf-8")
        return moved

    def _move(self, file: FoundFile, target: Path) -> Path:
        """Move a file to a folder, or to a numbered folder in it where the name was delivered before.

        A sender may replace the file at any time. What has taken its place was not sent, and is put back.
        """
        for number in count(1):
            place = target if number == 1 else target / str(number)
            place.mkdir(parents=True, exist_ok=True)
            if not os.path.lexists(place / file.name):
                break
        here = self.folder / file.name
        if not is_still(here, file):
            raise NotComplete(file.name)
        moved = here.rename(place / file.name)
        if not is_still(moved, file):
            os.link(moved, here)  # never over a file that is newer still
            moved.unlink()
            raise NotComplete(file.name)
        return moved


def reason_name(name: str) -> str:
    """Return the name of the file with the reason, cut where it would be too long."""
    return os.fsdecode(os.fsencode(name)[: NAME_BYTES - len(REASON_SUFFIX)] + REASON_SUFFIX)
