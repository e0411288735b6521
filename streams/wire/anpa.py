"""ANPA 1312 as US, Asian and local services send it: a header of two lines, tagged lines (`^...<`), then the story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.errors import MalformedItem
from streams.wire.anpa_kill import anpa_id, killed_items
from streams.wire.anpa_text import Copy, read_copy
from streams.wire.data_files import read_json
from streams.wire.draft import Draft
from streams.wire.teletype import ETX, MAX_HEADER_CHARS, STX, full_year, plain_line, stamp_date, teletype_text, unified

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIORITIES: Final[Mapping[str, int]] = read_json("iptc7901.json")["priorities"]
"""ANPA's priority letters in the order of the standard (flash to advance), as IPTC urgencies."""
SNIFFED_BYTES: Final = 600
TABULAR: Final = ("\x12", "\x14")
"""Header signs of copy that must keep its lines (^R and ^T), where ^Q and ^S are for running text."""
_SERIAL = re.compile(r"([A-Za-z])(\d{4})(?!\d)(?=([A-Za-z]{0,12}))", re.ASCII)
_SERIAL_AHEAD = re.compile(r"[\x00-\x20\x7f]{0,24}[A-Za-z]\d{4}", re.ASCII)
_HEADER = re.compile(
    r"([a-z]) ([a-z]) {1,9}(\S.{0,120}?) {1,12}(\d{1,2}-\d{1,2})(?: {1,9}\d{1,6})?", re.ASCII | re.IGNORECASE
)
_BARE_HEADER = re.compile(r"([a-z]) ([a-z]) {1,9}(\S.{0,120})", re.ASCII | re.IGNORECASE)
_SLUG_AHEAD = re.compile(r"[A-Z]{2,3}-|[^ ]*(?:--|_)|[^ ]*,")
_ONE_LINE = re.compile(r"(\x01[A-Za-z]\d{4}\x1f[^\n\x02]{0,24}?)\x1d?(?=[A-Za-z] [A-Za-z] {0,9}[\x12-\x14])", re.ASCII)
"""The first line of a framed header whose line break was lost; the signs of the second one tell where it ends."""
_ZONE = r"([A-Z]{1,5})"
_STAMP = re.compile(
    rf"\b([A-Z]{{2,5}})-(?:[A-Z]{{2,3}}-)?(\d{{2}})-(\d{{2}})-(\d{{2}}|\d{{4}}) {{1,3}}(\d{{4}}) ?{_ZONE}"
)
_TO_DESKS = re.compile(r"\W{0,6}(?:eds|editors?|attention|mandatory|kill)\b", re.IGNORECASE)
_DAY_FIRST_STAMP = re.compile(r"^([A-Z]{2,5})-(\d{2}):(\d{2})-(\d{2})-(\d{2})-(\d{2}|\d{4})$")
"""Clock, day, month and year, as Asian services close their copy."""


@dataclass(frozen=True, slots=True)
class _Header:
    letter: str
    number: str
    service: str
    priority: str
    category: str
    slug: str
    day: str
    tabular: bool


@dataclass(frozen=True, slots=True)
class _Stamp:
    agency: str
    time: str


def looks_like_anpa(value: bytes) -> bool:
    """Return whether the first lines are the serial number and header of an ANPA message."""
    lines = _lines(_in_two_lines(unified(value[:SNIFFED_BYTES].decode("latin-1"))))
    return len(lines) > 1 and _header(lines[0], lines[1], framed=b"\x01" in value[:SNIFFED_BYTES]) is not None


def parse_anpa(value: bytes, charset: str | None = None) -> list[Draft]:
    """Return the items of one or more ANPA messages. Raises `MalformedItem` where there is no ANPA header.

    The serial number and the day name the item, since the standard has no id; the slug orders no versions.
    """
    source = teletype_text(value, charset)
    lines = _lines(_in_two_lines(source.text))
    starts = [n for n in range(len(lines) - 1) if _header(lines[n], lines[n + 1], framed="\x01" in lines[n])]
    if not starts:
        raise MalformedItem("no serial number and header of an ANPA message stand in the text")
    ends = [*starts[1:], len(lines)]
    return [_draft(lines[start:end], source.remarks) for start, end in zip(starts, ends, strict=True)]


def _in_two_lines(text: str) -> str:
    """Return the text with every header in two lines."""
    return _ONE_LINE.sub("\\1\\n", text)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line == "" or line.strip("\x00\x16\x01\x04\x7f ")]


def _header(first: str, second: str, *, framed: bool) -> _Header | None:
    """Return what the two header lines state; the second may lack its date only where the SOH is in place."""
    if _SERIAL_AHEAD.match(first) is None:
        return None
    serial = _SERIAL.match(plain_line(first[:100]))
    line = plain_line(second[:MAX_HEADER_CHARS])
    found = (_HEADER.fullmatch(line) or (_BARE_HEADER.fullmatch(line) if framed else None)) if serial else None
    if serial is None or found is None:
        return None
    priority, category, slug, *day = found.groups()
    return _Header(
        letter=serial[1],
        number=serial[2],
        service=serial[3],
        priority=priority.lower(),
        category=category.lower(),
        slug=slug,
        day=day[0] if day else "",
        tabular=any(sign in second for sign in TABULAR),
    )


def _draft(lines: list[str], remarks: tuple[str, ...]) -> Draft:
    header = _header(lines[0], lines[1], framed=True)
    assert header is not None  # noqa: S101  (the caller split the text where a header stands)
    body, stamp = _without_stamp(lines[2:])
    copy = read_copy(body, header.slug, tabular=header.tabular)
    created = stamp.time if stamp else None
    day = created[:10] if created else header.day
    notices = (copy.headline, copy.note, _notice(copy))
    return Draft(
        format="anpa",
        provider=stamp.agency if stamp else None,
        item_id=anpa_id(f"{header.letter}{header.number}", day),
        version_created=created,
        headline=copy.headline or _lone_headline(copy.slug),
        byline=copy.byline,
        urgency=PRIORITIES.get(header.priority),
        subjects=(header.category,),
        slugline=copy.slug or header.slug,
        ednote=copy.note,
        body=_body(copy),
        named=killed_items(" ".join(filter(None, notices)), f"{header.letter}{header.number}", day),
        remarks=remarks,
    )


def _lone_headline(slug: str | None) -> str | None:
    """Return the only tagged line where it is words and no slug: "Wheat rises", but not "BC-VO--Wheat"."""
    return slug if slug and " " in slug and _SLUG_AHEAD.match(slug) is None else None


def _notice(copy: Copy) -> str | None:
    """Return the first paragraph where it speaks to the desks."""
    return copy.story[0] if copy.story and _TO_DESKS.match(copy.story[0]) else None


def _body(copy: Copy) -> str | None:
    return "\n\n".join(copy.story) or None


def _without_stamp(lines: list[str]) -> tuple[list[str], _Stamp | None]:
    """Return the lines of the text, and the stamp that closes it."""
    text = "\n".join(lines)
    text, _, trailer = text.partition(ETX)
    kept = text.replace(STX, "").split("\n")
    for line in trailer.split("\n")[:6]:
        stamp = _stamp(line)
        if stamp:
            return kept, stamp
    for number in range(len(kept) - 1, max(-1, len(kept) - 20), -1):
        stamp = _stamp(kept[number])
        if stamp:
            return kept[:number], stamp
    return kept, None


def _stamp(line: str) -> _Stamp | None:
    plain = plain_line(line[:200]).rstrip("<").strip()
    found = _STAMP.search(plain)
    if found:
        agency, month, date, year, clock, zone = found.groups()
        return _Stamp(agency, stamp_date(f"{full_year(year)}-{month}-{date}", clock, zone))
    found = _DAY_FIRST_STAMP.match(plain)
    if found:
        agency, hour, minute, date, month, year = found.groups()
        return _Stamp(agency, stamp_date(f"{full_year(year)}-{month}-{date}", hour + minute, None))
    return None
