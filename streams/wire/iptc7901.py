"""IPTC 7901: text with control characters, as printers and teletypes took it.

A message is `SOH` header `STX` text `ETX` date-time `EOT`. The header of 7901 has service and number, priority,
category and word count ("bdt0123 4 pl 230"), then a line of keywords; the text begins with notes in brackets and the
headline, which ends with " =" where the service marks it. Files often lost the control characters; a header of
that form at the start of a text is enough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import xxhash

from streams.errors import MalformedItem
from streams.wire.data_files import read_json
from streams.wire.draft import Draft
from streams.wire.iptc7901_text import read_text
from streams.wire.teletype import SOH, Frame, frame_of, full_year, messages_of, stamp_date, teletype_text

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYWORD_LINES: Final = 4
"""Without control characters, keywords are looked for in so many lines below the header."""
TRAILER_LINES: Final = 8
"""Without control characters, the stamp is looked for in so many of the last lines."""
_RULES: Final = read_json("iptc7901.json")
_MONTHS: Final[Mapping[str, int]] = {
    name: number for number, names in enumerate(_RULES["months"], start=1) for name in names
}
_HEADER = re.compile(
    r"^\s*([A-Za-z]{2,6})[ -]?(\d{1,5})\s{1,4}([1-9AUBRDFSuabrdfs])\s{1,4}([A-Za-z-]{1,5})\s{1,4}(\d{1,6})\b"
)
_STAMP = re.compile(r"\b(\d{2})(\d{4})\s{0,3}([A-Za-z]{1,5})?\s{1,3}([^\W\d_]{3,9})\.?\s{1,3}(\d{4}|\d{2})\b")


def parse_iptc7901(value: bytes, charset: str | None = None) -> list[Draft]:
    """Return the items of the messages. Raises `MalformedItem` where the frame of control characters is not there.

    The standard has no id for an item: service, number and day are one, and where the number is not used, keywords
    and headline take its place. A stamp that names no zone is read as UTC.
    """
    source = teletype_text(value, charset)
    text = source.text
    return [_draft(_frame(message, framed=SOH in text), source.remarks) for message in messages_of(text)]


def looks_like_7901(text: str) -> bool:
    """Return whether a text begins with a header of 7901, its control characters lost on the way."""
    return _HEADER.match(text[:200]) is not None


def _draft(frame: Frame, remarks: tuple[str, ...]) -> Draft:
    header = _HEADER.match(frame.header)
    copy = read_text(frame.text)
    keywords = _keywords(frame.header)
    stamp = _stamp(frame.trailer)
    priority = (header[3] if header else "").lower()
    return Draft(
        format="iptc7901",
        item_id=_item_id(header, stamp, keywords, copy.headline),
        version_created=stamp,
        headline=copy.headline,
        byline=copy.byline,
        urgency=priority if priority.isdigit() else _RULES["priorities"].get(priority),
        ednote="\n".join(copy.notes) or None,
        subjects=(header[4].lower(),) if header else (),
        slugline=keywords,
        body=copy.story,
        remarks=remarks,
    )


def _frame(message: str, *, framed: bool) -> Frame:
    frame = frame_of(message)
    if frame is not None:
        return _in_place(frame)
    # A message that has its SOH and no STX was cut within its header.
    if not framed and looks_like_7901(message):
        return _bare_frame(message)
    raise MalformedItem("the message has no STX (0x02) before its text; it is no IPTC 7901 or ANPA message")


def _in_place(frame: Frame) -> Frame:
    """Return the frame with a headline that stands before the STX, and a stamp that stands before the ETX, in place."""
    header, text, trailer = frame.header, frame.text, frame.trailer
    lines = header.split("\n")
    marked = next((n for n, line in enumerate(lines) if n and line.rstrip().endswith("=")), None)
    if marked is not None:
        begin = _after_keywords(lines, marked)
        header, text = "\n".join(lines[:begin]), "\n".join([*lines[begin:], "", text])
    if _stamp(trailer) is None:
        kept = text.rstrip().split("\n")
        if len(kept) > 1 and _STAMP.match(kept[-1].strip()):
            text, trailer = "\n".join(kept[:-1]), kept[-1]
    return Frame(header, text, trailer)


def _after_keywords(lines: list[str], marked: int) -> int:
    """Return where notes and headline begin in a header: behind the keywords, at the latest with the marked line."""
    keywords = next((n for n in range(1, marked) if lines[n].strip()), marked - 1)
    slashed = [n for n in range(1, marked) if lines[n].rstrip().endswith("/")]
    return max([keywords, *slashed]) + 1


def _bare_frame(message: str) -> Frame:
    """Return the parts of a message that lost its control characters: keywords end with a slash, the stamp is last."""
    lines = message.strip("\x00\x04\x7f\n ").split("\n")
    ends = (n for n, line in enumerate(lines[1 : KEYWORD_LINES + 1], start=1) if line.rstrip().endswith("/"))
    keywords = next(ends, 0)
    last = range(len(lines) - 1, max(keywords, len(lines) - TRAILER_LINES), -1)
    stamp = next((n for n in last if _STAMP.match(lines[n].strip())), len(lines))
    return Frame("\n".join(lines[: keywords + 1]), "\n".join(lines[keywords + 1 : stamp]), "\n".join(lines[stamp:]))


def _keywords(header: str) -> str | None:
    lines = [line.strip() for line in header.split("\n")[1:] if line.strip()]
    return lines[0].strip("/ ") or None if lines else None


def _stamp(trailer: str) -> str | None:
    found = _STAMP.search(trailer[:400])
    if found is None:
        return None
    day, clock, zone, name, year = found.groups()
    month = _month(name)
    return stamp_date(f"{full_year(year)}-{month:02}-{day}", clock, zone) if month else None


def _month(name: str) -> int | None:
    """Return the number of a month: four letters decide first, since "juil" is July and "jui" June."""
    low = name.casefold()
    return _MONTHS.get(low[:4]) or _MONTHS.get(low[:3])


def _item_id(header: re.Match[str] | None, stamp: str | None, keywords: str | None, headline: str | None) -> str | None:
    day = (stamp or "")[:10]
    if header and header[2].strip("0"):
        return f"{header[1].lower()}{header[2]}" + (f"-{day}" if day else "")
    named = f"{keywords or ''}\n{headline or ''}"
    if not named.strip():
        return None
    service = header[1].lower() if header else "iptc7901"
    return f"{service}-{xxhash.xxh3_64_hexdigest(named.encode())}" + (f"-{day}" if day else "")
