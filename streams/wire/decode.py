"""Bytes to text, and the characters that no field may carry."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from streams.errors import MalformedItem

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_ENCODINGS: Final = (
    "utf-",
    "iso8859",
    "cp",
    "koi8",
    "mac",
    "euc",
    "shift",
    "gb",
    "big5",
    "ascii",
    "latin",
    "iso2022",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCK_UNWANTED: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n") + b"\x7f"
_ODD_CONTROL = re.compile(r"[\x00\x05-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_LINE_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
_HIGH_BYTES: Final = bytes(range(0x80, 0x100))
BAD_FOR_GOOD: Final = 2
"""So many such bytes are accepted for each character of UTF-8; a text in Windows-1252 has no such characters."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def known_charset(name: str | None) -> str | None:
    """Return Python's name of a text encoding, or None where the name is unknown."""
    if not name or len(name) > 40:  # noqa: PLR2004 (no registered charset name is longer)
        return None
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    canonical = info.name.replace("_", "-")
    if canonical == "iso8859-1":
        return "cp1252"  # what labels itself Latin-1 on the web is Windows-1252 (WHATWG Encoding, 4.2)
    return info.name if canonical.startswith(_TEXT_ENCODINGS) else None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what had to be put right in its bytes."""

    text: str
    remarks: tuple[str, ...] = ()


def to_text(value: bytes, charset: str | None = None) -> str:
    """Return the text in `value`, as `decoded` reads it."""
    return decoded(value, charset).text


def decoded(value: bytes, charset: str | None = None) -> Decoded:
    """Return the text in `value`, without a byte order mark.

    A byte order mark decides; else the charset stated; else UTF-8, where single bytes that are none are read as
    Windows-1252, with a remark; else Windows-1252, the usual legacy of Western wires, where the bytes have no controls
    that text has not. Raises `MalformedItem` otherwise.
    """
    for mark, encoding in _BOMS:
        if value.startswith(mark):
            return Decoded(_strict(value[len(mark) :], encoding))
    encoding = known_charset(charset) or "utf-8"
    if encoding == "cp1252":
        return Decoded(value.decode("cp1252", errors="replace"))
    try:
        return Decoded(value.decode(encoding))
    except UnicodeDecodeError as error:
        read = _mixed(value) or _legacy(value) if encoding in {"utf-8", "ascii"} else None
        if read is None:
            raise MalformedItem(_undecodable(encoding, error)) from error
        return read


def clean_line(text: str, limit: int) -> str:
    """Return a one-line field without control, bidi or invisible characters, runs of blanks as one, cut at `limit`."""
    if len(text) <= limit and text.isprintable():
        # Most fields: nothing that is printable is unwanted, and the blank is the one white space among it.
        return " ".join(text.split()) if "  " in text else text.strip()
    flat = " ".join(text[: limit * 4].split())
    return " ".join(_LINE_UNWANTED.sub("", flat).split())[:limit].rstrip()


def clean_block(text: str) -> str:
    """Return a text of many lines without control characters and lone surrogates, with line feeds as line ends."""
    if _is_clean(text):
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", unified))


def _is_clean(text: str) -> bool:
    try:
        value = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    # A byte of this range is in UTF-8 always the character itself; bytes are looked through faster than characters.
    return len(value.translate(None, _BLOCK_UNWANTED)) == len(value)


def _strict(value: bytes, encoding: str) -> str:
    try:
        return value.decode(encoding)
    except UnicodeDecodeError as error:
        raise MalformedItem(_undecodable(encoding, error)) from error


def _mixed(value: bytes) -> Decoded | None:
    """Return a text in UTF-8 that has some bytes of Windows-1252 in it, or None where the bytes are something else."""
    lax = value.decode("utf-8", errors="surrogateescape")
    bad = len(_ESCAPED_BYTE.findall(lax))
    good = len(_BEYOND_ASCII.findall(lax))
    if bad > good * BAD_FOR_GOOD or _ODD_CONTROL.search(lax):
        return None
    text = _ESCAPED_BYTE.sub(lambda found: found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), lax)
    return Decoded(text, (f"{bad} bytes are not UTF-8 and were read as Windows-1252",))


def _legacy(value: bytes) -> Decoded | None:
    try:
        text = value.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = len(value) - len(value.translate(None, _HIGH_BYTES))
    plausible = high * 3 <= len(value) and _ODD_CONTROL.search(text) is None
    return Decoded(text) if plausible else None


def _undecodable(encoding: str, error: UnicodeDecodeError) -> str:
    return (
        f"the bytes are not {encoding}: byte 0x{error.object[error.start]:02x} at position {error.start}; "
        "send UTF-8, or name the charset in the content type"
    )
