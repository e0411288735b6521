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
CAPTION_LEAST_WORDS: Final = 8
"""A shorter one tells nothing by itself."""
SHORT_CAPTION_WORDS: Final = 20
LINK_WORDS: Final = 18
LINK_LEAST_WORDS: Final = 4
TITLE_SHARE: Final = 0.6
"""Share of the words of a headline in capitals and small letters that start with a capital."""
STORY_SENTENCES: Final = 2
"""So many sentences must be left where a doubled line is dropped."""
SENTENCE_WORDS: Final = 6
"""The sentence that ends a story, before a list of links, has so many words."""
REPEAT_WORDS: Final = 5
HEADING_WORDS: Final = 8
MORE_WORDS: Final = 4
_LISTED: Final = frozenset({"stories", "news", "headlines", "coverage", "videos", "articles"})
_FROM: Final = frozenset({"in", "from", "on"})
_SPOKEN: Final = re.compile(r"\b(?:said|says?|told|according to|reported|announced)\b", re.IGNORECASE)
_RECORD: Final = re.compile(
    r"^[-–—•*·]\s|^\d{1,2}[.)]\s|^[\"“'‘]|^[^:]{1,40}:\s|\s[–—-]\s[^\s]{1,12}(?:\s\S{1,12})?$|\d\W{0,3}$|\bvs\b"
)
"""Items of a list, labels with values, quotations: parts of a story that end in no full stop."""
_HEADLINE_END: Final = re.compile(r"[?!][\"'”’]?$|\b\w\.\w\.$")
_WORD: Final = re.compile(r"[^\W\d_]{4,40}")


def mark_document(
    lines: Sequence[Line], keys: Sequence[str], reasons: list[DropReason | None], headline: str | None
) -> None:
    """Set the reasons that follow from the lines together; those already set stay."""
    _mark_repeats(lines, reasons, headline)
    _mark_link_blocks(lines, keys, reasons)
    _mark_indented_tail(lines, reasons)
    _mark_tail(lines, reasons)
    _spare_captions(lines, reasons)


def is_link_line(line: Line) -> bool:
    """Return whether a line could be a headline in a list of links: short and no finished sentence."""
    return not line.ends_sentence and line.words <= LINK_WORDS and not line.text.endswith((":", ",", ";"))


def _mark_repeats(lines: Sequence[Line], reasons: list[DropReason | None], headline: str | None) -> None:
    """Mark the lines that stand twice: captions where two are together at the top, else the second is a repeat."""
    first: dict[str, int] = {}
    doubled: list[int] = []
    for index, line in enumerate(lines):
        if reasons[index] is not None or line.words < REPEAT_WORDS:
            continue
        earlier = first.setdefault(line.text, index)
        if earlier == index:
            continue
        if index - earlier == 1 and earlier < CAPTION_DEPTH and line.words <= CAPTION_WORDS:
            doubled.append(earlier)
        reasons[index] = DropReason.REPEAT
    for index in doubled:
        rest = [other for other in range(index + 2, len(lines)) if reasons[other] is None]
        if _is_caption(lines, index, rest, headline, several=len(doubled) > 1):
            reasons[index] = reasons[index + 1] = DropReason.CAPTION


def _is_caption(lines: Sequence[Line], index: int, rest: Sequence[int], headline: str | None, *, several: bool) -> bool:
    """Return whether a line doubled at the top is a caption, not the lead that the page shows twice.

    Several doubled lines are the captions or teasers of a page. One is a caption where the line after it tells more of
    the headline, or where there is no headline and it is short and reports nothing. A story must be left.
    """
    sentences = [other for other in rest if lines[other].ends_sentence]
    if len(sentences) <= STORY_SENTENCES:
        return False
    if several:
        return True
    if _SPOKEN.search(lines[index].text):
        return False
    if headline is None:
        return lines[index].words <= SHORT_CAPTION_WORDS
    told = set(_WORD.findall(headline.lower()))
    here = len(told.intersection(_WORD.findall(lines[index].text.lower())))
    after = max(len(told.intersection(_WORD.findall(lines[other].text[:600].lower()))) for other in sentences[:2])
    return after > here


@cache
def _headings() -> frozenset[str]:
    return frozenset(row[0] for row in table("headings.tsv"))


def _opens_links(line: Line, key: str) -> bool:
    """Return whether a line heads a list of links: one of the table, "More in World", "More Coast stories"."""
    if key in _headings():
        return True
    if line.ends_sentence or not key.startswith("more "):
        return False
    words = key.split()
    return words[-1] in _LISTED or (len(words) <= MORE_WORDS and words[1] in _FROM)


def _mark_link_blocks(lines: Sequence[Line], keys: Sequence[str], reasons: list[DropReason | None]) -> None:
    """Mark the headlines after a heading such as "Related stories" as its links."""
    inside = False
    for index, line in enumerate(lines):
        if line.words <= HEADING_WORDS and _opens_links(line, keys[index]):
            inside = True
            reasons[index] = reasons[index] or DropReason.RELATED_LINK
        elif inside and reasons[index] is None:
            if is_link_line(line) or _is_title(line):
                reasons[index] = DropReason.RELATED_LINK
            else:
                inside = False


def _is_title(line: Line) -> bool:
    """Return whether a line is written as a headline is, most words with a capital, and ends in no plain full stop.

    A question is a headline too, and so is a line that ends in `U.S.`
    """
    words = line.text[:200].split()
    if not 1 < len(words) <= LINK_WORDS or line.words > LINK_WORDS:
        return False
    if line.ends_sentence and not _HEADLINE_END.search(line.text):
        return False
    return sum(1 for word in words if not word[0].islower()) >= TITLE_SHARE * len(words)


def _mark_tail(lines: Sequence[Line], reasons: list[DropReason | None]) -> None:
    """Mark the headlines after the last sentence as links, where there are several or furniture follows."""
    kept = [index for index in range(len(lines)) if reasons[index] is None]
    last = next((index for index in reversed(kept) if lines[index].ends_sentence and not _is_title(lines[index])), None)
    if last is None or lines[last].words < SENTENCE_WORDS:
        return
    tail = [index for index in kept if index > last]
    if not tail or not all(is_link_line(lines[index]) or _is_title(lines[index]) for index in tail):
        return
    furniture_after = any(reasons[index] is not None for index in range(tail[0], len(lines)))
    links = [
        index
        for index in tail
        if (lines[index].words >= LINK_LEAST_WORDS or _is_title(lines[index])) and not _RECORD.search(lines[index].text)
    ]
    if (len(tail) > 1 or furniture_after) and 2 * len(links) > len(tail):
        for index in tail:
            reasons[index] = DropReason.RELATED_LINK


def _mark_indented_tail(lines: Sequence[Line], reasons: list[DropReason | None]) -> None:
    """Mark the indented lines after a story that is not indented, where furniture stands among them or around them."""
    story = [
        index
        for index, line in enumerate(lines)
        if reasons[index] is None and line.ends_sentence and not line.indented and line.words >= SENTENCE_WORDS
    ]
    if not story or any(line.indented for line in lines[: story[-1]]):
        return
    after = range(story[-1] + 1, len(lines))
    if all(reasons[index] is None for index in after):
        return
    for index in after:
        if reasons[index] is None and lines[index].indented:
            reasons[index] = DropReason.FOOTER if lines[index].ends_sentence else DropReason.RELATED_LINK


def _spare_captions(lines: Sequence[Line], reasons: list[DropReason | None]) -> None:
    """Give back the captions where nothing else is left: the caption is what a picture's item says."""
    if any(reason is None for reason in reasons):
        return
    given: set[str] = set()
    for index, line in enumerate(lines):
        if reasons[index] is DropReason.CAPTION and line.words >= CAPTION_LEAST_WORDS and line.text not in given:
            reasons[index] = None
            given.add(line.text)
