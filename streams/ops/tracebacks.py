"""Exceptions in logs: their type and place, without variables and without messages that may quote the wire."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any, Final

from aiokafka.errors import KafkaError

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import EventDict, WrappedLogger

ABOUT_THE_SYSTEM: Final = (OSError, KafkaError, TimeoutError, asyncio.CancelledError, MemoryError)
"""Their messages speak of files, hosts and brokers. Those of all other errors may quote a record, and are left out."""
MAX_MESSAGE: Final = 300
MAX_FRAMES: Final = 30
MAX_CAUSES: Final = 5
"""A chain of causes can be as long as a recursion; the first few tell what happened."""


def error_text(error: BaseException) -> str:
    """Return the type of an error, and its message where that can't quote the wire."""
    name = type(error).__name__
    if not isinstance(error, ABOUT_THE_SYSTEM):
        return name
    message = str(error)
    return f"{name}: {message[:MAX_MESSAGE]}" if message else name


def error_chain(error: BaseException) -> list[BaseException]:
    """Return an error and what caused it, the latest first."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain and len(chain) < MAX_CAUSES:
        chain.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return chain


def error_frames(trace: TracebackType | None) -> list[str]:
    """Return `file:line function` of the innermost calls, without variables and source lines."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return frames[-MAX_FRAMES:]


class RenderException:
    """Structlog processor: puts `exception` in the place of `exc_info`, as objects for JSON or as text for people."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Return the event with the exception rendered."""
        error = _exception(event.pop("exc_info", None))
        event.pop("exc_text", None)
        if error is None:
            return event
        parts = [{"error": error_text(each), "frames": error_frames(each.__traceback__)} for each in error_chain(error)]
        event["exception"] = parts if self._as_json else "\ncaused by\n".join(_readable(part) for part in parts)
        return event


class SafeArguments(logging.Filter):
    """Puts the safe text of an exception in the place of one that a library passes to its log, as Faust does."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's arguments; let it pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(_safe(argument) for argument in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _safe(argument) for name, argument in record.args.items()}
        return True


def _safe(argument: Any) -> Any:
    return error_text(argument) if isinstance(argument, BaseException) else argument


def _exception(found: Any) -> BaseException | None:
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1] if isinstance(found[1], BaseException) else None
    return sys.exc_info()[1] if found else None


def _readable(part: dict[str, Any]) -> str:
    return "\n".join([part["error"], *(f"  {frame}" for frame in part["frames"])])
