"""Ends the process where nobody puts the end off in time, whatever its threads do."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HUNG_EXIT: Final = 1
"""Exit code of a process that was ended here."""
STDERR: Final = 2
LATER_SECONDS: Final = 5.0
"""After the end was due, the interpreter's own timer ends a process whose lock is never released."""


class ProcessEnd:
    """Ends the process, with the stacks of all threads on standard error, at a time that can be put off.

    A thread of its own writes the stacks: it has the interpreter's lock meanwhile, so that no other thread runs. The
    interpreter's timer, `faulthandler`, reads stacks that move and may die of it (SIGSEGV) where a thread is busy. It
    is right only where an endless loop in C keeps the lock, and nothing moves; there it follows as the second one.
    """

    def __init__(self) -> None:
        self._due = time.monotonic()
        self._changed = threading.Event()
        self._thread: threading.Thread | None = None

    def due_in(self, seconds: float) -> None:
        """Let the process end after these seconds; what was due before no longer is."""
        assert sys.__stderr__ is not None  # noqa: S101 - Faust puts a logger in the place of sys.stderr
        self._due = time.monotonic() + seconds
        self._changed.set()
        faulthandler.dump_traceback_later(seconds + LATER_SECONDS, exit=True, file=sys.__stderr__)
        if self._thread is None:
            self._thread = threading.Thread(target=self._wait, name="wirefeed.end", daemon=True)
            self._thread.start()

    def _wait(self) -> None:
        while (left := self._due - time.monotonic()) > 0:
            self._changed.wait(left)
            self._changed.clear()
        with contextlib.suppress(OSError):  # whatever becomes of the words, the process ends
            os.write(STDERR, "\n".join(_stacks()).encode(errors="replace"))  # the stream's lock may be held for ever
        os._exit(HUNG_EXIT)


def _stacks() -> Iterator[str]:
    """Yield the lines of all threads' stacks: files, line numbers and our own source, no values."""
    yield "The process did not get on in time and ends. Its threads are here:"
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    for identity, frame in sys._current_frames().items():  # noqa: SLF001 - the documented way
        yield f"Thread {names.get(identity, identity)}"
        yield "".join(traceback.format_stack(frame))
