"""Which items an ANPA message asks to kill: it names them by the numbers under which they were sent."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

NOTICE_CHARS: Final = 2_000
COMMON_YEAR: Final = 2001
"""Stands for the year that a header does not state."""
_KILL = re.compile(r"\b(?:kill|withdraw|retract|delet|spik|eliminat|disregard)(?:s|es|e|ed|ing)?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]{1,600}")
_SERIAL = re.compile(r"(?<![\w-])([A-Za-z])(\d{4})(?![\w-])", re.ASCII)
_DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})", re.ASCII)


def anpa_id(serial: str, day: str) -> str:
    """Return the id of the message that was sent under a number on a day."""
    return f"{serial}-{day}".rstrip("-")


def killed_items(notice: str, own: str, day: str) -> tuple[tuple[str, str], ...]:
    """Return the numbers that a notice asks to kill, each with the id of its message.

    Numbers start again each day: one above that of the notice (`own`) in its own service was given the day before.
    """
    found: dict[str, str] = {}
    for sentence in _SENTENCE.finditer(notice[:NOTICE_CHARS]):
        verb = _KILL.search(sentence[0])
        for serial in _SERIAL.finditer(sentence[0], verb.end()) if verb else ():
            letter, number = serial.groups()
            later = letter.casefold() == own[0].casefold() and number > own[1:]
            # A service keeps to one case of its letter; a notice may write the other.
            written = own[0] if letter.casefold() == own[0].casefold() else letter
            found[serial[0]] = anpa_id(f"{written}{number}", _day_before(day) if later else day)
    return tuple(found.items())


def _day_before(day: str) -> str:
    """Return the day before one in its own form: year, month and day, or month and day in either order."""
    found = _DAY.fullmatch(day)
    if found is None:
        return day
    year, first, second = found.groups()
    day_first = year is None and int(first) > 12  # noqa: PLR2004 (months)
    month, number = (second, first) if day_first else (first, second)
    try:
        before = date(int(year or COMMON_YEAR), int(month), int(number)) - timedelta(days=1)
    except ValueError:
        return day
    if year:
        return before.isoformat()
    return f"{before:%d-%m}" if day_first else f"{before:%m-%d}"
