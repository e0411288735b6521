"""Fewer lines while a broker is away: a message that comes again and again is written once in a while, and counted."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS: Final = 10.0
"""Between two lines of one message."""
LIMITED: Final = ("aiokafka", "faust", "mode", "asyncio", "streams.pipeline.kafka")
"""Loggers that repeat themselves while a broker is away. What a stage says of a record is never left out."""
MAX_KEYS: Final = 1_000


class Repeats(logging.Filter):
    """Lets a warning or error of some loggers through once in `SECONDS`, whatever its arguments are."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._written: dict[tuple[str, int, str], float] = {}
        self._left_out: dict[tuple[str, int, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written; it then says how many like it were left out."""
        if not _limited(record):
            return True
        key = (record.name, record.levelno, _text(record.msg))
        now = self._clock()
        if now - self._written.get(key, now - SECONDS) < SECONDS:
            self._left_out[key] = self._left_out.get(key, 0) + 1
            return False
        if len(self._written) >= MAX_KEYS:
            self._written.clear()
        self._written[key] = now
        if left_out := self._left_out.pop(key, 0):
            record.msg = _with_count(record.msg, left_out)
        return True


def _limited(record: logging.LogRecord) -> bool:
    named = any(record.name == name or record.name.startswith(f"{name}.") for name in LIMITED)
    return named and logging.WARNING <= record.levelno < logging.CRITICAL


def _text(message: Any) -> str:
    """Return what stays the same of a message: its template, or the event of our own."""
    return str(message.get("event") if isinstance(message, dict) else message)


def _with_count(message: Any, left_out: int) -> Any:
    if isinstance(message, dict):
        return {**message, "left_out": left_out}
    return f"{message} ({left_out} more like it were left out)"
