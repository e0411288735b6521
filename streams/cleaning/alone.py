"""What a line is by itself, whatever stands around it.

Pages of a source have the same short lines over and over; what was found out about them is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from streams.cleaning.fields import LineField, field_in
from streams.cleaning.lines import line_of
from streams.cleaning.masking import line_key
from streams.cleaning.shapes import shape_reason

if TYPE_CHECKING:
    from schemas import DropReason
    from streams.cleaning.lines import Line

KEPT_LINES: Final = 16_384
KEPT_CHARS: Final = 120
"""Of longer lines nothing is kept: they are a story's, and come once."""
KEYED_WORDS: Final = 16
"""A finished sentence of more words has no key."""


@dataclass(frozen=True, slots=True)
class LoneLine:
    """A line's key, the field that it is, and the reason that its shape gives."""

    key: str
    """Empty for the sentences of a story, which no rule knows by their key."""
    field: LineField | None
    shape: DropReason | None


def judged_alone(line: Line) -> LoneLine:
    """Return what a line is by itself."""
    if len(line.text) <= KEPT_CHARS:
        return _kept(line.text)
    return _judged(line)


@lru_cache(maxsize=KEPT_LINES)
def _kept(text: str) -> LoneLine:
    return _judged(line_of(text))


def _judged(line: Line) -> LoneLine:
    key = "" if line.ends_sentence and line.words > KEYED_WORDS else line_key(line.text)
    field = field_in(line)
    return LoneLine(key=key, field=field, shape=None if field else shape_reason(line, key))
