"""IPTC 7901 and ANPA 1312: text with control characters, as printers and teletypes took it.

A message is `SOH` header `STX` text `ETX` date-time `EOT`. The header of 7901 has service and number, priority,
category and word count ("bdt0123 4 pl 230"), then a line of keywords; the text begins with notes in brackets and the
headline, which ends with " =" where the service marks it. Files often lost the control characters; a header of
that form at the start of a text is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import xxhash

from streams.errors import MalformedItem
from streams.wire.data_files import read_json
from streams.wire.decode import clean_block, to_text
from streams.wire.draft import Draft

SOH, STX, ETX = "\x01", "\x02", "\x03"
HEADLINE_LINES: Final = 12
"""A headline with its notes and byline is looked for so far."""
_RULES: Final = read_json("iptc7901.json")
_NOTEPAD: Final = frozenset(_RULES["notepad_headings"])
_BYLINE = re.compile(_RULES["byline"])
_MONTHS: Final = {name: number for number, names in enumerate(_RULES["months"], start=1) for name in names}
_HEADER = re.compile(
    r"^\s*([A-Za-z]{2,6})[ -]?(\d{1,5})\s{1,4}([1-9AUBRDFSuabrdfs])\s{1,4}([A-Za-z-]{1,5})\s{1,4}(\d{1,6})\b"
)
_STAMP = re.compile(r"\b(\d{2})(\d{2})(\d{2})\s{1,3}([^\W\d_]{3,9})\.?\s{1,3}(\d{4}|\d{2})\b")
_STORY_LINE = re.compile(r"^(?:\||[-+*] |#|\+\+\+|\t| {4})")


@dataclass(frozen=True, slots=True)
class _Frame:
    header: str
    text: str
    trailer: str


def parse_iptc7901(value: bytes, charset: str | None = None) -> list[Draft]:
    """Return the item of a message. Raises `MalformedItem` where the frame of control characters is not there.

    The standard has no id for an item: service, number and day are one, and where the number is not used, keywords
    and headline take its place. The stamp names no zone and is read as UTC.
    """
    frame = _frame(to_text(value, charset))
    header = _HEADER.match(frame.header)
    lines = [line.rstrip() for line in clean_block(frame.text).split("\n")]
    headline, byline, notes, rest = _head(lines)
    story, notepad = _split_notepad(rest)
    keywords = _keywords(frame.header)
    stamp = _stamp(frame.trailer)
    priority = header[3] if header else None
    return [
        Draft(
            format="iptc7901",
            item_id=_item_id(header, stamp, keywords, headline),
            version_created=stamp,
            headline=headline,
            byline=byline,
            urgency=priority if priority and priority.isdigit() else _RULES["priorities"].get((priority or "").lower()),
            ednote="\n".join((*notes, *notepad)) or None,
            subjects=(header[4].lower(),) if header else (),
            slugline=keywords,
            body=_paragraphs(story),
        )
    ]


def _frame(text: str) -> _Frame:
    start, end = text.find(STX), text.rfind(ETX)
    if start < 0 and looks_like_7901(text):
        return _bare_frame(text)
    if start < 0:
        raise MalformedItem("the message has no STX (0x02) before its text; it is no IPTC 7901 or ANPA message")
    if end < start:
        end = len(text)
    return _Frame(text[:start].rpartition(SOH)[2], text[start + 1 : end], text[end:])


def looks_like_7901(text: str) -> bool:
    """Return whether a text begins with a header of 7901, its control characters lost on the way."""
    return _HEADER.match(text[:200]) is not None


def _bare_frame(text: str) -> _Frame:
    lines = clean_block(text).strip().split("\n")
    keywords = next((n for n, line in enumerate(lines[1:4], start=1) if line.rstrip().endswith("/")), 0)
    stamp = len(lines) - 1 if _STAMP.search(lines[-1]) else len(lines)
    return _Frame("\n".join(lines[: keywords + 1]), "\n".join(lines[keywords + 1 : stamp]), "\n".join(lines[stamp:]))


def _head(lines: list[str]) -> tuple[str | None, str | None, list[str], list[str]]:
    """Return headline, byline, the notes in brackets before and after it, and the lines that follow."""
    block: list[str] = []
    index = 0
    while index < len(lines) and not lines[index].strip():
        index += 1
    marked = next((n for n, line in enumerate(lines[index : index + HEADLINE_LINES]) if line.endswith("=")), None)
    while index < len(lines) and lines[index].strip() and len(block) < HEADLINE_LINES:
        block.append(lines[index].strip())
        index += 1
        if marked is not None and block[-1].endswith("="):
            break
    notes, plain = _brackets(block)
    byline = next((line for line in plain if _BYLINE.match(line) and line is not plain[0]), None)
    words = [line for line in plain if line is not byline]
    headline = " ".join(words).removesuffix("=").strip() or None
    return headline, byline.removesuffix("=").strip() if byline else None, notes, lines[index:]


def _brackets(block: list[str]) -> tuple[list[str], list[str]]:
    """Return the bracketed notes of a headline block, each joined over its lines, and the other lines."""
    notes: list[str] = []
    plain: list[str] = []
    opened: list[str] = []
    for raw in block:
        line = raw.removesuffix("=").strip()
        if opened or line.startswith("("):
            opened.append(line)
            if line.endswith(")"):
                notes.append(" ".join(opened)[1:-1].strip())
                opened = []
        elif line:
            plain.append(line)
    return notes, plain + opened


def _split_notepad(lines: list[str]) -> tuple[list[str], list[str]]:
    for index, line in enumerate(lines):
        if line.lstrip("# ").strip().casefold() in _NOTEPAD:
            return lines[:index], [note.strip() for note in lines[index + 1 :] if note.strip()]
    closing = next((n for n, line in enumerate(reversed(lines)) if line.strip()), None)
    if closing is not None and _is_closing(lines[len(lines) - 1 - closing]):
        return lines[: len(lines) - 1 - closing], [lines[len(lines) - 1 - closing].strip()]
    return lines, []


def _is_closing(line: str) -> bool:
    """Whether a line is the desk's own: a few short words without a capital or a full stop ("dpa abc yydd n1")."""
    words = line.split()
    return 1 < len(words) <= 8 and all(len(word) <= 8 and word == word.lower() and word[-1] != "." for word in words)  # noqa: PLR2004 (see the docstring)


def _paragraphs(lines: list[str]) -> str | None:
    """Return the text with the line breaks of the teletype taken out of paragraphs; tables and lists keep theirs."""
    pieces: list[str] = []
    gap = ""
    for line in lines:
        stripped = line.strip()
        if not stripped:
            gap = "\n\n"
            continue
        if pieces:
            pieces.append(gap or ("\n" if _STORY_LINE.match(line) else " "))
        pieces.append(stripped)
        gap = ""
    return "".join(pieces) or None


def _keywords(header: str) -> str | None:
    lines = [line.strip() for line in header.splitlines()[1:] if line.strip()]
    return lines[0].strip("/ ") or None if lines else None


def _stamp(trailer: str) -> str | None:
    found = _STAMP.search(trailer[:400])
    if found is None:
        return None
    day, hour, minute, name, year = found.groups()
    month = _MONTHS.get(name.casefold()[:3])
    if month is None:
        return None
    full = year if len(year) == 4 else f"20{year}"  # noqa: PLR2004 (digits of a year)
    return f"{full}-{month:02}-{day}T{hour}:{minute}:00"


def _item_id(header: re.Match[str] | None, stamp: str | None, keywords: str | None, headline: str | None) -> str | None:
    day = (stamp or "")[:10]
    if header and header[2].strip("0"):
        return f"{header[1].lower()}{header[2]}" + (f"-{day}" if day else "")
    named = f"{keywords or ''}\n{headline or ''}"
    if not named.strip():
        return None
    service = header[1].lower() if header else "iptc7901"
    return f"{service}-{xxhash.xxh3_64_hexdigest(named.encode())}" + (f"-{day}" if day else "")
