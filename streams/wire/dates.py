"""Dates as wires write them: ISO 8601 in its variants, RFC 822, epochs, and a few spelled forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

MAX_CHARS: Final = 64
EARLIEST: Final = datetime(1800, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_SECONDS_MAX: Final = 10_000_000_000
"""A larger epoch is taken for milliseconds (as seconds it would lie after the year 2286)."""

_ISO_BASIC = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)
_ISO_PARTIAL = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(Z|[+-]\d{2}:\d{2})?$", re.ASCII)
_FRACTION = re.compile(r"([.,])(\d{7,20})", re.ASCII)
_EPOCH = re.compile(r"^\d{9,13}(?:\.\d{1,9})?$", re.ASCII)
_ZONE_NAME = re.compile(r"^(.*\S)\s+([A-Z]{3,5})$")
_ZONES: Final = {
    "UTC": "+0000",
    "GMT": "+0000",
    "WET": "+0000",
    "BST": "+0100",
    "CET": "+0100",
    "CEST": "+0200",
    "MEZ": "+0100",
    "MESZ": "+0200",
    "EET": "+0200",
    "EEST": "+0300",
    "MSK": "+0300",
    "JST": "+0900",
    "AEST": "+1000",
    "AEDT": "+1100",
}
_SPELLED: Final = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d %H:%M:%S %z",
    "%B %d, %Y",
    "%B %d, %Y %H:%M",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B %Y %H:%M",
    "%d %b %Y %H:%M",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%a %b %d %H:%M:%S %Y",
)


def parse_date(stated: object) -> datetime | None:
    """Return the instant in UTC, or None where the value is no date.

    A date without a zone is read as UTC, a date without a time as its midnight, a number as seconds or
    milliseconds since 1970. Nothing is filled in from today's date, so that a replay reads the same.
    """
    match stated:
        case bool():
            return None
        case datetime():
            return _bounded(stated)
        case int() | float():
            return _epoch(float(stated)) if abs(stated) < EPOCH_SECONDS_MAX * 1000 else None
        case str():
            return _written(stated)
        case _:
            return None


def epoch_ms(instant: datetime) -> int:
    """Return whole milliseconds since 1970; negative before."""
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """Return the instant in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def _written(stated: str) -> datetime | None:
    text = " ".join(stated.split()) if len(stated) <= MAX_CHARS * 2 else ""
    if not text or len(text) > MAX_CHARS:
        return None
    for read in (_iso, _digits, _rfc822, _spelled):
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if found is not None:
            return _bounded(found)
    return None


def _bounded(instant: datetime) -> datetime | None:
    aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
    try:
        settled = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return settled if EARLIEST <= settled < LATEST else None


def _epoch(number: float) -> datetime | None:
    if not 0 < number < EPOCH_SECONDS_MAX * 1000:
        return None
    seconds = number / 1000 if number >= EPOCH_SECONDS_MAX else number
    return EPOCH + timedelta(seconds=seconds)


def _iso(text: str) -> datetime | None:
    partial = _ISO_PARTIAL.match(text)
    if partial:
        year, month, day, zone = partial.groups()
        return datetime.fromisoformat(f"{year}-{int(month):02}-{int(day or 1):02}T00:00:00{zone or ''}")
    trimmed = _FRACTION.sub(lambda found: found[1] + found[2][:6], text)
    return datetime.fromisoformat(trimmed)


def _digits(text: str) -> datetime | None:
    if _EPOCH.match(text):
        return _epoch(float(text))
    basic = _ISO_BASIC.match(text)
    if basic is None:
        return None
    year, month, day, hour, minute, second, zone = basic.groups()
    return datetime.fromisoformat(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone or ''}")


def _rfc822(text: str) -> datetime | None:
    named = _ZONE_NAME.match(text)
    if named and named[2] in _ZONES:
        text = f"{named[1]} {_ZONES[named[2]]}"
    return parsedate_to_datetime(text) if any(char.isalpha() for char in text) else None


def _spelled(text: str) -> datetime | None:
    for form in _SPELLED:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (a missing zone is settled by the caller)
        except ValueError:
            continue
    return None
