"""The dateline at the start of a story, taken apart."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from schemas import Dateline
from streams.cleaning.agencies import agency_named, agency_names
from streams.cleaning.masking import date_words
from streams.cleaning.resources import table

if TYPE_CHECKING:
    from datetime import datetime

REACH: Final = 140
"""A dateline ends within so many characters."""
_DASH: Final = re.compile(r"\s{0,3}(?:--|[-–—])\s{1,3}|\s{1,3}(?:--|[-–—])|\s{0,3}—")
_AGENCY: Final = re.compile(r"\(([^()]{2,40})\)\s{0,3}$")
_CREDIT: Final = re.compile(r"[A-Z][\w.&-]{1,19}(?: (?:[A-Z][\w.&-]{1,19}|d[aeo]s?|of)){0,3}")
"""The name of an agency that no table has. Several words count behind a place in capitals: others are people."""
_DATE: Final = re.compile(
    r"(?P<word>[^\W\d_]{3,10})\.?\s{1,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s{1,2}(?P<year>\d{4}))?$"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th|\.)?\s{1,2}(?:de\s)?(?P<word2>[^\W\d_]{3,10})\.?"
    r"(?:,?\s{1,2}(?:de\s)?(?P<year2>\d{4}))?$"
)
_PLACE: Final = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?:[ /]{1,2}[\w.'’-]{1,30}){0,4}")
_NAMED: Final = re.compile(r"[^\W\d_a-z][\w.'’-]{1,30}(?:[ /][^\W\d_a-z][\w.'’-]{1,30}){0,2}")
"""A name of at most three words, all with capitals: a sentence has others."""
_CAPITALS: Final = re.compile(r"[^\W\d_a-z]{2}|[^\W\d_a-z]['’.][^\W\d_a-z]")
_STATE: Final = re.compile(r"(?:[A-Z][a-z]{1,5}|[A-Z]\.[A-Z])\.|[A-Z]{2}")
"""A state of the United States as datelines shorten it."""
PLACE_PARTS: Final = 3
MONTHS: Final = 12
SHORT_NAME: Final = 3
_NAME_PART: Final = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]{1,2}\b)?")
"""A word, with an `'s` behind it: `GEORGE'S`, but `N'DJAMENA` in two."""


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
    rest, agency = _without_agency(before.strip())
    unknown = agency is not None and " " in agency and agency_named(agency) is None
    if agency is not None and not rest:
        return None if unknown else Dateline(text=before, agency=agency)
    rest, date = _without_date(rest, published)
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    if not parts or len(parts) > PLACE_PARTS or not all(_PLACE.fullmatch(part) for part in parts):
        return None
    place, country = parts[0], parts[1] if len(parts) > 1 else None
    capitals = _CAPITALS.match(place) is not None and place == place.upper()
    known = (
        agency is not None and not unknown and (agency_named(agency) is not None or _is_alone(before, parts, agency))
    )
    if place.lower() in labels() or not (capitals or known or (country and _STATE.fullmatch(country))):
        return None
    return Dateline(text=before, place=_cased(place), country=country, date=date, agency=agency)


def _is_alone(before: str, parts: list[str], credit: str) -> bool:
    """Tell whether a credit in brackets stands behind nothing but a name: `Bishkek (Meridian) -`, whoever that is."""
    dated = credit.lower() in date_words("mask") | date_words("stamp")
    return not dated and len(parts) == 1 and before.endswith(")") and _NAMED.fullmatch(parts[0]) is not None


def _without_agency(text: str) -> tuple[str, str | None]:
    """Return what stands before the agency of a dateline, and the agency: in brackets, or all there is."""
    alone = agency_names().get(text.lower())
    if alone is not None:
        return "", alone
    credit = _AGENCY.search(text)
    if credit is None:
        return text, None
    name = credit.group(1)
    agency = agency_named(name) or (name if name.isupper() or _CREDIT.fullmatch(name) else None)
    return (text[: credit.start()].rstrip(" ,"), agency) if agency else (text, None)


def _without_date(text: str, published: datetime | None) -> tuple[str, str | None]:
    found = _DATE.search(text)
    if found is None or (found.start() and text[found.start() - 1] not in " ,"):
        return text, None
    month = _months().get((found["word"] or found["word2"]).lower())
    if month is None:
        return text, None
    stated = found["year"] or found["year2"]
    years = [int(stated)] if stated else _years_near(published, month)
    return text[: found.start()].rstrip(" ,"), _iso(years, month, int(found["day"] or found["day2"]))


@cache
def _months() -> dict[str, int]:
    return {word: number for number in range(1, MONTHS + 1) for word in date_words(f"month{number}")}


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
    """Return a place in capitals as it is written elsewhere; a short name such as `UN` stays."""
    if place != place.upper() or len(place) <= SHORT_NAME:
        return place
    return _NAME_PART.sub(lambda part: part.group()[:1] + part.group()[1:].lower(), place)
