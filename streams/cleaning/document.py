"""What the lines of one document say about each other: repeats, lists of links, what stands after the story."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from schemas import DropReason
from streams.cleaning.resources import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.cleaning.lines import Line

CAPTION_WORDS: Final = 60
CAPTION_DEPTH: Final = 8
"""A repeated caption stands among so many lines at the top."""
LINK_WORDS: Final = 18
STORY_SENTENCES: Final = 2
"""A list of links at the tail is one only where so many sentences stand before it."""
_SPOKEN: Final = re.compile(r"\b(?:said|says|told|according to|reported|announced)\b", re.IGNORECASE)
_MARKED_UP: Final = re.compile(r"^[-–—•*·]\s|^\d{1,2}[.)]\s|^[\"“'‘]")


def mark_document(lines: Sequence[Line], keys: Sequence[str], reasons: list[DropReason | None]) -> None:
    """Set the reasons that follow from the lines together; those already set stay."""
    _mark_repeats(lines, keys, reasons)
    _mark_link_blocks(lines, keys, reasons)
    _mark_tail(lines, reasons)


def is_link_line(line: Line) -> bool:
    """Return whether a line could be a headline in a list of links: short and no finished sentence."""
    return not line.ends_sentence and line.words <= LINK_WORDS and not line.text.endswith((":", ",", ";"))


def _mark_repeats(lines: Sequence[Line], keys: Sequence[str], reasons: list[DropReason | None]) -> None:
    """A line that stands twice: a caption where both are together at the top, else the second is a repeat."""
    first: dict[str, int] = {}
    sentences = sum(1 for line, reason in zip(lines, reasons, strict=True) if reason is None and line.ends_sentence)
    for index, key in enumerate(keys):
        if reasons[index] is not None or len(key) < 12:  # noqa: PLR2004 - "Yes." may be said twice
            continue
        earlier = first.setdefault(key, index)
        if earlier == index:
            continue
        line = lines[index]
        adjacent = index - earlier == 1
        if (
            adjacent
            and earlier < CAPTION_DEPTH
            and line.words <= CAPTION_WORDS
            and sentences > STORY_SENTENCES + 1
            and not _SPOKEN.search(line.text)
        ):
            reasons[earlier] = reasons[index] = DropReason.CAPTION
        elif line.words > 3:  # noqa: PLR2004
            reasons[index] = DropReason.REPEAT


@cache
def _headings() -> frozenset[str]:
    return frozenset(row[0] for row in table("headings.tsv"))


def _opens_links(key: str) -> bool:
    headings = _headings()
    return key in headings or any(key.startswith(f"{start} ") for start in ("more in", "more from"))


def _mark_link_blocks(lines: Sequence[Line], keys: Sequence[str], reasons: list[DropReason | None]) -> None:
    """The unfinished lines after a heading such as "Related stories" belong to it."""
    inside = False
    for index, line in enumerate(lines):
        if _opens_links(keys[index]) and line.words <= 8:  # noqa: PLR2004
            inside = True
            reasons[index] = reasons[index] or DropReason.RELATED_LINK
        elif inside:
            if reasons[index] is None and is_link_line(line):
                reasons[index] = DropReason.RELATED_LINK
            elif reasons[index] is None:
                inside = False


def _mark_tail(lines: Sequence[Line], reasons: list[DropReason | None]) -> None:
    """Unfinished lines after the last sentence are links where there are several, or furniture follows."""
    kept = [index for index in range(len(lines)) if reasons[index] is None]
    last = next((index for index in reversed(kept) if lines[index].ends_sentence), None)
    if last is None or sum(1 for index in kept if lines[index].ends_sentence) < STORY_SENTENCES:
        return
    tail = [index for index in kept if index > last]
    furniture_after = bool(tail) and any(reasons[index] is not None for index in range(tail[0], len(lines)))
    if tail and all(is_link_line(lines[index]) for index in tail) and (len(tail) > 1 or furniture_after):
        for index in tail:
            if not _MARKED_UP.match(lines[index].text):
                reasons[index] = DropReason.RELATED_LINK
