"""Bytes that are not all in the charset that they should be in: read where only some are damaged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LOST: Final = "\ufffd"
"""What stands for a character that can't be known (Unicode's replacement character)."""
MOST_LOST: Final = 0.02
"""An article with a larger share of lost characters can't be trusted; one character may always be lost."""
MOST_CONTROLS: Final = 0.01
"""Damaged text may have this share of control characters; with more of them the bytes are no text."""
BAD_FOR_GOOD: Final = 2
"""So many such bytes are accepted for each character of UTF-8; a text in Windows-1252 has no such characters."""
LEGACY_SHARE: Final = 3
"""At most one byte in so many is no ASCII in a text of Windows-1252; of other alphabets nearly all are."""
_HIGH_BYTES: Final = bytes(range(0x80, 0x100))
_ODD_CONTROL = re.compile(r"[\x00\x05-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
_CUT_CHARACTER = re.compile("[\udce0-\udcef][\udc80-\udcbf]|[\udcf0-\udcf4][\udc80-\udcbf]{1,2}|[\udcc2-\udcf4]\\Z")
"""The first bytes of a character of UTF-8 whose last are missing."""
_CUT_END = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what had to be put right in its bytes."""

    text: str
    remarks: tuple[str, ...] = ()


def read_damaged(value: bytes, encoding: str, *, controls: bool) -> Decoded | None:
    """Return the text of bytes in an encoding, some of which are not; None where too much of it would be lost.

    `controls` says whether control characters are part of the format.
    """
    text = value.decode(encoding, errors="replace")
    return _bounded(Decoded(text), text.count(LOST), controls=controls)


def read_damaged_utf8(value: bytes, *, controls: bool) -> Decoded | None:
    """Return the text of bytes that are not all UTF-8; None where they are something else.

    In UTF-8, single bytes are read as Windows-1252, and what is left of a character that was cut is lost. Without any
    character of UTF-8 the text is in Windows-1252, the usual legacy of Western wires.
    """
    lax = value.decode("utf-8", errors="surrogateescape")
    bad = len(_ESCAPED_BYTE.findall(lax))
    good = len(_BEYOND_ASCII.findall(lax)) - lax.count(LOST)
    if bad > good * BAD_FOR_GOOD:
        return _read_legacy(value, controls=controls)
    text, cut = _CUT_CHARACTER.subn(LOST, lax)
    single = len(_ESCAPED_BYTE.findall(text))
    text = _ESCAPED_BYTE.sub(_as_legacy, text)
    lost = text.count(LOST) - lax.count(LOST)
    return _bounded(_with_legacy_remark(text, single - (lost - cut)), lost, controls=controls)


def _read_legacy(value: bytes, *, controls: bool) -> Decoded | None:
    cut = _CUT_END.search(value)
    whole = value[: cut.start()] if cut else value
    if cut and whole.isascii():
        return _bounded(Decoded(whole.decode("ascii") + LOST), 1, controls=controls)
    high = len(value) - len(value.translate(None, _HIGH_BYTES))
    if high * LEGACY_SHARE > len(value):
        return None
    text = value.decode("cp1252", errors="replace")
    lost = text.count(LOST)
    return _bounded(_with_legacy_remark(text, high - lost), lost, controls=controls)


def _as_legacy(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _with_legacy_remark(text: str, count: int) -> Decoded:
    return Decoded(text, (f"{count} bytes are not UTF-8 and were read as Windows-1252",) if count else ())


def _bounded(read: Decoded, lost: int, *, controls: bool) -> Decoded | None:
    """Return a text with a remark on its lost characters; None where they, or its control characters, are too many."""
    if lost > max(1, len(read.text) * MOST_LOST):
        return None
    if not controls and len(_ODD_CONTROL.findall(read.text)) > len(read.text) * MOST_CONTROLS:
        return None
    remarks = (f"{lost} characters could not be read and stand as U+FFFD",) if lost else ()
    return Decoded(read.text, (*read.remarks, *remarks))
