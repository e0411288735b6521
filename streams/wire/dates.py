"""Dates as wires write them: ISO 8601 in its variants, RFC 822, epochs, and a few spelled forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import TYPE_CHECKING, Final

from streams.wire.data_files import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_CHARS: Final = 64
EARLIEST: Final = datetime(1800, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_SECONDS_MAX: Final = 10_000_000_000
"""A larger epoch is taken for milliseconds (as seconds it would lie after the year 2286)."""
MAX_OFFSET_HOURS: Final = 15
"""No zone is further from UTC; the furthest, Kiribati's, is at +14."""

_ZONES: Final[Mapping[str, int]] = read_json("zones.json")["minutes"]
_ISO_BASIC = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)
_ISO_PARTIAL = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(Z|[+-]\d{2}:\d{2})?$", re.ASCII)
_FRACTION = re.compile(r"([.,])(\d{7,20})", re.ASCII)
_EPOCH = re.compile(r"^\d{9,13}(?:\.\d{1,9})?$", re.ASCII)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_ZONED = re.compile(
    rf"^(.{{0,40}}?\b{_CLOCK}) ?(?:\(?([A-Za-z]{{1,5}})?\)?) ?([+-]\d{{1,2}}(?::?\d{{2}})?)?"
    r"(?: \([A-Za-z ]{1,30}\))?$"
)
"""A date, its clock, then a zone: a name, an offset, or both ("GMT+2", "+0200 (CEST)")."""
_RFC822_END = re.compile(r"[A-Za-z].{0,40}\b\d{1,2}:\d{2}(?::\d{2})?(?: \d{4})?$", re.ASCII)
_PLACE = re.compile(r"(?:(?<=[+-]\d\d:\d\d)|(?<=Z))\[[A-Za-z0-9/_+-]{1,40}\]$")
"""The name of a zone behind its offset, as Java writes it: "+01:00[Europe/Paris]"."""
_YEAR_AT_END = re.compile(rf"^(\w{{3}},? \w{{3}} \d{{1,2}} {_CLOCK}) (\S{{1,9}}) (\d{{4}})$", re.ASCII)
"""The form of C and Unix, with the zone between clock and year."""
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_AFTER_CLOCK: Final = frozenset({"uhr", "h", "hrs"})
"""Words for the hour that stand where a zone would."""
_SPELLED: Final = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%B %d, %Y",
    "%B %d, %Y %H:%M",
    "%B %d, %Y %I:%M %p",
    "%b %d, %Y",
    "%b %d, %Y %H:%M",
    "%b %d, %Y %I:%M %p",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B %Y %H:%M",
    "%d %b %Y %H:%M",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%a %b %d %H:%M:%S %Y",
    "%A, %B %d, %Y",
    "%A, %B %d, %Y %H:%M",
    "%A, %B %d, %Y %I:%M %p",
    "%A, %d %B %Y",
    "%A, %d %B %Y %H:%M",
    "%a, %d %b %Y",
    "%a, %d %b %Y %I:%M %p",
)


def parse_date(stated: object) -> datetime | None:
    """Return the instant in UTC, or None where the value is not a date.

    A date without a zone is read as UTC, a date without a time as its midnight, a number as seconds or
    milliseconds since 1970. A date in an unknown zone gives None: reading it as UTC would shift it by hours.
    Nothing is filled in from today's date, so that a replay reads the same.
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


def zone_offset(stated: str) -> str | None:
    """Return the offset of a zone's name or number as ISO 8601 writes it, or None where it is unknown."""
    zone = _zone(stated, None) if stated[:1].isalpha() else _zone(None, stated)
    if zone is None:
        return None
    minutes = int(zone.utcoffset(None).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def epoch_ms(instant: datetime) -> int:
    """Return whole milliseconds since 1970; negative before."""
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """Return the instant in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def _written(stated: str) -> datetime | None:
    text = " ".join(stated.replace("\u2212", "-").split()) if len(stated) <= MAX_CHARS * 2 else ""
    if not text or len(text) > MAX_CHARS:
        return None
    text = _PLACE.sub("", text)
    # Digits come first: the ISO reader takes thirteen of them, an epoch, for a day of the 18th century.
    found = _first_read(text, (_digits, _iso))
    if found is not None:
        return _bounded(found)
    plain, zone = _without_zone(text)
    if plain is None:
        return None
    found = _first_read(plain, (_iso, _rfc822, _spelled))
    return _bounded(found.replace(tzinfo=zone)) if found is not None else None


def _first_read(text: str, readers: tuple[Reader, ...]) -> datetime | None:
    for read in readers:
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if found is not None:
            return found
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
    return _bounded(EPOCH + timedelta(seconds=seconds))


def _iso(text: str) -> datetime | None:
    partial = _ISO_PARTIAL.match(text)
    if partial:
        year, month, day, zone = partial.groups()
        return datetime.fromisoformat(f"{year}-{int(month):02}-{int(day or 1):02}T00:00:00{zone or ''}")
    trimmed = _FRACTION.sub(lambda found: found[1] + found[2][:6], text)
    return datetime.fromisoformat(trimmed)


def _digits(text: str) -> datetime | None:
    basic = _ISO_BASIC.match(text)
    try:
        found = _basic(basic) if basic else None
    except ValueError:
        found = None
    return _epoch(float(text)) if found is None and _EPOCH.match(text) else found


def _basic(written: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, zone = written.groups()
    return datetime.fromisoformat(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone or ''}")


def _without_zone(text: str) -> tuple[str | None, timezone]:
    """Return a date without its zone, and the zone, which is UTC where none is stated; None where it is unknown."""
    moved = _YEAR_AT_END.match(text)
    if moved and not moved[2].isdigit():
        zone = _zone(moved[2], None) if moved[2][:1].isalpha() else _zone(None, moved[2])
        return (f"{moved[1]} {moved[3]}" if zone else None), zone or UTC
    found = _ZONED.match(text)
    if found is None or (found[2] is None and found[3] is None) or (found[2] or "").lower() in _AFTER_CLOCK:
        return (found[1] if found else text), UTC
    zone = _zone(found[2], found[3])
    return (found[1] if zone else None), zone or UTC


def _zone(name: str | None, offset: str | None) -> timezone | None:
    minutes = _ZONES.get(name.upper()) if name else 0
    found = _OFFSET.fullmatch(offset) if offset else None
    if minutes is None or (offset and found is None):
        return None
    if found:
        sign, hours, rest = found.groups()
        if int(hours) > MAX_OFFSET_HOURS or int(rest or 0) > 59:  # noqa: PLR2004 (minutes of an hour)
            return None
        shift = int(hours) * 60 + int(rest or 0)
        # A name beside a number ("GMT+2", "CEST+0200") only says what the number counts from, which is UTC.
        minutes = -shift if sign == "-" else shift
    return timezone(timedelta(minutes=minutes))


def _rfc822(text: str) -> datetime | None:
    # The library passes over what it does not know after the clock, such as "PM" or "America/Lima".
    read = parsedate_tz(text) if _RFC822_END.search(text) else None
    return datetime(*read[:6]) if read else None  # noqa: DTZ001 (the caller has taken the zone off)


def _spelled(text: str) -> datetime | None:
    for form in _SPELLED:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (the caller has taken the zone off)
        except ValueError:
            continue
    return None


if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], datetime | None]
