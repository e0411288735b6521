"""Flattened text to the story alone, with every drop accounted for and a map back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas import Dateline, DroppedSpan, DropReason
from streams.cleaning.alone import LoneLine, judged_alone
from streams.cleaning.body import assembled
from streams.cleaning.cues import cue_reasons
from streams.cleaning.dateline import parse_dateline
from streams.cleaning.document import mark_document
from streams.cleaning.headline import given_headline, likely_headline
from streams.cleaning.limits import MOST_LINES
from streams.cleaning.lines import Line, split_lines
from streams.cleaning.markers import strip_markers
from streams.cleaning.repair import repaired

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from streams.cleaning.fields import LineField
    from streams.cleaning.offsets import Run


@dataclass(frozen=True, slots=True)
class CleanText:
    """The story of a flattened text."""

    headline: str | None
    """Without update markers; as given, else the first line where it looks like one."""
    body: str
    """Paragraphs, separated by a blank line."""
    paragraphs: tuple[tuple[int, int], ...]
    dropped: tuple[DroppedSpan, ...]
    """In order; offsets into the text as received."""
    runs: tuple[Run, ...]
    """In order, covering the body; offsets into the text as received."""
    dateline: Dateline | None
    byline: str | None
    agency: str | None
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text as lines, judged by themselves: what is the same whatever a source has taught."""

    text: str
    lines: tuple[Line, ...]
    alone: tuple[LoneLine, ...]

    @property
    def unread(self) -> tuple[int, int] | None:
        """The span behind the last line that is read, None where nothing but space stands there."""
        if len(self.lines) < MOST_LINES or not self.text[self.lines[-1].end :].strip():
            return None
        return self.lines[-1].end, len(self.text)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the lines."""
        return tuple(lone.key for lone in self.alone)


def read_sheet(text: str) -> Sheet:
    """Return the lines of a text, each judged by itself."""
    lines = tuple(split_lines(text))
    return Sheet(text=text, lines=lines, alone=tuple(judged_alone(line) for line in lines))


def clean_text(
    text: str,
    *,
    headline: str | None = None,
    published: datetime | None = None,
    learned: Mapping[int, DropReason] | None = None,
) -> CleanText:
    """Return the story of a flattened text: no captions, menus, links and credits, each drop with its reason.

    `learned` has the reasons of lines (by their number among the lines that are not blank) that a source's earlier
    articles have shown to be furniture. Time is linear in the length of the text.
    """
    return clean_sheet(read_sheet(text), headline=headline, published=published, learned=(learned or {}).get)


def clean_sheet(
    sheet: Sheet,
    *,
    headline: str | None = None,
    published: datetime | None = None,
    learned: Callable[[int], DropReason | None],
) -> CleanText:
    """Return the story of a text that has been read into lines; see `clean_text`.

    `learned` is asked, by its number, for each line that no rule knows.
    """
    lines, keys = sheet.lines, sheet.keys
    reasons, fields, title = _judged(sheet, keys, headline, learned)
    mark_document(lines, keys, reasons, headline or (lines[title].text if title is not None else None))
    body = assembled(line for line, reason in zip(lines, reasons, strict=True) if reason is None)
    shown, markers = strip_markers(repaired(headline or (lines[title].text if title is not None else "")))
    dateline = parse_dateline(body.text[slice(*body.paragraphs[0])], published) if body.paragraphs else None
    return CleanText(
        headline=shown or None,
        body=body.text,
        paragraphs=body.paragraphs,
        dropped=_dropped(sheet, reasons),
        runs=body.runs,
        dateline=dateline,
        byline=next((repaired(field.byline) for field in fields if field.byline), None),
        agency=next((said.agency for said in (*((dateline,) if dateline else ()), *fields) if said.agency), None),
        markers=tuple(dict.fromkeys((*markers, *(field.marker for field in fields if field.marker)))),
    )


def _dropped(sheet: Sheet, reasons: Sequence[DropReason | None]) -> tuple[DroppedSpan, ...]:
    dropped = [
        DroppedSpan(start=line.start, end=line.end, reason=reason)
        for line, reason in zip(sheet.lines, reasons, strict=True)
        if reason is not None
    ]
    if sheet.unread:
        dropped.append(DroppedSpan(start=sheet.unread[0], end=sheet.unread[1], reason=DropReason.OVER_LIMIT))
    return tuple(dropped)


def _judged(
    sheet: Sheet, keys: Sequence[str], headline: str | None, learned: Callable[[int], DropReason | None]
) -> tuple[list[DropReason | None], list[LineField], int | None]:
    """Return the reason of each line judged by itself, the fields found, and the index of the headline."""
    title = given_headline(sheet.lines, headline) if headline else None
    cued = cue_reasons(sheet.text, sheet.lines, keys)
    reasons: list[DropReason | None] = []
    fields: list[LineField] = []
    for index, lone in enumerate(sheet.alone):
        if index == title:
            reasons.append(DropReason.HEADLINE)
        elif lone.field is not None:
            fields.append(lone.field)
            reasons.append(lone.field.reason)
        else:
            reasons.append(lone.shape or cued.get(index) or learned(index))
    if not headline:
        title = likely_headline(sheet.lines, reasons)
        if title is not None:
            reasons[title] = DropReason.HEADLINE
    return reasons, fields, title
