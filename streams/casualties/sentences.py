"""Text to sentences, with offsets, in linear time; a sentence has a bounded length whatever the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_SENTENCE: Final = 2000
"""Characters; a longer run without a full stop is cut at white space."""

_PARAGRAPH: Final = re.compile(r"\n[ \t\r\f\v]{0,64}\n\s{0,64}")
_STOP: Final = re.compile(r"[.!?…]{1,4}[\"'”’)\]]{0,3}(?=\s|$|[A-Z“\"])")


class Sentence(NamedTuple):
    """A sentence's offsets, and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the paragraphs: runs between blank lines."""
    start = 0
    for match in _PARAGRAPH.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _abbreviated(text: str, start: int, stop: int, abbreviations: Collection[str]) -> bool:
    """Whether the full stop at `stop` ends an abbreviation or an initial, and no sentence."""
    begin = stop
    floor = max(start, stop - 12)
    while begin > floor and not text[begin - 1].isspace() and text[begin - 1] not in "(“\"'[":
        begin -= 1
    word = text[begin:stop].lower()
    return (len(word) == 1 and word.isalpha()) or word in abbreviations


def split(text: str, start: int, end: int, paragraph: int, abbreviations: Collection[str]) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph.

    A full stop ends a sentence where white space and a capital, digit or quote follow, or a capital alone
    ("died.The"), unless it ends one of `abbreviations` (lower case, without the stop) or an initial.
    """
    at = start
    for match in _STOP.finditer(text, start, end):
        stop = match.end()
        if stop < end:
            following = stop
            while following < end and following < stop + 4 and text[following].isspace():
                following += 1
            if following == stop and (not text[match.start() - 1].islower() or text[match.start()] != "."):
                continue
            if following < end and text[following].islower():
                continue
        if text[match.start()] == "." and _abbreviated(text, at, match.start(), abbreviations):
            continue
        yield from _bounded(text, at, stop, paragraph)
        at = stop
    yield from _bounded(text, at, end, paragraph)


def _bounded(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if cut < 0 else cut
        yield Sentence(start, cut, paragraph)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Sentence(start, end, paragraph)
