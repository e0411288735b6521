"""The days that an article names, resolved against its publication: two events on different days are two."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from streams.linking.words import Token

MAX_DAYS: Final = 4
YEARS: Final = range(1900, 2200)
YEAR_DIGITS: Final = 4
REACH_CHARS: Final = 1_500
"""An article says early when it happened."""
_MAX_AGE: Final = timedelta(days=330)
"""A day and month without a year is one of the past months, never one ahead."""


def year_of(word: str) -> int | None:
    """Return the year that a word of four ASCII digits stands for, or None: superscripts are digits to Python, too."""
    year = int(word) if len(word) == YEAR_DIGITS and word.isascii() and word.isdigit() else 0
    return year if year in YEARS else None


def named_days(stream: Iterable[Token], published: date) -> tuple[date, ...]:
    """Return the first days that the text names, each once: a weekday, "yesterday", or a day of a month.

    A weekday is the last one on or before publication, as in wire style; the day of publication counts as such.
    """
    found: dict[date, None] = {}
    for day, _ in dated_tokens(stream, published):
        found.setdefault(day)
        if len(found) == MAX_DAYS:
            break
    return tuple(found)


def dated_tokens(stream: Iterable[Token], published: date) -> Iterator[tuple[date, int]]:
    """Yield each day that the text names, with the position of the token that completes its name."""
    calendar = _calendar()
    weekdays, months, before = calendar["weekdays"], calendar["months"], calendar["before"]
    previous = ""
    month = 0
    for at, token in enumerate(stream):
        word = token.text.lower()
        capital = token.text[0].isupper()
        if month and token.text.isdigit():
            day = _dated(published, month, word)
            if day is not None:
                yield day, at
        month = months.get(word, 0) if capital else 0
        if month and previous.isdigit():
            day = _dated(published, month, previous)
            if day is not None:
                yield day, at
        if capital and word in weekdays:
            yield published - timedelta(days=(published.weekday() - weekdays[word]) % 7), at
        elif word in before:
            yield published - timedelta(days=before[word]), at
        previous = word


def _dated(published: date, month: int, day: str) -> date | None:
    if len(day) > len("31"):
        return None
    for year in (published.year, published.year - 1):
        try:
            named = date(year, month, int(day))
        except ValueError:
            return None
        if timedelta(0) <= published - named <= _MAX_AGE:
            return named
    return None


@cache
def _calendar() -> dict[str, Any]:
    path = resources.files("streams.linking").joinpath("data", "calendar.json")
    calendar: dict[str, Any] = orjson.loads(path.read_bytes())
    return calendar
