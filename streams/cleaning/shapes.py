"""What a line is by its shape alone: a menu, a trail of links, a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import DropReason
from streams.cleaning.masking import line_key

if TYPE_CHECKING:
    from streams.cleaning.lines import Line

SHAPE_CHARS: Final = 400
_SEPARATOR: Final = re.compile(r"\s[|•·»>/]\s|^[|•·]|[|•·]$")
_TRAIL: Final = re.compile(r"^[\w' &-]{2,30}(?:\s[>»›/]\s[\w' &,-]{2,40}){1,5}$")
_STAMP: Final = re.compile(
    r"(?:(?:last\s|first\s)?(?:updated|published|posted|modified|created|date|filed|by)\s{0,2}:?|on|at|@|[|,.·•:/()-]"
    r"|0|today|yesterday|[a-z]{2,4}t|utc|gmt|am|pm|hours?|minutes?|mins?|days?|ago|\s){1,40}"
)
_STAMP_WORD: Final = re.compile(r"updated|published|posted|modified|created|filed|ago|\|")
SEPARATORS: Final = 2
ITEM_WORDS: Final = 5


def shape_reason(line: Line) -> DropReason | None:
    """Return why a line is furniture by its shape, or None."""
    text = line.text
    if len(text) > SHAPE_CHARS:
        return None
    if _is_menu(text):
        return DropReason.NAVIGATION if _TRAIL.match(text) else DropReason.FOOTER
    if not line.ends_sentence and (" > " in text or " » " in text or " › " in text) and _TRAIL.match(text):
        return DropReason.NAVIGATION
    if is_date_line(text):
        return DropReason.DATE
    return None


def _is_menu(text: str) -> bool:
    """Return whether a line is a row of short items between bars or dots."""
    if not any(mark in text for mark in "|•·»>/"):
        return False
    items = [item.strip() for item in _SEPARATOR.split(text) if item.strip()]
    if len(items) <= SEPARATORS:
        return False
    return all(len(item.split()) <= ITEM_WORDS for item in items)


def is_date_line(text: str) -> bool:
    """Return whether a line is a date and what introduces it: `Updated 3:15 pm, May 4, 2016`, `2 hours ago`."""
    if len(text) > 120 or not any(char.isdigit() for char in text):  # noqa: PLR2004 - no date line is longer
        return False
    key = line_key(text)
    return _STAMP.fullmatch(key) is not None
