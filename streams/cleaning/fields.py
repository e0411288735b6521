"""Lines that are no part of the story but say something about it: credit, byline, update marker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import DropReason
from streams.cleaning.agencies import CREDIT_WORDS, credit_in
from streams.cleaning.byline import byline_in
from streams.cleaning.markers import marker_in
from streams.cleaning.repair import repaired

if TYPE_CHECKING:
    from streams.cleaning.lines import Line

FIELD_WORDS: Final = 50
"""A longer line is no field of its own: markers, credits and bylines are short."""


@dataclass(frozen=True, slots=True)
class LineField:
    """What a line says, and why it is not in the body."""

    reason: DropReason
    byline: str | None = None
    agency: str | None = None
    marker: str | None = None


def field_in(line: Line) -> LineField | None:
    """Return the field that a line is, or None where it is none."""
    if line.words > FIELD_WORDS:
        return None
    agency = credit_in(line.text) if line.words <= CREDIT_WORDS else None
    if agency:
        return LineField(DropReason.AGENCY_CREDIT, agency=agency)
    marker = marker_in(line.text)
    if marker:
        return LineField(DropReason.UPDATE_MARKER, marker=marker)
    byline = byline_in(line.text if line.text.isascii() else repaired(line.text), line.words)
    if byline:
        return LineField(DropReason.BYLINE, byline=byline.text, agency=byline.agency)
    return None
