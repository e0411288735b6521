"""Flattened text to the story alone, with every drop accounted for and a map back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Dateline, DroppedSpan, DropReason
from streams.cleaning.cues import cue_reasons
from streams.cleaning.dateline import parse_dateline
from streams.cleaning.document import mark_document
from streams.cleaning.fields import LineField, field_in
from streams.cleaning.lines import Line, split_lines
from streams.cleaning.markers import strip_markers
from streams.cleaning.masking import line_key
from streams.cleaning.offsets import Run, aligned, merged
from streams.cleaning.repair import repaired
from streams.cleaning.shapes import shape_reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

HEADLINE_WORDS: Final = 30
HEADLINE_DEPTH: Final = 4
"""A given headline is looked for among so many lines at the top."""
BETWEEN: Final = "\n\n"
"""What stands between the paragraphs of a body."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """The story of a flattened text."""

    headline: str | None
    """Without update markers; as given, else the first line where it looks like one."""
    headline_line: str | None
    """The line of the text that the headline is, repaired, with its markers; None where it has no such line."""
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
    """A text as lines with their keys: what is the same whatever a source has taught."""

    text: str
    lines: tuple[Line, ...]
    keys: tuple[str, ...]


def read_sheet(text: str) -> Sheet:
    """Return the lines of a text and their keys."""
    lines = tuple(split_lines(text))
    return Sheet(text=text, lines=lines, keys=tuple(line_key(line.text) for line in lines))


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
    return clean_sheet(read_sheet(text), headline=headline, published=published, learned=learned)


def clean_sheet(
    sheet: Sheet,
    *,
    headline: str | None = None,
    published: datetime | None = None,
    learned: Mapping[int, DropReason] | None = None,
) -> CleanText:
    """Return the story of a text that has been read into lines; see `clean_text`."""
    lines, keys = sheet.lines, sheet.keys
    reasons: list[DropReason | None] = [None] * len(lines)
    title = _headline_index(lines, keys, headline)
    if title is not None:
        reasons[title] = DropReason.HEADLINE
    fields: list[LineField] = []
    cued = cue_reasons(sheet.text, lines, keys)
    for index, line in enumerate(lines):
        if reasons[index] is not None:
            continue
        field = field_in(line)
        if field is not None:
            fields.append(field)
            reasons[index] = field.reason
            continue
        reasons[index] = cued.get(index) or shape_reason(line, keys[index]) or (learned or {}).get(index)
    mark_document(lines, keys, reasons, headline or (lines[title].text if title is not None else None))
    body, paragraphs, runs = _assembled(lines, reasons)
    title_line = repaired(lines[title].text) if title is not None else None
    shown = repaired(headline) if headline else title_line
    markers: tuple[str, ...] = ()
    if shown:
        shown, markers = strip_markers(shown)
    dateline = parse_dateline(body[paragraphs[0][0] : paragraphs[0][1]], published) if paragraphs else None
    return CleanText(
        headline=shown or None,
        headline_line=title_line,
        body=body,
        paragraphs=paragraphs,
        dropped=tuple(
            DroppedSpan(start=line.start, end=line.end, reason=reason)
            for line, reason in zip(lines, reasons, strict=True)
            if reason is not None
        ),
        runs=tuple(runs),
        dateline=dateline,
        byline=next((field.byline for field in fields if field.byline), None),
        agency=next((said.agency for said in (*((dateline,) if dateline else ()), *fields) if said.agency), None),
        markers=tuple(dict.fromkeys((*markers, *(field.marker for field in fields if field.marker)))),
    )


def _headline_index(lines: Sequence[Line], keys: Sequence[str], headline: str | None) -> int | None:
    """Return the index of the line that is the headline, or None."""
    if headline:
        given = line_key(headline)
        for index, key in enumerate(keys[:HEADLINE_DEPTH]):
            if key == given:
                return index
        return None
    if len(lines) < 2:  # noqa: PLR2004 - a single line is the story
        return None
    first, second = lines[0], lines[1]
    looks = first.words <= HEADLINE_WORDS and second.after_blank and not first.text.endswith((".", ":", ","))
    return 0 if looks else None


def _assembled(
    lines: Sequence[Line], reasons: Sequence[DropReason | None]
) -> tuple[str, tuple[tuple[int, int], ...], list[Run]]:
    pieces: list[str] = []
    paragraphs: list[tuple[int, int]] = []
    runs: list[Run] = []
    at = 0
    for line, reason in zip(lines, reasons, strict=True):
        if reason is not None:
            continue
        paragraph = repaired(line.text)
        if not paragraph:
            continue
        start = at + len(BETWEEN) if pieces else at
        pieces.append(paragraph)
        paragraphs.append((start, start + len(paragraph)))
        last = runs[-1] if runs else None
        if paragraph != line.text or last is None or not last.exact or line.start - last.source_end != len(BETWEEN):
            if last is not None:
                runs.append(Run(at, len(BETWEEN), last.source_end, line.start))
            runs.extend(aligned(paragraph, line.text, start, line.start))
        else:
            runs[-1] = Run(last.start, start + len(paragraph) - last.start, last.source_start, line.end)
        at = start + len(paragraph)
    return BETWEEN.join(pieces), tuple(paragraphs), merged(runs)
