"""Makes text of the wire safe for a terminal: it can't move the cursor, change colours or reorder what is shown."""

from __future__ import annotations

import re
from typing import Final

_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters (escape sequences begin with one), line separators, and marks that reorder or hide text.

The joiners U+200C and U+200D are left alone: Persian and the scripts of India are spelled with them."""
ELLIPSIS: Final = "…"


def printable(text: str, limit: int | None = None) -> str:
    """Return text of the wire with unsafe characters shown as hexadecimal escapes, cut to `limit` characters."""
    if limit is not None and len(text) > limit:
        text = text[: max(0, limit - 1)] + ELLIPSIS
    return _UNSAFE.sub(_escape, text)


def one_line(text: str, limit: int | None = None) -> str:
    """Return text as `printable` does, with every run of white space made one space."""
    if limit is not None:
        text = text[: 4 * limit]  # enough of it: a megabyte is not split for a line of it
    return printable(" ".join(text.split()), limit)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - where two hex digits end
