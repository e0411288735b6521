"""The sentences of a text, with their paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from streams.dedup.furniture import ends_sentence, is_line

SENTENCE_WORDS: Final = 5
"""Words before a full stop that make a sentence within a line: fewer are a number or an abbreviation."""
_PARAGRAPH: Final = re.compile(r"[^\n]+")
# The first characters of all alternatives stand in one set: a search for it passes over a text three times as quickly.
_TITLES: Final = "".join(
    rf"(?<!\b{title}\.)" for title in ("Dr", "Mr", "Mrs", "Ms", "St", "Gen", "Sen", "Gov", "Prof", "Tel")
)
"""A full stop behind one of these ends no sentence."""
_SENTENCE_END: Final = re.compile(
    r"[.!?…。！？]" + _TITLES + r"(?:(?<=[。！？])|[\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,2}[^\W_a-z]))"
)


class Sentence(NamedTuple):
    """A sentence and its paragraph, by their offsets in the text; ends exclusive."""

    start: int
    end: int
    paragraph: tuple[int, int]


def _is_label(paragraph: str) -> bool:
    """Return whether a paragraph is a line with no sentence in it: one may stand in front of a credit."""
    if not is_line(paragraph):
        return False
    mark = _SENTENCE_END.search(paragraph)
    return mark is None or paragraph.count(" ", 0, mark.start()) < SENTENCE_WORDS - 1


def first_sentence(text: str, start: int, end: int) -> str:
    """Return the first sentence of a paragraph."""
    mark = _SENTENCE_END.search(text, start, end)
    return text[start : mark.end() if mark else end]


def sentences_of(text: str, skip: int, sought: Sequence[int] | None = None) -> Iterator[Sentence]:
    """Yield the sentences behind the first characters. A line that is no sentence is one only in a text without any.

    Where places are `sought`, which are sorted, a paragraph with none of them is yielded as one sentence.
    """
    paragraphs = list(_PARAGRAPH.finditer(text))
    lines_tell = not any(ends_sentence(paragraph[0]) for paragraph in paragraphs)
    for paragraph in paragraphs:
        if paragraph.end() <= skip or (not lines_tell and _is_label(paragraph[0])):
            continue
        start = max(skip, paragraph.start())
        span = start, paragraph.end()  # a lead behind its dateline is a paragraph by itself
        if sought is not None and bisect_left(sought, start) == bisect_left(sought, paragraph.end()):
            yield Sentence(start, paragraph.end(), span)
            continue
        for mark in _SENTENCE_END.finditer(text, start, paragraph.end()):
            yield Sentence(start, mark.end(), span)
            start = mark.end()
        if start < paragraph.end():
            yield Sentence(start, paragraph.end(), span)
