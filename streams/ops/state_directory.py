"""The state directory of a worker: made, locked, and checked that it is this application's before anything reads it."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
import time
from typing import TYPE_CHECKING, Any, Final

import orjson
import structlog

from streams.ops.errors import OperationFailed
from streams.pipeline.kafka.store import set_aside
from streams.settings import Store

if TYPE_CHECKING:
    from pathlib import Path

    from streams.pipeline.kafka.store import SetAside
    from streams.settings import Settings

log = structlog.get_logger(__name__)

LAYOUT: Final = 1
"""Raised when an older release could not read the tables, or would read them wrongly."""
OWNER: Final = "wirefeed.json"
LOCK: Final = "wirefeed.lock"
TABLES: Final = "v1"
"""Faust's folder of the tables, named for the version of the app."""
LOCK_SECONDS: Final = 10.0
"""As long as a worker that is told to stop may still hold the directory."""
UNWRITABLE_EXIT: Final = 74
"""Exit code of a worker whose state can't be written, such as on a full disk (EX_IOERR)."""


class StateUnusable(OperationFailed):
    """The state directory can't be made, written or locked."""


class StateDirectory:
    """A state directory that this process has locked until it ends."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.state_dir
        self.moved: list[SetAside] = []
        """What was set aside when it was opened."""
        self._lock: int | None = None
        try:
            self._open(settings)
        except OSError as error:
            raise StateUnusable(_way_out(self.path, error)) from error

    def close(self) -> None:
        """Give up the lock, which the end of the process does too."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _open(self, settings: Settings) -> None:
        if self.path.exists() and not self.path.is_dir():
            self.moved.append(set_aside(self.path, "it is a file where the state directory should be"))
        self.path.mkdir(parents=True, exist_ok=True)
        if settings.store is Store.ROCKSDB:
            self._lock = _locked(self.path / LOCK)
            self._check_owner(settings)

    def _check_owner(self, settings: Settings) -> None:
        """Set tables aside that another application, or a release with another layout, has written."""
        owner, tables = self.path / OWNER, self.path / TABLES
        expected = owner_of(settings)
        found = _read(owner)
        if found == expected:
            return
        if tables.exists():
            self.moved.append(set_aside(tables, f"it belongs to {_described(found)}, not to {_described(expected)}"))
        owner.write_bytes(orjson.dumps(expected))


def require_writable(path: Path) -> None:
    """Make a state directory where there is none, and write into it. Raises `StateUnusable`.

    A file in its place is left to the worker, which sets it aside.
    """
    try:
        if path.is_file():
            return
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        raise StateUnusable(_way_out(path, error)) from error


def owner_of(settings: Settings) -> dict[str, Any]:
    """Return what tables must have been written for to be read by a worker with these settings."""
    topics = f"{settings.topic_prefix}.*.{settings.topic_version}"
    return {"app_id": settings.app_id, "layout": LAYOUT, "topics": topics}


def _described(owner: dict[str, Any] | None) -> str:
    if owner is None:
        return "an unknown application"
    return f"{owner['app_id']} on {owner['topics']} (layout {owner['layout']})"


def _read(path: Path) -> dict[str, Any] | None:
    """Return what the file says of the owner, None where it says nothing that can be read."""
    try:
        found = orjson.loads(path.read_bytes())
        return {name: found[name] for name in ("app_id", "layout", "topics")}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _locked(path: Path) -> int:
    """Lock the file until this process ends. Raises `StateUnusable` where another process has it."""
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(file)
                raise StateUnusable(
                    f"the state directory {path.parent} is used by another worker; give each one its own by "
                    "WIREFEED_STATE_DIR"
                ) from None
            time.sleep(0.2)
        else:
            return file


def _way_out(path: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"the disk of the state directory {path} is full; free space, or set WIREFEED_STATE_DIR to another disk"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"the state directory {path} can't be used: {reason}; set WIREFEED_STATE_DIR to one that can be written"
