"""Bytes to text, and the characters that no field may carry."""

from __future__ import annotations

import codecs
import re
from typing import Final

from streams.errors import MalformedItem
from streams.wire.damaged import Decoded, read_damaged, read_damaged_utf8

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
_REFUSED: Final = frozenset({"utf-7", "utf7", "csutf7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7"})
_WIDE: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_WIDE_STARTS: Final = (
    *((bytes((sign, 0)), "utf-16-le") for sign in b"<{["),
    *((bytes((0, sign)), "utf-16-be") for sign in b"<{["),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCK_UNWANTED: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n") + b"\x7f"
_LINE_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
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
    return info.name if canonical.startswith(_TEXT_ENCODINGS) and canonical not in _REFUSED else None


def to_text(value: bytes, charset: str | None = None) -> str:
    """Return the text in `value`, as `decoded` reads it."""
    return decoded(value, charset).text


def decoded(value: bytes, charset: str | None = None, *, controls: bool = False) -> Decoded:
    """Return the text in `value`, without a byte order mark; `controls` where the format has control characters.

    A byte order mark decides; else the charset stated; else UTF-8, or UTF-16 where the first character shows it. A
    charset that the bytes contradict is passed over with a remark. Where some bytes are not in the charset, the text is
    read as `damaged` says, with a remark. Raises `MalformedItem` where too much would be lost or guessed.
    """
    for mark, marked in _BOMS:
        if value.startswith(mark):
            return _marked(value[len(mark) :], marked, controls=controls)
    encoding = _unmarked(value) or known_charset(charset)
    if charset and encoding is None:
        return _of_unknown_charset(value, charset)
    if encoding is not None and _is_contradicted(value, encoding):
        remark = f"the charset stated is {charset!r}; the bytes are UTF-8 and were read as such"
        return Decoded(value.decode("utf-8"), (remark,))
    return _read(value, encoding or "utf-8", controls=controls)


def _read(value: bytes, encoding: str, *, controls: bool) -> Decoded:
    try:
        return Decoded(value.decode(encoding))
    except UnicodeDecodeError as error:
        if encoding in {"utf-8", "ascii"}:
            read = read_damaged_utf8(value, controls=controls)
        else:
            read = read_damaged(value, encoding, controls=controls)
        if read is None:
            raise MalformedItem(_undecodable(encoding, error)) from error
        return read


def _marked(value: bytes, encoding: str, *, controls: bool) -> Decoded:
    """Return the text after a byte order mark. Raises `MalformedItem` where the bytes contradict it."""
    if _is_contradicted(value, encoding):
        raise MalformedItem(f"the byte order mark is that of {encoding}, and the bytes after it are UTF-8")
    return _read(value, encoding, controls=controls)


def _of_unknown_charset(value: bytes, charset: str) -> Decoded:
    """Return the text of bytes that are UTF-8, whatever their unknown charset is called; nothing is guessed."""
    if charset.strip("\"' ").lower().replace("_", "-") in _REFUSED:
        raise MalformedItem("UTF-7 is not read: it hides markup from whoever checks it; send UTF-8")
    try:
        return Decoded(value.decode("utf-8"), (f"the charset {charset[:40]!r} is unknown; the bytes are UTF-8",))
    except UnicodeDecodeError as error:
        raise MalformedItem(f"the charset {charset[:40]!r} is unknown, and the bytes are not UTF-8") from error


def _unmarked(value: bytes) -> str | None:
    """Return UTF-16 in its byte order where markup or JSON begins in it without a mark (RFC 4627, 3; XML 1.0, F.1)."""
    return next((encoding for start, encoding in _WIDE_STARTS if value.startswith(start)), None)


def _is_contradicted(value: bytes, encoding: str) -> bool:
    """Return whether bytes are UTF-8 and an encoding says that they are something that looks quite different.

    UTF-16 has null bytes, and characters of UTF-8 look like nothing that is written in Western Europe.
    """
    if encoding not in _WIDE and (encoding != "cp1252" or value.isascii()):
        return False
    if not value or b"\0" in value:
        return False
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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


def _undecodable(encoding: str, error: UnicodeDecodeError) -> str:
    return (
        f"the bytes are not {encoding}: byte 0x{error.object[error.start]:02x} at position {error.start}; "
        "send UTF-8, or name the charset in the content type"
    )
