"""What IPTC 7901 and ANPA 1312 have in common: control characters around header and text, as teletypes took them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from streams.errors import MalformedItem
from streams.wire.dates import zone_offset
from streams.wire.decode import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.wire.damaged import Decoded

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
MAX_CONTROLS: Final = 64
"""Control characters that any message may have: the frame, its fillers and a few typographic signs."""
CONTROLS_SHARE: Final = 0.2
"""A message with a larger share of them is line noise. Tables have one or two in a line of some ten characters."""
MAX_HEADER_CHARS: Final = 2_000
"""The header is two or three lines; a longer one is no header, and what follows can't be told from it."""
PIVOT_YEAR: Final = 70
"""A year of two digits from here on lies in the last century: the formats were made in the seventies."""
_CONTROL_BYTES: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r") + b"\x7f"
_LINE_END = re.compile(r"\r+\n?|\n")
_IN_LINE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Frame:
    """A message without its control characters: the header, the text and what follows the text."""

    header: str
    text: str
    trailer: str


def teletype_text(value: bytes, charset: str | None) -> Decoded:
    """Return the text of a message with line feeds as line ends.

    The control characters that other text must not have are part of the format. Raises `MalformedItem` for a flood of
    them, and where the bytes are in no charset that is known.
    """
    controls = len(value) - len(value.translate(None, _CONTROL_BYTES))
    if controls > max(MAX_CONTROLS, len(value) * CONTROLS_SHARE):
        raise MalformedItem(f"{controls} of {len(value)} bytes are control characters; this is no message")
    source = decoded(value, charset, controls=True)
    return replace(source, text=unified(source.text))


def unified(text: str) -> str:
    """Return a text with line feeds as line ends; teletypes send one or two carriage returns before them."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def messages_of(text: str) -> Iterator[str]:
    """Yield the messages of a text, each from its SOH up to the next; a text without SOH is one message."""
    _, found, rest = text.partition(SOH)
    if not found:
        yield text
    for message in rest.split(SOH):
        if message.strip("\x00\x16 \n"):
            yield message


def frame_of(message: str) -> Frame | None:
    """Return the parts of a message by its control characters, or None where it has no start of text.

    Raises `MalformedItem` where the header does not end.
    """
    header, found, rest = message.partition(STX)
    if not found:
        return None
    if len(header) > MAX_HEADER_CHARS:
        raise MalformedItem(f"the header has {len(header)} characters and no end; no text can be told from it")
    text, _, trailer = rest.partition(ETX)
    return Frame(header.strip(EOT), text.replace(STX, ""), trailer)


def plain_line(line: str) -> str:
    """Return a line with blanks where it has control characters, without blanks at its ends."""
    return _IN_LINE.sub(" ", line).strip()


def full_year(digits: str) -> str:
    """Return the four digits of a year that a message writes with two or four."""
    if len(digits) == 4:  # noqa: PLR2004 (digits of a year)
        return digits
    return f"19{digits}" if int(digits) >= PIVOT_YEAR else f"20{digits}"


def stamp_date(day: str, clock: str, zone: str | None) -> str:
    """Return an ISO date of a stamp's ISO day, four digits of a clock and zone.

    A zone that is unknown stays as it is, so that the item says in a remark why it has no time.
    """
    offset = zone_offset(zone) if zone else ""
    return f"{day}T{clock[:2]}:{clock[2:]}:00{f' {zone}' if offset is None else offset}"
