"""The dateline at the start of a story, taken apart."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from schemas import Dateline
from streams.cleaning.agencies import agency_named
from streams.cleaning.resources import table

if TYPE_CHECKING:
    from datetime import datetime

REACH: Final = 140
"""A dateline ends within so many characters."""
_DASH: Final = re.compile(r"\s{0,3}(?:--|[-–—])\s{1,3}|\s{1,3}(?:--|[-–—])|\s{0,3}—")
_AGENCY: Final = re.compile(r"\(([^()]{2,40})\)\s{0,3}$")
_DATE: Final = re.compile(
    r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s{1,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,?\s{1,2}(?P<year>\d{4}))?$"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)?\s{1,2}(?P<month2>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
    r"(?:,?\s{1,2}(?P<year2>\d{4}))?$",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLACE: Final = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?:[ /]{1,2}[\w.'’-]{1,30}){0,4}")
_CAPITALS: Final = re.compile(r"[^\W\d_a-z]{2}|[^\W\d_a-z]['’.][^\W\d_a-z]")
PLACE_PARTS: Final = 3


@cache
def labels() -> frozenset[str]:
    """Return the words that stand before a dash as a place does, and are none."""
    return frozenset(row[0] for row in table("labels.tsv"))


def parse_dateline(text: str, published: datetime | None = None) -> Dateline | None:
    """Return the dateline that a paragraph starts with, or None.

    `ALEPPO, Syria, April 6 (AFP) — ...` gives place, country or state, date and agency. A date without a year takes
    the year that puts it nearest to `published`; without that it is left out. A bare `Reuters — ...` is a dateline
    without a place.
    """
    head = text[:REACH]
    for dash in list(_DASH.finditer(head))[:3]:
        before = head[: dash.start()]
        found = _taken_apart(before, published)
        if found is not None:
            return found.model_copy(update={"text": text[: dash.end()].rstrip()})
    return None


def _taken_apart(before: str, published: datetime | None) -> Dateline | None:
    agency = None
    rest = before.strip()
    credit = _AGENCY.search(rest)
    if credit:
        agency = agency_named(credit.group(1)) or (credit.group(1) if credit.group(1).isupper() else None)
        if agency is None:
            return None
        rest = rest[: credit.start()].rstrip(" ,")
        if not rest:
            return Dateline(text=before, agency=agency)
    elif agency_named(rest):
        return Dateline(text=before, agency=agency_named(rest))
    rest, date = _without_date(rest, published)
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    if (
        not parts
        or parts[0].lower() in labels()
        or len(parts) > PLACE_PARTS
        or not all(_PLACE.fullmatch(part) for part in parts)
    ):
        return None
    capitals = _CAPITALS.match(parts[0]) is not None and parts[0] == parts[0].upper()
    if not capitals and agency is None:
        return None
    place, country = parts[0], parts[1] if len(parts) > 1 else None
    return Dateline(text=before, place=_cased(place), country=country, date=date, agency=agency)


def _without_date(text: str, published: datetime | None) -> tuple[str, str | None]:
    found = _DATE.search(text)
    if found is None or (found.start() and text[found.start() - 1] not in " ,"):
        return text, None
    rest = text[: found.start()].rstrip(" ,")
    month = _MONTHS.index((found["month"] or found["month2"])[:3].lower()) + 1
    day = int(found["day"] or found["day2"])
    stated = found["year"] or found["year2"]
    years = [int(stated)] if stated else _years_near(published, month)
    return rest, _iso(years, month, day)


def _years_near(published: datetime | None, month: int) -> list[int]:
    if published is None:
        return []
    months_apart = published.month - month
    if months_apart > 6:  # noqa: PLR2004 - half a year: nearer in the next one
        return [published.year + 1]
    if months_apart < -6:  # noqa: PLR2004
        return [published.year - 1]
    return [published.year]


def _iso(years: list[int], month: int, day: int) -> str | None:
    days = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not years or not 1 <= day <= days[month - 1]:
        return None
    return f"{years[0]:04d}-{month:02d}-{day:02d}"


def _cased(place: str) -> str:
    """Return a place in capitals as it is written elsewhere; short names such as `U.N.` stay."""
    if place != place.upper() or len(place) <= 3 or "." in place:  # noqa: PLR2004
        return place
    return " ".join("-".join(piece[:1] + piece[1:].lower() for piece in word.split("-")) for word in place.split())
