"""Bytes as people read them: in rows of sixteen, as hexadecimal digits and as text."""

from __future__ import annotations

from typing import Final

ROW: Final = 16
MAX_BYTES: Final = 2_048
"""Of a record; all of it is in `wirefeed dead show`."""
_FIRST, _LAST = 32, 126


def hexdump(data: bytes) -> str:
    """Return the first bytes, a row a line: place, digits, and text with a point for what is not ASCII."""
    shown = data[:MAX_BYTES]
    return "\n".join(_row(place, shown[place : place + ROW]) for place in range(0, len(shown), ROW))


def _row(place: int, row: bytes) -> str:
    text = "".join(chr(byte) if _FIRST <= byte <= _LAST else "." for byte in row)
    return f"{place:08x}  {row.hex(' '):<{ROW * 3 - 1}}  {text}"
