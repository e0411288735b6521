"""Paragraphs that a page or an outlet puts around a wire, and that are left after cleaning: they are no news."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from streams.dedup.lexicon import rows

CHECKED_CHARS: Final = 400
"""Furniture shows itself early, and a bound keeps hostile paragraphs cheap."""
LINK_WORDS: Final = 25
"""A line of more words is text, even where it lacks its full stop."""
_ENDS: Final = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,4}$")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for _, pattern in rows("furniture.tsv")), re.IGNORECASE)


def ends_sentence(paragraph: str) -> bool:
    """Return whether a paragraph ends as a sentence does."""
    return _ENDS.search(paragraph[-8:]) is not None


def is_furniture(paragraph: str) -> bool:
    """Return whether a paragraph is a credit, a caption, a link, a form or the like."""
    return _pattern().search(paragraph[:CHECKED_CHARS]) is not None


def is_line(paragraph: str) -> bool:
    """Return whether a paragraph is a heading, a link or a label, and no sentence."""
    return not ends_sentence(paragraph) and paragraph.count(" ") < LINK_WORDS
