"""Tells JSON Lines from one document by the first lines, and reads lines of bounded length."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_AT: Final = 2
"""Lines that decide: the second may be a whole object where the first is broken."""
SKIP_BYTES: Final = 1_048_576
"""What is left of a line that is too long is read in parts of this size."""
_BOM: Final = b"\xef\xbb\xbf"


class Head:
    """The first lines of a stream, read in advance, and then the rest of it."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._lines: list[bytes] = []

    def is_json_lines(self) -> bool:
        """Return whether each line is an object of its own.

        The first line that is not blank opens an object, and it or the next is a whole one. A document that is spread
        over lines can't have an object there. No line after these is waited for.
        """
        size = seen = 0
        while seen < LOOK_AT and size <= self._limit and (line := self._stream.readline(self._limit + 1)):
            self._lines.append(line)
            size += len(line)
            text = line.removeprefix(_BOM).strip()
            if not text:
                continue
            if not text.startswith(b"{"):
                return False
            if _is_object(text):
                return True
            seen += 1
        return False

    def readline(self, size: int) -> bytes:
        """Return the next line, at most `size` bytes of it; nothing at the end."""
        return self._lines.pop(0) if self._lines else self._stream.readline(size)

    def rest(self, size: int) -> bytes:
        """Return all that was not read as lines, at most `size` bytes of it."""
        first = b"".join(self._lines)
        self._lines.clear()
        return first + self._stream.read(max(0, size - len(first)))


def numbered_lines(head: Head, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the number and text of each line that is not blank; None for one of more than `limit` bytes."""
    number = 0
    while line := head.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = head.readline(SKIP_BYTES)
            yield number, None
        elif text := line.removeprefix(_BOM if number == 1 else b"").strip():
            yield number, text


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False
