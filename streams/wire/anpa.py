"""ANPA 1312 as US services send it: a header of two lines, tagged lines (`^...<`), paragraphs that are indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from streams.wire.data_files import read_json
from streams.wire.decode import clean_block, to_text
from streams.wire.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIORITIES: Final[Mapping[str, int]] = read_json("iptc7901.json")["priorities"]
"""ANPA's priority letters in the order of the standard (flash to advance), as IPTC urgencies."""
_SERIAL = re.compile(r"^\W{0,8}([a-z])(\d{4})", re.ASCII)
_HEADER = re.compile(r"^\W{0,4}([furbdash]) ([a-z]) (\S.{0,120}?)\s{1,9}(\d{2}-\d{2}) (\d{4})\s{0,9}$", re.ASCII)
_SLUG_COUNT = re.compile(r",\s{0,3}\d{1,5}\s{0,3}$")
_STAMP = re.compile(r"\b([A-Z]{2,4})-[A-Z]{2}-(\d{2})-(\d{2})-(\d{2}) (\d{2})(\d{2})(GMT|E[SD]T)")
_ZONES: Final = {"GMT": "Z", "EST": "-05:00", "EDT": "-04:00"}
_NOTE = re.compile(r"^(?:Eds|Editors|AP Photo|AP Graphic|With)\b", re.IGNORECASE)
TEXT_LINES: Final = 12
"""Tagged lines stand at the head of a story; a later one is part of it."""


def looks_like_anpa(value: bytes) -> bool:
    """Return whether the first lines are the serial number and header of an ANPA message."""
    lines = value[:400].decode("latin-1").lstrip("\x00\x16\x01\r\n ").splitlines()
    return len(lines) > 1 and _SERIAL.match(lines[0]) is not None and _HEADER.match(lines[1]) is not None


def parse_anpa(value: bytes, charset: str | None = None) -> list[Draft]:
    """Return the item of an ANPA message: tagged lines are slug, headline, notes and byline, in that order.

    The serial number and the day name the item, since the standard has no id; the slug orders no versions.
    """
    lines = [line.rstrip() for line in clean_block(to_text(value, charset)).split("\n")]
    lines = [line for line in lines if line.strip("\x16\x01 ")]
    serial = _SERIAL.match(lines[0].strip()) if lines else None
    header = _HEADER.match(lines[1]) if len(lines) > 1 else None
    tagged, story = _parts(lines[2:])
    stamp = next((found for line in reversed(lines[-4:]) if (found := _STAMP.search(line))), None)
    created = _created(stamp)
    slug = _SLUG_COUNT.sub("", tagged[0]) if tagged else (header[3] if header else None)
    notes = [line for line in tagged[1:] if _NOTE.match(line)]
    byline = [line.rstrip("=") for line in tagged[1:] if line.endswith("=")]
    heads = [line for line in tagged[1:] if line not in notes and not line.endswith("=")]
    return [
        Draft(
            format="anpa",
            item_id=_item_id(serial, header, created),
            version_created=created,
            headline=heads[0] if heads else None,
            byline=", ".join(byline) or None,
            urgency=PRIORITIES.get(header[1]) if header else None,
            subjects=(header[2],) if header else (),
            slugline=slug,
            ednote="\n".join(notes) or None,
            body="\n\n".join(line for line in story if not _STAMP.search(line)) or None,
        )
    ]


def _parts(lines: list[str]) -> tuple[list[str], list[str]]:
    tagged: list[str] = []
    story: list[list[str]] = []
    for line in lines:
        text = line.strip().strip("\x02\x03").rstrip("<").strip()
        if line.lstrip("\x02 ").startswith("^") and len(tagged) < TEXT_LINES and not story:
            tagged.append(text.lstrip("^").strip())
        elif line[:1] in {"\t", " "} or not story:
            story.append([text])
        else:
            story[-1].append(text)
    paragraphs = (" ".join(wrapped).strip() for wrapped in story)
    return tagged, [paragraph for paragraph in paragraphs if paragraph]


def _created(stamp: re.Match[str] | None) -> str | None:
    if stamp is None:
        return None
    _, month, day, year, hour, minute, zone = stamp.groups()
    return f"20{year}-{month}-{day}T{hour}:{minute}:00{_ZONES[zone]}"


def _item_id(serial: re.Match[str] | None, header: re.Match[str] | None, created: str | None) -> str | None:
    if serial is None:
        return None
    day = created[:10] if created else (header[4] if header else "")
    return f"{serial[1]}{serial[2]}-{day}".rstrip("-")
