"""When a line that a source has shown before is furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import DropReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.cleaning.furniture import Sighting
    from streams.cleaning.lines import Line

DAY: Final = 86_400
LEAST_ARTICLES: Final = 3
COMMON_SHARE: Final = 0.15
LEAST_SHARE: Final = 0.04
LEAST_SPAN: Final = 2 * DAY
"""A line that ends no sentence is dropped when so many articles have it, and they are a large share of those
remembered, or a smaller share over longer than the updates of one story follow each other."""
SENTENCE_ARTICLES: Final = 6
SENTENCE_SHARE: Final = 0.5
SENTENCE_SPAN: Final = 7 * DAY
"""A finished sentence, the same word by word, is dropped only when it is in such a share over longer than a story
lives: the feed of a seismic service says "There were no reports of damage" often, but not on every other page."""
WIDGET_SOURCES: Final = 3
WIDGET_SPAN: Final = 3 * DAY
WIDGET_WORDS: Final = 20
DASHES: Final = ("-", "–", "—")
"""`DETROIT -` on a line of its own is a dateline."""
_TELLING: Final = re.compile(r"(?!(?:updated?|p\.?m|a\.?m|at|on|posted)\b)\b[^\W\d_]{2}", re.IGNORECASE)
"""A line of times alone marks the updates within a story: `UPDATE @ 5:15 p.m.`"""


def learned_reason(line: Line, seen: Sighting, seconds: Callable[[], int]) -> DropReason | None:
    """Return the reason to drop a line that was seen so often, this article included, or None.

    `seconds` gives the time since the first of the source's articles that it was seen in; it is asked only where the
    rule depends on it.
    """
    if seen.articles < LEAST_ARTICLES and seen.other_sources < WIDGET_SOURCES:
        return None
    if line.text.endswith(DASHES) or not _TELLING.search(line.text):
        return None
    if _is_common(line, seen, seconds):
        return DropReason.SOURCE_BOILERPLATE
    shared = seen.other_sources >= WIDGET_SOURCES and seen.other_seconds >= WIDGET_SPAN
    return DropReason.SHARED_WIDGET if shared and not line.ends_sentence and line.words <= WIDGET_WORDS else None


def _is_common(line: Line, seen: Sighting, seconds: Callable[[], int]) -> bool:
    share = seen.articles / seen.of if seen.of else 0.0
    if line.ends_sentence:
        often = seen.articles >= SENTENCE_ARTICLES and share >= SENTENCE_SHARE
        return often and seconds() >= SENTENCE_SPAN
    if seen.articles < LEAST_ARTICLES:
        return False
    return share >= COMMON_SHARE or (share >= LEAST_SHARE and seconds() >= LEAST_SPAN)
