"""Days and spans of the calendar, counted from the date of publication."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DAYS: Final = {
    name: at for at, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_NAMES: Final = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS: Final = {name: at for at, names in enumerate(_NAMES, start=1) for name in names}
_UNITS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_LONGEST: Final = 36_500
"""Days of a span at most: a century."""

Bounds = tuple[date | None, date | None]


def back_to(reference: date, weekday: str) -> date:
    """Return the latest such weekday that is not after the reference date."""
    return reference - timedelta(days=(reference.weekday() - DAYS[weekday]) % 7)


def day_of(reference: date | None, month: str, day: str, year: str | None) -> date | None:
    """Return a day by its names, None for no such day; without a year the latest not after the reference date."""
    number = MONTHS[month]
    if year is not None:
        near = int(year)
    elif reference is not None:
        near = reference.year - ((number, int(day)) > (reference.month, reference.day))
    else:
        return None
    try:
        return date(near, number, int(day))
    except ValueError:
        return None


def whole_month(reference: date | None, month: str, year: str | None) -> Bounds:
    """Return the first and last day of a month; without a year of the latest that has begun."""
    number = MONTHS[month]
    if year is not None:
        near = int(year)
    elif reference is not None:
        near = reference.year - (number > reference.month)
    else:
        return None, None
    following = date(near + number // 12, number % 12 + 1, 1)
    return date(near, number, 1), following - timedelta(days=1)


def whole_year(year: int) -> Bounds:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def past(reference: date, count: int, unit: str) -> Bounds:
    """Return the span of so many hours, days, weeks, months or years that ends on the reference date."""
    unit = unit.rstrip("s")
    days = (count + 23) // 24 if unit == "hour" else count * _UNITS[unit]
    return reference - timedelta(days=min(days, _LONGEST)), reference


def named(reference: date, word: str) -> Bounds:
    """Return the span of "today", "last week", "this month" and the like."""
    yesterday = reference - timedelta(days=1)
    monday = reference - timedelta(days=reference.weekday())
    first = reference.replace(day=1)
    last_month = first - timedelta(days=1)
    spans: dict[str, Bounds] = {
        "yesterday": (yesterday, yesterday),
        "last night": (yesterday, yesterday),
        "overnight": (yesterday, reference),
        "this week": (monday, reference),
        "last week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "this month": (first, reference),
        "last month": (last_month.replace(day=1), last_month),
        "this year": (date(reference.year, 1, 1), reference),
        "last year": whole_year(reference.year - 1),
    }
    return spans.get(word, (reference, reference))
