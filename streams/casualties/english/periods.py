"""When: the time expressions of a clause, resolved against the date of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from streams.casualties.english.tokens import number_word
from streams.casualties.reading import When

_DAYS: Final = {
    name: at for at, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_MONTHS: Final = {
    name: at
    for at, names in enumerate(
        (
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
        ),
        start=1,
    )
    for name in names
}
_DAY: Final = "|".join(_DAYS)
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBER: Final = r"\d{1,3}|[a-z]{3,9}(?:-[a-z]{3,5})?"
_PATTERN: Final = re.compile(
    rf"(?:\b(?:in|over|during|for|within) )?(?:the )?\b(?:past|last|previous) (?P<span>{_NUMBER})[- ](?P<unit>hours?|days?|weeks?|months?|years?)(?: alone)?\b"
    rf"|\b(?:in|over|during|for|after) (?P<days>{_NUMBER}) (?P<days_unit>hours|days|weeks)(?= of\b)"
    rf"|\bsince (?:last )?(?P<since_day>{_DAY})\b"
    rf"|\bsince (?P<since_day_n>\d{{1,2}}) (?P<since_month_n>{_MONTH})\b"
    rf"|\bsince (?P<since_month>{_MONTH})\.? (?P<since_date>\d{{1,2}})\b"
    rf"|\b(?:on )?(?P<month>{_MONTH})\.? (?P<date>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>(?:19|20)\d\d))?\b"
    rf"|\b(?:on )?(?P<date_n>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month_n>{_MONTH})(?: (?P<year_n>(?:19|20)\d\d))?\b"
    rf"|\b(?:in |of |between |from |during |late |early )?(?P<my_month>{_MONTH})\.?,? (?P<my_year>(?:19|20)\d\d)\b"
    rf"|\bin (?P<only_month>{_MONTH})(?:,? (?P<only_year_m>(?:19|20)\d\d))?\b"
    rf"|\bin (?P<only_year>(?:19|20)\d\d)\b"
    r"|\b(?P<adjective_year>(?:19|20)\d\d)(?= (?:[\w'’-]{1,20} ){0,3}(?:shooting|attack|bombing|massacre|crash|killing|quake|blast|explosion|fire))"
    rf"|\b(?:on |late |early |last )?(?P<weekday>{_DAY})\b"
    r"|\b(?P<word>today|yesterday|last night|this week|last week|this month|last month|last year|this year|this morning|overnight|tonight)\b",
)


def _count(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return number_word(word)


def _back_to(reference: date, weekday: str) -> date:
    """Return the latest such weekday that is not after the reference date."""
    return reference - timedelta(days=(reference.weekday() - _DAYS[weekday]) % 7)


def _dated(reference: date | None, month: str, day: str, year: str | None) -> date | None:
    number = _MONTHS[month]
    if year is None:
        if reference is None:
            return None
        near = reference.year if (number, int(day)) <= (reference.month, reference.day) else reference.year - 1
    else:
        near = int(year)
    try:
        return date(near, number, int(day))
    except ValueError:
        return None


def _month_span(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _span(reference: date, count: int, unit: str) -> tuple[date, date]:
    days = {"hour": (count + 23) // 24, "day": count, "week": 7 * count, "month": 30 * count, "year": 365 * count}
    length = min(days[unit.rstrip("s")], 36500)
    return reference - timedelta(days=length), reference


def _word(reference: date, word: str) -> tuple[date, date]:
    monday = reference - timedelta(days=reference.weekday())
    first = reference.replace(day=1)
    match word:
        case "today" | "this morning" | "tonight":
            return reference, reference
        case "yesterday" | "last night":
            return reference - timedelta(days=1), reference - timedelta(days=1)
        case "overnight":
            return reference - timedelta(days=1), reference
        case "this week":
            return monday, reference
        case "last week":
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case "this month":
            return first, reference
        case "last month":
            before = first - timedelta(days=1)
            return before.replace(day=1), before
        case "last year":
            return date(reference.year - 1, 1, 1), date(reference.year - 1, 12, 31)
        case _:
            return date(reference.year, 1, 1), reference


def _resolve(match: re.Match[str], reference: date | None) -> tuple[date | None, date | None, bool]:  # noqa: C901, PLR0911, PLR0912 # one line a form of expression
    found = match.groupdict()
    if found["month"]:
        day = _dated(reference, found["month"], found["date"], found["year"])
        return day, day, False
    if found["date_n"]:
        day = _dated(reference, found["month_n"], found["date_n"], found["year_n"])
        return day, day, False
    if found["my_year"]:
        return *_month_span(int(found["my_year"]), _MONTHS[found["my_month"]]), True
    if found["adjective_year"]:
        year = int(found["adjective_year"])
        return date(year, 1, 1), date(year, 12, 31), True
    if found["only_year"]:
        year = int(found["only_year"])
        return date(year, 1, 1), date(year, 12, 31), True
    if found["only_month"]:
        month = _MONTHS[found["only_month"]]
        if found["only_year_m"]:
            return *_month_span(int(found["only_year_m"]), month), True
        if reference is None:
            return None, None, True
        return *_month_span(reference.year - (month > reference.month), month), True
    if reference is None:
        return None, None, not (found["weekday"] or found["word"])
    if found["span"]:
        count = _count(found["span"])
        return (*_span(reference, count, found["unit"]), True) if count else (None, None, True)
    if found["days"]:
        count = _count(found["days"])
        if not count:
            return None, None, True
        # "in four days of fighting" counts today.
        return *_span(reference, count - (found["days_unit"] == "days"), found["days_unit"]), True
    if found["since_day"]:
        return _back_to(reference, found["since_day"]), reference, True
    if found["since_month"]:
        return _dated(reference, found["since_month"], found["since_date"], None), reference, True
    if found["since_month_n"]:
        return _dated(reference, found["since_month_n"], found["since_day_n"], None), reference, True
    if found["weekday"]:
        day = _back_to(reference, found["weekday"])
        return day, day, False
    return *_word(reference, found["word"]), found["word"] not in {
        "today",
        "yesterday",
        "last night",
        "this morning",
        "tonight",
    }


def periods(text: str, lower: str, start: int, end: int, reference: date | None) -> list[tuple[int, When]]:
    """Return the time expressions of a span with the offset of each; those that count with an unknown word are left out."""
    found: list[tuple[int, When]] = []
    for match in _PATTERN.finditer(lower, start, end):
        groups = match.groupdict()
        counted = groups["span"] or groups["days"]
        if counted and _count(counted) is None:
            continue
        inserted = lower[match.start() - 2 : match.start()] == ", " and lower[match.end() : match.end() + 1] == ","
        if groups["only_year"] and inserted:
            continue  # "the deadliest, in 1933, has driven"
        first, last, window = _resolve(match, reference)
        found.append((match.start(), When(text[match.start() : match.end()].strip(), first, last, window)))
    return found
