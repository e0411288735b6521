"""Bylines and credits that stand on a line of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from streams.cleaning.agencies import agency_named

LINE_WORDS: Final = 40
SHORT_WORDS: Final = 6
"""A line of more words that ends in a full stop is a sentence, though it starts with "By"."""
POSTED_WORDS: Final = 10
"""A longer line on a reporter is a headline."""
_PARTS: Final = re.compile(r"[,/|()]")
_BY: Final = re.compile(r"(?:by|von|par|por|di)\s{0,2}:?\s{1,3}(?=\S)", re.IGNORECASE)
_CONTRIBUTED: Final = re.compile(
    r"[-–—(\s]{0,4}(?:(?:additional|further)\s{1,3}reporting\b"
    r"|(?:writing|editing|reporting)\s{1,3}(?:and\s{1,3}\w{1,12}\s{1,3})?by\s{1,3}(?-i:[A-Z]))"
    r"|.{1,160}\bcontributed\s{1,3}to\s{1,3}this\s{1,3}(?:report|story|article)\b",
    re.IGNORECASE,
)
_MADE_BY: Final = re.compile(
    r"[-–—(\s]{0,4}(?:compiled|written|edited|reported|posted)\s{1,3}(?:and\s{1,3}\w{1,12}\s{1,3})?by\s{1,3}(?-i:[A-Z])",
    re.IGNORECASE,
)
"""A byline where it ends no sentence: "Written by a lawyer, the report was late." is a sentence."""
_NAME: Final = re.compile(
    r"[^\W\d_a-z][\w.'’-]{0,30}(?:\s{1,2}(?:[^\W\d_a-z][\w.'’-]{0,30}|de|van|von|der|al|bin|la|el|and|&)){0,7}"
)
_STAFF: Final = re.compile(
    r"\b(?:staff|wire|reporter|writer|correspondent|newsroom|desk|agenc(?:y|ies)|services?|reports?|editor)\b",
    re.IGNORECASE,
)
_POSTED: Final = re.compile(
    r"(?:(?i:our|our own|from our own|from our|staff|special|senior|foreign|chief)\s{1,3}"
    r"|[^\W\d_a-z][\w.&'’-]{0,30}\s{1,3}){0,5}"
    r"(?i:correspondents?|reporters?|stringers?|staff writers?)"
    r"(?:,?\s{1,3}(?:(?i:in|at)\s{1,3})?[^\W\d_a-z][\w.'’-]{0,30}(?:[\s,]{1,3}[^\W\d_a-z][\w.'’-]{0,30}){0,3})?"
)
"""A whole line that says who wrote and from where: "Our correspondent in La Paz", "Courier reporter, Lagos"."""
_TAIL: Final = re.compile(
    r"\s{0,3}(?:[,|/•·–—-]|\bfor\b|\bof\b|\bin\b|\bupdated?\b:?|\bposted\b:?|\bpublished\b:?|@|\()", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it, as the line says, and the agency it names."""

    text: str
    agency: str | None


def byline_in(line: str, words: int) -> Byline | None:
    """Return the byline that a line is, or None: `By Jane Roe, Staff Writer`, `Reporting by A; editing by B`."""
    if words > LINE_WORDS:
        return None
    low = line[:240].lower()
    if ("contributed" in low or "report" in low or "edit" in low or "writ" in low) and _CONTRIBUTED.match(line[:240]):
        return Byline(line, None)
    finished = line.endswith((".", "!", "?"))
    if not finished and (_MADE_BY.match(line) or (1 < words <= POSTED_WORDS and _POSTED.fullmatch(line.strip()))):
        return Byline(line, None)
    lead = _BY.match(line)
    if lead is None or (finished and words > SHORT_WORDS):
        return None
    rest = line[lead.end() :].strip()
    first = _TAIL.split(rest, maxsplit=1)[0].strip()
    agency = next((named for part in (first, *_PARTS.split(rest)) if (named := agency_named(part))), None)
    if agency or _NAME.fullmatch(first) or (not finished and _STAFF.search(rest)):
        return Byline(rest, agency)
    return None
