"""Whether a process of this machine has a file open for writing, such as an FTP server in an upload that is slow."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Writers(Enum):
    """Who may be writing a file."""

    NONE = "none"
    """No process of this machine has it open for writing."""
    SOME = "some"
    UNKNOWN = "unknown"
    """The system can't say: another user's file, a network file system, another system than Linux."""


def writers_of(path: Path) -> Writers:
    """Return whether a file is open for writing.

    Linux grants a lease to read a file only while nobody has it open for writing (`fcntl`, F_SETLEASE). The lease is
    given back at once.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return Writers.UNKNOWN
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return Writers.UNKNOWN
    try:
        # Whoever opens the file just then makes the system signal us. SIGURG is ignored, SIGIO would end the process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return Writers.SOME if error.errno == errno.EAGAIN else Writers.UNKNOWN
    finally:
        os.close(descriptor)
    return Writers.NONE
