"""Lines that are a date or a time stamp of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from streams.cleaning.masking import date_words

if TYPE_CHECKING:
    from streams.cleaning.lines import Line

STAMP_CHARS: Final = 120
MONTH_LETTERS: Final = 3
_TOKENS: Final = re.compile(r"[^\W_]+(?:\.[^\W_])?")
_LETTERS: Final = re.compile(r"[^\W\d_]{3,12}")
_INTRODUCED: Final = frozenset({"updated", "published", "posted", "modified", "created", "filed", "ago"})
_SUFFIXES: Final = frozenset({"", "st", "nd", "rd", "th", "am", "pm", "t", "z", "h"})
_FULL_DATE: Final = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_STAMPED: Final = re.compile(
    r"\b(?:posted|published|updated):?\s{0,2}(?:[a-z]{3,9},?\s{1,2}){1,2}\d{1,2},?\s{1,2}\d{4}[^.]{0,20}\d:\d{2}",
    re.IGNORECASE,
)


def is_date_line(line: Line, key: str) -> bool:
    """Return whether a line is a date and what introduces it: `Updated 3:15 pm, May 4, 2016`, `2 hours ago`.

    `key` is its line key. A line that ends in a colon introduces what follows, and stays: it marks an update within
    the story.
    """
    if line.end - line.start > STAMP_CHARS or "0" not in key or line.text[-1] == ":":
        return False
    stamps = date_words("stamp") | date_words("mask")
    words = _TOKENS.findall(key)
    if not all(word in stamps or (word[0] == "0" and word.strip("0") in _SUFFIXES) for word in words):
        return False
    return not _INTRODUCED.isdisjoint(words) or _names_a_day(line.text)


def is_stamped_headline(line: Line) -> bool:
    """Return whether a line is a headline with the page's time stamps behind it."""
    text = line.text
    if line.ends_sentence or not ("osted" in text or "pdated" in text or "ublished" in text):
        return False
    return _STAMPED.search(text) is not None


def _names_a_day(text: str) -> bool:
    dated = any(word.lower() in date_words("mask") for word in _LETTERS.findall(text))
    return dated or _FULL_DATE.search(text) is not None
