"""The article of an HTML page: trafilatura behind limits, with the page's own metadata and a map to its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from schemas import DroppedSpan, DropReason, PageMetadata
from streams.cleaning.body import BETWEEN
from streams.cleaning.metadata import page_metadata
from streams.cleaning.offsets import Run, composed, to_source
from streams.cleaning.page import VisibleText, visible_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from streams.cleaning.text import CleanText

MOST_CHARS: Final = 1_500_000
"""A longer page is read as flattened text."""
MOST_ELEMENTS: Final = 30_000
DEEPEST: Final = 200
"""Elements within elements; trafilatura recurses."""
LOOK_AHEAD: Final = 200_000
MOST_SEARCHES: Final = 4_000
_PIECE: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The lines of a page's article, and where they stand in its source."""

    text: str
    """Paragraphs, a line each, separated by blank lines."""
    runs: tuple[Run, ...]
    """Offsets into the HTML as received; a paragraph that can't be found there maps to the whole of it."""
    left_out: tuple[tuple[int, int], ...]
    """Spans of visible text that are no part of the article."""
    metadata: PageMetadata | None
    extractor: str
    """`trafilatura`, or `flattened` where the page is over a limit or no article was found."""

    def to_received(self, cleaned: CleanText) -> tuple[tuple[Run, ...], tuple[DroppedSpan, ...]]:
        """Return the runs and drops of the cleaned text with offsets into the HTML as received, drops in order."""
        dropped = [
            DroppedSpan(start=start, end=end, reason=span.reason)
            for span in cleaned.dropped
            for start, end in (to_source(self.runs, span.start, span.end),)
            if end > start
        ]
        dropped += [DroppedSpan(start=start, end=end, reason=DropReason.MARKUP) for start, end in self.left_out]
        ordered = tuple(sorted(dropped, key=lambda span: (span.start, span.end)))
        return tuple(composed(cleaned.runs, self.runs)), ordered


def extract_html(source: str, *, url: str | None = None) -> ExtractedPage:
    """Return the article of an HTML page as flattened text, not yet cleaned of captions, links and the like.

    A page over the limits of size, elements or depth, and one in which no article is found, gives all its visible
    text, so that nothing is lost to the cleaning rules. Never fails on broken markup.
    """
    visible = visible_text(source)
    tree = _parsed(source)
    if tree is None:
        return _flattened(visible, None)
    metadata = page_metadata(tree)
    if not _within_limits(tree):
        return _flattened(visible, metadata)
    try:
        found = trafilatura.extract(
            tree,
            url=url,
            fast=True,
            include_comments=False,
            include_tables=True,
            include_links=False,
            output_format="txt",
        )
    except Exception:  # noqa: BLE001 - whatever it trips over in a hostile page, the flattened text is there
        found = None
    if not found or not found.strip():
        return _flattened(visible, metadata)
    return _located(found, source, visible, metadata)


def _parsed(source: str) -> HtmlElement | None:
    if not source.strip() or len(source) > MOST_CHARS:
        return None
    try:
        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        tree = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree


def _within_limits(tree: HtmlElement) -> bool:
    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            return False
    return True


def _flattened(visible: VisibleText, metadata: PageMetadata | None) -> ExtractedPage:
    return ExtractedPage(text=visible.text, runs=visible.runs, left_out=(), metadata=metadata, extractor="flattened")


def _located(found: str, source: str, visible: VisibleText, metadata: PageMetadata | None) -> ExtractedPage:
    """Find each paragraph of the extracted text in the visible text, from where the one before it ended."""
    squeezed, places = _squeezed(visible.text)
    pieces: list[str] = []
    runs: list[Run] = []
    used: list[tuple[int, int]] = []
    at = cursor = 0
    for number, line in enumerate(_article_lines(found)):
        if pieces:
            edge = runs[-1].source_end
            pieces.append(BETWEEN)
            runs.append(Run(at, len(BETWEEN), edge, edge))
            at += len(BETWEEN)
        pieces.append(line)
        wanted = "".join(line.split())
        start = _find(squeezed, wanted, cursor) if number < MOST_SEARCHES else -1
        if start < 0:
            runs.append(Run(at, len(line), 0, len(source)))
        else:
            cursor = start + len(wanted)
            runs.extend(_word_runs(line, at, start, places, visible))
            used.append((places[start], places[cursor - 1] + 1))
        at += len(line)
    return ExtractedPage(
        text="".join(pieces),
        runs=tuple(runs),
        left_out=_left_out(visible, used),
        metadata=metadata,
        extractor="trafilatura",
    )


def _article_lines(found: str) -> list[str]:
    """Return the lines of trafilatura's text without its marks for list items and table cells."""
    lines = (line.strip() for line in found.split("\n"))
    plain = (" ".join(line.removeprefix("- ").replace(" | ", " ").strip("| ").split()) for line in lines)
    return [line for line in plain if line]


def _find(squeezed: str, wanted: str, cursor: int) -> int:
    """Return where a paragraph stands, at or soon after the cursor or else near the start; -1 where it does not."""
    start = squeezed.find(wanted, cursor, cursor + LOOK_AHEAD)
    return start if start >= 0 else squeezed.find(wanted, 0, LOOK_AHEAD)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return the text without any space, and for each character its place in the text."""
    pieces: list[str] = []
    places: list[int] = []
    for word in _PIECE.finditer(text):
        pieces.append(word.group())
        places.extend(range(word.start(), word.end()))
    return "".join(pieces), places


def _word_runs(line: str, at: int, start: int, places: list[int], visible: VisibleText) -> list[Run]:
    runs: list[Run] = []
    position, before = start, None
    for word in _PIECE.finditer(line):
        first, last = places[position], places[position + len(word.group()) - 1]
        source_start, source_end = to_source(visible.runs, first, last + 1)
        if before is not None:
            runs.append(Run(at + before[0], word.start() - before[0], before[1], max(before[1], source_start)))
        if last - first == len(word.group()) - 1:
            runs.extend(composed([Run(at + word.start(), len(word.group()), first, last + 1)], visible.runs))
        else:
            runs.append(Run(at + word.start(), len(word.group()), source_start, source_end))
        before = (word.end(), source_end)
        position += len(word.group())
    return runs


def _left_out(visible: VisibleText, used: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end in [*sorted(used), (len(visible.text), len(visible.text))]:
        gap = visible.text[at:start] if start > at else ""
        bare = gap.strip()
        if bare:
            first = at + gap.index(bare[0])
            spans.append(to_source(visible.runs, first, first + len(bare)))
        at = max(at, end)
    return tuple(span for span in spans if span[1] > span[0])
