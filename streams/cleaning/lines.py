"""The lines of a text, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from streams.cleaning.limits import MOST_LINES

ENDS: Final = frozenset(".!?…。！？؟।")
CLOSING: Final = "\"'”’»)] \t"
CLOSING_CHARS: Final = 8
INDENT: Final = 2
COUNTED_CHARS: Final = 2_000
"""Words are counted in so many characters of a line: rules ask for counts far below what fits in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the space around it; offsets into the text it stands in."""

    start: int
    end: int
    text: str
    words: int
    """Number of words, counted in the first `COUNTED_CHARS` characters."""
    ends_sentence: bool
    """Whether it ends as a sentence does: with a full stop or the like, closing quotes and brackets aside."""
    after_blank: bool
    """Whether a blank line, or nothing, stands before it."""
    indented: bool
    """Whether it stands at least `INDENT` spaces in."""


def split_lines(text: str) -> list[Line]:
    """Return the first lines of `text` that are not blank, in order, at most `MOST_LINES`.

    Time is linear in the length.
    """
    lines: list[Line] = []
    position = 0
    blank = True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            lines.append(
                Line(
                    start,
                    start + len(stripped),
                    stripped,
                    count_words(stripped),
                    ends_sentence(stripped),
                    blank,
                    indent >= INDENT,
                )
            )
            blank = False
            if len(lines) == MOST_LINES:
                break
        else:
            blank = True
        position += len(raw)
    return lines


def line_of(text: str) -> Line:
    """Return a text without a line break, and without space around it, as a line by itself."""
    return Line(0, len(text), text, count_words(text), ends_sentence(text), after_blank=True, indented=False)


def count_words(text: str) -> int:
    """Return the number of words in the first `COUNTED_CHARS` characters, counted by the spaces between them."""
    return text.count(" ", 0, COUNTED_CHARS) + 1


def ends_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence does."""
    if not text:
        return False
    last = text[-1]
    if last in ENDS:
        return True
    if last.isalnum():
        return False
    bare = text[-CLOSING_CHARS:].rstrip(CLOSING)
    return bool(bare) and bare[-1] in ENDS
